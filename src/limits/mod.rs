//! Rate limits on actions and searches (rules.rs has the numbers). The algorithm is GCRA, from the
//! crate `governor`. Its state is one number per key, stored in the database for limits that all
//! nodes share, and in memory for those of one node.
//!
//! A handler spends after it has checked the form and before it writes anything: a form with
//! mistakes costs nothing, and one that comes too early is shown again with what was typed
//! (`Cx::wait`). Either everything that an action spends is spent, or none of it.

mod queries;
pub mod rules;

use std::cell::Cell;
use std::collections::HashMap;
use std::fmt::Display;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::{NotKeyed, StateStore};
use governor::{Quota, RateLimiter};

use crate::access::Actor;
use crate::access::load::token_hash;
use crate::app::App;
use crate::db::Tx;
use crate::error::AppError;
use crate::web::request::Cx;
use crate::web::request_meta::Meta;
use rules::{Limit, Place};

/// An amount to take from one limit under one key.
#[derive(Debug)]
pub struct Spend {
    limit: &'static Limit,
    /// Hash of the limit's name and its subject, so that addresses are not stored in the clear.
    key: String,
    count: u32,
}

impl Spend {
    pub fn one(limit: &'static Limit, whose: impl Display) -> Self {
        Self::many(limit, whose, 1)
    }

    /// Spends several at once; more than the bucket holds counts as a full bucket.
    pub fn many(limit: &'static Limit, whose: impl Display, count: usize) -> Self {
        Self {
            key: token_hash(&format!("limit {} {whose}", limit.name)),
            count: u32::try_from(count).unwrap_or(u32::MAX).min(limit.burst.get()),
            limit,
        }
    }
}

/// Spends everything, or fails with the time to wait. It runs in the transaction of the action: if
/// that fails later, the shared limits are rolled back.
pub fn spend(app: &App, tx: &mut Tx<'_>, wanted: Vec<Spend>) -> Result<(), AppError> {
    if !app.config.rate_limits {
        return Ok(());
    }
    let now = nanoseconds(tx.now());
    let wanted = wanted.into_iter().filter(|s| s.count > 0);
    let (mut shared, node): (Vec<Spend>, Vec<Spend>) = wanted.partition(|s| s.limit.place == Place::Shared);
    // Always in the same order, so that two transactions never deadlock.
    shared.sort_by(|a, b| a.key.cmp(&b.key));
    let mut wait = 0;
    let mut after = Vec::with_capacity(shared.len());
    for spend in &shared {
        let tat = u64::try_from(queries::hold(tx, &spend.key)?).unwrap_or(0);
        match judge(spend, tat, now) {
            Ok(tat) => after.push((&spend.key, i64::try_from(tat).unwrap_or(i64::MAX))),
            Err(ns) => wait = wait.max(ns),
        }
    }
    refusal(wait)?;
    app.cache::<Node>().spend(&node, now)?;
    for (key, tat) in after {
        queries::set(tx, key, tat)?;
    }
    Ok(())
}

impl<W> Cx<'_, Tx<'_>, W> {
    /// Spends in the transaction of the action. Returns the seconds to wait if that is refused.
    pub fn spend(&mut self, wanted: Vec<Spend>) -> Result<Option<u64>, AppError> {
        match spend(self.app, self.db, wanted) {
            Ok(()) => Ok(None),
            Err(AppError::TooMany { retry_after }) => Ok(Some(retry_after)),
            Err(error) => Err(error),
        }
    }
}

/// Spends one unit of a node's own limit: by account, or by address for visitors.
pub fn spend_reading(app: &App, actor: &Actor, meta: &Meta, limit: &'static Limit) -> Result<(), AppError> {
    if !app.config.rate_limits {
        return Ok(());
    }
    let whose = match actor.account_id() {
        0 => format!("address {}", meta.address.network()),
        account => account.to_string(),
    };
    let spend = Spend::one(limit, whose);
    app.cache::<Node>().spend(&[spend], nanoseconds(app.clock.now()))
}

/// Deletes keys that are back at their initial state, in the database and in memory.
pub fn sweep(app: &App) -> Result<(), AppError> {
    let now = nanoseconds(app.clock.now());
    app.cache::<Node>().prune(now);
    let before = i64::try_from(now).unwrap_or(i64::MAX);
    app.db.write_now(|tx| queries::sweep(tx, before).map(drop))
}

fn nanoseconds(ms: i64) -> u64 {
    u64::try_from(ms).unwrap_or(0).saturating_mul(1_000_000)
}

fn refusal(wait_ns: u64) -> Result<(), AppError> {
    match wait_ns.div_ceil(1_000_000_000) {
        0 => Ok(()),
        retry_after => Err(AppError::TooMany { retry_after }),
    }
}

/// The state of the limits that belong to this node.
#[derive(Default)]
struct Node(Mutex<HashMap<String, u64>>);

impl Node {
    /// Keys kept in memory, some 15 MB. Beyond this all are dropped: a limit that forgets is better
    /// than memory that grows.
    const MOST: usize = 100_000;

    fn spend(&self, wanted: &[Spend], now: u64) -> Result<(), AppError> {
        if wanted.is_empty() {
            return Ok(());
        }
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut wait = 0;
        let mut after = Vec::with_capacity(wanted.len());
        for spend in wanted {
            match judge(spend, kept.get(&spend.key).copied().unwrap_or(0), now) {
                Ok(tat) => after.push((spend.key.clone(), tat)),
                Err(ns) => wait = wait.max(ns),
            }
        }
        refusal(wait)?;
        if kept.len() + after.len() > Self::MOST {
            kept.retain(|_, tat| *tat > now);
            if kept.len() + after.len() > Self::MOST {
                kept.clear();
            }
        }
        kept.extend(after);
        Ok(())
    }

    fn prune(&self, now: u64) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, tat| *tat > now);
        kept.shrink_to_fit();
    }
}

/// Returns the key's new state, or the nanoseconds by which this comes too early. `tat` is GCRA's
/// theoretical arrival time, 0 for a new key.
fn judge(spend: &Spend, tat: u64, now: u64) -> Result<u64, u64> {
    let Spend { limit, count, .. } = spend;
    let (Some(count), Some(quota)) = (NonZeroU32::new(*count), Quota::with_period(limit.every)) else {
        return Ok(tat);
    };
    // Further ahead than a full bucket can be: the clock was set back.
    let full = limit.every.saturating_mul(limit.burst.get().saturating_add(1));
    let odd = tat > now.saturating_add(u64::try_from(full.as_nanos()).unwrap_or(u64::MAX));
    let state = One(Cell::new((tat != 0 && !odd).then_some(tat)));
    let time = Cell::new(0);
    // A limiter counts from the time at which it is created, which must be the same for all.
    let limiter: RateLimiter<NotKeyed, One, At<'_>, NoOpMiddleware<Nanos>> =
        RateLimiter::new(quota.allow_burst(limit.burst), state, At(&time));
    time.set(now);
    match limiter.check_n(count) {
        Ok(Ok(())) => Ok(limiter.into_state_store().0.get().unwrap_or(0)),
        Ok(Err(early)) => {
            let wait = early.wait_time_from(Nanos::from(now));
            Err(u64::try_from(wait.as_nanos()).unwrap_or(u64::MAX).max(1))
        }
        // Cannot happen: `Spend::many` never asks for more than fits at once.
        Err(_) => Err(u64::try_from(limit.every.as_nanos()).unwrap_or(u64::MAX)),
    }
}

/// The state of one key. The caller reads it before and writes it afterwards.
struct One(Cell<Option<u64>>);

impl StateStore for One {
    type Key = NotKeyed;

    fn measure_and_replace<T, F, E>(&self, _: &NotKeyed, judge: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let (outcome, next) = judge(self.0.get().map(Nanos::from))?;
        self.0.set(Some(next.into()));
        Ok(outcome)
    }
}

/// A clock that stands at the transaction's time.
struct At<'a>(&'a Cell<u64>);

impl Clock for At<'_> {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        self.0.get().into()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::rules::COMMENTS;
    use super::*;

    const SECOND: u64 = 1_000_000_000;
    const NOW: u64 = 1_700_000_000 * SECOND;

    #[test]
    fn a_bucket_empties_at_once_and_fills_step_by_step() {
        let one = Spend::one(&COMMENTS, 1);
        let mut tat = 0;
        for _ in 0..60 {
            tat = judge(&one, tat, NOW).unwrap();
        }
        assert_eq!(judge(&one, tat, NOW), Err(2 * SECOND));
        assert_eq!(judge(&one, tat, NOW + SECOND), Err(SECOND));
        let later = judge(&one, tat, NOW + 2 * SECOND).unwrap();
        assert_eq!(judge(&one, later, NOW + 2 * SECOND), Err(2 * SECOND));
        // After an hour the bucket is full again.
        let many = Spend::many(&COMMENTS, 1, 1_000);
        let tat = judge(&many, later, NOW + 3_600 * SECOND).unwrap();
        assert!(judge(&one, tat, NOW + 3_600 * SECOND).is_err());
    }

    #[test]
    fn a_clock_that_was_set_back_locks_nobody_out() {
        let one = Spend::one(&COMMENTS, 1);
        let ahead = judge(&one, 0, NOW + 86_400 * SECOND).unwrap();
        assert!(judge(&one, ahead, NOW).is_ok());
    }

    #[test]
    fn memory_of_a_node_is_bounded() {
        let node = Node::default();
        for n in 0..Node::MOST + 10 {
            node.spend(&[Spend::one(&rules::SEARCHES, n)], NOW).unwrap();
        }
        assert!(node.0.lock().unwrap().len() <= Node::MOST);
        node.prune(NOW + 3_600 * SECOND);
        assert_eq!(node.0.lock().unwrap().len(), 0);
    }
}
