//! The query of a search and its results.

use super::document::Kind;
use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Results of a page where nothing else is asked for.
const FIRST_PAGE: usize = 20;

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Relevance,
    Newest,
    PriceAsc,
    PriceDesc,
}

/// Filters of the hits, all of which must hold.
#[derive(Clone, Debug, Default)]
pub struct Filters {
    /// A category with all those within it: `food` includes `food/cookies`.
    pub category: Option<String>,
    pub account_id: Option<i64>,
    /// Lowest price in won, inclusive. Documents without a price are left out.
    pub price_min: Option<i64>,
    /// Highest price in won, inclusive. Documents without a price are left out.
    pub price_max: Option<i64>,
    pub in_stock: bool,
    pub on_sale: bool,
}

impl Filters {
    /// Returns true if any filter is set.
    pub fn is_set(&self) -> bool {
        let prices = self.price_min.is_some() || self.price_max.is_some();
        self.category.is_some() || self.account_id.is_some() || prices || self.in_stock || self.on_sale
    }
}

/// Documents in the index that must be neither found nor counted: those hidden by this reader's blocks,
/// and those that stopped being public since the last commit.
#[derive(Clone, Debug, Default)]
pub struct Hidden {
    /// Accounts of which every document is hidden.
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
    /// Maximum number of hits on the page.
    pub limit: usize,
    /// Limits for several kinds in one search, which replace `kind` and `limit`. There is no next page
    /// then, and facets count products only.
    pub few: Vec<(Kind, usize)>,
    /// Maximum number of products of one account while others have some (see `top_hits`), or 0 for no
    /// limit.
    pub collapse: usize,
    /// The end of the previous page.
    pub after: Option<Cursor>,
    /// True to count facets. Counts by kind are always included.
    pub facets: bool,
    /// True to search again, allowing for slips of a key, if little is found.
    pub forgiving: bool,
    /// The current time, for the freshness of stories. Later pages take the time of the first page from
    /// the cursor.
    pub now_ms: i64,
}

impl Query {
    /// Returns a query for the first page of 20 hits of all kinds, by relevance.
    pub fn new(text: impl Into<String>, now_ms: i64) -> Query {
        Query {
            text: text.into(),
            kind: None,
            sort: Sort::Relevance,
            filters: Filters::default(),
            hidden: Arc::default(),
            limit: FIRST_PAGE,
            few: Vec::new(),
            collapse: 0,
            after: None,
            facets: false,
            forgiving: true,
            now_ms,
        }
    }
}

/// The end of a page, written as text in an address. Pages at any depth cost the same.
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

/// The error for a cursor that was made up or truncated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadCursor;

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Cursor, BadCursor> {
        let parts: Vec<&str> = text.split('.').collect();
        let [at_ms, key, id, kind] = parts.as_slice() else {
            return Err(BadCursor);
        };
        // Hexadecimal two's complement, as `Display` writes it.
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
    /// The score, comparable within one search only; 0 if the order is not by relevance.
    pub score: f32,
    /// Number of the account's matches beyond its share, on its last hit if accounts are collapsed.
    pub more: u64,
}

/// Exact number of matches of each kind, whatever kind was requested.
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

/// Boundaries between the bars of the price histogram, in won.
pub const PRICE_EDGES: [i64; 11] = [
    5_000, 10_000, 20_000, 30_000, 50_000, 70_000, 100_000, 150_000, 200_000, 500_000, 1_000_000,
];

/// Exact number of matches by property, each counted as if its own filter were not set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Counts by category, the most frequent first. A category includes those within it, which are also
    /// listed.
    pub categories: Vec<(String, u64)>,
    /// Counts by account, the most frequent first.
    pub accounts: Vec<(i64, u64)>,
    /// Bars below, between and above [`PRICE_EDGES`].
    pub prices: [u64; PRICE_EDGES.len() + 1],
    /// The lowest and the highest price among those that `prices` counts.
    pub price_span: Option<(i64, i64)>,
    pub in_stock: u64,
    pub on_sale: u64,
}

/// The result of a search.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// The hits in order. If several kinds were requested, one kind follows the other.
    pub hits: Vec<Hit>,
    pub counts: Counts,
    pub facets: Facets,
    /// The spelling that the hits belong to, if it differs from the typed one: 혹시 …?
    pub did_you_mean: Option<String>,
    /// The cursor of the next page.
    pub next: Option<Cursor>,
}

/// The place of a hit in the order. Larger places come first.
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
