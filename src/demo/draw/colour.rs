//! Colours of the demo's illustrations: mixing, the named tints of products,
//! and the palette of each shop.

use serde::{Deserialize, Serialize};

/// An sRGB colour, each component from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rgb {
    pub r: f32,
    pub g: f32,
    pub b: f32,
}

/// Returns the colour of six hexadecimal digits: `h(0xbf4119)`.
pub fn h(hex: u32) -> Rgb {
    let [_, r, g, b] = hex.to_be_bytes();
    Rgb {
        r: f32::from(r) / 255.0,
        g: f32::from(g) / 255.0,
        b: f32::from(b) / 255.0,
    }
}

impl Rgb {
    pub fn mix(self, to: Rgb, t: f32) -> Rgb {
        Rgb {
            r: self.r + (to.r - self.r) * t,
            g: self.g + (to.g - self.g) * t,
            b: self.b + (to.b - self.b) * t,
        }
    }
    /// Mixes towards the warm light of the pictures.
    pub fn lit(self, t: f32) -> Rgb {
        self.mix(h(0xfff6e6), t)
    }
    /// Mixes towards the warm dark of the pictures, never towards grey.
    pub fn dim(self, t: f32) -> Rgb {
        self.mix(h(0x3b2230), t)
    }
}

macro_rules! tints {
    ($($name:ident $key:literal $ko:literal $hex:literal;)*) => {
        /// The colour of a product. Its Korean name goes into the alt text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Tint { $($name),* }
        impl Tint {
            pub const ALL: &[Tint] = &[$(Tint::$name),*];
            pub fn rgb(self) -> Rgb { match self { $(Tint::$name => h($hex)),* } }
            pub fn korean(self) -> &'static str { match self { $(Tint::$name => $ko),* } }
            pub fn parse(key: &str) -> Option<Tint> { match key { $($key => Some(Tint::$name),)* _ => None } }
        }
    };
}
tints! {
    Cream "cream" "크림색" 0xf1e4c9;
    White "white" "흰색" 0xf6f1e7;
    Sand "sand" "모래색" 0xd9c2a0;
    Ochre "ochre" "황토색" 0xd39a4a;
    Brick "brick" "벽돌색" 0xb5573c;
    Persimmon "persimmon" "감색" 0xe27b43;
    Rose "rose" "장미색" 0xc96a72;
    Blush "blush" "연분홍" 0xebb9ae;
    Plum "plum" "자두색" 0x7c4a62;
    Lilac "lilac" "연보라" 0xb6a3cd;
    Navy "navy" "남색" 0x33466b;
    Sky "sky" "하늘색" 0x9fc0d6;
    Teal "teal" "청록색" 0x4f8a8b;
    Sage "sage" "세이지색" 0xa3b18a;
    Moss "moss" "이끼색" 0x66794c;
    Lemon "lemon" "레몬색" 0xf0d264;
    Charcoal "charcoal" "먹색" 0x4a4547;
    Walnut "walnut" "호두색" 0x7d5636;
    Tan "tan" "밤색" 0xb07a4a;
    Grey "grey" "잿빛" 0xb4b0a8;
}

/// The five colours that a shop's pictures share, so that its page looks like
/// the work of one photographer.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    pub wall: Rgb,
    pub table: Rgb,
    pub cloth: Rgb,
    pub accent: Rgb,
    pub leaf: Rgb,
}

macro_rules! moods {
    ($($name:ident $key:literal $wall:literal $table:literal $cloth:literal $accent:literal $leaf:literal;)*) => {
        /// The names of the palettes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Mood { $($name),* }
        impl Mood {
            pub const ALL: &[Mood] = &[$(Mood::$name),*];
            pub fn parse(key: &str) -> Option<Mood> { match key { $($key => Some(Mood::$name),)* _ => None } }
            pub fn palette(self) -> Palette {
                match self { $(Mood::$name => Palette { wall: h($wall), table: h($table), cloth: h($cloth), accent: h($accent), leaf: h($leaf) }),* }
            }
        }
    };
}
moods! {
    Butter "butter" 0xf6e3b8 0xd9a566 0xfaf1dc 0xc8663f 0x8a9a5b;
    Linen  "linen"  0xe9e2d3 0xcdb899 0xf7f3ea 0x8fa58c 0x7f9273;
    Blush  "blush"  0xf5d9d0 0xd9a08f 0xfbeee6 0xb85c6b 0x7c9570;
    Clay   "clay"   0xe6cdb6 0xa9744f 0xf2e4d3 0x6f8f8d 0x7d8a5a;
    Ink    "ink"    0xc9d3d8 0x7a6a5c 0xeceae2 0xb4553c 0x5f7f6d;
    Citrus "citrus" 0xd8e6c8 0xd6b06b 0xfaf3d9 0xe8862e 0x5c8a45;
    Walnut "walnut" 0xd9c7ae 0x8a5c3b 0xefe3cf 0x3f5f5b 0x73834f;
    Sky    "sky"    0xcfe2ea 0xc9b18a 0xf4f4ec 0xd8743f 0x6d9a7a;
    Plum   "plum"   0xddcbd8 0x9a7260 0xf3e8ee 0x7c4a72 0x7f9068;
    Moss   "moss"   0xcfd8bd 0x9c7b52 0xf0efdc 0xc2703d 0x567a4c;
    Rice   "rice"   0xefe8dd 0xbd8f64 0xfcf8f0 0xc04f4a 0x86975f;
    Night  "night"  0x59617f 0x6a4d42 0xd8cdbd 0xe9a94f 0x6f8a72;
    Sea    "sea"    0xbfdcd8 0xd4bd97 0xf3f1e4 0x2f7f86 0x6a9b7a;
    Lilac  "lilac"  0xdcd6ea 0xc2a58c 0xf5f1f8 0x8469a8 0x83997a;
}
