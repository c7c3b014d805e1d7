//! A product beside others: in a carousel, a search result, a story or a wish list. Built once per
//! row, with its addresses already decided. Its price is worked out from the clock when the card is
//! shown, since a card may be cached.

use crate::accounts::AccountCard;
use crate::photos::Picture;

use super::rules::{Availability, Offer};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductCard {
    pub id: i64,
    pub url: String,
    pub title: String,
    /// Colour and size, which distinguish it from its variants; empty for a product without
    /// variants.
    pub option: String,
    pub offer: Offer,
    /// The item group id that its variants share; empty for a product without variants.
    pub group: String,
    /// The offers of all its variants, its own included. Empty for a product without variants, and
    /// on a story, which shows this very product (`queries::cards`).
    pub options: Vec<Offer>,
    pub sold_out: bool,
    pub picture: Option<Picture>,
    pub shop: AccountCard,
    /// True if the viewer saved it; false until `queries::mark_wished` has run.
    pub wished: bool,
    /// Grows with every change that a card shows, so that caches can compare it.
    pub version: i64,
}

impl ProductCard {
    /// Returns the title, followed by the colour and size of a variant.
    pub fn named(&self) -> String {
        if self.option.is_empty() {
            self.title.clone()
        } else {
            format!("{} ({})", self.title, self.option)
        }
    }

    /// Returns the number of variants to choose from; `None` if there is only one.
    pub fn choices(&self) -> Option<i64> {
        i64::try_from(self.options.len()).ok().filter(|n| *n > 1)
    }

    /// Returns the lowest price if the variants differ in price; `None` if they all cost the same.
    pub fn lowest(&self, now: &i64) -> Option<i64> {
        let pays = || self.options.iter().map(|o| o.pays(now));
        let (low, high) = (pays().min()?, pays().max()?);
        (low < high).then_some(low)
    }
}

/// Joins the colour and size that distinguish a variant from the others of its group.
pub fn option_words(color: &str, size: &str) -> String {
    let words: Vec<&str> = [color, size].into_iter().filter(|w| !w.is_empty()).collect();
    words.join(" · ")
}

pub fn sold_out(availability: &str) -> bool {
    Availability::from_code(availability).is_some_and(Availability::sold_out)
}
