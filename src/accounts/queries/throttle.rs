//! Failed log-ins by hashed key.

use diesel::prelude::*;

use crate::db::schema::login_failures;
use crate::db::{Db, Tx};
use crate::error::AppError;

/// Returns the number of failures and the time of the last.
pub fn failures(db: &mut Db, key: &str) -> Result<Option<(i32, i64)>, AppError> {
    Ok(login_failures::table
        .find(key)
        .select((login_failures::failures, login_failures::last_at))
        .first(db)
        .optional()?)
}

/// Stores a time under a key.
pub fn put(tx: &mut Tx<'_>, key: &str, at: i64) -> Result<(), AppError> {
    hold(tx, key)?;
    diesel::update(login_failures::table.find(key))
        .set(login_failures::last_at.eq(at))
        .execute(&mut **tx)?;
    Ok(())
}

/// Creates a key's row if necessary and locks it, so that each of many simultaneous tries sees
/// those before it.
pub fn hold(tx: &mut Tx<'_>, key: &str) -> Result<(), AppError> {
    let now = tx.now();
    let row = (
        login_failures::key_hash.eq(key),
        login_failures::failures.eq(0),
        login_failures::last_at.eq(now),
    );
    let insert = diesel::insert_into(login_failures::table)
        .values(row)
        .on_conflict_do_nothing();
    match &mut **tx {
        Db::Sqlite(c) => insert.execute(c)?,
        Db::Postgres(c) => insert.execute(c)?,
    };
    diesel::update(login_failures::table.find(key))
        .set(login_failures::failures.eq(login_failures::failures))
        .execute(&mut **tx)?;
    Ok(())
}

/// Adds one failure to a locked row; failures before `forget` no longer count.
pub fn count(tx: &mut Tx<'_>, key: &str, forget: i64) -> Result<(), AppError> {
    let now = tx.now();
    diesel::update(login_failures::table.find(key).filter(login_failures::last_at.lt(forget)))
        .set(login_failures::failures.eq(0))
        .execute(&mut **tx)?;
    diesel::update(login_failures::table.find(key))
        .set((
            login_failures::failures.eq(login_failures::failures + 1),
            login_failures::last_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn clear(tx: &mut Tx<'_>, key: &str) -> Result<(), AppError> {
    diesel::delete(login_failures::table.find(key)).execute(&mut **tx)?;
    Ok(())
}

pub fn take_back(tx: &mut Tx<'_>, key: &str) -> Result<(), AppError> {
    diesel::update(login_failures::table.find(key).filter(login_failures::failures.gt(0)))
        .set(login_failures::failures.eq(login_failures::failures - 1))
        .execute(&mut **tx)?;
    Ok(())
}

/// Deletes failures that no longer count.
pub fn sweep(tx: &mut Tx<'_>, before: i64) -> Result<usize, AppError> {
    Ok(diesel::delete(login_failures::table.filter(login_failures::last_at.lt(before))).execute(&mut **tx)?)
}
