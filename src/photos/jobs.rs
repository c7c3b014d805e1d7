//! The sweep. It removes rows of photos that nothing has shown for a day, and
//! files without a row. They come from forms that were never sent again, from
//! deleted content, and from transactions that failed after the files were
//! written. The sweep is idempotent and can run beside a running server.
//!
//! Each hourly run takes a part of the folders, so that even a site with
//! millions of photos is never held up; a day covers all of them.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::queries;
use super::rules::UNUSED_GRACE_MS;
use crate::app::App;
use crate::error::AppError;

const HOUR_MS: i64 = 3600 * 1000;
const PARTS: i64 = 24;
/// The number of rows that a transaction deletes, and of hashes in a query.
const BATCH: usize = 500;

/// The number of rows and files that a sweep removed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Swept {
    pub rows: usize,
    pub files: usize,
}

/// Sweeps the part of the folders that is due this hour.
pub fn round(app: &App) -> Result<(), AppError> {
    let part = app.clock.now().div_euclid(HOUR_MS).rem_euclid(PARTS);
    let swept = sweep(app, Some(part))?;
    if swept != Swept::default() {
        tracing::info!(photos.rows = swept.rows, photos.files = swept.files, "swept");
    }
    Ok(())
}

/// Removes what is no longer used, in one of the 24 parts or everywhere (`doctor`).
pub fn sweep(app: &App, part: Option<i64>) -> Result<Swept, AppError> {
    let cutoff = app.clock.now() - UNUSED_GRACE_MS;
    let before = UNIX_EPOCH + Duration::from_millis(u64::try_from(cutoff).unwrap_or(0));
    let mut swept = Swept::default();
    if part.is_none_or(|p| p == 0) {
        swept.rows = sweep_rows(app, cutoff)?;
    }
    for folder in fs::read_dir(app.media.root())? {
        let path = folder?.path();
        let Some(number) = path
            .file_name()
            .and_then(|n| n.to_str())
            .and_then(|n| i64::from_str_radix(n, 16).ok())
        else {
            continue;
        };
        if path.is_dir() && part.is_none_or(|p| number % PARTS == p) {
            swept.files += sweep_folder(app, &path, before)?;
        }
    }
    // Uploads whose request was killed. Those still running are younger.
    for entry in fs::read_dir(app.media.incoming())? {
        let path = entry?.path();
        if app.media.delete_stale(&path, before)? {
            swept.files += 1;
        }
    }
    Ok(swept)
}

fn sweep_rows(app: &App, cutoff: i64) -> Result<usize, AppError> {
    let mut rows = 0;
    let mut after = 0;
    loop {
        let ids = app.db.read_now(|db| queries::unused(db, cutoff, after, BATCH))?;
        let Some(last) = ids.last() else { return Ok(rows) };
        after = *last;
        rows += app.db.write_now(|tx| queries::delete_unused(tx, cutoff, &ids))?;
    }
}

/// Removes the files in a folder that are older than the grace period and have no row.
fn sweep_folder(app: &App, folder: &Path, before: SystemTime) -> Result<usize, AppError> {
    let mut old = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // The file may have been removed in the meantime.
        let Ok(modified) = entry.metadata().and_then(|m| m.modified()) else {
            continue;
        };
        if modified < before
            && let Some(hash) = entry.file_name().to_str().and_then(|n| n.split('-').next())
        {
            old.push((hash.to_owned(), entry.path()));
        }
    }
    let mut removed = 0;
    for some in old.chunks(BATCH) {
        let hashes: Vec<&str> = some.iter().map(|(hash, _)| hash.as_str()).collect();
        let named: HashSet<String> = app.db.read_now(|db| queries::named(db, &hashes))?;
        for (_, path) in some.iter().filter(|(hash, _)| !named.contains(hash)) {
            if app.media.delete_stale(path, before)? {
                removed += 1;
            }
        }
    }
    Ok(removed)
}
