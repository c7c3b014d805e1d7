//! Which picture shows a good of a shop or a place of a story, and under which heading and number a good stands.

use super::{Photo, ShopIx, World};
use crate::demo::draw::goods::Pose;
use crate::demo::draw::{Good, Kind, Mood, Place, Ratio, Scene, Setting};

/// What a story's or product's photo is made from, while a file is being read.
pub(super) struct Bench {
    pub shop: ShopIx,
    pub goods: Vec<Good>,
    pub first: usize,
    pub moods: [Mood; 2],
}

pub(super) fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(0)
}
/// Two letters for the trade and the shop's number.
pub(super) fn sku_prefix(shop: ShopIx) -> String {
    let letters = ["SW", "HM", "WR", "PL"];
    let trade = match shop {
        0..=7 => 0,
        8..=16 => 1,
        17..=22 => 2,
        _ => 3,
    };
    format!("{}{:02}", letters.get(trade).copied().unwrap_or("SP"), shop + 1)
}

pub(super) fn good_photo(w: &mut World, b: &Bench, n: usize, setting: Setting, variant: usize) -> Photo {
    let good = b.goods.get(n).copied().unwrap_or(Good {
        kind: Kind::Gift,
        tint: crate::demo::draw::Tint::Cream,
    });
    let pose = good.kind.facts().pose;
    // A neighbour in the catalog may stand beside it, if both lie or both stand.
    let also = b
        .goods
        .iter()
        .rev()
        .chain(b.goods.iter())
        .copied()
        .find(|o| *o != good && o.kind.facts().pose == pose);
    let turn = b.shop * 3 + n * 5 + variant * 2;
    let ratio = match (setting, turn % 5) {
        (Setting::Single | Setting::Close, 0..=2) => Ratio::Square,
        (Setting::Stall | Setting::Many, 0) if pose == Pose::Stand => Ratio::Wide,
        (_, 0 | 3) => Ratio::Portrait,
        (Setting::Shelf | Setting::Window | Setting::Props | Setting::Gift, 1) => Ratio::Classic,
        _ => Ratio::Square,
    };
    let mood = if (n + variant) % 3 == 2 { b.moods[1] } else { b.moods[0] };
    let scene = Scene::Product {
        good,
        also,
        setting,
        mood,
        ratio,
        seed: small(b.shop * 1000 + n * 10 + variant),
    };
    let alt = scene.alt();
    Photo {
        picture: w.picture(scene),
        alt,
    }
}

/// The site's code for what kind of good this is (catalog::rules::CATEGORIES).
pub(super) fn category(kind: Kind) -> &'static str {
    use Kind::*;
    match kind {
        CookieChoc | CookieDouble | CookieOat | CookieMatcha | CookieHeart | CookieJam | Macaron | Madeleine | Brownie
        | Scone | Cake => "bakery",
        Loaf | Saltbread | Croissant | Baguette | RedbeanBun => "bakery",
        Songpyeon | Injeolmi | Baekseolgi | Chapssal | Garaetteok => "food",
        Tangerine | TangerineHalf | Hallabong | TangerineCrate => "farm",
        Jam | Honey | Cheong | Honeycomb => "food",
        Kimchi | Namul | Lotus | EggJorim | Anchovy | KimchiDish | EggRoll => "food",
        Oil | Pouch => "food",
        Beans | Dripper => "drinks",
        TeaTin | TeaLeaves => "drinks",
        Shirt | Dress | Pants | Sweater | Cardigan => "clothes",
        Apron | Towel => "living",
        Scarf | Beanie | Mittens | Socks | Hat | Umbrella => "clothes",
        Wallet | CardCase | Bag | Belt | Keyring | Tote => "bags",
        Ring | Earring | Necklace => "jewelry",
        Cup | Mug | Vase | MoonJar | Bowl | Plates | Teapot => "crafts",
        Incense | CandlePillar | CandleJar | CandleTaper | Diffuser => "living",
        Soap => "beauty",
        Lamp | LampPaper | Pendant => "living",
        Chair | Stool | Board | Spoons | Tray => "furniture",
        Monstera | Cactus | SnakePlant | Olive | Ivy => "flowers",
        Bouquet | VaseFlowers | Wreath => "flowers",
        Book | BookStack => "books",
        Notebook | Pencils | Postcards | Tape | Stamp => "crafts",
        ToyCar | ToyBear | Blocks | ToyTrain => "kids",
        Bicycle | BikeBell | Saddle | Helmet => "sports",
        Gift => "other",
    }
}

/// So many different pictures a place has; then they come round again, with other people and other words.
const VIEWS: usize = 6;

pub(super) fn place_photo(w: &mut World, place: Place) -> Photo {
    let is_it = |s: &Scene| matches!(s, Scene::Place { place: p, .. } if *p == place);
    let before: usize = w
        .stories
        .iter()
        .flat_map(|s| &s.photos)
        .filter(|p| w.pictures.get(p.picture).is_some_and(is_it))
        .count();
    let view = before % VIEWS;
    let start = Place::ALL.iter().position(|p| *p == place).unwrap_or(0);
    let ratio = match (view + start) % 6 {
        0 | 3 => Ratio::Classic,
        1 => Ratio::Square,
        2 | 5 => Ratio::Portrait,
        _ => Ratio::Wide,
    };
    let scene = Scene::Place {
        place,
        ratio,
        seed: small(view) * 17 + 3,
    };
    let alt = scene.alt();
    Photo {
        picture: w.picture(scene),
        alt,
    }
}
