//! Ways to continue on a page without results: recent searches, fewer filters with the number of matches
//! for each, single words of the query, and popular hashtags, categories and shops.

use super::view::{Link, SearchPage};
use super::view_parts::{Reading, conditions, link, of_tab, shop_row, short};
use crate::catalog::rules::{CATEGORIES, category_key};
use crate::error::AppError;
use crate::search::hits::ShopHit;
use crate::search::params::{Address, Tab};
use crate::search::results::{self, SearchRequest};
use crate::search::{queries, recent_searches};
use crate::stories::queries::hashtags;

/// Numbers of hashtags and shops on a page without results.
const POPULAR_TAGS: usize = 12;
const POPULAR_SHOPS: i64 = 6;

pub(super) fn help(cx: &mut Reading<'_>, page: &mut SearchPage, asked: Option<&SearchRequest>) -> Result<(), AppError> {
    if page.is_blank()
        && let Some(member) = cx.actor.member()
    {
        let words = recent_searches::of(cx.db, member.account_id)?;
        page.recent = words.iter().map(|words| link(&Address::default(), words)).collect();
    }
    if let Some(asked) = asked {
        page.tries = fewer_conditions(cx, page, asked)?;
    }
    let words: Vec<&str> = page.address.q.split_whitespace().collect();
    if words.len() > 1 {
        let alone = words.iter().take(4).map(|word| link(&Address::default(), word));
        page.tries.extend(alone);
    }
    let tags = hashtags::popular(cx.db, cx.actor, POPULAR_TAGS)?;
    page.tags = tags.iter().map(|tag| link(&Address::default(), &format!("#{tag}"))).collect();
    let category = |code: &str| {
        let to = Address {
            tab: Tab::Products,
            category: code.to_owned(),
            ..Address::default()
        };
        Some(Link::new(cx.t.text(category_key(code)?), to.url()))
    };
    let tops = CATEGORIES.iter().map(|(code, _)| *code).filter(|code| !code.contains('/'));
    page.categories = tops.filter_map(category).collect();
    let blocked = crate::friends::queries::all_hidden_from(cx.db, cx.actor.eyes())?;
    let ids = queries::popular_shops(cx.db, &blocked, POPULAR_SHOPS)?;
    let mut lines = queries::shop_lines(cx.db, &ids)?;
    let mut cards = crate::accounts::queries::cards(cx.db, &ids)?;
    for id in ids {
        if let (Some(card), Some(line)) = (cards.remove(&id), lines.remove(&id)) {
            page.popular.push(shop_row(cx, ShopHit { card, line }, ""));
        }
    }
    Ok(())
}

/// Returns links to the same words with one filter removed, and with all of them removed. Links that would
/// find nothing are left out.
fn fewer_conditions(cx: &mut Reading<'_>, page: &SearchPage, asked: &SearchRequest) -> Result<Vec<Link>, AppError> {
    let address = &page.address;
    let mut others: Vec<(String, Address)> = conditions(cx, address, page.shop.as_ref())
        .into_iter()
        .map(|(words, without)| (cx.t.with("search-try-without", &[("what", words.as_str().into())]), without))
        .collect();
    if others.len() > 1 {
        others.push((cx.t.text("search-try-widened"), address.widened()));
    }
    let mut tries = Vec::new();
    for (words, other) in others {
        let shop = page.shop.as_ref().filter(|_| !other.shop.is_empty()).map(|shop| shop.id);
        let asked = SearchRequest {
            filters: super::filters(&other, shop),
            ..asked.clone()
        };
        let Some(counts) = results::count(cx.app, cx.db, cx.actor, &asked)? else {
            continue;
        };
        let n = of_tab(&counts, other.tab);
        if n > 0 {
            tries.push(Link {
                count: Some(short(cx, n)),
                ..Link::new(words, other.url())
            });
        }
    }
    Ok(tries)
}
