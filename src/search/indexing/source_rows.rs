//! Queries for the public rows of the index, which `documents` converts. Queries of the pages are in
//! `search::queries`.

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{accounts, products, stories};
use crate::error::AppError;
use crate::search::engine::document::Kind;
use crate::search::queries::{ACTIVE, BUSINESS, PUBLIC, PUBLISHED};

/// A public story with its author's name.
pub struct StoryRow {
    pub id: i64,
    pub author_id: i64,
    pub author: String,
    pub body: String,
    pub created_at: i64,
}

/// A public product with its shop's name.
pub struct ProductRow {
    pub id: i64,
    pub shop_id: i64,
    pub shop: String,
    pub title: String,
    pub description: String,
    pub brand: String,
    pub category: String,
    pub price: i64,
    pub sale_price: Option<i64>,
    /// Beginning and end of the sale. The end is exclusive, and `None` is open.
    pub sale_from: Option<i64>,
    pub sale_until: Option<i64>,
    pub availability: String,
    pub stock: Option<i64>,
    pub color: String,
    pub size: String,
    /// The group that its variants share, or empty if it has none.
    pub group: String,
    pub created_at: i64,
}

/// A product of a variant group, for the document of the group's representative.
pub struct VariantRow {
    pub shop_id: i64,
    pub group: String,
    pub color: String,
    pub size: String,
    pub availability: String,
    pub stock: Option<i64>,
}

/// An active business account.
pub struct ShopRow {
    pub id: i64,
    pub handle: String,
    pub name: String,
    pub bio: String,
    pub category: String,
    pub address: String,
    pub created_at: i64,
}

/// The rows to read: some by id, or the next ones in the order of ids.
#[derive(Debug, Clone, Copy)]
pub enum SourceFilter<'a> {
    Ids(&'a [i64]),
    After { id: i64, limit: i64 },
}

/// Returns the public ones of these stories.
pub fn stories(db: &mut Db, which: SourceFilter<'_>) -> Result<Vec<StoryRow>, AppError> {
    let mut query = stories::table
        .inner_join(accounts::table.on(accounts::id.eq(stories::author_id)))
        .filter(stories::state.eq(PUBLISHED))
        .filter(stories::visibility.eq(PUBLIC))
        .filter(accounts::state.eq(ACTIVE))
        .select((
            stories::id,
            stories::author_id,
            accounts::display_name,
            stories::body,
            stories::created_at,
        ))
        .into_boxed();
    query = match which {
        SourceFilter::Ids(ids) => query.filter(stories::id.eq_any(ids)),
        SourceFilter::After { id, limit } => query.filter(stories::id.gt(id)).order(stories::id).limit(limit),
    };
    let rows: Vec<(i64, i64, String, String, i64)> = query.load(db)?;
    Ok(rows
        .into_iter()
        .map(|(id, author_id, author, body, created_at)| StoryRow {
            id,
            author_id,
            author,
            body,
            created_at,
        })
        .collect())
}

/// Returns the published ones of these products, of active shops. Of a variant group, only the
/// representative is returned.
pub fn products(db: &mut Db, which: SourceFilter<'_>) -> Result<Vec<ProductRow>, AppError> {
    let mut query = products::table
        .inner_join(accounts::table.on(accounts::id.eq(products::account_id)))
        .filter(products::state.eq(PUBLISHED))
        .filter(products::is_front)
        .filter(accounts::state.eq(ACTIVE))
        .select((
            (products::id, products::account_id, accounts::display_name),
            (products::title, products::description, products::brand, products::category),
            (
                products::price,
                products::sale_price,
                products::sale_from,
                products::sale_until,
            ),
            (products::availability, products::stock),
            (products::color, products::size, products::item_group_id),
            products::created_at,
        ))
        .into_boxed();
    query = match which {
        SourceFilter::Ids(ids) => query.filter(products::id.eq_any(ids)),
        SourceFilter::After { id, limit } => query.filter(products::id.gt(id)).order(products::id).limit(limit),
    };
    type Row = (
        (i64, i64, String),
        (String, String, String, String),
        (i64, Option<i64>, Option<i64>, Option<i64>),
        (String, Option<i64>),
        (String, String, String),
        i64,
    );
    let rows: Vec<Row> = query.load(db)?;
    Ok(rows
        .into_iter()
        .map(|((id, shop_id, shop), words, price, there, variant, created_at)| ProductRow {
            id,
            shop_id,
            shop,
            title: words.0,
            description: words.1,
            brand: words.2,
            category: words.3,
            price: price.0,
            sale_price: price.1,
            sale_from: price.2,
            sale_until: price.3,
            availability: there.0,
            stock: there.1,
            color: variant.0,
            size: variant.1,
            group: variant.2,
            created_at,
        })
        .collect())
}

/// Returns the published variants of these groups. Groups of the same name in several of the shops are all
/// included.
pub fn variants(db: &mut Db, shops: &[i64], groups: &[&str]) -> Result<Vec<VariantRow>, AppError> {
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    type Row = (i64, String, String, String, String, Option<i64>);
    let rows: Vec<Row> = products::table
        .filter(products::account_id.eq_any(shops))
        .filter(products::item_group_id.eq_any(groups))
        .filter(products::state.eq(PUBLISHED))
        .order(products::id)
        .select((
            products::account_id,
            products::item_group_id,
            products::color,
            products::size,
            products::availability,
            products::stock,
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(shop_id, group, color, size, availability, stock)| VariantRow {
            shop_id,
            group,
            color,
            size,
            availability,
            stock,
        })
        .collect())
}

/// Returns all products of these products' groups: the document of a group's representative depends on
/// each of them.
pub fn of_same_group(db: &mut Db, ids: &[i64]) -> Result<Vec<i64>, AppError> {
    let groups: Vec<(i64, String)> = products::table
        .filter(products::id.eq_any(ids))
        .filter(products::item_group_id.ne(""))
        .select((products::account_id, products::item_group_id))
        .distinct()
        .load(db)?;
    let mut found = Vec::new();
    for (shop, group) in groups {
        let members: Vec<i64> = products::table
            .filter(products::account_id.eq(shop))
            .filter(products::item_group_id.eq(group))
            .select(products::id)
            .load(db)?;
        found.extend(members);
    }
    Ok(found)
}

/// Returns the active business accounts among these.
pub fn shops(db: &mut Db, which: SourceFilter<'_>) -> Result<Vec<ShopRow>, AppError> {
    let mut query = accounts::table
        .filter(accounts::kind.eq(BUSINESS))
        .filter(accounts::state.eq(ACTIVE))
        .select((
            (accounts::id, accounts::handle, accounts::display_name),
            (accounts::bio, accounts::category, accounts::address),
            accounts::created_at,
        ))
        .into_boxed();
    query = match which {
        SourceFilter::Ids(ids) => query.filter(accounts::id.eq_any(ids)),
        SourceFilter::After { id, limit } => query.filter(accounts::id.gt(id)).order(accounts::id).limit(limit),
    };
    type Row = ((i64, String, String), (String, String, String), i64);
    let rows: Vec<Row> = query.load(db)?;
    Ok(rows
        .into_iter()
        .map(|((id, handle, name), (bio, category, address), created_at)| ShopRow {
            id,
            handle,
            name,
            bio,
            category,
            address,
            created_at,
        })
        .collect())
}

/// Returns the stories or products of an account in any state, in the order of ids: everything that the
/// index may hold of it.
pub fn of_account(db: &mut Db, kind: Kind, account: i64, after: i64, limit: i64) -> Result<Vec<i64>, AppError> {
    Ok(match kind {
        Kind::Story => stories::table
            .filter(stories::author_id.eq(account))
            .filter(stories::id.gt(after))
            .order(stories::id)
            .limit(limit)
            .select(stories::id)
            .load(db)?,
        Kind::Product => products::table
            .filter(products::account_id.eq(account))
            .filter(products::id.gt(after))
            .order(products::id)
            .limit(limit)
            .select(products::id)
            .load(db)?,
        Kind::Shop => Vec::new(),
    })
}

/// Returns the approximate number of documents in a complete index.
pub fn public_rows(db: &mut Db) -> Result<i64, AppError> {
    let stories: i64 = stories::table
        .filter(stories::state.eq(PUBLISHED))
        .filter(stories::visibility.eq(PUBLIC))
        .count()
        .get_result(db)?;
    let products: i64 = products::table
        .filter(products::state.eq(PUBLISHED))
        .filter(products::is_front)
        .count()
        .get_result(db)?;
    let shops: i64 = accounts::table
        .filter(accounts::kind.eq(BUSINESS))
        .filter(accounts::state.eq(ACTIVE))
        .count()
        .get_result(db)?;
    Ok(stories + products + shops)
}
