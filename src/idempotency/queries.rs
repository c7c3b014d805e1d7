//! Responses by login and hashed key.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use crate::db::schema::idempotency_keys;
use crate::db::{Db, Tx};
use crate::error::AppError;

/// Makes other transactions with the same key wait for the end of this one: on PostgreSQL two of
/// them could both find nothing. SQLite has only one writer.
pub fn lock(tx: &mut Tx<'_>, login_id: i64, key_hash: &str) -> Result<(), AppError> {
    if let Db::Postgres(pg) = &mut **tx {
        diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, $2))")
            .bind::<Text, _>(key_hash)
            .bind::<BigInt, _>(login_id)
            .execute(pg)?;
    }
    Ok(())
}

/// Returns location, key of the flash message (may be empty) and JSON of a response.
pub fn find(tx: &mut Tx<'_>, login_id: i64, key_hash: &str) -> Result<Option<(String, String, String)>, AppError> {
    Ok(idempotency_keys::table
        .find((login_id, key_hash))
        .select((idempotency_keys::location, idempotency_keys::flash, idempotency_keys::json))
        .first(&mut **tx)
        .optional()?)
}

pub fn insert(tx: &mut Tx<'_>, login_id: i64, key_hash: &str, answer: (&str, &str, &str)) -> Result<(), AppError> {
    let (location, flash, json) = answer;
    let now = tx.now();
    diesel::insert_into(idempotency_keys::table)
        .values((
            idempotency_keys::login_id.eq(login_id),
            idempotency_keys::key_hash.eq(key_hash),
            idempotency_keys::location.eq(location),
            idempotency_keys::flash.eq(flash),
            idempotency_keys::json.eq(json),
            idempotency_keys::created_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn delete_before(tx: &mut Tx<'_>, moment: i64) -> Result<(), AppError> {
    diesel::delete(idempotency_keys::table.filter(idempotency_keys::created_at.lt(moment))).execute(&mut **tx)?;
    Ok(())
}
