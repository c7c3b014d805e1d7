//! Background jobs of accounts: they record when sessions were last seen, delete expired rows, and
//! correct the sessions after the clock was set.

use super::{queries, rules};
use crate::access::load::IDLE_LIMIT_MS;
use crate::app::App;
use crate::error::AppError;

/// If nobody was seen for this long before the start, the site was asleep or its clock was set.
const ASLEEP_MS: i64 = IDLE_LIMIT_MS / 2;

/// Writes when sessions were last seen: once a minute instead of with every page.
pub fn flush(app: &App) -> Result<(), AppError> {
    let seen = match app.seen.lock() {
        Ok(mut seen) => std::mem::take(&mut *seen),
        Err(poisoned) => std::mem::take(&mut *poisoned.into_inner()),
    };
    if seen.is_empty() {
        return Ok(());
    }
    app.db.write_now(|tx| queries::sessions::seen(tx, &seen))
}

/// Ends sessions that were idle for too long, and deletes failed log-ins that no longer count.
///
/// Sessions age only while the site is awake. If the newest one is from the future, or so old at
/// the start that everybody would be logged out at once, then the clock was set or the server
/// slept, and all of them are moved by the same step first.
pub fn sweep(app: &App) -> Result<(), AppError> {
    let started = app.clock.started();
    app.db.write_now(|tx| {
        let now = tx.now();
        if let Some(newest) = queries::sessions::newest_seen(tx)?
            && (newest > now || started - newest > ASLEEP_MS)
        {
            let moved = queries::sessions::shift(tx, now - newest)?;
            tracing::info!(sessions = moved, "the clock was set or the site slept: sessions moved along");
        }
        queries::sessions::sweep(tx, now - IDLE_LIMIT_MS)?;
        queries::places::sweep(tx, now - rules::PLACES_KEPT_MS)?;
        queries::throttle::sweep(tx, now - rules::FAILURES_KEPT_MS)?;
        Ok(())
    })
}
