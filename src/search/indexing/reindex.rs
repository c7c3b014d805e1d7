//! Rebuilds the index for `storyplus reindex`. If no server is running, the command does it itself. If
//! one is, only the server may write the index: the command leaves a marker in the folder of the index,
//! the server finds it within a second, rebuilds while it serves, reports its progress, and removes the
//! marker at the end. A server that is killed in between finds the marker at its next start.

use std::time::{Duration, Instant};

use super::indexer;
use super::node::{self, Progress};
use super::rebuild_marker::{is_asked, marker, progress_file, read};
use crate::app::App;
use crate::error::AppError;

/// Time after which a server that has not reacted is taken to be unresponsive.
const PATIENCE: Duration = Duration::from_secs(20);

/// Rebuilds the index in this process and returns its number of documents. The caller must hold the lock
/// of the data folder. `show` is called with the progress from time to time.
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

/// Requests a rebuild from the server that holds the data folder, and waits until it is done. Returns an
/// error if the server does not react; the request then remains for its next start.
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
