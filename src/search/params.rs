//! The parameters in the address of the search page: read, narrowed, widened and written again. Values
//! that no link of the site contains fall back to the defaults; only a made-up cursor is refused.

use super::engine::plan::{MAX_QUERY_CHARS, MAX_QUERY_WORDS};
use super::engine::request::Sort;
use crate::catalog::rules::{PriceError, parse_price};
use crate::text;
use crate::web::request_meta::Meta;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Tab {
    #[default]
    All,
    Stories,
    Products,
    Shops,
}

impl Tab {
    pub const ALL: [Self; 4] = [Self::All, Self::Stories, Self::Products, Self::Shops];

    pub fn code(self) -> &'static str {
        self.into()
    }

    /// Returns the locale key of its name.
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "search-tab-all",
            Self::Stories => "search-tab-stories",
            Self::Products => "search-tab-products",
            Self::Shops => "search-tab-shops",
        }
    }
}

/// The sort orders, each with its code in the address and the locale key of its name.
pub const SORTS: [(Sort, &str, &str); 4] = [
    (Sort::Relevance, "relevance", "search-sort-relevance"),
    (Sort::Newest, "newest", "search-sort-newest"),
    (Sort::PriceAsc, "price_asc", "search-sort-price-asc"),
    (Sort::PriceDesc, "price_desc", "search-sort-price-desc"),
];

/// Returns the sort orders that a tab offers. Only products have prices.
pub fn sorts(tab: Tab) -> &'static [(Sort, &'static str, &'static str)] {
    match tab {
        Tab::All | Tab::Products => &SORTS,
        Tab::Stories | Tab::Shops => SORTS.get(..2).unwrap_or(&SORTS),
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Address {
    pub q: String,
    pub tab: Tab,
    pub sort: Sort,
    /// A code of `catalog::rules::CATEGORIES`, or empty.
    pub category: String,
    /// A shop's handle, or empty.
    pub shop: String,
    /// Lowest and highest price as typed.
    pub min: String,
    pub max: String,
    pub stock: bool,
    pub sale: bool,
}

/// Lowest and highest price, in won.
pub type Prices = (Option<i64>, Option<i64>);

/// A mistake in an address. The pages put it into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    TooLong { count: usize, max: usize },
    TooManyWords { count: usize, max: usize },
    Price(PriceError),
}

impl Address {
    pub fn read(meta: &Meta) -> Self {
        let value = |name: &str| text::clean_line(&meta.query(name).unwrap_or_default());
        let tab = value("tab");
        let tab = Tab::ALL.into_iter().find(|t| t.code() == tab).unwrap_or_default();
        let sort = value("sort");
        let sort = sorts(tab).iter().find(|s| s.1 == sort).map_or(Sort::default(), |s| s.0);
        let category = value("category");
        Self {
            q: value("q"),
            tab,
            sort,
            category: Some(category)
                .filter(|c| crate::catalog::rules::category_key(c).is_some())
                .unwrap_or_default(),
            shop: value("shop"),
            min: value("min"),
            max: value("max"),
            stock: value("stock") == "1",
            sale: value("sale") == "1",
        }
    }

    /// Returns a search for these words, with defaults otherwise.
    pub fn of(words: impl Into<String>) -> Self {
        Self {
            q: words.into(),
            ..Self::default()
        }
    }

    /// Returns the names and values that differ from the defaults.
    pub fn pairs(&self) -> Vec<(&'static str, &str)> {
        let on = |yes: bool| if yes { "1" } else { "" };
        let tab = if self.tab == Tab::All { "" } else { self.tab.code() };
        let sort = SORTS.iter().find(|s| s.0 == self.sort && s.0 != Sort::Relevance);
        let all = [
            ("q", self.q.as_str()),
            ("tab", tab),
            ("sort", sort.map_or("", |s| s.1)),
            ("category", self.category.as_str()),
            ("shop", self.shop.as_str()),
            ("min", self.min.as_str()),
            ("max", self.max.as_str()),
            ("stock", on(self.stock)),
            ("sale", on(self.sale)),
        ];
        all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// Returns the pairs that a form must carry along if it sets only the values named in `but`.
    pub fn kept(&self, but: &[&str]) -> Vec<(&'static str, &str)> {
        self.pairs().into_iter().filter(|(name, _)| !but.contains(name)).collect()
    }

    pub fn url(&self) -> String {
        let pairs: Vec<String> = self
            .pairs()
            .into_iter()
            .map(|(name, value)| format!("{name}={}", text::encode_component(value)))
            .collect();
        match pairs.is_empty() {
            true => "/search".to_owned(),
            false => format!("/search?{}", pairs.join("&")),
        }
    }

    /// Returns a changed copy of the search. A sort order that its tab does not offer becomes the default.
    pub fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut other = self.clone();
        change(&mut other);
        if !sorts(other.tab).iter().any(|s| s.0 == other.sort) {
            other.sort = Sort::default();
        }
        other
    }

    /// Returns a changed copy of the search for products only, for choices that only products offer.
    pub fn goods(&self, change: impl FnOnce(&mut Self)) -> Self {
        self.with(|a| {
            if a.tab == Tab::All {
                a.tab = Tab::Products;
            }
            change(a);
        })
    }

    /// Returns the search for products only, otherwise unchanged, to which the form of prices leads.
    pub fn of_goods(&self) -> Self {
        self.goods(|_| {})
    }

    /// Returns true if there are neither words nor filters, so that nothing is searched.
    pub fn is_blank(&self) -> bool {
        self.q.is_empty() && !self.is_narrowed()
    }

    /// Returns the hashtag without its `#`, or `None` if the query is anything but one hashtag.
    pub fn tag(&self) -> Option<&str> {
        let tag = self.q.strip_prefix('#')?;
        let plain = !tag.is_empty() && tag.chars().all(|c| c.is_alphanumeric() || c == '_');
        plain.then_some(tag)
    }

    pub fn is_narrowed(&self) -> bool {
        let set = [&self.category, &self.shop, &self.min, &self.max];
        self.stock || self.sale || set.iter().any(|v| !v.is_empty())
    }

    /// Returns a search for the same words on the same tab, without filters.
    pub fn widened(&self) -> Self {
        Self {
            tab: self.tab,
            ..Self::of(self.q.clone())
        }
    }

    /// Returns the lowest and the highest price in won, swapped if they were the wrong way round. The error
    /// is the name of the field that is no valid price, and the mistake in it.
    pub fn prices(&self) -> Result<Prices, (&'static str, Mistake)> {
        let read = |name, typed: &str| match typed {
            "" => Ok(None),
            typed => parse_price(typed).map(Some).map_err(|e| (name, Mistake::Price(e))),
        };
        let (min, max) = (read("min", &self.min)?, read("max", &self.max)?);
        Ok(match (min, max) {
            (Some(a), Some(b)) if a > b => (Some(b), Some(a)),
            prices => prices,
        })
    }

    /// Returns the mistake in the words, if there is one.
    pub fn mistake(&self) -> Option<Mistake> {
        let (count, words) = (text::count(&self.q), self.q.split_whitespace().count());
        if count > MAX_QUERY_CHARS {
            return Some(Mistake::TooLong {
                count,
                max: MAX_QUERY_CHARS,
            });
        }
        (words > MAX_QUERY_WORDS).then_some(Mistake::TooManyWords {
            count: words,
            max: MAX_QUERY_WORDS,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_leave_out_what_is_plain() {
        assert_eq!(Address::default().url(), "/search");
        let narrow = Address {
            tab: Tab::Products,
            sort: Sort::PriceAsc,
            min: "1,000".into(),
            sale: true,
            ..Address::of("귤 & 쿠키")
        };
        assert_eq!(
            narrow.url(),
            "/search?q=%EA%B7%A4%20%26%20%EC%BF%A0%ED%82%A4&tab=products&sort=price_asc&min=1%2C000&sale=1"
        );
        assert!(narrow.is_narrowed() && !narrow.widened().is_narrowed());
        assert_eq!(narrow.with(|a| a.max = "500".into()).prices(), Ok((Some(500), Some(1000))));
        assert!(narrow.with(|a| a.min = "싸게".into()).prices().is_err());
    }

    #[test]
    fn prices_belong_to_goods() {
        let dear = Address {
            sort: Sort::PriceDesc,
            ..Address::of("귤")
        };
        assert_eq!(dear.with(|a| a.tab = Tab::Stories).sort, Sort::Relevance);
        assert_eq!(
            dear.goods(|a| a.sale = true).url(),
            "/search?q=%EA%B7%A4&tab=products&sort=price_desc&sale=1"
        );
        assert_eq!(Address::of("#귤_1").tag(), Some("귤_1"));
        assert_eq!(Address::of("#귤 상자").tag(), None);
        assert_eq!(Address::of("귤").tag(), None);
    }

    #[test]
    fn words_are_counted_as_people_count_them() {
        assert_eq!(Address::of("가".repeat(256)).mistake(), None);
        assert!(matches!(
            Address::of("가".repeat(257)).mistake(),
            Some(Mistake::TooLong { count: 257, .. })
        ));
        assert_eq!(Address::of("가 ".repeat(16)).mistake(), None);
        assert!(matches!(
            Address::of("가 ".repeat(17)).mistake(),
            Some(Mistake::TooManyWords { count: 17, .. })
        ));
    }
}
