//! Builds the parts of the search page: tabs with their counts, sort orders, the links that remove a
//! filter, and the rows with the words found marked.

use super::view::{Link, Meant, ProductRow, ShopRow, StoryRow};
use crate::access::Anyone;
use crate::accounts::{self, AccountCard};
use crate::catalog;
use crate::db::Db;
use crate::search::engine::request::Counts;
use crate::search::engine::snippet;
use crate::search::hits::{ProductHit, ShopHit, StoryHit};
use crate::search::korean::keyboard;
use crate::search::params::{Address, Tab, sorts};
use crate::search::results::SearchResults;
use crate::text::SafeHtml;
use crate::web::numbers;
use crate::web::request::Cx;

/// The context of the search page's handlers.
pub(super) type Reading<'a> = Cx<'a, Db, Anyone>;

/// Maximum number of characters shown of a shop's bio.
const BIO_SNIPPET: usize = 60;
/// Maximum number of characters shown of a story.
const SNIPPET: usize = 140;

/// Returns the number of matches under a tab.
pub(super) fn of_tab(counts: &Counts, tab: Tab) -> u64 {
    match tab {
        Tab::All => counts.total(),
        Tab::Stories => counts.stories,
        Tab::Products => counts.products,
        Tab::Shops => counts.shops,
    }
}

pub(super) fn tabs(cx: &Reading<'_>, address: &Address, found: &SearchResults) -> Vec<Link> {
    let tab = |tab: Tab| Link {
        words: cx.t.text(tab.label()),
        url: address.with(|a| a.tab = tab).url(),
        on: tab == address.tab,
        count: found.counts.map(|counts| short(cx, of_tab(&counts, tab))),
    };
    Tab::ALL.into_iter().map(tab).collect()
}

pub(super) fn orders(cx: &Reading<'_>, address: &Address) -> Vec<Link> {
    let order = |(sort, _, label): &(_, _, &str)| Link {
        on: *sort == address.sort,
        ..Link::new(cx.t.text(label), address.with(|a| a.sort = *sort).url())
    };
    sorts(address.tab).iter().map(order).collect()
}

/// Returns the active filters, each in words and with the search without it.
pub(super) fn conditions(cx: &Reading<'_>, address: &Address, shop: Option<&AccountCard>) -> Vec<(String, Address)> {
    let mut conditions = Vec::new();
    let mut add = |words: String, without: &dyn Fn(&mut Address)| conditions.push((words, address.with(without)));
    if let Some(shop) = shop {
        add(cx.t.with("search-chip-shop", &[("name", shop.name.as_str().into())]), &|a| {
            a.shop.clear()
        });
    }
    if !address.category.is_empty() {
        add(catalog::categories::path_words(cx.t, &address.category), &|a| {
            a.category.clear()
        });
    }
    let (min, max) = address.prices().unwrap_or_default();
    if let Some(words) = catalog::price_range::price_range(cx.t, min, max) {
        add(words, &|a| {
            a.min.clear();
            a.max.clear();
        });
    }
    if address.stock {
        add(cx.t.text("filter-in-stock"), &|a| a.stock = false);
    }
    if address.sale {
        add(cx.t.text("filter-on-sale"), &|a| a.sale = false);
    }
    conditions
}

/// Returns the words that the hits belong to, if they differ from the typed ones.
pub(super) fn meant(cx: &Reading<'_>, address: &Address, found: &SearchResults) -> Option<Meant> {
    // A spelling that finds nothing either does not help.
    let any = found.counts.is_none_or(|counts| counts.total() > 0);
    let words = found.did_you_mean.as_ref().filter(|_| any)?;
    let by_keyboard = keyboard::other_mode(&address.q).is_some_and(|other| other == *words);
    let key = match by_keyboard {
        true => "search-meant-keyboard",
        false => "search-meant",
    };
    Some(Meant {
        sentence: cx.t.text(key),
        link: link(address, words),
    })
}

/// Returns a link to the same search for other words.
pub(super) fn link(address: &Address, words: &str) -> Link {
    Link::new(words, address.with(|a| a.q = words.to_owned()).url())
}

pub(super) fn shop_row(cx: &Reading<'_>, hit: ShopHit, words: &str) -> ShopRow {
    ShopRow {
        name: marked(&hit.card.name, words, hit.card.name.chars().count()),
        bio: marked(&hit.line.bio, words, BIO_SNIPPET),
        category: accounts::categories::category_name(cx.t, &hit.line.category),
        followers: hit.line.followers,
        card: hit.card,
    }
}

pub(super) fn product_row(cx: &Reading<'_>, address: &Address, hit: ProductHit, words: &str) -> ProductRow {
    let n = i64::try_from(hit.more).unwrap_or(i64::MAX);
    let handle = &hit.card.shop.handle;
    ProductRow {
        title: marked(&hit.card.title, words, hit.card.title.chars().count()),
        more: (n > 0).then(|| {
            Link::new(
                cx.t.with("search-more-of-shop", &[("n", n.into())]),
                address.goods(|a| handle.clone_into(&mut a.shop)).url(),
            )
        }),
        card: hit.card,
    }
}

pub(super) fn story_row(hit: StoryHit, words: &str) -> StoryRow {
    StoryRow {
        snippet: marked(&hit.body, words, SNIPPET),
        card: hit.card,
    }
}

/// Returns the part of a text that shows why it was found, with the words marked.
fn marked(text: &str, words: &str, max: usize) -> SafeHtml {
    let mut plain = String::with_capacity(text.len());
    let mut marks = Vec::new();
    for fragment in snippet::highlight(text, words, max) {
        let from = plain.len();
        plain.push_str(&fragment.text);
        if fragment.marked {
            marks.push(from..plain.len());
        }
    }
    // The `#` of a hashtag belongs to its word.
    for mark in &mut marks {
        if plain.get(..mark.start).is_some_and(|before| before.ends_with('#')) {
            mark.start -= 1;
        }
    }
    SafeHtml::marked(&plain, &marks)
}

pub(super) fn short(cx: &Reading<'_>, n: u64) -> String {
    numbers::count(cx.locale(), i64::try_from(n).unwrap_or(i64::MAX))
}
