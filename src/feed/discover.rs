//! The visitor's front page and `/discover`: popular shops, fresh products and public stories.

use std::collections::{HashMap, HashSet};

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::queries::{self, discover};
use crate::access::Anyone;
use crate::accounts::AccountCard;
use crate::catalog::ProductCard;
use crate::db::Db;
use crate::error::AppError;
use crate::photos::Picture;
use crate::stories::{StoryCard, card};
use crate::text::encode_component;
use crate::web::page::Share;
use crate::web::request::{Answer, Cx, Visit};
use crate::web::{Frame, Reply, paging};
use crate::{accounts, catalog, friends, stories};

/// The number of fresh products shown.
const FRESH: i64 = 12;

const POPULAR_TAGS: usize = 12;

/// A shop with its newest photos, for lists of shops.
pub struct ShopTile {
    pub card: AccountCard,
    pub line: String,
    pub pictures: Vec<Picture>,
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

pub(super) fn front(cx: &mut Cx<'_, Db, Anyone>, after: i64) -> Result<Reply, AppError> {
    let mut ids = queries::fresh_stories(cx.db, cx.actor, after, paging::LIMIT)?;
    let next = paging::cut(&mut ids, |id| *id).map(|id| format!("/?after={id}"));
    let first = after == i64::MAX;
    let products = if first {
        let ids = discover::fresh_products(cx.db, &HashSet::new(), FRESH)?;
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

/// Returns the accounts that a block hides from the viewer.
pub(super) fn hidden(cx: &mut Cx<'_, Db, Anyone>) -> Result<HashSet<i64>, AppError> {
    friends::queries::all_hidden_from(cx.db, cx.actor.eyes())
}

/// Returns popular shops with a few photos of their products. The number of
/// statements does not depend on the number of shops.
pub fn tiles(db: &mut Db, hidden: &HashSet<i64>, category: &str, limit: i64) -> Result<Vec<ShopTile>, AppError> {
    /// Photos of a shop.
    const GOODS: i64 = 3;
    let ids = discover::popular_shops(db, hidden, category, limit)?;
    let mut cards = accounts::queries::cards(db, &ids)?;
    let mut bios = discover::bios(db, &ids)?;
    let goods = discover::newest_products(db, &ids, GOODS)?;
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

#[derive(Template)]
#[template(path = "feed/discover.html")]
struct DiscoverPage {
    frame: Frame,
    categories: Vec<(&'static str, String)>,
    category: String,
    shops: Vec<ShopTile>,
    products: Vec<ProductCard>,
    /// The popular hashtags, each as the address of its search and the tag.
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
                discover::fresh_products(cx.db, &hidden, FRESH)?
            } else {
                let shown: Vec<i64> = shops.iter().map(|tile| tile.card.id).collect();
                let newest = discover::newest_products(cx.db, &shown, FRESH)?;
                let most = usize::try_from(FRESH).unwrap_or_default();
                newest.into_iter().map(|(_, product)| product).take(most).collect()
            };
            let mut products = catalog::queries::cards_in_order(cx.db, &ids)?;
            // Hashtags that are popular everywhere say nothing about one category.
            let tags = if category.is_empty() {
                stories::queries::hashtags::popular(cx.db, cx.actor, POPULAR_TAGS)?
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
