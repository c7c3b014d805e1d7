//! Builds the panel of filters that narrow a search further. The number beside each choice is counted as
//! if its own filter were not set, but all others were.

use super::view::{Bar, Branch, Link, Panel};
use super::view_parts::{Reading, of_tab, short};
use crate::accounts;
use crate::catalog::price_range::price_range;
use crate::catalog::rules::category_key;
use crate::error::AppError;
use crate::search::engine::request::PRICE_EDGES;
use crate::search::params::Address;
use crate::search::results::SearchResults;
use crate::web::numbers;

/// Limit of categories and of shops to choose from.
const CATEGORIES: usize = 10;
const SHOPS: usize = 8;
/// Width of a bar with its gap, and height of the tallest bar, in units of the drawing.
const STEP: usize = 20;
const HEIGHT: u64 = 56;

/// Returns the panel, or `None` if nothing may be counted, or if no products were found without filters.
pub(super) fn panel(cx: &mut Reading<'_>, address: &Address, found: &SearchResults) -> Result<Option<Panel>, AppError> {
    let facets = &found.facets;
    let Some(counts) = found.counts else { return Ok(None) };
    let narrowed = address.is_narrowed();
    if counts.products == 0 && !narrowed {
        return Ok(None);
    }
    let most: Vec<(i64, u64)> = facets.accounts.iter().copied().take(SHOPS).collect();
    let ids: Vec<i64> = most.iter().map(|(id, _)| *id).collect();
    let cards = accounts::queries::cards(cx.db, &ids)?;
    let shop = |(id, n): &(i64, u64)| {
        let card = cards.get(id)?;
        let on = card.handle == address.shop;
        let handle = if on { String::new() } else { card.handle.clone() };
        Some(Link {
            words: card.name.clone(),
            url: address.with(|a| a.shop = handle).url(),
            on,
            count: Some(short(cx, *n)),
        })
    };
    let shops = most.iter().filter_map(shop).collect();
    let switch = |key: &str, on: bool, n: u64, turned: Address| Link {
        words: cx.t.text(key),
        url: turned.url(),
        on,
        count: Some(short(cx, n)),
    };
    let drawn = drawn(facets.prices.as_slice());
    let (min, max) = address.prices().unwrap_or_default();
    let exact = |amount: Option<i64>| amount.map(numbers::exact).unwrap_or_default();
    let shown = i64::try_from(of_tab(&counts, address.tab)).unwrap_or(i64::MAX);
    let (low, high) = facets.price_span.unwrap_or_default();
    Ok(Some(Panel {
        categories: categories(cx, address, &facets.categories),
        shops,
        width: drawn.len() * STEP,
        low: numbers::won(cx.locale(), low),
        high: numbers::won(cx.locale(), high),
        min: exact(min),
        max: exact(max),
        show: cx.t.with("search-show-found", &[("n", shown.into())]),
        bars: bars(cx, address, facets.prices.as_slice(), drawn),
        in_stock: switch(
            "filter-in-stock",
            address.stock,
            facets.in_stock,
            address.goods(|a| a.stock = !a.stock),
        ),
        on_sale: switch(
            "filter-on-sale",
            address.sale,
            facets.on_sale,
            address.goods(|a| a.sale = !a.sale),
        ),
    }))
}

/// Returns the top categories, whose counts include the categories below them, and for the chosen one also
/// the categories below it.
fn categories(cx: &Reading<'_>, address: &Address, counts: &[(String, u64)]) -> Vec<Branch> {
    let top_of = |code: &str| code.split('/').next().unwrap_or_default().to_owned();
    let chosen = top_of(&address.category);
    let mut tops: Vec<(&str, u64)> = counts
        .iter()
        .filter(|(code, _)| !code.contains('/'))
        .map(|(code, n)| (code.as_str(), *n))
        .enumerate()
        .filter(|(at, (code, _))| *at < CATEGORIES || *code == chosen)
        .map(|(_, top)| top)
        .collect();
    // The chosen category is always shown, however few matches it has left.
    if !chosen.is_empty() && !tops.iter().any(|(code, _)| *code == chosen) {
        tops.push((&chosen, 0));
    }
    let link = |code: &str, n: u64| {
        let on = code == address.category;
        let to = if on { String::new() } else { code.to_owned() };
        Some(Link {
            words: cx.t.text(category_key(code)?),
            url: address.goods(|a| a.category = to).url(),
            on,
            count: Some(short(cx, n)),
        })
    };
    let branch = |(top, n): (&str, u64)| {
        let within = |code: &str| top == chosen && code != top && top_of(code) == top;
        let below = counts.iter().filter(|(code, _)| within(code));
        Some(Branch {
            link: link(top, n)?,
            below: below.filter_map(|(code, n)| link(code, *n)).collect(),
        })
    };
    tops.into_iter().filter_map(branch).collect()
}

/// Returns the range from the first to the last bar that is not empty. It is empty for fewer than two bars,
/// which would tell nothing.
fn drawn(prices: &[u64]) -> std::ops::Range<usize> {
    let filled: Vec<usize> = prices.iter().enumerate().filter(|(_, n)| **n > 0).map(|(i, _)| i).collect();
    match filled.as_slice() {
        [first, .., last] => *first..*last + 1,
        _ => 0..0,
    }
}

fn bars(cx: &Reading<'_>, address: &Address, prices: &[u64], drawn: std::ops::Range<usize>) -> Vec<Bar> {
    let most = prices.iter().copied().max().unwrap_or(0).max(1);
    let chosen = address.prices().unwrap_or_default();
    let bar = |(at, n): (usize, &u64)| {
        let from = at.checked_sub(1).and_then(|i| PRICE_EDGES.get(i)).copied();
        let to = PRICE_EDGES.get(at).map(|edge| edge - 1);
        let height = (n * HEIGHT).div_ceil(most).min(HEIGHT);
        let range = price_range(cx.t, from, to).unwrap_or_default();
        let count = i64::try_from(*n).unwrap_or(i64::MAX);
        Bar {
            x: (at - drawn.start) * STEP,
            y: HEIGHT - height,
            height,
            on: chosen != (None, None)
                && chosen.0.is_none_or(|min| to.is_none_or(|to| to >= min))
                && chosen.1.is_none_or(|max| from.unwrap_or(0) <= max),
            url: address
                .goods(|a| {
                    a.min = from.map(|n| n.to_string()).unwrap_or_default();
                    a.max = to.map(|n| n.to_string()).unwrap_or_default();
                })
                .url(),
            words: cx
                .t
                .with("search-price-bar", &[("range", range.as_str().into()), ("n", count.into())]),
        }
    };
    prices
        .iter()
        .enumerate()
        .filter(|(at, _)| drawn.contains(at))
        .map(bar)
        .collect()
}
