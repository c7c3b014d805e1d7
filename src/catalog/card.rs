//! A product beside others: in a shelf, a search result, a story, a list of
//! wishes. Built once per row, with its addresses already decided; what it
//! costs is asked of the clock when it is shown, since a card may be kept.

use crate::accounts::AccountCard;
use crate::photos::Picture;

use super::rules::{Availability, Offer};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductCard {
    pub id: i64,
    pub url: String,
    pub title: String,
    /// What tells it from its variants; empty where it stands alone.
    pub option: String,
    pub offer: Offer,
    /// What its variants share; empty stands alone.
    pub group: String,
    /// What each of its variants costs, itself included; empty where it stands
    /// alone, and on a story, which shows this very one (`queries::cards`).
    pub options: Vec<Offer>,
    pub sold_out: bool,
    pub picture: Option<Picture>,
    pub shop: AccountCard,
    /// Whether the viewer saved it; false until `queries::mark_wished` was asked.
    pub wished: bool,
    /// Grows with every change a card shows: what a cache goes by.
    pub version: i64,
}

impl ProductCard {
    /// Its title, told apart from that of its variants.
    pub fn named(&self) -> String {
        if self.option.is_empty() {
            self.title.clone()
        } else {
            format!("{} ({})", self.title, self.option)
        }
    }

    /// How many variants there are to choose from; `None` where there is no choice.
    pub fn choices(&self) -> Option<i64> {
        i64::try_from(self.options.len()).ok().filter(|n| *n > 1)
    }

    /// The lowest price among variants that cost differently; `None` where one price says it all.
    pub fn lowest(&self, now: &i64) -> Option<i64> {
        let pays = || self.options.iter().map(|o| o.pays(now));
        let (low, high) = (pays().min()?, pays().max()?);
        (low < high).then_some(low)
    }
}

/// What tells a variant from the others of its group.
pub fn option_words(color: &str, size: &str) -> String {
    let words: Vec<&str> = [color, size].into_iter().filter(|w| !w.is_empty()).collect();
    words.join(" · ")
}

pub fn sold_out(availability: &str) -> bool {
    Availability::from_code(availability).is_some_and(Availability::sold_out)
}
