//! Queries of the search page: the rows found that are still public, and those that only SQL finds
//! (people by name, popular shops). They read any table; only `recent` writes one.

pub mod recent;
pub mod suggest;

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::engine::document::Kind;
use crate::access::Actor;
use crate::db::Db;
use crate::db::schema::{accounts, products, stories};
use crate::error::AppError;
use crate::stories::visibility::visible_to;

/// Values of states and of visibility, as `stories`, `catalog` and `accounts` write them.
pub(super) const PUBLISHED: i32 = 0;
pub(super) const PUBLIC: i32 = 0;
pub(super) const ACTIVE: &str = "active";
pub(super) const BUSINESS: &str = "business";

/// Returns the public ones of these rows, which the index may show.
pub fn public_ids(db: &mut Db, kind: Kind, ids: &[i64]) -> Result<HashSet<i64>, AppError> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let found: Vec<i64> = match kind {
        Kind::Story => stories::table
            .inner_join(accounts::table.on(accounts::id.eq(stories::author_id)))
            .filter(stories::id.eq_any(ids))
            .filter(stories::state.eq(PUBLISHED))
            .filter(stories::visibility.eq(PUBLIC))
            .filter(accounts::state.eq(ACTIVE))
            .select(stories::id)
            .load(db)?,
        Kind::Product => products::table
            .inner_join(accounts::table.on(accounts::id.eq(products::account_id)))
            .filter(products::id.eq_any(ids))
            .filter(products::state.eq(PUBLISHED))
            .filter(products::is_front)
            .filter(accounts::state.eq(ACTIVE))
            .select(products::id)
            .load(db)?,
        Kind::Shop => accounts::table
            .filter(accounts::id.eq_any(ids))
            .filter(accounts::state.eq(ACTIVE))
            .select(accounts::id)
            .load(db)?,
    };
    Ok(found.into_iter().collect())
}

/// Returns the texts of those of these stories that the actor may see.
pub fn bodies(db: &mut Db, actor: &Actor, ids: &[i64]) -> Result<Vec<(i64, String)>, AppError> {
    Ok(stories::table
        .filter(stories::id.eq_any(ids))
        .filter(visible_to(actor))
        .select((stories::id, stories::body))
        .load(db)?)
}

/// The details of a shop that are shown beside its name.
#[derive(Debug, Clone, Queryable)]
pub struct ShopLine {
    pub bio: String,
    pub category: String,
    pub followers: i64,
}

pub fn shop_lines(db: &mut Db, ids: &[i64]) -> Result<HashMap<i64, ShopLine>, AppError> {
    let rows: Vec<(i64, ShopLine)> = accounts::table
        .filter(accounts::id.eq_any(ids))
        .filter(accounts::kind.eq(BUSINESS))
        .filter(accounts::state.eq(ACTIVE))
        .select((accounts::id, (accounts::bio, accounts::category, accounts::follower_count)))
        .load(db)?;
    Ok(rows.into_iter().collect())
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = BigInt)]
    id: i64,
}

/// Returns active personal accounts whose handle or name begins with `typed`, an exact handle first.
pub fn people(db: &mut Db, typed: &str, limit: i64) -> Result<Vec<i64>, AppError> {
    let from = typed.trim().trim_start_matches('@').to_lowercase();
    if from.is_empty() {
        return Ok(Vec::new());
    }
    // The last character of Unicode sorts after every continuation.
    let to = format!("{from}\u{10FFFF}");
    // Two ranges on two indexes: `LIKE` would read the whole table on SQLite.
    let query = |name: &str, from: &str, to: &str, n: &str| {
        let part = |column: &str| {
            format!(
                "SELECT id, handle FROM (SELECT id, handle FROM accounts WHERE kind = 'personal' AND state = 'active' \
                 AND {column} >= {from} AND {column} < {to} ORDER BY {column} LIMIT {n}) part_"
            )
        };
        format!(
            "SELECT id FROM ({} UNION {}) found_ ORDER BY CASE WHEN handle = {from} THEN 0 ELSE 1 END, handle LIMIT {n}",
            part("handle"),
            part(name)
        )
    };
    let found: Vec<Id> = match db {
        Db::Sqlite(c) => diesel::sql_query(query("lower(display_name)", "?1", "?2", "?3"))
            .bind::<Text, _>(&from)
            .bind::<Text, _>(&to)
            .bind::<BigInt, _>(limit)
            .load(c)?,
        Db::Postgres(c) => diesel::sql_query(query("lower(display_name) COLLATE \"C\"", "$1", "$2", "$3"))
            .bind::<Text, _>(&from)
            .bind::<Text, _>(&to)
            .bind::<BigInt, _>(limit)
            .load(c)?,
    };
    Ok(found.into_iter().map(|row| row.id).collect())
}

/// Returns the active shops with the most followers.
pub fn popular_shops(db: &mut Db, hidden: &HashSet<i64>, limit: i64) -> Result<Vec<i64>, AppError> {
    let mut query = accounts::table
        .filter(accounts::kind.eq(BUSINESS))
        .filter(accounts::state.eq(ACTIVE))
        .order((accounts::follower_count.desc(), accounts::id.desc()))
        .limit(limit)
        .select(accounts::id)
        .into_boxed();
    if !hidden.is_empty() {
        query = query.filter(accounts::id.ne_all(hidden));
    }
    Ok(query.load(db)?)
}
