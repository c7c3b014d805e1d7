//! The program's clock. Wall time is read at start and then advanced by the machine's monotonic
//! clock, so that a wall clock that jumps by years while the server runs moves neither sessions nor
//! schedules.
//!
//! A server also follows corrections of the wall clock ([`Clock::follow`]): forward at once (a
//! machine that slept, a clock that was behind), backward at half speed, so that time never goes
//! back. A jump too large to believe is followed only at the next start.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use rustix::time::{ClockId, clock_gettime};
use tokio::task::JoinHandle;

/// The pause between two comparisons with the wall clock.
const COMPARED_EVERY: Duration = Duration::from_secs(1);
/// Differences up to this are not a jump: the two clocks are read one after the other, and NTP
/// adjusts both.
const SAME_MS: i64 = 2_000;
/// A difference is believed after staying the same for this many comparisons.
const STEADY: u32 = 30;
/// The largest jump that is believed without further evidence.
const BELIEVED_MS: i64 = 48 * 3600 * 1000;
/// A wall clock before this date (2026-01-01) was not set when the program started, since this
/// program is newer.
const NOT_SET_MS: i64 = 1_767_225_600_000;
/// Correction per comparison for a clock that is ahead: half of the time between two comparisons.
const SLOWED_MS: i64 = 500;

#[derive(Clone)]
pub struct Clock(Arc<Inner>);

struct Inner {
    start_wall: i64,
    start: Instant,
    /// The sum of the corrections since the start.
    corrected: AtomicI64,
    /// Shift added by tests that travel in time.
    shift: AtomicI64,
    /// True if the clock is known to have been behind at the start, because something stored is
    /// newer.
    was_behind: AtomicBool,
    seen: Mutex<Seen>,
}

/// The last comparison with the wall clock.
#[derive(Default)]
struct Seen {
    difference: i64,
    times: u32,
    /// Sleep that was followed already, in milliseconds.
    slept: i64,
    told: bool,
}

impl Clock {
    pub fn start() -> Self {
        Self::started_at(wall())
    }

    /// Starts a clock from a given wall time (milliseconds since 1970 UTC), for tests of a wall
    /// clock that was set.
    pub fn started_at(wall: i64) -> Self {
        Self(Arc::new(Inner {
            start_wall: wall,
            start: Instant::now(),
            corrected: AtomicI64::new(0),
            shift: AtomicI64::new(0),
            was_behind: AtomicBool::new(wall < NOT_SET_MS),
            seen: Mutex::new(Seen {
                slept: slept(),
                ..Seen::default()
            }),
        }))
    }

    /// Returns milliseconds since 1970 UTC.
    pub fn now(&self) -> i64 {
        self.own() + self.0.shift.load(Ordering::Relaxed)
    }

    fn own(&self) -> i64 {
        let run = i64::try_from(self.0.start.elapsed().as_millis()).unwrap_or(0);
        self.0.start_wall + run + self.0.corrected.load(Ordering::Relaxed)
    }

    /// Returns the wall time from which this clock started.
    pub fn started(&self) -> i64 {
        self.0.start_wall
    }

    /// Moves this clock, for tests and for `demo`, which writes a past.
    pub fn shift(&self, by_ms: i64) {
        self.0.shift.fetch_add(by_ms, Ordering::Relaxed);
    }

    /// Reports the newest moment that is stored. A clock before it is behind, so that whatever the
    /// wall clock says later is believed.
    pub fn note_newest(&self, ms: i64) {
        if ms > self.own() + SAME_MS {
            self.0.was_behind.store(true, Ordering::Relaxed);
        }
    }

    /// Compares with the wall clock (milliseconds since 1970 UTC) and with the time that the
    /// machine has slept since it was switched on (milliseconds), and follows them if they can be
    /// believed.
    fn follow(&self, wall: i64, slept: i64) {
        let difference = wall - self.own();
        let mut seen = self.0.seen.lock().unwrap_or_else(PoisonError::into_inner);
        // The monotonic clock stood still meanwhile.
        let overslept = slept - seen.slept;
        if overslept > SAME_MS && (difference - overslept).abs() <= SAME_MS {
            self.correct(difference, "the machine slept");
            seen.slept = slept;
            seen.times = 0;
            return;
        }
        if difference.abs() <= SAME_MS {
            seen.times = 0;
            seen.told = false;
            return;
        }
        seen.times = if (difference - seen.difference).abs() <= SAME_MS {
            seen.times.saturating_add(1)
        } else {
            0
        };
        seen.difference = difference;
        if seen.times < STEADY {
            return;
        }
        if (-BELIEVED_MS..0).contains(&difference) {
            if seen.times == STEADY {
                tracing::warn!(
                    ahead.ms = -difference,
                    "the clock is ahead of the wall clock and runs at half speed until it is not"
                );
            }
            self.0.corrected.fetch_sub(SLOWED_MS.min(-difference), Ordering::Relaxed);
        } else if difference > 0 && (difference <= BELIEVED_MS || self.0.was_behind.load(Ordering::Relaxed)) {
            self.correct(difference, "the wall clock was put right");
            seen.times = 0;
        } else if !std::mem::replace(&mut seen.told, true) {
            tracing::error!(
                difference.ms = difference,
                "the wall clock jumped too far to be believed: the server goes on by its own; if the wall clock is right, restart it"
            );
        }
    }

    fn correct(&self, by_ms: i64, why: &str) {
        self.0.corrected.fetch_add(by_ms, Ordering::Relaxed);
        tracing::warn!(by.ms = by_ms, "the clock follows: {why}");
    }

    /// Follows the wall clock on this runtime until the task is aborted.
    pub fn keep_following(&self) -> JoinHandle<()> {
        let clock = self.clone();
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(COMPARED_EVERY).await;
                clock.follow(wall(), slept());
            }
        })
    }
}

/// Returns the machine's wall time in milliseconds since 1970 UTC.
fn wall() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX))
}

/// Returns how long the machine has slept since it was switched on, in milliseconds: one clock
/// counts that, the other does not.
fn slept() -> i64 {
    let ms = |id| {
        let time = clock_gettime(id);
        time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    };
    ms(ClockId::Boottime) - ms(ClockId::Monotonic)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000_000;
    const DAY: i64 = 24 * 3600 * 1000;

    /// Returns the clock's error after this many comparisons with a wall clock that is `off` from
    /// its start.
    fn error_after(clock: &Clock, off: i64, times: u32) -> i64 {
        for _ in 0..times {
            clock.follow(NOW + off, slept());
        }
        clock.own() - (NOW + off)
    }

    #[test]
    fn a_clock_that_was_behind_is_put_right() {
        let clock = Clock::started_at(NOW);
        assert!(error_after(&clock, DAY, 5) < -SAME_MS, "not at once: the jump may be undone");
        assert!(error_after(&clock, DAY, 40).abs() <= SAME_MS);
        // The other direction works too, but slowly.
        assert!(error_after(&clock, DAY - 60_000, 40) > 10_000);
        assert!(error_after(&clock, DAY - 60_000, 400).abs() <= SAME_MS);
    }

    #[test]
    fn a_jump_by_years_is_followed_only_by_a_clock_that_was_not_set() {
        let clock = Clock::started_at(NOW);
        assert!(error_after(&clock, 5000 * DAY, 100) < -4000 * DAY);
        assert!(error_after(&clock, -5000 * DAY, 100) > 4000 * DAY);
        assert!(error_after(&clock, 0, 100).abs() <= SAME_MS);
        clock.note_newest(NOW + 20 * DAY);
        assert!(error_after(&clock, 5000 * DAY, 100).abs() <= SAME_MS);
        let never_set = Clock::started_at(0);
        assert!(error_after(&never_set, 0, 100).abs() <= SAME_MS);
    }

    #[test]
    fn sleep_is_caught_up_at_once_however_long() {
        let clock = Clock::started_at(NOW);
        clock.follow(NOW + 90 * DAY, slept() + 90 * DAY);
        assert!((clock.own() - NOW - 90 * DAY).abs() <= SAME_MS);
    }
}
