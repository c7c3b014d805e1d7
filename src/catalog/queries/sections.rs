//! Sections of a shop: its own groups of products, in its own order.

use std::collections::HashMap;

use diesel::prelude::*;

use super::products::{DELETED, PUBLISHED};
use crate::db::schema::{products, shop_sections};
use crate::db::{Db, Tx};
use crate::error::AppError;

#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Section {
    pub id: i64,
    pub name: String,
    pub position: i32,
}

/// Returns the sections of a shop in order.
pub fn of_shop(db: &mut Db, shop_id: i64) -> Result<Vec<Section>, AppError> {
    Ok(shop_sections::table
        .filter(shop_sections::account_id.eq(shop_id))
        .order((shop_sections::position, shop_sections::id))
        .select((shop_sections::id, shop_sections::name, shop_sections::position))
        .load(db)?)
}

/// Returns the names of a shop's sections by id.
pub fn names(db: &mut Db, shop_id: i64) -> Result<HashMap<i64, String>, AppError> {
    Ok(of_shop(db, shop_id)?.into_iter().map(|s| (s.id, s.name)).collect())
}

/// Returns the number of products in each section of the public list.
pub fn counts(db: &mut Db, shop_id: i64) -> Result<HashMap<i64, i64>, AppError> {
    let rows: Vec<(Option<i64>, i64)> = products::table
        .filter(products::account_id.eq(shop_id))
        .filter(products::state.eq(PUBLISHED))
        .filter(products::is_front.eq(true))
        .filter(products::section_id.is_not_null())
        .group_by(products::section_id)
        .select((products::section_id, diesel::dsl::count_star()))
        .load(db)?;
    Ok(rows.into_iter().filter_map(|(id, n)| Some((id?, n))).collect())
}

/// Appends a section and returns its id.
pub fn insert(tx: &mut Tx<'_>, shop_id: i64, name: &str, position: i32) -> Result<i64, AppError> {
    let id = tx.new_id();
    diesel::insert_into(shop_sections::table)
        .values((
            shop_sections::id.eq(id),
            shop_sections::account_id.eq(shop_id),
            shop_sections::name.eq(name),
            shop_sections::position.eq(position),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

pub fn rename(tx: &mut Tx<'_>, shop_id: i64, id: i64, name: &str) -> Result<(), AppError> {
    diesel::update(shop_sections::table.find(id).filter(shop_sections::account_id.eq(shop_id)))
        .set(shop_sections::name.eq(name))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn place(tx: &mut Tx<'_>, id: i64, position: i32) -> Result<(), AppError> {
    diesel::update(shop_sections::table.find(id))
        .set(shop_sections::position.eq(position))
        .execute(&mut **tx)?;
    Ok(())
}

/// Deletes a section; its products stay, without a section.
pub fn delete(tx: &mut Tx<'_>, shop_id: i64, id: i64) -> Result<(), AppError> {
    diesel::update(
        products::table
            .filter(products::section_id.eq(id))
            .filter(products::account_id.eq(shop_id)),
    )
    .set(products::section_id.eq(None::<i64>))
    .execute(&mut **tx)?;
    diesel::delete(shop_sections::table.find(id).filter(shop_sections::account_id.eq(shop_id))).execute(&mut **tx)?;
    Ok(())
}

/// Deletes those of the given sections (id and name) that have no products and were not renamed.
pub fn delete_unused(tx: &mut Tx<'_>, shop_id: i64, of: &[(i64, String)]) -> Result<(), AppError> {
    let names = names(tx, shop_id)?;
    let used: Vec<Option<i64>> = products::table
        .filter(products::account_id.eq(shop_id))
        .filter(products::state.ne(DELETED))
        .filter(products::section_id.is_not_null())
        .select(products::section_id)
        .distinct()
        .load(&mut **tx)?;
    for (id, name) in of {
        if names.get(id) == Some(name) && !used.contains(&Some(*id)) {
            delete(tx, shop_id, *id)?;
        }
    }
    Ok(())
}
