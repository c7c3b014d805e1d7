//! The files by which `storyplus reindex` requests a rebuild from a running server and reads its progress.

use std::io::ErrorKind;
use std::path::PathBuf;

use super::node::{self, Node, Progress};
use crate::app::App;

const MARKER: &str = "reindex";

const PROGRESS: &str = "reindex.progress";

pub(super) fn marker(app: &App) -> PathBuf {
    node::folder(app).join(MARKER)
}

pub(super) fn progress_file(app: &App) -> PathBuf {
    node::folder(app).join(PROGRESS)
}

pub(super) fn is_asked(app: &App) -> bool {
    marker(app).exists()
}

/// Reports the progress of the rebuild to a waiting command.
pub(super) fn tell(app: &App, node: &Node) {
    if let Some(Progress { done, total }) = node.progress()
        && is_asked(app)
    {
        // The report is only for display, so an error does not matter.
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

pub(super) fn read(said: &str) -> Option<Progress> {
    let (done, total) = said.split_once(' ')?;
    Some(Progress {
        done: done.parse().ok()?,
        total: total.parse().ok()?,
    })
}
