//! What the search page shows, as its template reads it.

use askama::Template;

use crate::accounts::AccountCard;
use crate::catalog::ProductCard;
use crate::search::params::{Address, Tab};
use crate::stories::StoryCard;
use crate::text::SafeHtml;
use crate::web::Frame;
use crate::web::form::Errors;
use crate::web::i18n::Value;

#[derive(Clone, Default)]
pub struct Link {
    pub words: String,
    pub url: String,
    pub on: bool,
    /// How many there are, as people read it.
    pub count: Option<String>,
}

impl Link {
    pub fn new(words: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            url: url.into(),
            ..Self::default()
        }
    }

    /// Whether it would lead to nothing.
    pub fn is_dead(&self) -> bool {
        !self.on && self.count.as_deref() == Some("0")
    }
}

/// A category, with those below it where it is the one chosen.
pub struct Branch {
    pub link: Link,
    pub below: Vec<Link>,
}

/// A bar of the prices: place and height in the drawing's own units, and the search that it leads to.
pub struct Bar {
    pub x: usize,
    pub y: u64,
    pub height: u64,
    pub on: bool,
    pub url: String,
    /// The range and the number, in words.
    pub words: String,
}

/// What narrows, with how many there would be.
pub struct Panel {
    pub categories: Vec<Branch>,
    pub shops: Vec<Link>,
    pub bars: Vec<Bar>,
    /// Width of the drawing.
    pub width: usize,
    /// The lowest and the highest price.
    pub low: String,
    pub high: String,
    pub in_stock: Link,
    pub on_sale: Link,
    /// The bounds of the price as the fields show them.
    pub min: String,
    pub max: String,
    /// What the sheet of a phone leads back to, in words.
    pub show: String,
}

pub struct ShopRow {
    pub card: AccountCard,
    pub name: SafeHtml,
    pub bio: SafeHtml,
    pub category: String,
    pub followers: i64,
}

impl ShopRow {
    fn followers(&self) -> Value<'static> {
        Value::Count(self.followers)
    }
}

pub struct ProductRow {
    pub card: ProductCard,
    pub title: SafeHtml,
    /// Where more of its shop stands behind this one: the search in the shop.
    pub more: Option<Link>,
}

pub struct StoryRow {
    pub card: StoryCard,
    pub snippet: SafeHtml,
}

impl StoryRow {
    fn felt(&self) -> Value<'static> {
        Value::Count(self.card.felt)
    }
}

/// Words that were searched for instead, or beside.
pub struct Meant {
    /// What is said before the words.
    pub sentence: String,
    pub link: Link,
}

#[derive(Template)]
#[template(path = "search/index.html")]
pub struct SearchPage {
    pub frame: Frame,
    pub address: Address,
    pub errors: Errors,
    /// The shop that is searched in.
    pub shop: Option<AccountCard>,
    pub tabs: Vec<Link>,
    pub sorts: Vec<Link>,
    /// What narrows, each as the address without it; the last takes all back.
    pub chips: Vec<Link>,
    pub panel: Option<Panel>,
    /// The sentence about an index that is not whole.
    pub preparing: Option<String>,
    pub meant: Option<Meant>,
    pub people: Vec<AccountCard>,
    pub shops: Vec<ShopRow>,
    pub products: Vec<ProductRow>,
    pub stories: Vec<StoryRow>,
    pub next: Option<String>,
    /// The words were typed by a member and may be kept.
    pub remember: bool,
    /// Words searched for lately, on the page without words.
    pub recent: Vec<Link>,
    /// Fewer conditions and other words to try.
    pub tries: Vec<Link>,
    pub tags: Vec<Link>,
    pub categories: Vec<Link>,
    pub popular: Vec<ShopRow>,
}

impl SearchPage {
    pub fn is_blank(&self) -> bool {
        self.address.is_blank()
    }

    pub fn found_nothing(&self) -> bool {
        self.shops.is_empty() && self.products.is_empty() && self.stories.is_empty() && self.people.is_empty()
    }

    /// The tab with all of a kind, where this page shows a few.
    fn all_of(&self, tab: Tab) -> Option<String> {
        (self.address.tab == Tab::All).then(|| self.address.with(|a| a.tab = tab).url())
    }

    /// How many of a kind, beside its heading.
    fn count_of(&self, tab: Tab) -> Option<&str> {
        let at = Tab::ALL.iter().position(|t| *t == tab)?;
        self.tabs.get(at)?.count.as_deref()
    }
}
