//! The price of a product at a given moment.

use crate::web::numbers;

/// A price and an optional sale with dates. Whether the sale is on is decided by the clock whenever
/// the price is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Offer {
    /// The regular price in won.
    pub price: i64,
    pub sale_price: Option<i64>,
    /// The sale begins at this moment (milliseconds UTC); `None` if it has no beginning.
    pub sale_from: Option<i64>,
    /// The sale ends just before this moment; `None` if it has no end.
    pub sale_until: Option<i64>,
}

impl Offer {
    /// Returns the sale price while the sale is on.
    pub fn sale(&self, now: &i64) -> Option<i64> {
        let begun = self.sale_from.is_none_or(|from| from <= *now);
        let over = self.sale_until.is_some_and(|until| until <= *now);
        self.sale_price.filter(|_| begun && !over)
    }

    /// Returns the price that a buyer pays.
    pub fn pays(&self, now: &i64) -> i64 {
        self.sale(now).unwrap_or(self.price)
    }

    /// Returns the discount in whole percent; `None` without a sale or below one percent.
    pub fn percent_off(&self, now: &i64) -> Option<u8> {
        self.sale(now).and_then(|sale| numbers::percent_off(self.price, sale))
    }

    /// Returns true if the sale has not begun yet.
    pub fn coming(&self, now: &i64) -> bool {
        self.sale_price.is_some() && self.sale_from.is_some_and(|from| from > *now)
    }

    /// Returns true if the sale has ended.
    pub fn over(&self, now: &i64) -> bool {
        self.sale_price.is_some() && self.sale_until.is_some_and(|until| until <= *now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sale_holds_from_its_first_moment_until_before_its_last() {
        let offer = Offer {
            price: 1_000,
            sale_price: Some(900),
            sale_from: Some(50),
            sale_until: Some(60),
        };
        let pays = |now| offer.pays(&now);
        assert_eq!([pays(49), pays(50), pays(59), pays(60)], [1_000, 900, 900, 1_000]);
        assert!(offer.coming(&49) && !offer.coming(&50) && !offer.over(&59) && offer.over(&60));
        let open = Offer {
            sale_from: None,
            sale_until: None,
            ..offer
        };
        assert_eq!((open.pays(&i64::MIN), open.percent_off(&0)), (900, Some(10)));
        let none = Offer {
            sale_price: None,
            ..offer
        };
        assert_eq!((none.pays(&55), none.coming(&0), none.over(&99)), (1_000, false, false));
    }
}
