//! The one clock. Wall time is read at start and carried on by the machine's
//! monotonic clock, so that a wall clock that jumps by years while the server
//! runs moves neither sessions nor schedules.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

#[derive(Clone)]
pub struct Clock(Arc<Inner>);

struct Inner {
    start_wall: i64,
    start: Instant,
    /// Added by tests that travel in time.
    shift: AtomicI64,
}

impl Clock {
    pub fn start() -> Self {
        let wall = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX));
        Self::started_at(wall)
    }

    /// A clock that finds this time on the wall, milliseconds since 1970 UTC: for tests of a wall clock that was set.
    pub fn started_at(wall: i64) -> Self {
        Self(Arc::new(Inner {
            start_wall: wall,
            start: Instant::now(),
            shift: AtomicI64::new(0),
        }))
    }

    /// Milliseconds since 1970 UTC.
    pub fn now(&self) -> i64 {
        let run = i64::try_from(self.0.start.elapsed().as_millis()).unwrap_or(0);
        self.0.start_wall + run + self.0.shift.load(Ordering::Relaxed)
    }

    /// When this clock was read from the wall.
    pub fn started(&self) -> i64 {
        self.0.start_wall
    }

    /// Moves this clock; for tests and for `demo`, which writes a past.
    pub fn shift(&self, by_ms: i64) {
        self.0.shift.fetch_add(by_ms, Ordering::Relaxed);
    }
}
