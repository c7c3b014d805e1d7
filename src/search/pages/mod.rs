//! The search page: one box for stories, products and shops.

use super::engine::document::Kind;
use super::engine::request::{Filters, Sort};
use super::params::{Address, Mistake, Tab};
use super::queries;
use super::results::{self, SearchRequest};
use crate::access::Anyone;
use crate::accounts::{self, AccountCard};
use crate::catalog::categories::path_words;
use crate::error::AppError;
use crate::limits;
use crate::text::Handle;
use crate::web::form::Errors;
use crate::web::paging;
use crate::web::request::{Answer, Visit};
use view::SearchPage;
use view_parts::Reading;

mod filters;
mod no_results;
pub mod suggest;
mod view;
mod view_parts;

/// Kinds on the first tab, with the maximum number of hits of each.
const FEW: [(Kind, usize); 3] = [(Kind::Shop, 3), (Kind::Product, FEW_PRODUCTS), (Kind::Story, 10)];
const FEW_PRODUCTS: usize = 8;
/// Maximum number of products of one shop on the first tab, while others have some.
const FEW_OF_ONE_SHOP: usize = 2;
/// Maximum number of products of one shop on the tab of products, while others have some.
const OF_ONE_SHOP: usize = 3;
/// Maximum number of people found by name.
const PEOPLE: i64 = 6;

/// `GET /search?q=&tab=&sort=&category=&shop=&min=&max=&stock=1&sale=1&after=`: shows the search page.
pub async fn index(visit: Visit<Anyone>) -> Answer {
    visit
        .read(|cx| {
            limits::spend_reading(cx.app, cx.actor, cx.meta, &limits::rules::SEARCHES)?;
            let address = Address::read(cx.meta);
            let errors = mistakes(cx, &address);
            if !errors.is_empty() {
                let mut page = empty_page(cx, &address, None);
                page.errors = errors.clone();
                return cx.invalid(&page, errors);
            }
            let shop = shop_asked(cx, &address)?;
            let mut page = empty_page(cx, &address, shop);
            let asked = match page.is_blank() {
                true => None,
                false => Some(fill(cx, &mut page)?),
            };
            if page.found_nothing() {
                // An incomplete index has no counts for other searches.
                let asked = asked.filter(|_| page.preparing.is_none());
                no_results::help(cx, &mut page, asked.as_ref())?;
            }
            cx.page(&page)
        })
        .await
}

fn empty_page(cx: &Reading<'_>, address: &Address, shop: Option<AccountCard>) -> SearchPage {
    let excerpt = crate::text::excerpt(&address.q, 60);
    let title = match (address.q.is_empty(), &shop) {
        (false, _) => cx.t.with("search-title", &[("q", excerpt.as_str().into())]),
        (true, Some(shop)) => cx.t.with("search-chip-shop", &[("name", shop.name.as_str().into())]),
        (true, None) if !address.category.is_empty() => path_words(cx.t, &address.category),
        (true, None) => cx.t.text("nav-search"),
    };
    SearchPage {
        frame: cx.frame(title).section("search"),
        address: address.clone(),
        errors: Errors::default(),
        shop,
        tabs: Vec::new(),
        sorts: Vec::new(),
        chips: Vec::new(),
        panel: None,
        preparing: None,
        meant: None,
        people: Vec::new(),
        shops: Vec::new(),
        products: Vec::new(),
        stories: Vec::new(),
        next: None,
        remember: false,
        recent: Vec::new(),
        tries: Vec::new(),
        tags: Vec::new(),
        categories: Vec::new(),
        popular: Vec::new(),
    }
}

fn mistakes(cx: &Reading<'_>, address: &Address) -> Errors {
    let mut errors = Errors::default();
    match address.mistake() {
        Some(Mistake::TooLong { count, max }) => {
            let values = [("count", count.into()), ("max", max.into())];
            errors.add("q", cx.t.with("search-too-long", &values));
        }
        Some(Mistake::TooManyWords { count, max }) => {
            let values = [("count", count.into()), ("max", max.into())];
            errors.add("q", cx.t.with("search-too-many-words", &values));
        }
        Some(Mistake::Price(_)) | None => {}
    }
    if let Err((field, _)) = address.prices() {
        let label = cx.t.text(if field == "min" { "filter-min" } else { "filter-max" });
        errors.add(field, cx.t.with("form-price", &[("field", label.as_str().into())]));
    }
    errors
}

/// Searches and fills the page with the results. Returns the request that was searched.
fn fill(cx: &mut Reading<'_>, page: &mut SearchPage) -> Result<SearchRequest, AppError> {
    let address = page.address.clone();
    let asked = asked(cx, &address, page.shop.as_ref())?;
    let found = results::look(cx.app, cx.db, cx.actor, &asked)?;
    if asked.after.is_none() && !address.is_narrowed() {
        page.remember = cx.actor.member().is_some();
        if matches!(address.tab, Tab::All | Tab::Shops) {
            page.people = people(cx, &address.q)?;
        }
    }
    page.tabs = view_parts::tabs(cx, &address, &found);
    page.sorts = view_parts::orders(cx, &address);
    let conditions = view_parts::conditions(cx, &address, page.shop.as_ref());
    page.chips = conditions
        .into_iter()
        .map(|(words, without)| view::Link::new(words, without.url()))
        .collect();
    page.panel = match address.tab {
        Tab::All | Tab::Products => filters::panel(cx, &address, &found)?,
        Tab::Stories | Tab::Shops => None,
    };
    page.preparing = found.preparing.map(|progress| match progress {
        Some(p) if p.total > 0 => {
            let percent = i64::try_from(p.done.min(p.total) * 100 / p.total).unwrap_or(0);
            cx.t.with("search-preparing-percent", &[("percent", percent.into())])
        }
        _ => cx.t.text("search-preparing"),
    });
    page.meant = view_parts::meant(cx, &address, &found);
    page.next = found.next.map(|next| {
        let url = address.url();
        let join = if url.contains('?') { '&' } else { '?' };
        format!("{url}{join}after={}", crate::text::encode_component(&next.to_string()))
    });
    let words = found.did_you_mean.clone().unwrap_or_else(|| address.q.clone());
    page.shops = found
        .shops
        .into_iter()
        .map(|hit| view_parts::shop_row(cx, hit, &words))
        .collect();
    page.products = found
        .products
        .into_iter()
        .map(|hit| view_parts::product_row(cx, &address, hit, &words))
        .collect();
    page.stories = found
        .stories
        .into_iter()
        .map(|hit| view_parts::story_row(hit, &words))
        .collect();
    Ok(asked)
}

fn asked(cx: &Reading<'_>, address: &Address, shop: Option<&AccountCard>) -> Result<SearchRequest, AppError> {
    let one = |kind| vec![(kind, paging::PAGE_SIZE)];
    let after = match cx.meta.query("after").filter(|after| !after.is_empty()) {
        Some(text) if address.tab != Tab::All => Some(text.parse().map_err(|_| AppError::NotFound)?),
        _ => None,
    };
    // People who sort by price or time, or search within one shop, want to see every product.
    let collapse = match (address.sort, shop, address.tab) {
        (Sort::Relevance, None, Tab::All) => FEW_OF_ONE_SHOP,
        (Sort::Relevance, None, Tab::Products) => OF_ONE_SHOP,
        _ => 0,
    };
    let parts = match address.tab {
        Tab::All => FEW.to_vec(),
        Tab::Stories => one(Kind::Story),
        Tab::Products => one(Kind::Product),
        Tab::Shops => one(Kind::Shop),
    };
    Ok(SearchRequest {
        text: address.q.clone(),
        parts,
        collapse,
        sort: address.sort,
        filters: filters(address, shop.map(|shop| shop.id)),
        after,
        now_ms: cx.now,
    })
}

/// Returns the filters for the index. Invalid prices were rejected before.
fn filters(address: &Address, shop: Option<i64>) -> Filters {
    let (price_min, price_max) = address.prices().unwrap_or_default();
    Filters {
        category: Some(address.category.clone()).filter(|c| !c.is_empty()),
        account_id: shop,
        price_min,
        price_max,
        in_stock: address.stock,
        on_sale: address.sale,
    }
}

/// Returns the shop to which the search is limited. A shop that does not exist or that the reader may not
/// see is `NotFound`.
fn shop_asked(cx: &mut Reading<'_>, address: &Address) -> Result<Option<AccountCard>, AppError> {
    if address.shop.is_empty() {
        return Ok(None);
    }
    let handle = Handle::lookup(&address.shop).ok_or(AppError::NotFound)?;
    let account = accounts::queries::by_handle(cx.db, &handle)?.ok_or(AppError::NotFound)?;
    if crate::friends::queries::hidden_from(cx.db, cx.actor.eyes(), account.id)? {
        return Err(AppError::NotFound);
    }
    Ok(accounts::queries::cards(cx.db, &[account.id])?.remove(&account.id))
}

/// Returns people whose name or handle begins with the text, for members only.
fn people(cx: &mut Reading<'_>, typed: &str) -> Result<Vec<AccountCard>, AppError> {
    if cx.actor.member().is_none() {
        return Ok(Vec::new());
    }
    let blocked = crate::friends::queries::all_hidden_from(cx.db, cx.actor.eyes())?;
    let hidden = i64::try_from(blocked.len()).unwrap_or(0);
    let ids = queries::people(cx.db, typed, PEOPLE.saturating_add(hidden.min(500)))?;
    let ids: Vec<i64> = ids.into_iter().filter(|id| !blocked.contains(id)).take(6).collect();
    let mut cards = accounts::queries::cards(cx.db, &ids)?;
    Ok(ids.iter().filter_map(|id| cards.remove(id)).collect())
}
