//! The catalog: valid products, permissions, visibility and wishes.

mod bulk;
mod form;
mod full;
mod lists;
mod photos;
mod shown;

use diesel::prelude::*;
use storyplus::db::schema::{accounts, products, search_changes};

use crate::support::Site;
use crate::support::people::{Person, Shop};

async fn site_with_shop() -> (Site, Person, Shop) {
    let site = Site::start().await;
    let owner = site.person("민지").await;
    let shop = site.shop(&owner, "수제쿠키").await;
    (site, owner, shop)
}

/// Returns the JSON-LD block of a page.
fn json_ld(page: &str) -> serde_json::Value {
    let from = page.split_once("<script type=\"application/ld+json\">").unwrap().1;
    serde_json::from_str(from.split_once("</script>").unwrap().0).unwrap()
}

/// Returns the ids of the products on a page, in order.
fn ids_on(page: &str) -> Vec<i64> {
    page.split("<li class=\"product")
        .skip(1)
        .map(|card| {
            let link = card.split_once("href=\"/products/").unwrap().1;
            link.split_once('"').unwrap().0.parse().unwrap()
        })
        .collect()
}

fn next_page(page: &str) -> Option<String> {
    let at = page.split_once("data-js=\"load-more\" href=\"")?.1;
    Some(at.split_once('"').unwrap().0.replace("&amp;", "&").replace("&#38;", "&"))
}

async fn row(site: &Site, id: i64) -> (i32, i64, i64) {
    let found = site.app.db.read(move |db| {
        Ok(products::table
            .find(id)
            .select((products::state, products::version, products::wish_count))
            .first(db)?)
    });
    found.await.unwrap()
}

async fn shop_counts(site: &Site, id: i64) -> (i64, i64) {
    let found = site.app.db.read(move |db| {
        Ok(accounts::table
            .find(id)
            .select((accounts::product_count, accounts::version))
            .first(db)?)
    });
    found.await.unwrap()
}

async fn changes(site: &Site, id: i64) -> i64 {
    let found = site.app.db.read(move |db| {
        Ok(search_changes::table
            .filter(search_changes::kind.eq("product"))
            .filter(search_changes::target_id.eq(id))
            .count()
            .get_result(db)?)
    });
    found.await.unwrap()
}
