//! Every query of the catalog. Here: single products, and cards, which come with
//! one statement for the products and one for their shops, whatever their
//! number. lists.rs: pages of them; writes.rs: what changes them.

mod lists;
mod writes;

pub use lists::{After, Filter, Shelf, Sort, categories_of, more_of_shop, of_shop, pick_list, pickable, studio, wishes_of};
pub use writes::{change_state, free_sku, insert, lock_shop, replace_photos, set_wish, update, with_sku};

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::card::{self, ProductCard};
use crate::db::Db;
use crate::db::schema::{accounts, photos, product_photos, products, wishes};
use crate::error::AppError;
use crate::photos::Picture;

/// States of a product, as in stories.
pub const PUBLISHED: i32 = 0;
pub const DELETED: i32 = 3;
pub const REMOVED: i32 = 4;

/// A product's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = products)]
pub struct Product {
    pub id: i64,
    pub account_id: i64,
    pub sku: Option<String>,
    pub title: String,
    pub description: String,
    pub price: i64,
    pub sale_price: Option<i64>,
    pub availability: String,
    pub condition: String,
    pub brand: String,
    pub category: String,
    pub link: String,
    pub state: i32,
    pub wish_count: i64,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
}

/// A product in any state; its shop is active.
pub fn by_id(db: &mut Db, id: i64) -> Result<Option<Product>, AppError> {
    Ok(products::table
        .inner_join(accounts::table.on(accounts::id.eq(products::account_id)))
        .filter(products::id.eq(id))
        .filter(accounts::state.eq("active"))
        .select(Product::as_select())
        .first(db)
        .optional()?)
}

/// A product that anyone may see: published, and its shop active.
pub fn visible(db: &mut Db, id: i64) -> Result<Option<Product>, AppError> {
    Ok(by_id(db, id)?.filter(|p| p.state == PUBLISHED))
}

/// The photos of a product in their order, with their alt texts.
pub fn pictures(db: &mut Db, product_id: i64) -> Result<Vec<Picture>, AppError> {
    type Row = (String, i64, String, i32, i32, String, String);
    let rows: Vec<Row> = product_photos::table
        .inner_join(photos::table.on(photos::id.eq(product_photos::photo_id)))
        .filter(product_photos::product_id.eq(product_id))
        .order(product_photos::position)
        .select((
            product_photos::alt,
            photos::id,
            photos::hash,
            photos::width,
            photos::height,
            photos::tint,
            photos::sizes,
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(alt, id, hash, width, height, tint, sizes)| Picture::new(id, &hash, width, height, tint, &sizes, alt))
        .collect())
}

/// The cards of those products among `ids` that anyone may see.
pub fn cards(db: &mut Db, ids: &[i64]) -> Result<HashMap<i64, ProductCard>, AppError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    type Words = (i64, i64, String, i64, Option<i64>, String, i64);
    type Photo = (i64, String, i32, i32, String, String);
    let rows: Vec<(Words, Option<String>, Option<Photo>)> = products::table
        .inner_join(accounts::table.on(accounts::id.eq(products::account_id)))
        .left_join(
            product_photos::table.on(product_photos::product_id
                .eq(products::id)
                .and(product_photos::position.eq(0))),
        )
        .left_join(photos::table.on(photos::id.nullable().eq(product_photos::photo_id.nullable())))
        .filter(products::id.eq_any(ids))
        .filter(products::state.eq(PUBLISHED))
        .filter(accounts::state.eq("active"))
        .select((
            (
                products::id,
                products::account_id,
                products::title,
                products::price,
                products::sale_price,
                products::availability,
                products::version,
            ),
            product_photos::alt.nullable(),
            (
                photos::id,
                photos::hash,
                photos::width,
                photos::height,
                photos::tint,
                photos::sizes,
            )
                .nullable(),
        ))
        .load(db)?;
    let shop_ids: HashSet<i64> = rows.iter().map(|(p, ..)| p.1).collect();
    let shops = crate::accounts::queries::cards(db, &shop_ids.into_iter().collect::<Vec<_>>())?;
    let cards = rows.into_iter().filter_map(|(product, alt, photo)| {
        let (id, account_id, title, price, sale_price, availability, version) = product;
        let picture = photo.map(|(id, hash, width, height, tint, sizes)| {
            Picture::new(id, &hash, width, height, tint, &sizes, alt.unwrap_or_default())
        });
        Some((
            id,
            ProductCard {
                id,
                url: super::url(id),
                title,
                price,
                sale_price,
                percent_off: card::sale(price, sale_price),
                sold_out: card::sold_out(&availability),
                picture,
                shop: shops.get(&account_id)?.clone(),
                wished: false,
                version,
            },
        ))
    });
    Ok(cards.collect())
}

/// Cards in the order of `ids`.
pub fn cards_in_order(db: &mut Db, ids: &[i64]) -> Result<Vec<ProductCard>, AppError> {
    let mut cards = cards(db, ids)?;
    Ok(ids.iter().filter_map(|id| cards.remove(id)).collect())
}

/// Notes on the cards which of them a person saved. `account_id` 0 saved none.
pub fn mark_wished(db: &mut Db, account_id: i64, cards: &mut [ProductCard]) -> Result<(), AppError> {
    if account_id == 0 || cards.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = cards.iter().map(|c| c.id).collect();
    let wished = wished_among(db, account_id, &ids)?;
    for card in cards {
        card.wished = wished.contains(&card.id);
    }
    Ok(())
}

/// Which of these products a person saved.
pub fn wished_among(db: &mut Db, account_id: i64, ids: &[i64]) -> Result<HashSet<i64>, AppError> {
    let found: Vec<i64> = wishes::table
        .filter(wishes::account_id.eq(account_id))
        .filter(wishes::product_id.eq_any(ids))
        .select(wishes::product_id)
        .load(db)?;
    Ok(found.into_iter().collect())
}

/// The first photo of each product, in any state.
pub fn covers(db: &mut Db, ids: &[i64]) -> Result<HashMap<i64, Picture>, AppError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let firsts: Vec<(i64, i64)> = product_photos::table
        .filter(product_photos::product_id.eq_any(ids))
        .filter(product_photos::position.eq(0))
        .select((product_photos::product_id, product_photos::photo_id))
        .load(db)?;
    let photo_ids: Vec<i64> = firsts.iter().map(|(_, photo)| *photo).collect();
    let pictures = crate::photos::queries::pictures(db, &photo_ids)?;
    Ok(firsts
        .into_iter()
        .filter_map(|(product, photo)| Some((product, pictures.get(&photo)?.clone())))
        .collect())
}
