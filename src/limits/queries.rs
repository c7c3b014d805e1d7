//! The state of each rate limit, by hashed key: how far it is ahead of the clock.

use diesel::prelude::*;

use crate::db::schema::rate_limits;
use crate::db::{Db, Tx};
use crate::error::AppError;

/// Returns the state of a key, 0 if it is new, and locks it until the end of the transaction.
pub fn hold(tx: &mut Tx<'_>, key: &str) -> Result<i64, AppError> {
    if let Some(tat) = touch(tx, key)? {
        return Ok(tat);
    }
    let row = (rate_limits::key_hash.eq(key), rate_limits::tat.eq(0_i64));
    let insert = diesel::insert_into(rate_limits::table).values(row).on_conflict_do_nothing();
    match &mut **tx {
        Db::Sqlite(c) => insert.execute(c)?,
        Db::Postgres(c) => insert.execute(c)?,
    };
    // Another node may have inserted it meanwhile.
    Ok(touch(tx, key)?.unwrap_or(0))
}

fn touch(tx: &mut Tx<'_>, key: &str) -> Result<Option<i64>, AppError> {
    Ok(diesel::update(rate_limits::table.find(key))
        .set(rate_limits::tat.eq(rate_limits::tat))
        .returning(rate_limits::tat)
        .get_result(&mut **tx)
        .optional()?)
}

/// Sets the state of a key that is locked.
pub fn set(tx: &mut Tx<'_>, key: &str, tat: i64) -> Result<(), AppError> {
    diesel::update(rate_limits::table.find(key))
        .set(rate_limits::tat.eq(tat))
        .execute(&mut **tx)?;
    Ok(())
}

/// Deletes keys that the clock has caught up with: they behave like new ones.
pub fn sweep(tx: &mut Tx<'_>, before: i64) -> Result<usize, AppError> {
    Ok(diesel::delete(rate_limits::table.filter(rate_limits::tat.lt(before))).execute(&mut **tx)?)
}
