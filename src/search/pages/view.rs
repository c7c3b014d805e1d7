//! Data of the search page for its template.

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
    /// The number of matches as it is displayed.
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

    /// Returns true if the link would lead to a page without results.
    pub fn is_dead(&self) -> bool {
        !self.on && self.count.as_deref() == Some("0")
    }
}

/// A category, with those below it if it is the chosen one.
pub struct Branch {
    pub link: Link,
    pub below: Vec<Link>,
}

/// A bar of the price histogram: its position and height in units of the drawing, and the search it leads
/// to.
pub struct Bar {
    pub x: usize,
    pub y: u64,
    pub height: u64,
    pub on: bool,
    pub url: String,
    /// The price range and the number of matches, in words.
    pub words: String,
}

/// The panel of filters, each with the number of matches.
pub struct Panel {
    pub categories: Vec<Branch>,
    pub shops: Vec<Link>,
    pub bars: Vec<Bar>,
    /// Width of the drawing.
    pub width: usize,
    /// The lowest and the highest price among the matches.
    pub low: String,
    pub high: String,
    pub in_stock: Link,
    pub on_sale: Link,
    /// The limits of the price as the fields show them.
    pub min: String,
    pub max: String,
    /// The label of the button that closes the panel on a phone and shows the results.
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
    /// A link to the search within its shop, if the shop has more matches than are shown.
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

/// The words that were searched for instead of, or in addition to, the typed ones.
pub struct Meant {
    /// The sentence before the words.
    pub sentence: String,
    pub link: Link,
}

#[derive(Template)]
#[template(path = "search/search.html")]
pub struct SearchPage {
    pub frame: Frame,
    pub address: Address,
    pub errors: Errors,
    /// The shop to which the search is limited.
    pub shop: Option<AccountCard>,
    pub tabs: Vec<Link>,
    pub sorts: Vec<Link>,
    /// The active filters, each linked to the search without it.
    pub chips: Vec<Link>,
    pub panel: Option<Panel>,
    /// The sentence about an incomplete index.
    pub preparing: Option<String>,
    pub meant: Option<Meant>,
    pub people: Vec<AccountCard>,
    pub shops: Vec<ShopRow>,
    pub products: Vec<ProductRow>,
    pub stories: Vec<StoryRow>,
    pub next: Option<String>,
    /// True if a member searched, so that the script may store the words.
    pub remember: bool,
    /// Recent searches, on the page without words.
    pub recent: Vec<Link>,
    /// Searches with fewer filters or other words to try.
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

    /// Returns the address of the tab with all of a kind, if this page shows only a few.
    fn all_of(&self, tab: Tab) -> Option<String> {
        (self.address.tab == Tab::All).then(|| self.address.with(|a| a.tab = tab).url())
    }

    /// Returns the number of matches of a kind, for its heading.
    fn count_of(&self, tab: Tab) -> Option<&str> {
        let at = Tab::ALL.iter().position(|t| *t == tab)?;
        self.tabs.get(at)?.count.as_deref()
    }
}
