//! Queries of import and export: the shop's whole catalog, and pieces of it for feeds. Queries for
//! stored imports are in batches/queries/mod.rs.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::plan::{CatalogSnapshot, KnownProduct, Standing};
use crate::catalog::export::queries::{path_of, section_name};
use crate::catalog::queries::{DELETED, Product, REMOVED, sections};
use crate::db::Db;
use crate::db::schema::{photos, product_photos, products};
use crate::error::AppError;

/// Products read at a time.
const PIECE: i64 = 500;

/// Returns a snapshot of a shop's whole catalog.
pub fn known(db: &mut Db, shop_id: i64) -> Result<CatalogSnapshot, AppError> {
    let sections = sections::names(db, shop_id)?;
    let rows: Vec<(i64, i32, i64, String, String, String)> = product_photos::table
        .inner_join(products::table.on(products::id.eq(product_photos::product_id)))
        .inner_join(photos::table.on(photos::id.eq(product_photos::photo_id)))
        .filter(products::account_id.eq(shop_id))
        .filter(products::state.ne(REMOVED))
        .order((product_photos::product_id, product_photos::position))
        .select((
            product_photos::product_id,
            product_photos::position,
            photos::id,
            product_photos::alt,
            photos::hash,
            photos::sizes,
        ))
        .load(db)?;
    let mut paths = HashMap::with_capacity(rows.len());
    let mut shown: HashMap<i64, Vec<(i64, String)>> = HashMap::new();
    for (product, _, photo, alt, hash, sizes) in rows {
        paths.insert(photo, path_of(photo, &hash, &sizes));
        shown.entry(product).or_default().push((photo, alt));
    }
    let mut all = Vec::new();
    let mut after = 0;
    loop {
        let piece: Vec<Product> = products::table
            .filter(products::account_id.eq(shop_id))
            .filter(products::state.ne(DELETED))
            .filter(products::id.gt(after))
            .order(products::id)
            .limit(PIECE)
            .select(Product::as_select())
            .load(db)?;
        let Some(last) = piece.last() else { break };
        after = last.id;
        all.extend(piece.into_iter().map(|p| KnownProduct {
            id: p.id,
            version: p.version,
            standing: if p.state == REMOVED {
                Standing::Removed
            } else {
                Standing::There
            },
            draft: p.draft(section_name(&sections, p.section_id)),
            photos: shown.remove(&p.id).unwrap_or_default(),
        }));
    }
    let names: HashSet<String> = sections.into_values().collect();
    Ok(CatalogSnapshot::new(all, paths, names))
}

/// Returns products by id, in any state.
pub fn products(db: &mut Db, ids: &[i64]) -> Result<HashMap<i64, Product>, AppError> {
    let rows: Vec<Product> = products::table
        .filter(products::id.eq_any(ids))
        .select(Product::as_select())
        .load(db)?;
    Ok(rows.into_iter().map(|p| (p.id, p)).collect())
}
