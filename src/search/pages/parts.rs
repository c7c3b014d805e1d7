//! Pieces of the search page: tabs with their counts, the links that take a condition back, what
//! would narrow further, the rows with their words marked.

use super::{Bar, Choice, Link, Narrow, Reading, ShopRow};
use crate::accounts::{self, AccountCard};
use crate::catalog;
use crate::error::AppError;
use crate::search::address::{Address, Tab};
use crate::search::request::PRICE_EDGES;
use crate::search::results::{Found, ShopHit};
use crate::search::snippet;
use crate::text::SafeHtml;
use crate::web::format;

/// Choices of a facet.
const CHOICES: usize = 8;
const BIO_SNIPPET: usize = 60;

pub(super) fn tabs(cx: &Reading<'_>, address: &Address, found: &Found) -> Vec<Link> {
    let count = |tab: Tab| {
        let counts = found.counts?;
        Some(match tab {
            Tab::All => counts.total(),
            Tab::Stories => counts.stories,
            Tab::Products => counts.products,
            Tab::Shops => counts.shops,
        })
    };
    let tab = |tab: Tab| Link {
        words: cx.t.text(tab.label()),
        url: address.with(|a| a.tab = tab).url(),
        on: tab == address.tab,
        count: count(tab).map(|n| short(cx, n)),
    };
    Tab::ALL.into_iter().map(tab).collect()
}

fn short(cx: &Reading<'_>, n: u64) -> String {
    format::count(cx.locale(), i64::try_from(n).unwrap_or(i64::MAX))
}

/// What the search is narrowed by, each as the link that takes it back.
pub(super) fn chips(cx: &Reading<'_>, address: &Address, shop: Option<&AccountCard>) -> Vec<Link> {
    let mut chips = Vec::new();
    let mut add = |words: String, without: Address| {
        chips.push(Link {
            words,
            url: without.url(),
            on: false,
            count: None,
        });
    };
    if let Some(key) = catalog::rules::category_key(&address.category) {
        add(cx.t.text(key), address.with(|a| a.category.clear()));
    }
    if let Some(shop) = shop {
        add(shop.name.clone(), address.with(|a| a.shop.clear()));
    }
    let won = |amount| format::won(cx.locale(), amount);
    let (min, max) = address.prices().unwrap_or_default();
    let words = match (min, max) {
        (Some(min), Some(max)) => Some(format!("{} ~ {}", won(min), won(max))),
        (Some(min), None) => Some(cx.t.with("search-price-from", &[("price", won(min).as_str().into())])),
        (None, Some(max)) => Some(cx.t.with("search-price-to", &[("price", won(max).as_str().into())])),
        (None, None) => None,
    };
    if let Some(words) = words {
        let without = |a: &mut Address| {
            a.min.clear();
            a.max.clear();
        };
        add(words, address.with(without));
    }
    if address.stock {
        add(cx.t.text("filter-in-stock"), address.with(|a| a.stock = false));
    }
    if address.sale {
        add(cx.t.text("filter-on-sale"), address.with(|a| a.sale = false));
    }
    chips
}

/// What else would narrow; nothing where no product was found, or where nothing may be counted.
pub(super) fn narrow(cx: &mut Reading<'_>, address: &Address, found: &Found) -> Result<Option<Narrow>, AppError> {
    let facets = &found.facets;
    let Some(counts) = found.counts else { return Ok(None) };
    if counts.products == 0 && !address.is_narrowed() {
        return Ok(None);
    }
    let category = |(code, n): &(String, u64)| {
        let key = catalog::rules::category_key(code)?;
        Some(Choice {
            words: format!("{} {}", cx.t.text(key), short(cx, *n)),
            on: *code == address.category,
            value: code.clone(),
        })
    };
    let categories = facets.categories.iter().filter_map(category).take(CHOICES).collect();
    let most: Vec<(i64, u64)> = facets.accounts.iter().copied().take(CHOICES).collect();
    let ids: Vec<i64> = most.iter().map(|(id, _)| *id).collect();
    let cards = accounts::queries::cards(cx.db, &ids)?;
    let shop = |(id, n): &(i64, u64)| {
        let card = cards.get(id)?;
        Some(Choice {
            words: format!("{} {}", card.name, short(cx, *n)),
            on: card.handle == address.shop,
            value: card.handle.clone(),
        })
    };
    let shops = most.iter().filter_map(shop).collect();
    Ok(Some(Narrow {
        categories,
        shops,
        bars: bars(&facets.prices),
        in_stock: short(cx, facets.in_stock),
        on_sale: short(cx, facets.on_sale),
    }))
}

/// The drawing of the prices, 20 high; none for fewer than two bars.
fn bars(prices: &[u64; PRICE_EDGES.len() + 1]) -> Vec<Bar> {
    let most = prices.iter().copied().max().unwrap_or(0).max(1);
    if prices.iter().filter(|n| **n > 0).count() < 2 {
        return Vec::new();
    }
    let bar = |(i, n): (usize, &u64)| {
        let height = (n * 20).div_ceil(most);
        Bar {
            x: i * 10,
            y: 20 - height,
            height,
        }
    };
    prices.iter().enumerate().map(bar).collect()
}

/// The same search for other words.
pub(super) fn link(address: &Address, words: &str) -> Link {
    Link {
        words: words.to_owned(),
        url: address.with(|a| a.q = words.to_owned()).url(),
        on: false,
        count: None,
    }
}

pub(super) fn shop_row(cx: &Reading<'_>, hit: ShopHit, words: &str) -> ShopRow {
    ShopRow {
        name: marked(&hit.card.name, words, hit.card.name.chars().count()),
        bio: marked(&hit.line.bio, words, BIO_SNIPPET),
        category: accounts::category_name(cx.t, &hit.line.category),
        followers: hit.line.followers,
        card: hit.card,
    }
}

/// The part of a text that shows why it was found, with the words marked.
pub(super) fn marked(text: &str, words: &str, max: usize) -> SafeHtml {
    let mut plain = String::with_capacity(text.len());
    let mut marks = Vec::new();
    for fragment in snippet::highlight(text, words, max) {
        let from = plain.len();
        plain.push_str(&fragment.text);
        if fragment.marked {
            marks.push(from..plain.len());
        }
    }
    SafeHtml::marked(&plain, &marks)
}
