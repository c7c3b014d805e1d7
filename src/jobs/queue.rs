//! Jobs as rows: enqueued in the transaction of the change they follow, claimed by lease, then
//! done, failed or dead.
//!
//! No transaction stays open while a job runs. Its lease is a time until which it belongs to a
//! runner. A runner claims a job by replacing the lease only if it is unchanged, so two runners
//! never hold the same job.

use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::schema::jobs;
use crate::db::{Db, Tx};
use crate::error::AppError;

/// Duration of a lease. If a runner is killed, others may claim its job after this time.
pub const LEASE_MS: i64 = 5 * 60 * 1000;
/// Tries after which a job is dead: `doctor` shows it, and it is not tried again.
pub const MAX_ATTEMPTS: i32 = 8;

/// A claimed job.
#[derive(Debug, Clone, Queryable)]
pub struct Job {
    pub id: i64,
    pub kind: String,
    pub payload: String,
    /// The time from which it may run, in milliseconds since 1970 UTC.
    pub run_at: i64,
    /// Number of tries, including this one.
    pub attempts: i32,
    lease: i64,
}

impl Job {
    /// Deserialises the payload.
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

/// Returns the next due job without a lease in force.
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

/// Returns the time at which the next job that is not dead is due, or its lease ends.
pub fn next_at(db: &mut Db) -> Result<Option<i64>, AppError> {
    let first: Option<(i64, i64)> = jobs::table
        .filter(jobs::dead_at.is_null())
        .order((jobs::run_at, jobs::id))
        .select((jobs::run_at, jobs::lease))
        .first(db)
        .optional()?;
    Ok(first.map(|(run_at, lease)| run_at.max(lease)))
}

/// Claims a due job. Returns false if another runner was faster.
pub fn claim(tx: &mut Tx<'_>, job: &mut Job) -> Result<bool, AppError> {
    let lease = tx.now() + LEASE_MS;
    let won = diesel::update(jobs::table.find(job.id))
        .filter(jobs::lease.eq(job.lease))
        .filter(jobs::dead_at.is_null())
        // The try is counted before the work, so that a job that kills the process also ends up
        // dead.
        .set((jobs::lease.eq(lease), jobs::attempts.eq(jobs::attempts + 1)))
        .execute(&mut **tx)?;
    job.lease = lease;
    job.attempts += 1;
    Ok(won == 1)
}

/// Deletes the row of a finished job, if the lease is still ours.
pub fn done(tx: &mut Tx<'_>, job: &Job) -> Result<(), AppError> {
    diesel::delete(jobs::table.find(job.id))
        .filter(jobs::lease.eq(job.lease))
        .execute(&mut **tx)?;
    Ok(())
}

/// Reschedules a failed job. Returns true if it is dead instead.
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

/// Returns the dead jobs, newest first, as (id, kind, last error).
pub fn dead(db: &mut Db, limit: i64) -> Result<Vec<(i64, String, Option<String>)>, AppError> {
    Ok(jobs::table
        .filter(jobs::dead_at.is_not_null())
        .order(jobs::id.desc())
        .limit(limit)
        .select((jobs::id, jobs::kind, jobs::last_error))
        .load(db)?)
}

/// Deletes a job, dead or alive, for an operator.
pub fn forget(tx: &mut Tx<'_>, id: i64) -> Result<(), AppError> {
    diesel::delete(jobs::table.find(id)).execute(&mut **tx)?;
    Ok(())
}

/// Puts a dead job back, with all its tries.
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

/// Returns the wait before the next try: 5 s, 15 s, 45 s … an hour at most.
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
