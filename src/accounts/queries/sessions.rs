//! Sessions as rows.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::schema::sessions;
use crate::db::{Db, Tx};
use crate::error::AppError;

/// A session as its owner sees it.
#[derive(Debug, Clone, Queryable)]
pub struct Session {
    pub token_hash: String,
    pub device: String,
    pub created_at: i64,
    pub last_seen_at: i64,
}

pub fn insert(tx: &mut Tx<'_>, token_hash: &str, login_id: i64, acting_as: Option<i64>, device: &str) -> Result<(), AppError> {
    let now = tx.now();
    diesel::insert_into(sessions::table)
        .values((
            sessions::token_hash.eq(token_hash),
            sessions::login_id.eq(login_id),
            sessions::acting_as.eq(acting_as),
            sessions::device.eq(device),
            sessions::created_at.eq(now),
            sessions::last_seen_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn delete(tx: &mut Tx<'_>, token_hash: &str) -> Result<(), AppError> {
    diesel::delete(sessions::table.find(token_hash)).execute(&mut **tx)?;
    Ok(())
}

/// Deletes all sessions of a login except `keep`. Returns their number.
pub fn delete_others(tx: &mut Tx<'_>, login_id: i64, keep: Option<&str>) -> Result<usize, AppError> {
    let mine = sessions::table.filter(sessions::login_id.eq(login_id));
    Ok(diesel::delete(mine.filter(sessions::token_hash.ne(keep.unwrap_or("")))).execute(&mut **tx)?)
}

/// Marks the sessions to get new tokens at their next request (access/load.rs).
pub fn mark_for_renewal(tx: &mut Tx<'_>, login_id: i64) -> Result<(), AppError> {
    diesel::update(sessions::table.filter(sessions::login_id.eq(login_id)))
        .set(sessions::renew.eq(true))
        .execute(&mut **tx)?;
    Ok(())
}

/// Deletes one session of a login by the start of its hash, which is all that the page shows.
pub fn delete_one(tx: &mut Tx<'_>, login_id: i64, hash_start: &str) -> Result<usize, AppError> {
    let mine = sessions::table.filter(sessions::login_id.eq(login_id));
    Ok(diesel::delete(mine.filter(sessions::token_hash.like(format!("{hash_start}%")))).execute(&mut **tx)?)
}

pub fn of_login(db: &mut Db, login_id: i64, limit: i64) -> Result<Vec<Session>, AppError> {
    Ok(sessions::table
        .filter(sessions::login_id.eq(login_id))
        .order(sessions::last_seen_at.desc())
        .limit(limit)
        .select((
            sessions::token_hash,
            sessions::device,
            sessions::created_at,
            sessions::last_seen_at,
        ))
        .load(db)?)
}

/// Writes when sessions were last seen.
pub fn seen(tx: &mut Tx<'_>, when: &HashMap<String, i64>) -> Result<(), AppError> {
    for (hash, at) in when {
        diesel::update(sessions::table.find(hash))
            .set(sessions::last_seen_at.eq(at))
            .execute(&mut **tx)?;
    }
    Ok(())
}

pub fn newest_seen(db: &mut Db) -> Result<Option<i64>, AppError> {
    Ok(sessions::table.select(diesel::dsl::max(sessions::last_seen_at)).first(db)?)
}

/// Moves the last-seen time of every session by `by_ms`.
pub fn shift(tx: &mut Tx<'_>, by_ms: i64) -> Result<usize, AppError> {
    Ok(diesel::update(sessions::table)
        .set(sessions::last_seen_at.eq(sessions::last_seen_at + by_ms))
        .execute(&mut **tx)?)
}

/// Deletes sessions that nobody has used since `before`.
pub fn sweep(tx: &mut Tx<'_>, before: i64) -> Result<usize, AppError> {
    Ok(diesel::delete(sessions::table.filter(sessions::last_seen_at.lt(before))).execute(&mut **tx)?)
}
