//! The search page: one box over stories, products and shops.

use askama::Template;

use super::address::{Address, Mistake, SORTS, Tab};
use super::document::Kind;
use super::queries;
use super::request::Filters;
use super::results::{self, Asked, ShopHit, StoryHit};
use crate::access::Anyone;
use crate::accounts::{self, AccountCard};
use crate::catalog::ProductCard;
use crate::db::Db;
use crate::error::AppError;
use crate::stories::StoryCard;
use crate::text::{Handle, SafeHtml};
use crate::web::form::Errors;
use crate::web::i18n::Value;
use crate::web::visit::{Answer, Cx, Visit};
use crate::web::{Frame, cursor};
use parts::{chips, link, marked, narrow, shop_row, tabs};

mod parts;

/// On the first tab: a look at each kind.
const FEW: [(Kind, usize); 3] = [(Kind::Shop, 3), (Kind::Product, 6), (Kind::Story, 10)];
/// People found by name.
const PEOPLE: i64 = 6;
/// Characters of a text that show why it was found.
const SNIPPET: usize = 140;
/// What an empty page offers.
const POPULAR_TAGS: usize = 12;
const POPULAR_SHOPS: i64 = 6;

pub struct Link {
    pub words: String,
    pub url: String,
    pub on: bool,
    pub count: Option<String>,
}

/// One choice of a facet.
pub struct Choice {
    pub value: String,
    pub words: String,
    pub on: bool,
}

/// A bar of the prices: place and height in the drawing's own units.
pub struct Bar {
    pub x: usize,
    pub y: u64,
    pub height: u64,
}

/// What the form that narrows offers.
#[derive(Default)]
pub struct Narrow {
    pub categories: Vec<Choice>,
    pub shops: Vec<Choice>,
    pub bars: Vec<Bar>,
    pub in_stock: String,
    pub on_sale: String,
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

#[derive(Template)]
#[template(path = "search/index.html")]
pub struct SearchPage {
    pub frame: Frame,
    pub address: Address,
    pub errors: Errors,
    pub tabs: Vec<Link>,
    /// What narrows, each with the address without it.
    pub chips: Vec<Link>,
    pub narrow: Option<Narrow>,
    /// The sentence about an index that is not whole.
    pub preparing: Option<String>,
    pub meant: Option<Link>,
    pub people: Vec<AccountCard>,
    pub shops: Vec<ShopRow>,
    pub products: Vec<ProductRow>,
    pub stories: Vec<StoryRow>,
    pub next: Option<String>,
    /// Other words and fewer conditions to try.
    pub tries: Vec<Link>,
    pub tags: Vec<Link>,
    pub popular: Vec<ShopRow>,
}

impl SearchPage {
    fn is_blank(&self) -> bool {
        self.address.q.is_empty()
    }

    fn found_nothing(&self) -> bool {
        self.shops.is_empty() && self.products.is_empty() && self.stories.is_empty() && self.people.is_empty()
    }

    fn sorts(&self) -> Vec<Choice> {
        SORTS
            .iter()
            .map(|(sort, code, label)| Choice {
                value: (*code).to_owned(),
                words: self.frame.t.text(label),
                on: *sort == self.address.sort,
            })
            .collect()
    }

    /// The tab with all of a kind, where this page shows a few.
    fn all_of(&self, tab: Tab) -> Option<String> {
        (self.address.tab == Tab::All).then(|| self.address.with(|a| a.tab = tab).url())
    }
}

/// `GET /search?q=&tab=&sort=&category=&shop=&min=&max=&stock=1&sale=1&after=`
pub async fn index(visit: Visit<Anyone>) -> Answer {
    visit
        .read(|cx| {
            let address = Address::read(cx.meta);
            let mut page = empty_page(cx, &address);
            page.errors = mistakes(cx, &address);
            if !page.errors.is_empty() {
                let errors = page.errors.clone();
                return cx.invalid(&page, errors);
            }
            if !page.is_blank() {
                fill(cx, &mut page)?;
            }
            if page.is_blank() || page.found_nothing() {
                help(cx, &mut page)?;
            }
            cx.page(&page)
        })
        .await
}

type Reading<'a> = Cx<'a, Db, Anyone>;

fn empty_page(cx: &Reading<'_>, address: &Address) -> SearchPage {
    let title = match address.q.is_empty() {
        true => cx.t.text("nav-search"),
        false => {
            cx.t.with("search-title", &[("q", crate::text::excerpt(&address.q, 60).as_str().into())])
        }
    };
    SearchPage {
        frame: cx.frame(title).section("search"),
        address: address.clone(),
        errors: Errors::default(),
        tabs: Vec::new(),
        chips: Vec::new(),
        narrow: None,
        preparing: None,
        meant: None,
        people: Vec::new(),
        shops: Vec::new(),
        products: Vec::new(),
        stories: Vec::new(),
        next: None,
        tries: Vec::new(),
        tags: Vec::new(),
        popular: Vec::new(),
    }
}

fn mistakes(cx: &Reading<'_>, address: &Address) -> Errors {
    let mut errors = Errors::default();
    let n = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    match address.mistake() {
        Some(Mistake::TooLong { count, max }) => {
            let values = [("count", n(count).into()), ("max", n(max).into())];
            errors.add("q", cx.t.with("search-too-long", &values));
        }
        Some(Mistake::TooManyWords { count, max }) => {
            let values = [("count", n(count).into()), ("max", n(max).into())];
            errors.add("q", cx.t.with("search-too-many-words", &values));
        }
        Some(Mistake::Price(_)) | None => {}
    }
    if let Err((field, _)) = address.prices() {
        let label = cx.t.text(if field == "min" {
            "search-price-min"
        } else {
            "search-price-max"
        });
        errors.add(field, cx.t.with("form-price", &[("field", label.as_str().into())]));
    }
    errors
}

/// Searches and fills the page with what was found.
fn fill(cx: &mut Reading<'_>, page: &mut SearchPage) -> Result<(), AppError> {
    let address = page.address.clone();
    let shop = shop_asked(cx, &address)?;
    let first = cx.meta.query("after").is_none_or(|after| after.is_empty());
    let asked = asked(cx, &address, shop.as_ref())?;
    let found = results::look(cx.app, cx.db, cx.actor, &asked)?;
    if address.tab == Tab::All && first && !address.is_narrowed() {
        page.people = people(cx, &address.q)?;
    }
    page.tabs = tabs(cx, &address, &found);
    page.chips = chips(cx, &address, shop.as_ref());
    page.narrow = match address.tab {
        Tab::All | Tab::Products => narrow(cx, &address, &found)?,
        Tab::Stories | Tab::Shops => None,
    };
    page.preparing = found.preparing.map(|progress| match progress {
        Some(p) if p.total > 0 => {
            let percent = i64::try_from(p.done.min(p.total) * 100 / p.total).unwrap_or(0);
            cx.t.with("search-preparing-percent", &[("percent", percent.into())])
        }
        _ => cx.t.text("search-preparing"),
    });
    page.meant = found.did_you_mean.as_ref().map(|words| link(&address, words));
    page.next = found
        .next
        .map(|next| format!("{}&after={}", address.url(), crate::text::encode_component(&next.to_string())));
    let words = found.did_you_mean.clone().unwrap_or_else(|| address.q.clone());
    page.shops = found.shops.into_iter().map(|hit| shop_row(cx, hit, &words)).collect();
    let product = |card: ProductCard| ProductRow {
        title: marked(&card.title, &words, card.title.chars().count()),
        card,
    };
    page.products = found.products.into_iter().map(product).collect();
    let story = |hit: StoryHit| StoryRow {
        snippet: marked(&hit.body, &words, SNIPPET),
        card: hit.card,
    };
    page.stories = found.stories.into_iter().map(story).collect();
    Ok(())
}

fn asked(cx: &Reading<'_>, address: &Address, shop: Option<&AccountCard>) -> Result<Asked, AppError> {
    let one = |kind| vec![(kind, cursor::PAGE_SIZE)];
    // Prices that cannot be read have been sent back already.
    let (price_min, price_max) = address.prices().unwrap_or_default();
    let after = match cx.meta.query("after").filter(|after| !after.is_empty()) {
        Some(text) if address.tab != Tab::All => Some(text.parse().map_err(|_| AppError::NotFound)?),
        _ => None,
    };
    Ok(Asked {
        text: address.q.clone(),
        parts: match address.tab {
            Tab::All => FEW.to_vec(),
            Tab::Stories => one(Kind::Story),
            Tab::Products => one(Kind::Product),
            Tab::Shops => one(Kind::Shop),
        },
        sort: address.sort,
        filters: Filters {
            category: Some(address.category.clone()).filter(|c| !c.is_empty()),
            account_id: shop.map(|shop| shop.id),
            price_min,
            price_max,
            in_stock: address.stock,
            on_sale: address.sale,
        },
        after,
        now_ms: cx.now,
    })
}

/// The shop that the search is narrowed to; one that the reader may not see is no shop.
fn shop_asked(cx: &mut Reading<'_>, address: &Address) -> Result<Option<AccountCard>, AppError> {
    if address.shop.is_empty() {
        return Ok(None);
    }
    let handle = Handle::lookup(&address.shop).ok_or(AppError::NotFound)?;
    let account = accounts::queries::by_handle(cx.db, &handle)?.ok_or(AppError::NotFound)?;
    if queries::blocked(cx.db, cx.actor)?.contains(&account.id) {
        return Err(AppError::NotFound);
    }
    Ok(accounts::queries::cards(cx.db, &[account.id])?.remove(&account.id))
}

/// For members: someone they know by name.
fn people(cx: &mut Reading<'_>, typed: &str) -> Result<Vec<AccountCard>, AppError> {
    if cx.actor.member().is_none() {
        return Ok(Vec::new());
    }
    let blocked = queries::blocked(cx.db, cx.actor)?;
    let hidden = i64::try_from(blocked.len()).unwrap_or(0);
    let ids = queries::people(cx.db, typed, PEOPLE.saturating_add(hidden.min(500)))?;
    let ids: Vec<i64> = ids.into_iter().filter(|id| !blocked.contains(id)).take(6).collect();
    let mut cards = accounts::queries::cards(cx.db, &ids)?;
    Ok(ids.iter().filter_map(|id| cards.remove(id)).collect())
}

/// Something to go on with, where there is nothing to show.
fn help(cx: &mut Reading<'_>, page: &mut SearchPage) -> Result<(), AppError> {
    let address = &page.address;
    if address.is_narrowed() {
        page.tries.push(Link {
            words: cx.t.text("search-try-widened"),
            ..link(&address.widened(), &address.q)
        });
    }
    let words: Vec<&str> = address.q.split_whitespace().collect();
    if words.len() > 1 {
        page.tries
            .extend(words.iter().take(4).map(|word| link(&Address::default(), word)));
    }
    let tags = queries::popular_tags(cx.db, POPULAR_TAGS)?;
    page.tags = tags.iter().map(|tag| link(&Address::default(), &format!("#{tag}"))).collect();
    let blocked = queries::blocked(cx.db, cx.actor)?;
    let ids = queries::popular_shops(cx.db, POPULAR_SHOPS)?;
    let ids: Vec<i64> = ids.into_iter().filter(|id| !blocked.contains(id)).collect();
    let mut lines = queries::shop_lines(cx.db, &ids)?;
    let mut cards = accounts::queries::cards(cx.db, &ids)?;
    for id in ids {
        if let (Some(card), Some(line)) = (cards.remove(&id), lines.remove(&id)) {
            page.popular.push(shop_row(cx, ShopHit { card, line }, ""));
        }
    }
    Ok(())
}
