//! What the search is asked and what it answers.

use super::document::Kind;
use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Relevance,
    Newest,
    PriceAsc,
    PriceDesc,
}

/// What narrows the hits; everything given must hold.
#[derive(Clone, Debug, Default)]
pub struct Filters {
    /// A category with all that are within it: `food` holds `food/cookies`.
    pub category: Option<String>,
    pub account_id: Option<i64>,
    /// Whole won, both ends included; what has no price is left out.
    pub price_min: Option<i64>,
    pub price_max: Option<i64>,
    pub in_stock: bool,
    pub on_sale: bool,
}

impl Filters {
    /// Whether anything is left out at all.
    pub fn is_set(&self) -> bool {
        let prices = self.price_min.is_some() || self.price_max.is_some();
        self.category.is_some() || self.account_id.is_some() || prices || self.in_stock || self.on_sale
    }
}

/// What is in the index and must neither be found nor counted: what this reader's blocks hide, and
/// what stopped being public since the last commit.
#[derive(Clone, Debug, Default)]
pub struct Hidden {
    /// Everything of these accounts.
    pub accounts: HashSet<i64>,
    pub documents: HashSet<(Kind, i64)>,
}

impl Hidden {
    pub fn is_empty(&self) -> bool {
        self.accounts.is_empty() && self.documents.is_empty()
    }
}

/// One page of a search.
#[derive(Clone, Debug)]
pub struct Query {
    pub text: String,
    pub kind: Option<Kind>,
    pub sort: Sort,
    pub filters: Filters,
    pub hidden: Arc<Hidden>,
    /// Hits on the page.
    pub limit: usize,
    /// In place of `kind` and `limit`: so many of each of these kinds, in one search. There is no
    /// next page then; facets are of products.
    pub few: Vec<(Kind, usize)>,
    /// At most so many products of one account while others have some (`top`); 0 for any number.
    pub collapse: usize,
    /// Where the page before this one ended.
    pub after: Option<Cursor>,
    /// Whether facets are wanted; counts by kind always are.
    pub facets: bool,
    /// Whether to look again, with slips of a key, when little is found.
    pub forgiving: bool,
    /// The clock, for the freshness of stories; a later page takes the first one's from its cursor.
    pub now_ms: i64,
}

impl Query {
    /// The first page of 20, by relevance, of all kinds.
    pub fn new(text: impl Into<String>, now_ms: i64) -> Query {
        Query {
            text: text.into(),
            kind: None,
            sort: Sort::Relevance,
            filters: Filters::default(),
            hidden: Arc::default(),
            limit: 20,
            few: Vec::new(),
            collapse: 0,
            after: None,
            facets: false,
            forgiving: true,
            now_ms,
        }
    }
}

/// The end of a page, as text in an address: any depth costs the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub(super) at_ms: i64,
    pub(super) place: Place,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { key, id, kind } = self.place;
        write!(f, "{:x}.{key:x}.{id:x}.{}", self.at_ms, kind.code())
    }
}

/// A cursor that was made up or cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadCursor;

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Cursor, BadCursor> {
        let parts: Vec<&str> = text.split('.').collect();
        let [at_ms, key, id, kind] = parts.as_slice() else {
            return Err(BadCursor);
        };
        // Hexadecimal of the two's complement, as `Display` writes it.
        let number = |text: &str| u64::from_str_radix(text, 16).map_err(|_| BadCursor);
        let kind = Kind::ALL
            .into_iter()
            .find(|k| k.code().to_string() == *kind)
            .ok_or(BadCursor)?;
        Ok(Cursor {
            at_ms: number(at_ms)?.cast_signed(),
            place: Place {
                key: number(key)?,
                id: number(id)?.cast_signed(),
                kind,
            },
        })
    }
}

/// One document that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    pub kind: Kind,
    pub id: i64,
    pub account_id: i64,
    /// Comparable within one search only; 0 where the order is not by relevance.
    pub score: f32,
    /// Where accounts are collapsed, on the last hit of one: its matches beyond its share.
    pub more: u64,
}

/// Matches of each kind, whatever kind was asked for; exact.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub stories: u64,
    pub products: u64,
    pub shops: u64,
}

impl Counts {
    pub fn of(&self, kind: Kind) -> u64 {
        match kind {
            Kind::Story => self.stories,
            Kind::Product => self.products,
            Kind::Shop => self.shops,
        }
    }

    pub fn total(&self) -> u64 {
        self.stories + self.products + self.shops
    }

    pub(super) fn count(&mut self, kind: Kind) {
        match kind {
            Kind::Story => self.stories += 1,
            Kind::Product => self.products += 1,
            Kind::Shop => self.shops += 1,
        }
    }

    pub(super) fn add(&mut self, other: &Counts) {
        self.stories += other.stories;
        self.products += other.products;
        self.shops += other.shops;
    }
}

/// Where one bar of the price histogram ends and the next begins, in won.
pub const PRICE_EDGES: [i64; 11] = [
    5_000, 10_000, 20_000, 30_000, 50_000, 70_000, 100_000, 150_000, 200_000, 500_000, 1_000_000,
];

/// Matches by property, each counted as if its own filter were not set; exact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Most first; a category counts those within it, which stand in the list as well.
    pub categories: Vec<(String, u64)>,
    /// Most first.
    pub accounts: Vec<(i64, u64)>,
    /// Bars below, between and above [`PRICE_EDGES`].
    pub prices: [u64; PRICE_EDGES.len() + 1],
    /// The lowest and the highest price among those that `prices` counts.
    pub price_span: Option<(i64, i64)>,
    pub in_stock: u64,
    pub on_sale: u64,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// Where a few of each kind were asked for, one kind behind the other.
    pub hits: Vec<Hit>,
    pub counts: Counts,
    pub facets: Facets,
    /// The spelling that the hits are of, where it is not the one typed: 혹시 …?
    pub did_you_mean: Option<String>,
    /// The next page.
    pub next: Option<Cursor>,
}

/// A hit's place in the order: larger is earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Place {
    pub key: u64,
    pub id: i64,
    pub kind: Kind,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_are_read_back() {
        let cursor = Cursor {
            at_ms: -5,
            place: Place {
                key: u64::MAX,
                id: i64::MIN,
                kind: Kind::Product,
            },
        };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        for bad in [
            "",
            ".",
            "1.2.3",
            "1.2.3.9",
            "x.1.1.1",
            "1.1.1.1.1",
            "ffffffffffffffffff.1.1.1",
        ] {
            assert_eq!(bad.parse::<Cursor>(), Err(BadCursor), "{bad}");
        }
    }
}
