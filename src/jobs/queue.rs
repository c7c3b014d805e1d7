//! Jobs as rows: put in within the transaction of the change they follow,
//! claimed by lease, done, failed, dead.
//!
//! No transaction is held while a job works. Its lease is a time: until then
//! it is somebody's, and whoever claims it writes a new one only where the old
//! one is unchanged, so two runners never hold the same job.

use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::schema::jobs;
use crate::db::{Db, Tx};
use crate::error::AppError;

/// How long a claim holds. A runner that was killed leaves its job to others after this.
pub const LEASE_MS: i64 = 5 * 60 * 1000;
/// After this many tries a job is dead: shown by `doctor`, tried no more.
pub const MAX_ATTEMPTS: i32 = 8;

/// A claimed job.
#[derive(Debug, Clone, Queryable)]
pub struct Job {
    pub id: i64,
    pub kind: String,
    pub payload: String,
    /// When it was to run, milliseconds since 1970 UTC.
    pub run_at: i64,
    /// Tries, this one included.
    pub attempts: i32,
    lease: i64,
}

impl Job {
    /// What was enqueued.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, AppError> {
        serde_json::from_str(&self.payload).map_err(AppError::internal)
    }
}

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

/// The job that is due next and is nobody's.
pub fn due(db: &mut Db, now: i64) -> Result<Option<Job>, AppError> {
    Ok(jobs::table
        .filter(jobs::dead_at.is_null())
        .filter(jobs::run_at.le(now))
        .filter(jobs::lease.le(now))
        .order((jobs::run_at, jobs::id))
        .select((jobs::id, jobs::kind, jobs::payload, jobs::run_at, jobs::attempts, jobs::lease))
        .first(db)
        .optional()?)
}

/// When the next job is due that is not dead; leases are waited for too.
pub fn next_at(db: &mut Db) -> Result<Option<i64>, AppError> {
    let first: Option<(i64, i64)> = jobs::table
        .filter(jobs::dead_at.is_null())
        .order((jobs::run_at, jobs::id))
        .select((jobs::run_at, jobs::lease))
        .first(db)
        .optional()?;
    Ok(first.map(|(run_at, lease)| run_at.max(lease)))
}

/// Makes a due job ours; `false` when another runner was faster.
pub fn claim(tx: &mut Tx<'_>, job: &mut Job) -> Result<bool, AppError> {
    let lease = tx.now() + LEASE_MS;
    let won = diesel::update(jobs::table.find(job.id))
        .filter(jobs::lease.eq(job.lease))
        .filter(jobs::dead_at.is_null())
        // Counted before the work: a job that kills the process dies in the end too.
        .set((jobs::lease.eq(lease), jobs::attempts.eq(jobs::attempts + 1)))
        .execute(&mut **tx)?;
    job.lease = lease;
    job.attempts += 1;
    Ok(won == 1)
}

/// The work is done: the row goes, if it is still ours.
pub fn done(tx: &mut Tx<'_>, job: &Job) -> Result<(), AppError> {
    diesel::delete(jobs::table.find(job.id))
        .filter(jobs::lease.eq(job.lease))
        .execute(&mut **tx)?;
    Ok(())
}

/// The work failed: it is tried again later, or is dead (`true`).
pub fn failed(tx: &mut Tx<'_>, job: &Job, error: &str) -> Result<bool, AppError> {
    let now = tx.now();
    let dead = job.attempts >= MAX_ATTEMPTS;
    diesel::update(jobs::table.find(job.id))
        .filter(jobs::lease.eq(job.lease))
        .set((
            jobs::lease.eq(0),
            jobs::run_at.eq(now + backoff_ms(job.attempts)),
            jobs::last_error.eq(Some(crate::text::excerpt(error, 500))),
            jobs::dead_at.eq(dead.then_some(now)),
        ))
        .execute(&mut **tx)?;
    Ok(dead)
}

/// The dead, newest first, as (id, kind, last error).
pub fn dead(db: &mut Db, limit: i64) -> Result<Vec<(i64, String, Option<String>)>, AppError> {
    Ok(jobs::table
        .filter(jobs::dead_at.is_not_null())
        .order(jobs::id.desc())
        .limit(limit)
        .select((jobs::id, jobs::kind, jobs::last_error))
        .load(db)?)
}

/// Takes a job out, dead or alive: an operator's decision.
pub fn forget(tx: &mut Tx<'_>, id: i64) -> Result<(), AppError> {
    diesel::delete(jobs::table.find(id)).execute(&mut **tx)?;
    Ok(())
}

/// Puts a dead job back to be tried from the beginning.
pub fn revive(tx: &mut Tx<'_>, id: i64) -> Result<(), AppError> {
    let now = tx.now();
    diesel::update(jobs::table.find(id))
        .filter(jobs::dead_at.is_not_null())
        .set((
            jobs::dead_at.eq(None::<i64>),
            jobs::attempts.eq(0),
            jobs::run_at.eq(now),
            jobs::lease.eq(0),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// 5 s, 15 s, 45 s … an hour at most.
fn backoff_ms(attempts: i32) -> i64 {
    let times = u32::try_from(attempts.saturating_sub(1)).unwrap_or(0).min(10);
    (5_000 * 3_i64.pow(times)).min(3_600_000)
}

#[cfg(test)]
mod tests {
    use super::backoff_ms;

    #[test]
    fn waits_grow_to_an_hour() {
        assert_eq!(backoff_ms(1), 5_000);
        assert_eq!(backoff_ms(2), 15_000);
        assert_eq!(backoff_ms(7), 3_600_000);
        assert_eq!(backoff_ms(i32::MAX), 3_600_000);
    }
}
