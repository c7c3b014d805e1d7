//! Every kind of product in the demo's shops: its key in the data, its Korean
//! name for alt texts, its pose (lying flat and seen from above, or standing)
//! and the function that draws it. A drawing is about 200 units wide: flat ones
//! around (0, 0), standing ones upwards from (0, 0).

use super::canvas::Canvas;
use super::colour::{Rgb, Tint};
use super::rng::Rng;
use serde::{Deserialize, Serialize};

pub mod hobby;
pub mod home;
pub mod pantry;
pub mod pots;
pub mod sweets;
pub mod wear;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pose {
    Flat,
    Stand,
}

/// The facts about a kind that alt texts and settings need.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub korean: &'static str,
    pub pose: Pose,
    /// The tint is the product's main colour and belongs into the alt text.
    pub coloured: bool,
    /// The height of a standing product, or half the extent of a flat one, in units of its drawing.
    pub tall: f32,
}

type Draw = fn(&mut Canvas, &mut Rng, Rgb);

macro_rules! goods {
    ($($name:ident $key:literal $ko:literal $pose:ident $coloured:literal $tall:literal $f:path;)*) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Kind { $($name),* }
        impl Kind {
            pub const ALL: &[Kind] = &[$(Kind::$name),*];
            pub fn parse(key: &str) -> Option<Kind> { match key { $($key => Some(Kind::$name),)* _ => None } }
            pub fn facts(self) -> Facts {
                match self { $(Kind::$name => Facts { korean: $ko, pose: Pose::$pose, coloured: $coloured, tall: $tall }),* }
            }
            fn drawer(self) -> Draw { match self { $(Kind::$name => $f),* } }
        }
    };
}
goods! {
    CookieChoc "cookie-choc" "초코칩 쿠키" Flat false 95.0 sweets::cookie_choc;
    CookieDouble "cookie-double" "진한 초코 쿠키" Flat false 95.0 sweets::cookie_double;
    CookieOat "cookie-oat" "오트밀 쿠키" Flat false 95.0 sweets::cookie_oat;
    CookieMatcha "cookie-matcha" "말차 쿠키" Flat false 95.0 sweets::cookie_matcha;
    CookieHeart "cookie-heart" "하트 모양 아이싱 쿠키" Flat true 95.0 sweets::cookie_heart;
    CookieJam "cookie-jam" "가운데 잼을 올린 버터 쿠키" Flat false 95.0 sweets::cookie_jam;
    Macaron "macaron" "마카롱" Flat true 90.0 sweets::macaron;
    Madeleine "madeleine" "마들렌" Flat false 100.0 sweets::madeleine;
    Brownie "brownie" "네모난 브라우니" Flat false 88.0 sweets::brownie;
    Scone "scone" "스콘" Flat false 92.0 sweets::scone;
    Cake "cake" "조각 케이크" Stand false 200.0 sweets::cake;
    Loaf "loaf" "식빵" Stand false 175.0 sweets::loaf;
    Saltbread "saltbread" "소금빵" Flat false 90.0 sweets::saltbread;
    Croissant "croissant" "크루아상" Flat false 95.0 sweets::croissant;
    Baguette "baguette" "바게트" Flat false 105.0 sweets::baguette;
    RedbeanBun "redbean-bun" "단팥빵" Flat false 90.0 sweets::redbean_bun;
    Songpyeon "songpyeon" "솔잎 위의 송편" Flat false 95.0 sweets::songpyeon;
    Injeolmi "injeolmi" "콩고물 묻힌 인절미" Flat false 95.0 sweets::injeolmi;
    Baekseolgi "baekseolgi" "켜켜이 색이 든 설기떡" Stand false 185.0 sweets::baekseolgi;
    Chapssal "chapssal" "동글동글한 찹쌀떡" Flat false 92.0 sweets::chapssal;
    Garaetteok "garaetteok" "가래떡" Flat false 100.0 sweets::garaetteok;
    Tangerine "tangerine" "잎 달린 귤" Flat false 98.0 pantry::tangerine;
    TangerineHalf "tangerine-half" "반으로 가른 귤" Flat false 100.0 pantry::tangerine_half;
    Hallabong "hallabong" "꼭지가 볼록한 한라봉" Flat false 100.0 pantry::hallabong;
    TangerineCrate "tangerine-crate" "나무 상자에 담은 귤" Stand false 180.0 pantry::tangerine_crate;
    Jam "jam" "천 뚜껑을 씌운 잼 병" Stand false 190.0 pantry::jam;
    Honey "honey" "벌집 무늬 꿀병" Stand false 178.0 pantry::honey;
    Cheong "cheong" "과일청이 담긴 유리병" Stand false 178.0 pantry::cheong;
    Kimchi "kimchi" "김치를 담은 유리병" Stand false 178.0 pantry::kimchi;
    Oil "oil" "기름병" Stand false 216.0 pantry::oil;
    Diffuser "diffuser" "나무 막대를 꽂은 방향병" Stand false 236.0 pantry::diffuser;
    Namul "namul" "접시에 담은 나물" Flat false 100.0 pantry::banchan_namul;
    Lotus "lotus" "연근조림 한 접시" Flat false 100.0 pantry::banchan_lotus;
    EggJorim "egg-jorim" "달걀장조림 한 접시" Flat false 100.0 pantry::banchan_egg;
    Anchovy "anchovy" "멸치볶음 한 접시" Flat false 100.0 pantry::banchan_anchovy;
    KimchiDish "kimchi-dish" "접시에 담은 김치" Flat false 100.0 pantry::banchan_kimchi;
    EggRoll "egg-roll" "달걀말이 한 접시" Flat false 100.0 pantry::banchan_roll;
    Honeycomb "honeycomb" "벌집꿀 한 조각" Flat false 95.0 pantry::honeycomb;
    Pouch "pouch" "이름표 붙은 종이봉투" Stand true 200.0 pantry::pouch;
    Beans "beans" "볶은 커피콩" Flat false 100.0 pantry::beans;
    Shirt "shirt" "리넨 셔츠" Flat true 110.0 wear::shirt;
    Dress "dress" "원피스" Flat true 115.0 wear::dress;
    Pants "pants" "바지" Flat true 108.0 wear::pants;
    Apron "apron" "앞치마" Flat true 110.0 wear::apron;
    Towel "towel" "개어 놓은 천 수건" Flat true 92.0 wear::towel;
    Sweater "sweater" "무늬 스웨터" Flat true 112.0 wear::sweater;
    Cardigan "cardigan" "카디건" Flat true 112.0 wear::cardigan;
    Scarf "scarf" "목도리" Flat true 105.0 wear::scarf;
    Beanie "beanie" "방울 털모자" Flat true 108.0 wear::beanie;
    Mittens "mittens" "벙어리장갑" Flat true 105.0 wear::mittens;
    Socks "socks" "양말" Flat true 105.0 wear::socks;
    Hat "hat" "챙 넓은 모자" Flat false 104.0 wear::hat;
    Wallet "wallet" "가죽 지갑" Flat true 96.0 wear::wallet;
    CardCase "card-case" "가죽 카드지갑" Flat true 92.0 wear::card_case;
    Bag "bag" "가죽 어깨가방" Stand true 222.0 wear::bag;
    Belt "belt" "둥글게 만 가죽 벨트" Flat true 100.0 wear::belt;
    Keyring "keyring" "가죽 열쇠고리" Flat true 105.0 wear::keyring;
    Tote "tote" "잎 무늬 천가방" Stand true 228.0 wear::tote;
    Cup "cup" "찻잔" Stand true 140.0 pots::cup;
    Mug "mug" "머그잔" Stand true 150.0 pots::mug;
    Vase "vase" "도자기 화병" Stand true 210.0 pots::vase;
    MoonJar "moon-jar" "달항아리" Stand false 190.0 pots::moon_jar;
    Bowl "bowl" "사발" Stand true 115.0 pots::bowl;
    Plates "plates" "포개 놓은 접시" Stand true 110.0 pots::plates;
    Teapot "teapot" "찻주전자" Stand true 163.0 pots::teapot;
    Incense "incense" "향꽂이와 피어오르는 연기" Stand true 230.0 pots::incense;
    CandlePillar "candle-pillar" "키가 다른 기둥초 세 개" Stand true 200.0 pots::candle_pillar;
    CandleJar "candle-jar" "유리잔에 담긴 초" Stand true 160.0 pots::candle_jar;
    CandleTaper "candle-taper" "촛대에 꽂은 긴 초" Stand true 212.0 pots::candle_taper;
    Soap "soap" "띠지로 묶은 비누" Stand false 162.0 pots::soap;
    Lamp "lamp" "탁상 조명" Stand true 215.0 pots::lamp;
    LampPaper "lamp-paper" "한지 조명" Stand false 210.0 pots::lamp_paper;
    Pendant "pendant" "매다는 조명" Stand true 236.0 pots::pendant;
    Chair "chair" "나무 의자" Stand false 238.0 home::chair;
    Stool "stool" "둥근 나무 스툴" Stand false 168.0 home::stool;
    Board "board" "나무 도마" Flat false 120.0 home::board;
    Spoons "spoons" "나무 숟가락 세 개" Flat false 105.0 home::spoons;
    Tray "tray" "잔과 과자를 올린 나무 쟁반" Flat false 105.0 home::tray;
    Monstera "monstera" "화분에 심은 몬스테라" Stand false 262.0 home::monstera;
    Cactus "cactus" "꽃 핀 선인장" Stand false 225.0 home::cactus;
    SnakePlant "snake-plant" "화분에 심은 산세베리아" Stand false 236.0 home::snake_plant;
    Olive "olive" "올리브나무 화분" Stand false 245.0 home::olive;
    Ivy "ivy" "늘어진 아이비 화분" Stand false 155.0 home::ivy;
    Bouquet "bouquet" "꽃다발" Stand true 245.0 home::bouquet;
    VaseFlowers "vase-flowers" "꽃을 꽂은 유리병" Stand true 250.0 home::flowers_in_vase;
    Wreath "wreath" "꽃 리스" Flat false 108.0 home::wreath;
    Book "book" "책 한 권" Flat true 105.0 hobby::book;
    BookStack "book-stack" "쌓아 놓은 책" Stand false 185.0 hobby::book_stack;
    Notebook "notebook" "공책과 연필" Flat true 105.0 hobby::notebook;
    Pencils "pencils" "연필 다섯 자루" Flat false 100.0 hobby::pencils;
    Postcards "postcards" "그림엽서 세 장" Flat false 100.0 hobby::postcards;
    Tape "tape" "종이테이프 세 개" Flat false 92.0 hobby::tape;
    Stamp "stamp" "나무 도장 세 개" Flat false 96.0 hobby::stamp;
    Ring "ring" "은반지 두 개" Flat false 95.0 hobby::ring;
    Earring "earring" "물방울 귀걸이" Flat true 98.0 hobby::earring;
    Necklace "necklace" "펜던트 목걸이" Flat true 104.0 hobby::necklace;
    ToyCar "toy-car" "나무 자동차" Stand true 142.0 hobby::toy_car;
    ToyBear "toy-bear" "곰 인형" Stand true 215.0 hobby::toy_bear;
    Blocks "blocks" "쌓은 나무 블록" Stand false 200.0 hobby::blocks;
    ToyTrain "toy-train" "나무 기차" Stand true 160.0 hobby::toy_train;
    Bicycle "bicycle" "자전거" Stand true 178.0 hobby::bicycle;
    BikeBell "bike-bell" "자전거 벨" Flat false 105.0 hobby::bike_bell;
    Saddle "saddle" "자전거 안장" Flat true 105.0 hobby::saddle;
    Helmet "helmet" "자전거 헬멧" Stand true 165.0 hobby::helmet;
    Umbrella "umbrella" "펼친 우산" Stand true 212.0 hobby::umbrella;
    TeaTin "tea-tin" "찻잎 통" Stand true 178.0 hobby::tea_tin;
    TeaLeaves "tea-leaves" "접시에 담은 찻잎" Flat false 96.0 hobby::tea_leaves;
    Dripper "dripper" "드리퍼와 커피 서버" Stand true 210.0 hobby::dripper;
    Gift "gift" "리본 맨 선물 상자" Stand true 180.0 hobby::gift;
}

/// A product: its kind and its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Good {
    pub kind: Kind,
    pub tint: Tint,
}

impl Good {
    /// Parses `shirt` or `shirt:sage`.
    pub fn parse(text: &str) -> Option<Good> {
        let (kind, tint) = text.split_once(':').unwrap_or((text, "cream"));
        Some(Good { kind: Kind::parse(kind)?, tint: Tint::parse(tint)? })
    }
    pub fn draw(self, c: &mut Canvas, r: &mut Rng) {
        (self.kind.drawer())(c, r, self.tint.rgb());
    }
    pub fn korean(self) -> String {
        let facts = self.kind.facts();
        if facts.coloured { format!("{} {}", self.tint.korean(), facts.korean) } else { facts.korean.to_owned() }
    }
}
