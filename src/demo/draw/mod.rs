//! The demo's illustrations: a description ([`Scene`]) becomes pixels
//! ([`Picture`]) and a JPEG file.
//!
//! `canvas`, `shape`, `colour`, `rng` and `finish` are the tools; `goods` draws
//! the products, `props` the objects around them, `compose` puts them into a
//! picture, `places` and `faces` draw where people are and how they look. Not
//! here: the assignment of pictures to people and shops (`world`).

pub mod canvas;
pub mod colour;
pub mod finish;
pub mod rng;
pub mod shape;

// Drawings are tables of coordinates: a line is one stroke, and rustfmt would
// break them into columns.
#[rustfmt::skip]
pub mod compose;
#[rustfmt::skip]
pub mod faces;
#[rustfmt::skip]
pub mod goods;
#[rustfmt::skip]
pub mod places;
#[rustfmt::skip]
pub mod places_out;
#[rustfmt::skip]
pub mod places_seasons;
#[rustfmt::skip]
pub mod props;
#[rustfmt::skip]
pub mod signs;

pub use colour::{Mood, Tint};
pub use compose::Setting;
pub use finish::{Picture, encode_jpeg};
pub use goods::{Good, Kind};
pub use places::Place;

use rng::Rng;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Ratio {
    Square,
    Portrait,
    Classic,
    Wide,
}

impl Ratio {
    pub fn pixels(self) -> (u16, u16) {
        match self {
            Ratio::Square => (1080, 1080),
            Ratio::Portrait => (864, 1080),
            Ratio::Classic => (1080, 810),
            Ratio::Wide => (1080, 608),
        }
    }
}

/// The description of a whole picture. The same description always gives the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Scene {
    /// A product of a shop. `also` may stand beside it if the setting shows more than one.
    Product {
        good: Good,
        also: Option<Good>,
        setting: Setting,
        mood: Mood,
        ratio: Ratio,
        seed: u32,
    },
    /// A place where a person was, or a view.
    Place { place: Place, ratio: Ratio, seed: u32 },
    /// A shop's wide cover, 1440 × 600.
    Cover { goods: Vec<Good>, mood: Mood, seed: u32 },
    /// A shop's sign, 400 × 400.
    Sign { good: Good, mood: Mood, seed: u32 },
    /// A person's face, 400 × 400.
    Face { look: u8, grey: bool, seed: u32 },
}

impl Scene {
    pub fn pixels(&self) -> (u16, u16) {
        match self {
            Scene::Product { ratio, .. } | Scene::Place { ratio, .. } => ratio.pixels(),
            Scene::Cover { .. } => (1440, 600),
            Scene::Sign { .. } | Scene::Face { .. } => (400, 400),
        }
    }
    /// Returns the alt text in Korean, for people who cannot see the picture.
    pub fn alt(&self) -> String {
        match self {
            Scene::Product { good, also, setting, .. } => {
                let it = good.korean();
                let pose = good.kind.facts().pose;
                let more = also
                    .filter(|o| o.kind.facts().pose == pose && o.kind != good.kind)
                    .map(|o| o.korean());
                compose_alt(*setting, pose, &it, more.as_deref())
            }
            Scene::Place { place, .. } => place.korean().to_owned(),
            Scene::Cover { goods, .. } => match goods.first() {
                Some(good) => format!("{} 그림이 있는 가게 표지", good.korean()),
                None => "가게 표지".to_owned(),
            },
            Scene::Sign { good, .. } => format!("{} 그림이 있는 가게 간판", good.korean()),
            Scene::Face { .. } => "프로필 얼굴 그림".to_owned(),
        }
    }
}

/// Returns the particle "과" or "와" ("셔츠와"), which depends on the last syllable.
fn and(word: &str) -> &'static str {
    let last = word.chars().next_back().map_or(0, u32::from);
    if (0xAC00..=0xD7A3).contains(&last) && !(last - 0xAC00).is_multiple_of(28) {
        "과"
    } else {
        "와"
    }
}

fn compose_alt(setting: Setting, pose: goods::Pose, it: &str, more: Option<&str>) -> String {
    use goods::Pose::{Flat, Stand};
    let both = more.map_or_else(|| it.to_owned(), |m| format!("{it}{} {m}", and(it)));
    match (setting, pose) {
        (Setting::Single, Flat) => format!("줄무늬 천 위에 놓인 {it}, 오른쪽 위에 잎가지 하나"),
        (Setting::Single, Stand) => format!("액자가 걸린 벽 앞 탁자에 놓인 {it}"),
        (Setting::Close, Flat) => format!("둥근 바탕 위에 크게 담은 {it}"),
        (Setting::Close, Stand) => format!("둥근 바탕 앞에 가까이서 본 {it}"),
        (Setting::Many, Flat) => format!("위에서 내려다본, 가지런히 늘어놓은 {both}"),
        (Setting::Many, Stand) => format!("탁자에 나란히 세워 둔 {both}"),
        (Setting::Shelf, Flat) => format!("나무 탁자의 둥근 도마에 올린 {it}, 옆에 실타래"),
        (Setting::Shelf, Stand) => {
            format!("선반에 줄지어 놓인 {both}, 사이사이 마른 가지를 꽂은 꽃병")
        }
        (Setting::Window, Flat) => format!("창으로 든 햇빛 아래 놓인 {both}"),
        (Setting::Window, Stand) => format!("창가 탁자에서 볕을 받는 {it}"),
        (Setting::Props, Flat) => format!("커피 한 잔과 이름표 옆에 놓인 {both}"),
        (Setting::Props, Stand) => format!("마른 가지 꽃병과 함께 탁자에 놓인 {both}"),
        (Setting::Gift, Flat) => format!("얇은 종이를 깐 상자에 담은 {both}"),
        (Setting::Gift, Stand) => format!("리본을 맨 선물 상자 옆의 {it}"),
        (Setting::Stall, Flat) => format!("칸칸이 나눈 진열 상자에 담긴 {both}"),
        (Setting::Stall, Stand) => format!("줄무늬 차양 아래 가판대에 놓인 {both}"),
        (Setting::Arch, Flat) => format!("나뭇잎 그림자가 드리운 접시 위의 {it}"),
        (Setting::Arch, Stand) => format!("아치 모양 벽감 앞 받침에 올린 {it}"),
    }
}

/// Draws the scene. The long side of a photo is 1,080 pixels. Returns a 1×1
/// picture if there is no memory for the sheet.
pub fn draw(scene: &Scene) -> Picture {
    let (w, h) = scene.pixels();
    let Some(mut c) = canvas::Canvas::new(w, h) else {
        return Picture {
            width: 1,
            height: 1,
            rgb: vec![255; 3],
        };
    };
    let light = match scene {
        Scene::Product {
            good,
            also,
            setting,
            mood,
            seed,
            ..
        } => {
            compose::draw(&mut c, *good, *also, *setting, *mood, &mut Rng::new(*seed));
            16
        }
        Scene::Place { place, seed, .. } => {
            place.draw(&mut c, &mut Rng::new(*seed));
            10
        }
        Scene::Cover { goods, mood, seed } => {
            signs::cover(&mut c, goods, *mood, &mut Rng::new(*seed));
            12
        }
        Scene::Sign { good, mood, seed } => {
            signs::sign(&mut c, *good, *mood, &mut Rng::new(*seed));
            8
        }
        Scene::Face { look, grey, seed } => {
            faces::face(&mut c, *look, *grey, &mut Rng::new(*seed));
            8
        }
    };
    finish::finish(&c, light)
}
