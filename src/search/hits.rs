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
    /// Number of further matches of its shop that are not shown.
    pub more: u64,
}

pub struct StoryHit {
    pub card: StoryCard,
    pub body: String,
}
