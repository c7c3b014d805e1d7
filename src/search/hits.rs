//! Hits as they are shown: shops, products, stories.

use super::queries::ShopLine;
use crate::accounts::AccountCard;
use crate::catalog::ProductCard;
use crate::stories::StoryCard;

pub struct ShopHit {
    pub card: AccountCard,
    pub line: ShopLine,
}

pub struct ProductHit {
    pub card: ProductCard,
    /// How many more its shop has than are shown.
    pub more: u64,
}

pub struct StoryHit {
    pub card: StoryCard,
    pub body: String,
}
