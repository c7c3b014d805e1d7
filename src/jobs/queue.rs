//! Jobs as rows: put in within the transaction of the change they follow.

use diesel::prelude::*;
use serde::Serialize;

use crate::db::Tx;
use crate::db::schema::jobs;
use crate::error::AppError;

/// Adds a job that runs at `run_at` (milliseconds since 1970 UTC) or soon after.
pub fn enqueue(tx: &mut Tx<'_>, kind: &str, payload: &impl Serialize, run_at: i64) -> Result<i64, AppError> {
    let (id, now) = (tx.new_id(), tx.now());
    let payload = serde_json::to_string(payload).map_err(AppError::internal)?;
    diesel::insert_into(jobs::table)
        .values((
            jobs::id.eq(id),
            jobs::kind.eq(kind),
            jobs::payload.eq(payload),
            jobs::run_at.eq(run_at),
            jobs::created_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}
