//! A new index on the operator's word: `storyplus reindex`. Where no server runs, the command does
//! it itself. Where one does, only that one may write its index: the command leaves a marker in the
//! index's folder, the server finds it within a second, works while it serves, says how far it is,
//! and takes the marker away at the end. A server that is killed meanwhile finds it again.

use std::time::{Duration, Instant};

use super::indexer;
use super::node::{self, Progress};
use super::rebuild_marker::{is_asked, marker, progress_file, read};
use crate::app::App;
use crate::error::AppError;

/// A server that took no notice for this long takes none at all.
const PATIENCE: Duration = Duration::from_secs(20);

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
    Ok(node.index().map_or(0, crate::search::SearchIndex::len))
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
