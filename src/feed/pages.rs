//! `/` (the home feed, or the visitor's front page) and `/discover`.

use std::collections::{HashMap, HashSet};

use actix_web::web;
use askama::Template;
use serde::Deserialize;
use serde_json::json;

use super::queries::{self, Tab, shelves};
use crate::access::{Actor, Anyone, Member};
use crate::accounts::{self, AccountCard};
use crate::catalog::{self, ProductCard};
use crate::db::Db;
use crate::error::AppError;
use crate::friends;
use crate::photos::Picture;
use crate::stories::{self, Lifter, StoryCard, card};
use crate::text::encode_component;
use crate::web::visit::{Answer, Cx, Visit};
use crate::web::{Frame, Reply, cursor, page::Share};

/// Products on the shelf of what is new, and hashtags beside it.
const FRESH: i64 = 12;
const POPULAR_TAGS: usize = 12;

#[derive(Deserialize)]
pub struct Which {
    #[serde(default)]
    tab: String,
    after: Option<String>,
}

fn tab_of(code: &str) -> Option<Tab> {
    match code {
        "" | "all" => Some(Tab::All),
        "friends" => Some(Tab::Friends),
        "shops" => Some(Tab::Shops),
        _ => None,
    }
}

fn tab_code(tab: Tab) -> &'static str {
    match tab {
        Tab::All => "all",
        Tab::Friends => "friends",
        Tab::Shops => "shops",
    }
}

/// A shop with its newest photos, in the places where shops are shown.
pub struct ShopTile {
    pub card: AccountCard,
    pub line: String,
    pub pictures: Vec<Picture>,
}

#[derive(Template)]
#[template(path = "feed/home.html")]
struct HomePage {
    frame: Frame,
    tab: &'static str,
    cards: Vec<StoryCard>,
    first_page: bool,
    newest: i64,
    next: Option<String>,
    suggestions: Vec<ShopTile>,
}

#[derive(Template)]
#[template(path = "feed/front.html")]
struct FrontPage {
    frame: Frame,
    products: Vec<ProductCard>,
    shops: Vec<ShopTile>,
    cards: Vec<StoryCard>,
    next: Option<String>,
}

/// `GET /`
pub async fn home(visit: Visit<Anyone>, which: web::Query<Which>) -> Answer {
    visit
        .read_shared(move |cx| {
            let after = cursor::parse(which.after.as_deref())?;
            match cx.actor {
                Actor::Visitor => front(cx, after),
                Actor::Member(me) => feed(cx, &me.clone(), tab_of(&which.tab).ok_or(AppError::NotFound)?, after),
            }
        })
        .await
}

fn feed(cx: &mut Cx<'_, Db, Anyone>, me: &Member, tab: Tab, after: i64) -> Result<Reply, AppError> {
    let mut entries = queries::home(cx.db, me.account_id, tab, after, 21)?;
    let next = cursor::cut(&mut entries, |e| e.id).map(|id| format!("/?tab={}&after={id}", tab_code(tab)));
    let newest = entries.first().map_or(0, |e| e.id);
    let ids: Vec<i64> = entries.iter().map(|e| e.story).collect();
    let mut cards = card::cards(cx.app, cx.db, cx.actor, &ids)?;
    let mut lifts: HashMap<i64, Lifter> = entries
        .into_iter()
        .filter_map(|e| {
            let friend = e.lifted_by?;
            let url = accounts::url(&friend.handle);
            Some((e.story, Lifter { name: friend.name, url }))
        })
        .collect();
    for card in &mut cards {
        card.lifted_by = lifts.remove(&card.id);
    }
    // Shops to look at: only where the feed is thin, and never on later pages.
    let suggestions = if after == i64::MAX && cards.len() < 5 {
        let hidden = hidden(cx)?;
        tiles(cx.db, &hidden, "", 4)?
    } else {
        Vec::new()
    };
    let page = HomePage {
        frame: cx.frame(cx.t.text("feed-home")).section("home"),
        tab: tab_code(tab),
        newest,
        cards,
        first_page: after == i64::MAX,
        next,
        suggestions,
    };
    cx.page(&page)
}

fn front(cx: &mut Cx<'_, Db, Anyone>, after: i64) -> Result<Reply, AppError> {
    let mut ids = queries::fresh_stories(cx.db, cx.actor, after, 21)?;
    let next = cursor::cut(&mut ids, |id| *id).map(|id| format!("/?after={id}"));
    let first = after == i64::MAX;
    let products = if first {
        let ids = shelves::fresh_products(cx.db, &HashSet::new(), FRESH)?;
        catalog::queries::cards_in_order(cx.db, &ids)?
    } else {
        Vec::new()
    };
    let shops = if first {
        tiles(cx.db, &HashSet::new(), "", 6)?
    } else {
        Vec::new()
    };
    let cards = card::cards(cx.app, cx.db, cx.actor, &ids)?;
    let share = Share {
        kind: "website",
        description: cx.t.text("feed-front-title"),
        image: None,
        url: cx.app.config.public_url.join("/"),
        json_ld: None,
    };
    let page = FrontPage {
        frame: cx.frame(cx.app.config.site_name.clone()).section("home").share(share),
        products,
        shops,
        cards,
        next,
    };
    cx.page(&page)
}

/// Accounts that a block hides from whoever reads.
fn hidden(cx: &mut Cx<'_, Db, Anyone>) -> Result<HashSet<i64>, AppError> {
    friends::queries::all_hidden_from(cx.db, cx.actor.eyes())
}

/// Popular shops with a few photos of their goods; so many statements for one as for all.
pub fn tiles(db: &mut Db, hidden: &HashSet<i64>, category: &str, limit: i64) -> Result<Vec<ShopTile>, AppError> {
    /// Photos of a shop.
    const GOODS: i64 = 3;
    let ids = shelves::popular_shops(db, hidden, category, limit)?;
    let mut cards = accounts::queries::cards(db, &ids)?;
    let mut bios = shelves::bios(db, &ids)?;
    let goods = shelves::newest_products(db, &ids, GOODS)?;
    let products: Vec<i64> = goods.iter().map(|(_, product)| *product).collect();
    let mut products = catalog::queries::cards(db, &products)?;
    let mut pictures: HashMap<i64, Vec<Picture>> = HashMap::new();
    for (shop, product) in goods {
        let picture = products.remove(&product).and_then(|p| p.picture);
        pictures.entry(shop).or_default().extend(picture);
    }
    Ok(ids
        .into_iter()
        .filter_map(|id| {
            Some(ShopTile {
                card: cards.remove(&id)?,
                line: bios.remove(&id)?,
                pictures: pictures.remove(&id).unwrap_or_default(),
            })
        })
        .collect())
}

#[derive(Deserialize)]
pub struct Since {
    #[serde(default)]
    tab: String,
    #[serde(default)]
    since: String,
}

/// `GET /feed/new?tab=&since=ID`: how many stories are newer, for the pill.
pub async fn newer(visit: Visit<Box<Member>>, query: web::Query<Since>) -> Answer {
    visit
        .read(move |cx| {
            let since = if query.since == "0" {
                0
            } else {
                cursor::parse_id(&query.since)?
            };
            let tab = tab_of(&query.tab).ok_or(AppError::NotFound)?;
            let me = cx.who.account_id;
            let entries = queries::home(cx.db, me, tab, i64::MAX, 21)?;
            let count = entries.iter().filter(|e| e.id > since).count();
            let body = json!({ "count": count }).to_string().into_bytes();
            Ok(Reply::Bytes {
                kind: "application/json",
                body,
                cache: "no-store",
            })
        })
        .await
}

#[derive(Template)]
#[template(path = "feed/discover.html")]
struct DiscoverPage {
    frame: Frame,
    categories: Vec<(&'static str, String)>,
    category: String,
    shops: Vec<ShopTile>,
    products: Vec<ProductCard>,
    /// The search for each popular hashtag, and the tag.
    tags: Vec<(String, String)>,
}

#[derive(Deserialize)]
pub struct Category {
    #[serde(default)]
    category: String,
}

/// `GET /discover?category=`
pub async fn discover(visit: Visit<Anyone>, query: web::Query<Category>) -> Answer {
    visit
        .read_shared(move |cx| {
            let category = query.category.clone();
            let hidden = hidden(cx)?;
            let shops = tiles(cx.db, &hidden, &category, 24)?;
            let ids = if category.is_empty() {
                shelves::fresh_products(cx.db, &hidden, FRESH)?
            } else {
                let shown: Vec<i64> = shops.iter().map(|tile| tile.card.id).collect();
                let newest = shelves::newest_products(cx.db, &shown, FRESH)?;
                let most = usize::try_from(FRESH).unwrap_or_default();
                newest.into_iter().map(|(_, product)| product).take(most).collect()
            };
            let mut products = catalog::queries::cards_in_order(cx.db, &ids)?;
            // What is popular everywhere says nothing of one category.
            let tags = if category.is_empty() {
                stories::queries::tags::popular(cx.db, cx.actor, POPULAR_TAGS)?
            } else {
                Vec::new()
            };
            let found_by = |tag: String| (format!("/search?q=%23{}", encode_component(&tag)), tag);
            catalog::queries::mark_wished(cx.db, cx.actor.account_id(), &mut products)?;
            let share = Share {
                kind: "website",
                description: cx.t.text("feed-front-title"),
                image: None,
                url: cx.app.config.public_url.join("/discover"),
                json_ld: None,
            };
            let page = DiscoverPage {
                frame: cx.frame(cx.t.text("feed-discover")).section("shops").share(share),
                categories: accounts::rules::CATEGORIES
                    .iter()
                    .map(|c| (*c, accounts::categories::category_name(cx.t, c)))
                    .collect(),
                category,
                shops,
                products,
                tags: tags.into_iter().map(found_by).collect(),
            };
            cx.page(&page)
        })
        .await
}
