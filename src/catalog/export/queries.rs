//! Queries of the files that leave the catalog: its products piece by piece, and how fresh they are.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::channel_feeds::Item;
use crate::catalog::item_id::made_id;
use crate::catalog::queries::{DELETED, PUBLISHED, Product, REMOVED, sections};
use crate::config::PublicUrl;
use crate::db::Db;
use crate::db::schema::{photos, product_photos, products};
use crate::error::AppError;
use crate::media;

/// Returns the path of a photo in its largest size.
pub fn path_of(id: i64, hash: &str, sizes: &str) -> String {
    let largest = sizes.split(',').filter_map(|s| s.parse().ok()).max().unwrap_or(0);
    media::address(id, hash, largest)
}

pub fn section_name(sections: &HashMap<i64, String>, id: Option<i64>) -> &str {
    id.and_then(|id| sections.get(&id)).map_or("", String::as_str)
}

/// The products that a file contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportedProducts {
    Published,
    /// Drafts and hidden products too, but not deleted or removed ones.
    There,
}

/// Returns at most `most` products of a shop with ids above `after`; empty at the end.
pub fn piece(
    db: &mut Db,
    shop_id: i64,
    which: ExportedProducts,
    after: i64,
    most: i64,
    site: &PublicUrl,
) -> Result<Vec<Item>, AppError> {
    let query = products::table
        .filter(products::account_id.eq(shop_id))
        .filter(products::id.gt(after))
        .order(products::id)
        .limit(most)
        .select(Product::as_select())
        .into_boxed();
    let piece: Vec<Product> = match which {
        ExportedProducts::Published => query.filter(products::state.eq(PUBLISHED)).load(db)?,
        ExportedProducts::There => query.filter(products::state.ne_all([DELETED, REMOVED])).load(db)?,
    };
    if piece.is_empty() {
        return Ok(Vec::new());
    }
    let sections = sections::names(db, shop_id)?;
    let ids: Vec<i64> = piece.iter().map(|p| p.id).collect();
    let mut shown: HashMap<i64, Vec<String>> = HashMap::new();
    let rows: Vec<(i64, i64, String, String)> = product_photos::table
        .inner_join(photos::table.on(photos::id.eq(product_photos::photo_id)))
        .filter(product_photos::product_id.eq_any(&ids))
        .order((product_photos::product_id, product_photos::position))
        .select((product_photos::product_id, photos::id, photos::hash, photos::sizes))
        .load(db)?;
    for (product, photo, hash, sizes) in rows {
        shown
            .entry(product)
            .or_default()
            .push(site.join(&path_of(photo, &hash, &sizes)));
    }
    let mut made = made_ids(db, shop_id, &ids)?;
    let items = piece.into_iter().map(|p| Item {
        id: p.id,
        sku: p.sku.clone(),
        made_id: made.remove(&p.id).unwrap_or_default(),
        draft: p.draft(section_name(&sections, p.section_id)),
        url: site.join(&crate::catalog::url(p.id)),
        photos: shown.remove(&p.id).unwrap_or_default(),
    });
    Ok(items.collect())
}

/// Makes ids for products without a SKU. Only these ids are looked up among the SKUs, by index, so
/// a piece of the catalog takes the same time however large the catalog is.
pub(super) fn made_ids(db: &mut Db, shop_id: i64, ids: &[i64]) -> Result<HashMap<i64, String>, AppError> {
    let mut taken: HashSet<String> = HashSet::new();
    loop {
        let made: HashMap<i64, String> = ids
            .iter()
            .map(|id| (*id, made_id(*id, |name| taken.contains(name))))
            .collect();
        let names: Vec<&String> = made.values().collect();
        let found: Vec<Option<String>> = products::table
            .filter(products::account_id.eq(shop_id))
            .filter(products::state.ne(DELETED))
            .filter(products::sku.eq_any(names))
            .select(products::sku)
            .load(db)?;
        if found.is_empty() {
            return Ok(made);
        }
        taken.extend(found.into_iter().flatten());
    }
}

/// Returns the state that decides if a feed has changed: the shop's newest change, and the latest
/// beginning or end of a sale up to now (both milliseconds UTC, 0 if there is none).
pub fn freshness(db: &mut Db, shop_id: i64, now: i64) -> Result<(i64, i64), AppError> {
    let of_shop = || products::table.filter(products::account_id.eq(shop_id));
    let newest: Option<i64> = of_shop().select(diesel::dsl::max(products::updated_at)).first(db)?;
    let from: Option<i64> = of_shop()
        .filter(products::sale_from.le(now))
        .select(diesel::dsl::max(products::sale_from))
        .first(db)?;
    let until: Option<i64> = of_shop()
        .filter(products::sale_until.le(now))
        .select(diesel::dsl::max(products::sale_until))
        .first(db)?;
    let turned = from.into_iter().chain(until).max().unwrap_or(0);
    Ok((newest.unwrap_or(0), turned))
}

/// Returns the number of products in an export.
pub fn count(db: &mut Db, shop_id: i64) -> Result<i64, AppError> {
    Ok(products::table
        .filter(products::account_id.eq(shop_id))
        .filter(products::state.ne_all([DELETED, REMOVED]))
        .count()
        .get_result(db)?)
}

/// Returns the number of published products without a photo, which channels refuse.
pub fn without_photo(db: &mut Db, shop_id: i64) -> Result<i64, AppError> {
    let first = product_photos::table.filter(product_photos::product_id.eq(products::id));
    Ok(products::table
        .filter(products::account_id.eq(shop_id))
        .filter(products::state.eq(PUBLISHED))
        .filter(diesel::dsl::not(diesel::dsl::exists(first)))
        .count()
        .get_result(db)?)
}
