//! The index of this node and its state, shared by the pages and the tail: open or not, complete or
//! not, and the progress of a rebuild. There is one for each site of the process (`App::cache`).

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::SystemTime;

use crate::app::App;
use crate::error::AppError;
use crate::search::engine::error::SearchError;
use crate::search::engine::index::SearchIndex;
use crate::search::engine::synonyms::Synonyms;

/// The progress of a rebuild, in documents. The total was counted before it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub done: u64,
    pub total: u64,
}

#[derive(Default)]
pub struct Node {
    index: OnceLock<SearchIndex>,
    /// Held by the writer: the tail, or a test that catches up.
    writing: Mutex<()>,
    /// True if the live index holds every change up to its cursor and the log continues from there.
    whole: AtomicBool,
    /// True if a rebuild was requested, or if the live index turned out to be broken.
    wanted: AtomicBool,
    /// Modification time of the synonyms in use: the outer `None` before they are read, the inner one if
    /// there is no file.
    synonyms: Mutex<Option<Option<SystemTime>>>,
    rebuilding: AtomicBool,
    done: AtomicU64,
    total: AtomicU64,
}

/// Returns this node's index.
pub fn of(app: &App) -> Arc<Node> {
    app.cache::<Node>()
}

/// Returns the folder of the index in the data folder. It can be thrown away at any time.
pub fn folder(app: &App) -> PathBuf {
    app.config.data_dir.join("search")
}

/// Name of the operator's file of synonyms in the data folder (see `engine::synonyms`).
pub const SYNONYMS_FILE: &str = "synonyms.txt";

impl Node {
    /// Returns the index, or `None` before it is opened.
    pub fn index(&self) -> Option<&SearchIndex> {
        self.index.get()
    }

    /// Opens the index unless it is open already. Returns an error only if the disk does.
    pub(super) fn open(&self, app: &App) -> Result<&SearchIndex, AppError> {
        if let Some(index) = self.index.get() {
            return Ok(index);
        }
        let opened = SearchIndex::open(&folder(app))?;
        Ok(self.index.get_or_init(|| opened.index))
    }

    /// Reads the operator's synonyms if the file has changed. A mistake is logged with its line, and the
    /// rest is used.
    pub(super) fn take_synonyms(&self, app: &App, index: &SearchIndex) {
        let file = app.config.data_dir.join(SYNONYMS_FILE);
        let changed = std::fs::metadata(&file).and_then(|found| found.modified()).ok();
        let mut last = self.synonyms.lock().unwrap_or_else(PoisonError::into_inner);
        if last.replace(changed) == Some(changed) {
            return;
        }
        let text = match std::fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) => {
                if error.kind() != std::io::ErrorKind::NotFound {
                    tracing::warn!(%error, "{SYNONYMS_FILE} cannot be read; the usual synonyms are used");
                }
                index.set_synonyms(Synonyms::usual());
                return;
            }
        };
        let (synonyms, mistakes) = Synonyms::read(&text);
        for mistake in mistakes {
            tracing::warn!("{SYNONYMS_FILE}, {mistake}");
        }
        index.set_synonyms(synonyms);
    }

    pub(super) fn writing(&self) -> MutexGuard<'_, ()> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns true if the index is complete, so that its counts can be trusted.
    pub fn is_whole(&self) -> bool {
        self.whole.load(Ordering::Acquire)
    }

    pub(super) fn set_whole(&self, whole: bool) {
        self.whole.store(whole, Ordering::Release);
    }

    /// Requests a new index from the tail. The old one serves searches in the meantime.
    pub fn want_rebuild(&self) {
        self.wanted.store(true, Ordering::Release);
    }

    pub(super) fn is_wanted(&self) -> bool {
        self.wanted.load(Ordering::Acquire)
    }

    /// Returns the progress of the running rebuild, or `None` if there is none.
    pub fn progress(&self) -> Option<Progress> {
        let at = |n: &AtomicU64| n.load(Ordering::Relaxed);
        self.rebuilding.load(Ordering::Acquire).then(|| Progress {
            done: at(&self.done),
            total: at(&self.total),
        })
    }

    pub(super) fn begin(&self, total: u64) -> Rebuilding<'_> {
        self.wanted.store(false, Ordering::Release);
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        self.rebuilding.store(true, Ordering::Release);
        Rebuilding(self)
    }
}

/// A running rebuild, shown as running until this is dropped.
pub(super) struct Rebuilding<'a>(&'a Node);

impl Rebuilding<'_> {
    pub fn add(&self, documents: usize) {
        self.0
            .done
            .fetch_add(u64::try_from(documents).unwrap_or(0), Ordering::Relaxed);
    }
}

impl Drop for Rebuilding<'_> {
    fn drop(&mut self) {
        self.0.rebuilding.store(false, Ordering::Release);
    }
}

impl From<SearchError> for AppError {
    #[track_caller]
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Folder(error) => error.into(),
            other => AppError::internal(other),
        }
    }
}
