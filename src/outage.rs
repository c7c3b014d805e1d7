//! Log lines for repeated failures: one when they begin, one when they end. A loop that retries, or
//! a database that refuses every write, would otherwise fill the disk that may be the cause.

use std::fmt::Display;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The first wait after a failure, and the longest; each wait between them is twice the one before.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// A part of the program that works or fails, known by its name in the log.
#[derive(Debug)]
pub struct Outage {
    what: &'static str,
    /// True while it fails. Read on every success, so that a success takes no lock.
    failing: AtomicBool,
    state: Mutex<Option<Failing>>,
}

#[derive(Debug, Clone, Copy)]
struct Failing {
    since: Instant,
    times: u32,
}

impl Outage {
    pub const fn new(what: &'static str) -> Self {
        Self {
            what,
            failing: AtomicBool::new(false),
            state: Mutex::new(None),
        }
    }

    /// Records a failure, and logs it if the last try succeeded. Returns how long to wait before
    /// the next try.
    pub fn failed(&self, error: &dyn Display) -> Duration {
        let mut state = self.lock();
        let now = Failing {
            since: state.map_or_else(Instant::now, |failing| failing.since),
            times: state.map_or(0, |failing| failing.times).saturating_add(1),
        };
        if state.replace(now).is_none() {
            self.failing.store(true, Ordering::Release);
            tracing::error!(outage = self.what, %error, "this fails now and is tried again; the next line says when it works");
        }
        let doublings = now.times.saturating_sub(1).min(16);
        FIRST_WAIT.saturating_mul(2_u32.saturating_pow(doublings)).min(LONGEST_WAIT)
    }

    /// Records a success, and logs it if the last try failed.
    pub fn works(&self) {
        if !self.failing.load(Ordering::Acquire) {
            return;
        }
        let mut state = self.lock();
        if let Some(failing) = state.take() {
            self.failing.store(false, Ordering::Release);
            let ms = u64::try_from(failing.since.elapsed().as_millis()).unwrap_or(u64::MAX);
            tracing::info!(outage = self.what, failures = failing.times, ms, "this works again");
        }
    }

    /// Returns true if the last try failed.
    pub fn is_failing(&self) -> bool {
        self.failing.load(Ordering::Acquire)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Failing>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_to_half_a_minute_and_begin_anew_after_a_success() {
        let outage = Outage::new("test");
        let waits = |n: usize| (0..n).map(|_| outage.failed(&"no").as_secs()).collect::<Vec<_>>();
        assert_eq!(waits(7), [1, 2, 4, 8, 16, 30, 30]);
        assert!(outage.is_failing());
        outage.works();
        assert!(!outage.is_failing());
        assert_eq!(waits(2), [1, 2]);
    }
}
