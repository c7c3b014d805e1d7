//! Queries of recent searches, the only table that the search writes.

use diesel::prelude::*;

use crate::db::schema::recent_searches;
use crate::db::{Db, Tx};
use crate::error::AppError;

/// Returns the searches of an account, the latest first.
pub fn of(db: &mut Db, account_id: i64) -> Result<Vec<String>, AppError> {
    Ok(recent_searches::table
        .filter(recent_searches::account_id.eq(account_id))
        .order((recent_searches::searched_at.desc(), recent_searches::query))
        .select(recent_searches::query)
        .load(db)?)
}

pub fn insert(tx: &mut Tx<'_>, account_id: i64, query: &str) -> Result<(), AppError> {
    let now = tx.now();
    diesel::insert_into(recent_searches::table)
        .values((
            recent_searches::account_id.eq(account_id),
            recent_searches::query.eq(query),
            recent_searches::searched_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Makes a search the latest again. Returns false if the account has no such search.
pub fn touch(tx: &mut Tx<'_>, account_id: i64, query: &str) -> Result<bool, AppError> {
    let now = tx.now();
    let changed = diesel::update(recent_searches::table.find((account_id, query)))
        .set(recent_searches::searched_at.eq(now))
        .execute(&mut **tx)?;
    Ok(changed == 1)
}

pub fn delete(tx: &mut Tx<'_>, account_id: i64, queries: &[String]) -> Result<(), AppError> {
    if !queries.is_empty() {
        let those = recent_searches::table
            .filter(recent_searches::account_id.eq(account_id))
            .filter(recent_searches::query.eq_any(queries));
        diesel::delete(those).execute(&mut **tx)?;
    }
    Ok(())
}

pub fn delete_all(tx: &mut Tx<'_>, account_id: i64) -> Result<(), AppError> {
    diesel::delete(recent_searches::table.filter(recent_searches::account_id.eq(account_id))).execute(&mut **tx)?;
    Ok(())
}
