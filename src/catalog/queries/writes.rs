//! The catalog's writes. Every write that changes what a shop shows also raises the shop's version.
//! `lock_shop` always comes first, so two writers of a shop never deadlock.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::catalog::rules::Draft;
use crate::db::schema::{accounts, product_photos, products, wishes};
use crate::db::{Db, Tx};
use crate::error::AppError;

/// Locks a shop's catalog until the end of the transaction, so that checks such as the uniqueness
/// of a SKU stay true. Returns false if the shop is not active.
pub fn lock_shop(tx: &mut Tx<'_>, shop_id: i64) -> Result<bool, AppError> {
    let rows = diesel::update(accounts::table.find(shop_id).filter(accounts::state.eq("active")))
        .set(accounts::version.eq(accounts::version))
        .execute(&mut **tx)?;
    Ok(rows == 1)
}

/// Returns a number that every change to a shop's catalog raises.
pub fn catalog_version(db: &mut Db, shop_id: i64) -> Result<i64, AppError> {
    let version = accounts::table.find(shop_id).select(accounts::version);
    Ok(version.first(db)?)
}

/// Returns id, title and state of the shop's product with this SKU.
pub fn with_sku(db: &mut Db, shop_id: i64, sku: &str) -> Result<Option<(i64, String, i32)>, AppError> {
    Ok(products::table
        .filter(products::account_id.eq(shop_id))
        .filter(products::sku.eq(sku))
        .select((products::id, products::title, products::state))
        .first(db)
        .optional()?)
}

/// Removes the SKU of a (deleted) product, so that it can be used again.
pub fn free_sku(tx: &mut Tx<'_>, id: i64) -> Result<(), AppError> {
    diesel::update(products::table.find(id))
        .set(products::sku.eq(None::<String>))
        .execute(&mut **tx)?;
    Ok(())
}

/// Returns id, title and state for every SKU of a shop, for runs of many writes.
pub fn skus(db: &mut Db, shop_id: i64) -> Result<HashMap<String, (i64, String, i32)>, AppError> {
    let rows: Vec<(Option<String>, i64, String, i32)> = products::table
        .filter(products::account_id.eq(shop_id))
        .filter(products::sku.is_not_null())
        .select((products::sku, products::id, products::title, products::state))
        .load(db)?;
    Ok(rows
        .into_iter()
        .filter_map(|(sku, id, title, state)| Some((sku?, (id, title, state))))
        .collect())
}

/// Returns the versions of products, as a batch stores them.
pub fn versions(db: &mut Db, ids: &[i64]) -> Result<HashMap<i64, i64>, AppError> {
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let rows: Vec<(i64, i64)> = products::table
            .filter(products::id.eq_any(some))
            .select((products::id, products::version))
            .load(db)?;
        found.extend(rows);
    }
    Ok(found)
}

/// The columns of a product that its form fills.
#[derive(Insertable, AsChangeset)]
#[diesel(table_name = products, treat_none_as_null = true, treat_none_as_default_value = false)]
struct ProductColumns<'a> {
    sku: Option<&'a str>,
    title: &'a str,
    description: &'a str,
    brand: &'a str,
    category: &'a str,
    link: &'a str,
    availability: &'a str,
    condition: &'a str,
    price: i64,
    sale_price: Option<i64>,
    sale_from: Option<i64>,
    sale_until: Option<i64>,
    item_group_id: &'a str,
    color: &'a str,
    size: &'a str,
    stock: Option<i64>,
    section_id: Option<i64>,
    state: i32,
}

impl<'a> ProductColumns<'a> {
    fn of(draft: &'a Draft, section_id: Option<i64>) -> Self {
        Self {
            sku: draft.sku.as_deref(),
            title: &draft.title,
            description: &draft.description,
            brand: &draft.brand,
            category: &draft.category,
            link: &draft.link,
            availability: draft.availability.code(),
            condition: draft.condition.code(),
            price: draft.price,
            sale_price: draft.sale_price,
            sale_from: draft.sale_from,
            sale_until: draft.sale_until,
            item_group_id: &draft.item_group_id,
            color: &draft.color,
            size: &draft.size,
            stock: draft.stock,
            section_id,
            state: draft.status.state(),
        }
    }
}

pub fn insert(tx: &mut Tx<'_>, shop_id: i64, login_id: i64, draft: &Draft, section_id: Option<i64>) -> Result<i64, AppError> {
    let (id, now) = (tx.new_id(), tx.now());
    diesel::insert_into(products::table)
        .values((
            (
                products::id.eq(id),
                products::account_id.eq(shop_id),
                products::login_id.eq(Some(login_id)),
                products::created_at.eq(now),
                products::updated_at.eq(now),
            ),
            ProductColumns::of(draft, section_id),
            // `settle` chooses the representative of a group.
            products::is_front.eq(draft.item_group_id.is_empty()),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

pub fn update(tx: &mut Tx<'_>, id: i64, draft: &Draft, section_id: Option<i64>) -> Result<(), AppError> {
    let now = tx.now();
    diesel::update(products::table.find(id))
        .set((
            ProductColumns::of(draft, section_id),
            (products::updated_at.eq(now), products::version.eq(products::version + 1)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_group(tx: &mut Tx<'_>, id: i64, group: &str) -> Result<(), AppError> {
    let now = tx.now();
    diesel::update(products::table.find(id))
        .set((
            products::item_group_id.eq(group),
            products::updated_at.eq(now),
            products::version.eq(products::version + 1),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Moves a product from one state to another and stores the old one. Returns false if it was not in
/// `from`.
pub fn change_state(tx: &mut Tx<'_>, id: i64, from: i32, to: i32) -> Result<bool, AppError> {
    let now = tx.now();
    let rows = diesel::update(products::table.find(id).filter(products::state.eq(from)))
        .set((
            products::state.eq(to),
            products::state_before.eq(from),
            products::updated_at.eq(now),
            products::version.eq(products::version + 1),
        ))
        .execute(&mut **tx)?;
    Ok(rows == 1)
}

/// Raises the shop's version and changes its number of published products by `products`.
pub fn bump_shop(tx: &mut Tx<'_>, shop_id: i64, products: i64) -> Result<(), AppError> {
    diesel::update(accounts::table.find(shop_id))
        .set((
            accounts::product_count.eq(accounts::product_count + products),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Replaces a product's photos and their alt texts.
pub fn replace_photos(tx: &mut Tx<'_>, product_id: i64, photos: &[(i64, String)]) -> Result<(), AppError> {
    diesel::delete(product_photos::table.filter(product_photos::product_id.eq(product_id))).execute(&mut **tx)?;
    for (position, (photo_id, alt)) in (0_i32..).zip(photos) {
        diesel::insert_into(product_photos::table)
            .values((
                product_photos::product_id.eq(product_id),
                product_photos::position.eq(position),
                product_photos::photo_id.eq(photo_id),
                product_photos::alt.eq(alt),
            ))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Saves a product for a person or removes it from the wishes, and returns the number of people who
/// saved it. Idempotent, also under concurrent requests.
pub fn set_wish(tx: &mut Tx<'_>, account_id: i64, product_id: i64, on: bool) -> Result<i64, AppError> {
    let now = tx.now();
    let row = (
        wishes::account_id.eq(account_id),
        wishes::product_id.eq(product_id),
        wishes::created_at.eq(now),
    );
    let changed = if on {
        match &mut **tx {
            Db::Sqlite(c) => diesel::insert_into(wishes::table)
                .values(row)
                .on_conflict_do_nothing()
                .execute(c)?,
            Db::Postgres(c) => diesel::insert_into(wishes::table)
                .values(row)
                .on_conflict_do_nothing()
                .execute(c)?,
        }
    } else {
        diesel::delete(wishes::table.find((account_id, product_id))).execute(&mut **tx)?
    };
    let step = match (changed, on) {
        (0, _) => 0_i64,
        (_, true) => 1,
        (_, false) => -1,
    };
    Ok(diesel::update(products::table.find(product_id))
        .set(products::wish_count.eq(products::wish_count + step))
        .returning(products::wish_count)
        .get_result(&mut **tx)?)
}
