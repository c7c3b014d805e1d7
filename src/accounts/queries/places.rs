//! Browsers and addresses that a login was entered from, by hashed key.

use diesel::prelude::*;

use crate::db::schema::login_places;
use crate::db::{Db, Tx};
use crate::error::AppError;

/// Returns true if the login was entered from there at or after `since`.
pub fn is_known(db: &mut Db, login_id: i64, key: &str, since: i64) -> Result<bool, AppError> {
    let place = login_places::table
        .find((login_id, key))
        .filter(login_places::last_at.ge(since));
    Ok(diesel::select(diesel::dsl::exists(place)).get_result(db)?)
}

/// Records that the login was entered from there now.
pub fn remember(tx: &mut Tx<'_>, login_id: i64, key: &str) -> Result<(), AppError> {
    let now = tx.now();
    let again = diesel::update(login_places::table.find((login_id, key)))
        .set(login_places::last_at.eq(now))
        .execute(&mut **tx)?;
    if again == 1 {
        return Ok(());
    }
    let row = (
        login_places::login_id.eq(login_id),
        login_places::key_hash.eq(key),
        login_places::last_at.eq(now),
    );
    let insert = diesel::insert_into(login_places::table).values(row).on_conflict_do_nothing();
    match &mut **tx {
        Db::Sqlite(c) => insert.execute(c)?,
        Db::Postgres(c) => insert.execute(c)?,
    };
    Ok(())
}

/// Forgets all places of a login, after a password reset or when the person leaves.
pub fn forget(tx: &mut Tx<'_>, login_id: i64) -> Result<(), AppError> {
    diesel::delete(login_places::table.filter(login_places::login_id.eq(login_id))).execute(&mut **tx)?;
    Ok(())
}

/// Deletes places that were last used before `before`.
pub fn sweep(tx: &mut Tx<'_>, before: i64) -> Result<usize, AppError> {
    Ok(diesel::delete(login_places::table.filter(login_places::last_at.lt(before))).execute(&mut **tx)?)
}
