//! Keeps this node's index up to date with the database: it tails the change log, and builds a new index
//! beside the old one if that is missing, damaged or too old, or if a rebuild is requested.
//!
//! The cursor is part of the index's own commit, so a kill at any moment only makes the same changes
//! come again. A change names a row but is not trusted for its content: the row is read as it is now, and
//! added if it is public or removed if not. Pages never call this; they read `node`.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::node::{self, Node};
use super::source_rows::{self, SourceFilter};
use super::{documents, rebuild_marker};
use crate::app::App;
use crate::db::run_blocking;
use crate::error::AppError;
use crate::jobs::background::BackgroundLoop;
use crate::jobs::changes;
use crate::outage::Outage;
use crate::search::engine::document::Kind;
use crate::search::engine::index::{IndexWriterHandle, SearchIndex};

/// Time between two rounds, unless changes are left over. The log is also read without a wake-up, because
/// other nodes and the command line write to it without one.
const EVERY: Duration = Duration::from_secs(1);
/// Maximum number of changes in one commit.
const BATCH: i64 = 500;
/// Number of rows per query while all rows are read.
const PORTION: i64 = 1_000;
/// Number of failures in a row after which the live index counts as broken.
const BROKEN_AFTER: u32 = 5;

/// Starts the tail on this runtime. The server answers requests from the beginning; until the index is
/// open and complete, the search page says so. It stops after its current commit; a running rebuild is given up.
pub fn spawn(app: &App) -> BackgroundLoop {
    BackgroundLoop::spawn("the tail of the search index", |stop, wake| run(app.clone(), stop, wake))
}

async fn run(app: App, stop: Arc<AtomicBool>, wake: Arc<Notify>) {
    let following = Outage::new("bringing the search index up to date");
    let mut failures = 0;
    while !stop.load(Ordering::Relaxed) {
        // Subscribe before reading the log, so that no commit in between is missed.
        let committed = app.wake.notified();
        tokio::pin!(committed);
        committed.as_mut().enable();
        let began = Instant::now();
        let (at, halt) = (app.clone(), stop.clone());
        match run_blocking(move || follow(&at, &halt)).await {
            Ok(caught_up) => {
                following.works();
                failures = 0;
                if !caught_up {
                    continue;
                }
            }
            Err(error) => {
                failures += 1;
                // If the database does not answer, that says nothing about the index.
                if failures == BROKEN_AFTER && !matches!(error, AppError::Busy) {
                    node::of(&app).want_rebuild();
                }
                let wait = following.failed(&error);
                tokio::select! {
                    () = wake.notified() => {}
                    () = tokio::time::sleep(wait) => {}
                }
                continue;
            }
        }
        tokio::select! {
            () = committed => {}
            () = wake.notified() => continue,
            () = tokio::time::sleep(EVERY) => {}
        }
        tokio::select! {
            () = wake.notified() => {}
            () = tokio::time::sleep(EVERY.saturating_sub(began.elapsed())) => {}
        }
    }
}

/// Opens the index if need be, rebuilds it if need be, and applies all changes. This is for tests and the
/// command line.
pub fn catch_up(app: &App) -> Result<(), AppError> {
    while !follow(app, &AtomicBool::new(false))? {}
    Ok(())
}

/// Builds a new index whatever the state of the old one, then catches up.
pub fn rebuild_now(app: &App) -> Result<(), AppError> {
    node::of(app).want_rebuild();
    catch_up(app)
}

/// Runs one round, which applies changes for about a second. Returns false if changes are left over.
fn follow(app: &App, stop: &AtomicBool) -> Result<bool, AppError> {
    let node = node::of(app);
    let _writing = node.writing();
    let index = node.open(app)?;
    node.take_synonyms(app, index);
    // If its folder has been removed, the index is rebuilt as at a start without one.
    let goes_on = index.is_in_place() && goes_on(app, index)?;
    node.set_whole(goes_on);
    if rebuild_marker::is_asked(app) {
        node.want_rebuild();
    }
    if node.is_wanted() || !goes_on {
        rebuild(app, &node, index, stop)?;
    }
    let began = Instant::now();
    while node.is_whole() && !stop.load(Ordering::Relaxed) {
        if !step(app, index)? {
            return Ok(true);
        }
        // While people write without a pause, there is always a next change. Return now and then to
        // notice a request for a rebuild, or that the folder was removed.
        if began.elapsed() >= EVERY {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Returns true if the log continues where the index ends. It does not if the index is new, if the changes
/// after its cursor are no longer in the log, or if the database is another one (a restored backup).
fn goes_on(app: &App, index: &SearchIndex) -> Result<bool, AppError> {
    if index.is_fresh() {
        return Ok(false);
    }
    let within = |span: Option<(i64, i64)>| match span {
        Some((first, last)) => (first - 1..=last).contains(&index.cursor()),
        None => index.cursor() == 0,
    };
    // A read replica may be behind the one read before, so ask the primary before rebuilding everything.
    Ok(within(app.db.read_now(changes::span)?) || within(app.db.write_now(|tx| changes::span(tx))?))
}

/// Applies and commits the next changes. Returns false if there are none.
fn step(app: &App, index: &SearchIndex) -> Result<bool, AppError> {
    let writer = index.writer();
    let cursor = writer.cursor();
    let (end, shops, changes) = app.db.read_now(|db| {
        let log = changes::after(db, cursor, BATCH)?;
        let ids = |kind: Kind| -> Vec<i64> {
            let of_kind = log.iter().filter(|(_, k, _)| kind_of(*k) == kind);
            of_kind.map(|(_, _, id)| *id).collect::<BTreeSet<_>>().into_iter().collect()
        };
        let mut steps = Vec::new();
        for kind in Kind::ALL {
            steps.extend(documents::changes(db, kind, &ids(kind), app.clock.now())?);
        }
        Ok((log.last().map(|(seq, _, _)| *seq), ids(Kind::Shop), steps))
    })?;
    let Some(end) = end else { return Ok(false) };
    writer.apply(&changes)?;
    for account in shops {
        carry_over(app, &writer, account)?;
    }
    writer.commit(end)?;
    Ok(true)
}

/// Updates everything of an account whose name or state changed: its products and stories are renamed,
/// removed or restored.
fn carry_over(app: &App, writer: &IndexWriterHandle, account: i64) -> Result<(), AppError> {
    for kind in [Kind::Product, Kind::Story] {
        let mut after = 0;
        loop {
            let (last, changes) = app.db.read_now(|db| {
                let ids = source_rows::of_account(db, kind, account, after, PORTION)?;
                Ok((ids.last().copied(), documents::changes(db, kind, &ids, app.clock.now())?))
            })?;
            let Some(last) = last else { break };
            writer.apply(&changes)?;
            after = last;
        }
    }
    Ok(())
}

/// Builds a new index beside the live one, which keeps serving searches and following the log.
fn rebuild(app: &App, node: &Node, index: &SearchIndex, stop: &AtomicBool) -> Result<(), AppError> {
    let began = Instant::now();
    // Read the end of the log before the first row, so that changes during the rebuild are replayed.
    let (end, total) = app
        .db
        .read_now(|db| Ok((changes::span(db)?.map_or(0, |(_, last)| last), source_rows::public_rows(db)?)))?;
    let progress = node.begin(u64::try_from(total).unwrap_or(0));
    tracing::info!(search.documents = total, "the search index is built anew");
    let new = index.rebuild()?;
    let mut followed = Instant::now();
    for kind in Kind::ALL {
        let mut after = 0;
        loop {
            if stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            let which = SourceFilter::After {
                id: after,
                limit: PORTION,
            };
            let documents = app.db.read_now(|db| documents::documents(db, kind, which, app.clock.now()))?;
            let Some(last) = documents.last() else { break };
            after = last.id;
            new.add(&documents)?;
            progress.add(documents.len());
            if followed.elapsed() >= EVERY {
                followed = Instant::now();
                rebuild_marker::tell(app, node);
                follow_old(app, node, index);
            }
        }
    }
    new.finish(end)?;
    node.set_whole(true);
    rebuild_marker::done(app);
    let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(search.documents = index.len(), ms, "the search index is whole");
    Ok(())
}

/// Keeps the old index up to date while its successor is built. If it turns out to be broken, it is no
/// longer trusted.
fn follow_old(app: &App, node: &Node, index: &SearchIndex) {
    // At most a second at a time: the new index must make progress too, however much is written.
    let began = Instant::now();
    while node.is_whole() && began.elapsed() < EVERY {
        match step(app, index) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                tracing::warn!(%error, "the old search index no longer follows while a new one is built");
                node.set_whole(false);
            }
        }
    }
}

fn kind_of(kind: changes::Kind) -> Kind {
    match kind {
        changes::Kind::Story => Kind::Story,
        changes::Kind::Product => Kind::Product,
        changes::Kind::Shop => Kind::Shop,
    }
}
