//! The choice of pictures for products and places, and the section and SKU of a product.

use super::model::{Photo, ShopIx, World};
use crate::demo::draw::goods::Pose;
use crate::demo::draw::{Good, Kind, Mood, Place, Ratio, Scene, Setting};

/// The shop that is being read, with all that its photos are made from.
pub(super) struct Bench {
    pub shop: ShopIx,
    pub goods: Vec<Good>,
    pub first: usize,
    pub moods: [Mood; 2],
}

pub(super) fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(0)
}
/// Returns two letters for the trade, followed by the shop's number.
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
    // Another product of the catalog may be shown with it, if both lie or both stand.
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

/// Returns the site's category code for a kind of product
/// (`catalog::rules::CATEGORIES`), and the name of the section in which its
/// shop puts it.
pub(super) fn shelves(kind: Kind) -> (&'static str, &'static str) {
    use Kind::*;
    match kind {
        CookieChoc | CookieDouble | CookieOat | CookieMatcha | CookieHeart | CookieJam => ("bakery/cookies", "쿠키"),
        Macaron | Madeleine | Brownie | Scone => ("bakery/small-cakes", "구움과자"),
        Cake => ("bakery/cakes", "케이크"),
        Loaf | Saltbread | Baguette => ("bakery/bread", "식사빵"),
        Croissant => ("bakery/pastry", "결이 있는 빵"),
        RedbeanBun => ("bakery/buns", "소를 넣은 빵"),
        Songpyeon | Injeolmi | Baekseolgi | Chapssal | Garaetteok => ("food/rice-cakes", "떡"),
        Tangerine | TangerineHalf | Hallabong | TangerineCrate => ("farm/citrus", "귤"),
        Jam | Cheong => ("food/preserves", "잼과 청"),
        Honey | Honeycomb => ("food/preserves", "꿀"),
        Kimchi | KimchiDish => ("food/kimchi", "김치"),
        Namul | Lotus | EggJorim | Anchovy | EggRoll => ("food/side-dishes", "반찬"),
        Oil => ("food/oils", "기름"),
        Pouch => ("food/oils", "가루와 깨"),
        Beans => ("drinks/coffee", "원두"),
        Dripper => ("drinks/tools", "도구"),
        TeaTin | TeaLeaves => ("drinks/tea", "찻잎"),
        Shirt => ("clothes/shirts", "셔츠"),
        Dress => ("clothes/dresses", "원피스"),
        Pants => ("clothes/pants", "바지"),
        Sweater | Cardigan => ("clothes/knits", "니트"),
        Apron | Towel => ("living/fabric", "수건과 앞치마"),
        Scarf | Beanie | Mittens | Hat => ("clothes/accessories", "모자와 목도리"),
        Socks => ("clothes/accessories", "양말"),
        Umbrella => ("clothes/accessories", "우산"),
        Wallet | CardCase => ("bags/wallets", "지갑"),
        Bag => ("bags/handbags", "가방"),
        Tote => ("bags/totes", "에코백"),
        Belt | Keyring => ("bags/belts", "벨트와 키링"),
        Ring => ("jewelry/rings", "반지"),
        Earring => ("jewelry/earrings", "귀걸이"),
        Necklace => ("jewelry/necklaces", "목걸이"),
        Cup | Mug => ("crafts/pottery", "잔"),
        Vase | MoonJar => ("crafts/pottery", "병과 항아리"),
        Bowl | Plates | Teapot => ("crafts/pottery", "그릇"),
        Incense | Diffuser => ("living/candles", "향"),
        CandlePillar | CandleJar | CandleTaper => ("living/candles", "초"),
        Soap => ("beauty/soap", "비누"),
        Lamp | LampPaper | Pendant => ("living/lamps", "조명"),
        Chair | Stool => ("furniture/chairs", "의자"),
        Board | Spoons | Tray => ("furniture/wooden", "소품"),
        Monstera | SnakePlant | Olive | Ivy => ("flowers/plants", "잎 넓은 식물"),
        Cactus => ("flowers/succulents", "선인장"),
        Bouquet | VaseFlowers => ("flowers/bouquets", "꽃다발"),
        Wreath => ("flowers/wreaths", "리스"),
        Book | BookStack => ("books/used", "책"),
        Notebook => ("books/notebooks", "공책"),
        Pencils | Tape => ("books/stationery", "문구"),
        Postcards => ("books/cards", "엽서"),
        Stamp => ("crafts/paper", "도장"),
        ToyCar | ToyTrain => ("kids/toys", "탈것"),
        ToyBear | Blocks => ("kids/toys", "인형과 블록"),
        Bicycle => ("sports/bicycles", "자전거"),
        BikeBell | Saddle | Helmet => ("sports/bike-parts", "부품"),
        Gift => ("other/gifts", "선물"),
    }
}

/// The number of different pictures of a place. Further stories reuse them with
/// other people and texts.
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
