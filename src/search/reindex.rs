//! A new index on the operator's word: `storyplus reindex`. Where no server runs, the command does
//! it itself. Where one does, only that one may write its index: the command leaves a marker in the
//! index's folder, the server finds it within a second, works while it serves, says how far it is,
//! and takes the marker away at the end. A server that is killed meanwhile finds it again.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::indexer;
use super::node::{self, Node, Progress};
use crate::app::App;
use crate::error::AppError;

const MARKER: &str = "reindex";
const PROGRESS: &str = "reindex.progress";
/// A server that took no notice for this long takes none at all.
const PATIENCE: Duration = Duration::from_secs(20);

fn marker(app: &App) -> PathBuf {
    node::folder(app).join(MARKER)
}

fn progress_file(app: &App) -> PathBuf {
    node::folder(app).join(PROGRESS)
}

pub(super) fn is_asked(app: &App) -> bool {
    marker(app).exists()
}

/// Says how far the rebuild is, to a command that waits.
pub(super) fn tell(app: &App, node: &Node) {
    if let Some(Progress { done, total }) = node.progress()
        && is_asked(app)
    {
        // Only to be looked at.
        let _ = std::fs::write(progress_file(app), format!("{done} {total}"));
    }
}

pub(super) fn done(app: &App) {
    for file in [progress_file(app), marker(app)] {
        match std::fs::remove_file(&file) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => tracing::warn!(%error, "a mark of the search index cannot be removed"),
        }
    }
}

/// Rebuilds here: the caller holds the lock of the data folder. `show` is called now and then.
pub fn here(app: &App, show: &mut dyn FnMut(Progress)) -> Result<u64, AppError> {
    let node = node::of(app);
    std::thread::scope(|scope| {
        let work = scope.spawn(|| indexer::rebuild_now(app));
        while !work.is_finished() {
            if let Some(progress) = node.progress() {
                show(progress);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        work.join()
            .unwrap_or_else(|_| Err(AppError::internal("the rebuild panicked")))
    })?;
    Ok(node.index().map_or(0, super::SearchIndex::len))
}

/// Asks the server that holds the data folder, and waits until it is done.
pub fn ask(app: &App, show: &mut dyn FnMut(Progress)) -> Result<(), AppError> {
    std::fs::create_dir_all(node::folder(app))?;
    std::fs::write(marker(app), b"")?;
    let mut heard = Instant::now();
    let mut last = None;
    while is_asked(app) {
        let said = std::fs::read_to_string(progress_file(app)).ok();
        if said.is_some() && said != last {
            heard = Instant::now();
            if let Some(progress) = said.as_deref().and_then(read) {
                show(progress);
            }
            last = said;
        }
        if last.is_none() && heard.elapsed() > PATIENCE {
            return Err(AppError::start(
                "The server that uses this data folder took no notice. The wish stays: it is done at its next start.",
            ));
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(())
}

fn read(said: &str) -> Option<Progress> {
    let (done, total) = said.split_once(' ')?;
    Some(Progress {
        done: done.parse().ok()?,
        total: total.parse().ok()?,
    })
}
