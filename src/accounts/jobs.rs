//! Work beside the requests: noting when sessions were last seen, forgetting
//! what is over, and setting sessions right after the clock was.

use std::time::Duration;

use super::{queries, rules};
use crate::access::load::IDLE_LIMIT_MS;
use crate::app::App;
use crate::error::AppError;

const EVERY: Duration = Duration::from_secs(60);
const SWEEP_EVERY: u32 = 60;
/// A site where nobody was seen for so long was asleep, or its clock was set.
const ASLEEP_MS: i64 = IDLE_LIMIT_MS / 2;

/// Runs until the runtime ends.
pub async fn run(app: App) {
    let mut rounds = 0_u32;
    loop {
        if rounds == 0 {
            report("sessions could not be set right", app.db.write(heal).await);
        }
        if rounds.is_multiple_of(SWEEP_EVERY) {
            report("old sessions could not be swept", app.db.write(sweep).await);
        }
        rounds = rounds.wrapping_add(1).max(1);
        tokio::time::sleep(EVERY).await;
        report("last-seen times could not be noted", flush(&app).await);
    }
}

fn report(what: &'static str, done: Result<(), AppError>) {
    if let Err(error) = done {
        tracing::warn!(%error, "{what}");
    }
}

/// Writes when sessions were last seen: once a minute, not with every page.
pub async fn flush(app: &App) -> Result<(), AppError> {
    let seen = match app.seen.lock() {
        Ok(mut seen) => std::mem::take(&mut *seen),
        Err(poisoned) => std::mem::take(&mut *poisoned.into_inner()),
    };
    if seen.is_empty() {
        return Ok(());
    }
    app.db.write(move |tx| queries::sessions::seen(tx, &seen)).await
}

/// Sessions idle for too long, and wrong passwords of yesterday.
fn sweep(tx: &mut crate::db::Tx<'_>) -> Result<(), AppError> {
    let now = tx.now();
    queries::sessions::sweep(tx, now - IDLE_LIMIT_MS)?;
    queries::throttle::sweep(tx, now - rules::FAILURES_KEPT_MS)?;
    Ok(())
}

/// Sessions age by the time the site was awake. When the newest is from the
/// future, or so old that everybody would be logged out at once, the clock was
/// set (or the server slept): all move by the same step.
pub fn heal(tx: &mut crate::db::Tx<'_>) -> Result<(), AppError> {
    let now = tx.now();
    if let Some(newest) = queries::sessions::newest_seen(tx)? {
        let gap = now - newest;
        if !(0..=ASLEEP_MS).contains(&gap) {
            let moved = queries::sessions::shift(tx, gap)?;
            tracing::info!(sessions = moved, "the clock was set or the site slept: sessions moved along");
        }
    }
    Ok(())
}
