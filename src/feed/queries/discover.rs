//! Queries beside the feed: popular shops, their newest products, and the contents of the sitemap.

use std::collections::{HashMap, HashSet};

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Text};
use diesel::sqlite::{Sqlite, SqliteConnection};

use crate::db::schema::{accounts, products};
use crate::db::{Db, ids};
use crate::error::AppError;

/// Returns the shops with the most followers, without hidden ones, in one
/// category unless `category` is empty.
pub fn popular_shops(db: &mut Db, hidden: &HashSet<i64>, category: &str, limit: i64) -> Result<Vec<i64>, AppError> {
    let mut query = accounts::table
        .filter(accounts::kind.eq("business"))
        .filter(accounts::state.eq("active"))
        .into_boxed();
    if !category.is_empty() {
        query = query.filter(accounts::category.eq(category.to_owned()));
    }
    if !hidden.is_empty() {
        query = query.filter(accounts::id.ne_all(hidden));
    }
    Ok(query
        .order((accounts::follower_count.desc(), accounts::id.desc()))
        .select(accounts::id)
        .limit(limit)
        .load(db)?)
}

/// Returns the newest products of the whole site, without those of hidden shops.
pub fn fresh_products(db: &mut Db, hidden: &HashSet<i64>, limit: i64) -> Result<Vec<i64>, AppError> {
    let mut query = products::table
        .inner_join(accounts::table.on(accounts::id.eq(products::account_id)))
        .filter(products::state.eq(0))
        .filter(products::is_front.eq(true))
        .filter(accounts::state.eq("active"))
        .order(products::id.desc())
        .select(products::id)
        .limit(limit)
        .into_boxed();
    if !hidden.is_empty() {
        query = query.filter(products::account_id.ne_all(hidden));
    }
    Ok(query.load(db)?)
}

/// Returns the newest products of a shop.
pub fn products_of(db: &mut Db, shop: i64, limit: i64) -> Result<Vec<i64>, AppError> {
    Ok(products::table
        .filter(products::account_id.eq(shop))
        .filter(products::state.eq(0))
        .filter(products::is_front.eq(true))
        .order(products::id.desc())
        .select(products::id)
        .limit(limit)
        .load(db)?)
}

/// Returns the last shop of the part of `n` shops after an id, in any state.
/// Returns `None` if no more shops follow.
pub fn end_of_shops(db: &mut Db, after: i64, n: i64) -> Result<Option<i64>, AppError> {
    let ids = accounts::table
        .filter(accounts::kind.eq("business"))
        .filter(accounts::id.gt(after))
        .order(accounts::id)
        .select(accounts::id)
        .limit(n + 1)
        .load(db)?;
    Ok(crate::db::ids::end_of_part(&ids, n))
}

/// Returns the handles of the active shops in a range of ids, each with the
/// time at which it last opened, published a story or added a product.
pub fn shops_with_news(db: &mut Db, after: i64, until: i64) -> Result<Vec<(String, i64)>, AppError> {
    let rows: Vec<(i64, String, i64, i64)> = accounts::table
        .filter(accounts::kind.eq("business"))
        .filter(accounts::state.eq("active"))
        .filter(accounts::id.gt(after))
        .filter(accounts::id.le(until))
        .order(accounts::id)
        .select((accounts::id, accounts::handle, accounts::created_at, accounts::last_story_id))
        .load(db)?;
    let shops: Vec<i64> = rows.iter().map(|r| r.0).collect();
    let newest: HashMap<i64, i64> = newest_products(db, &shops, 1)?.into_iter().collect();
    Ok(rows
        .into_iter()
        .map(|(id, handle, created_at, story)| {
            let newest = story.max(newest.get(&id).copied().unwrap_or(0));
            (handle, created_at.max(ids::made_at(newest)))
        })
        .collect())
}

/// Returns the bio of each of these shops.
pub fn bios(db: &mut Db, shops: &[i64]) -> Result<HashMap<i64, String>, AppError> {
    let rows: Vec<(i64, String)> = accounts::table
        .filter(accounts::id.eq_any(shops))
        .select((accounts::id, accounts::bio))
        .load(db)?;
    Ok(rows.into_iter().collect())
}

/// Returns the newest products of each of these shops, newest first, as (shop, product).
pub fn newest_products(db: &mut Db, shops: &[i64], each: i64) -> Result<Vec<(i64, i64)>, AppError> {
    let mut rows: Vec<(i64, i64)> = match db {
        Db::Sqlite(conn) => {
            let list: Vec<String> = shops.iter().map(i64::to_string).collect();
            let shops = format!("[{}]", list.join(","));
            Goods { shops, each }.load(conn)?
        }
        Db::Postgres(conn) => Goods {
            shops: shops.to_vec(),
            each,
        }
        .load(conn)?,
    };
    rows.sort_unstable_by_key(|(_, product)| std::cmp::Reverse(*product));
    Ok(rows)
}

/// The query of the newest products: one seek for each shop, in one statement.
struct Goods<Ids> {
    shops: Ids,
    each: i64,
}

const NEWEST: &str = " FROM products n WHERE n.account_id = s.id AND n.state = 0 AND n.is_front ORDER BY n.id DESC LIMIT ";

impl QueryFragment<Sqlite> for Goods<String> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("SELECT s.id, p.id FROM (SELECT value AS id FROM json_each(");
        out.push_bind_param::<Text, String>(&self.shops)?;
        out.push_sql(")) s CROSS JOIN products p WHERE p.id IN (SELECT n.id");
        out.push_sql(NEWEST);
        out.push_bind_param::<BigInt, i64>(&self.each)?;
        out.push_sql(")");
        Ok(())
    }
}

impl QueryFragment<Pg> for Goods<Vec<i64>> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("SELECT s.id, p.id FROM unnest(");
        out.push_bind_param::<Array<BigInt>, Vec<i64>>(&self.shops)?;
        out.push_sql(") AS s(id) CROSS JOIN LATERAL (SELECT n.id");
        out.push_sql(NEWEST);
        out.push_bind_param::<BigInt, i64>(&self.each)?;
        out.push_sql(") p");
        Ok(())
    }
}

impl<Ids: 'static> QueryId for Goods<Ids> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<Ids> Query for Goods<Ids> {
    type SqlType = (BigInt, BigInt);
}

impl RunQueryDsl<SqliteConnection> for Goods<String> {}
impl RunQueryDsl<PgConnection> for Goods<Vec<i64>> {}
