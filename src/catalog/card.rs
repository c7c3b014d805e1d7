//! A product beside others: in a shelf, a search result, a story, a list of
//! wishes. Built once per row, with its addresses and prices already decided.

use crate::accounts::AccountCard;
use crate::photos::Picture;
use crate::web::format::percent_off;

use super::rules::Availability;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductCard {
    pub id: i64,
    pub url: String,
    pub title: String,
    /// The price before the sale, in won.
    pub price: i64,
    pub sale_price: Option<i64>,
    /// Whole percent that the sale takes off; `None` where there is no sale, or less than one.
    pub percent_off: Option<u8>,
    pub sold_out: bool,
    pub picture: Option<Picture>,
    pub shop: AccountCard,
    /// Whether the viewer saved it; false until `queries::mark_wished` was asked.
    pub wished: bool,
    /// Grows with every change a card shows: what a cache goes by.
    pub version: i64,
}

impl ProductCard {
    /// What one pays now.
    pub fn now(&self) -> i64 {
        self.sale_price.unwrap_or(self.price)
    }
}

/// What `ProductCard` says of a price and a stock.
pub fn sale(price: i64, sale_price: Option<i64>) -> Option<u8> {
    sale_price.and_then(|s| percent_off(price, s))
}

pub fn sold_out(availability: &str) -> bool {
    Availability::from_code(availability).is_some_and(Availability::sold_out)
}
