//! One index folder: opened only if it is intact, written by one writer, read by many readers.
//!
//! `index` decides which of several folders is the live one.

use super::document::{Change, Document, Fields, WRITTEN, Written, schema};
use super::error::SearchError;
use crate::memory::{self, Reservation};
use std::os::unix::fs::MetadataExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tantivy::directory::MmapDirectory;
use tantivy::merge_policy::LogMergePolicy;
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher};

/// Threads of a writer, and the memory it may fill before it writes a segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    pub threads: usize,
    pub bytes: usize,
}

/// Budget for following the change log, with a commit each second. Tantivy's minimum is 15 MB per
/// thread.
pub(super) const LIVE: Budget = Budget {
    threads: 1,
    bytes: 24_000_000,
};
/// Budget for a rebuild: larger segments from the start, by two threads.
pub(super) const REBUILD: Budget = Budget {
    threads: 2,
    bytes: 96_000_000,
};

/// An open index folder.
pub(super) struct Generation {
    pub path: PathBuf,
    pub number: u64,
    pub fields: Fields,
    index: Index,
    reader: IndexReader,
    /// Created at the first write, because it locks the folder. Dropped after a failure together with
    /// everything uncommitted, so that the committed documents always agree with the cursor.
    writer: Mutex<Option<(IndexWriter, Reservation)>>,
    budget: Budget,
    cursor: AtomicI64,
    fresh: AtomicBool,
    retired: AtomicBool,
    /// Device and inode of the folder.
    identity: Option<(u64, u64)>,
}

impl Generation {
    /// Creates an empty index in a new folder.
    pub fn create(path: &Path, number: u64, budget: Budget) -> Result<Generation, SearchError> {
        std::fs::create_dir_all(path)?;
        let directory = MmapDirectory::open(path).map_err(tantivy::TantivyError::from)?;
        let index = Index::create(directory, schema().0, IndexSettings::default())?;
        Generation::of(index, path, number, budget)
    }

    /// Opens the index in `path`. Returns an error if a file is missing, truncated or altered.
    pub fn open(path: &Path, number: u64, budget: Budget) -> Result<Generation, SearchError> {
        // Tantivy reports most damage as an error, but panics on some.
        let opened = catch_unwind(AssertUnwindSafe(|| {
            let index = Index::open_in_dir(path)?;
            if index.schema() != schema().0 {
                return Err(damaged("another schema"));
            }
            let broken = index.validate_checksum()?;
            if !broken.is_empty() {
                return Err(damaged("files whose checksum does not match"));
            }
            Generation::of(index, path, number, budget)
        }));
        opened.unwrap_or_else(|_| Err(damaged("files that cannot be read")))
    }

    fn of(index: Index, path: &Path, number: u64, budget: Budget) -> Result<Generation, SearchError> {
        index.tokenizers().register(WRITTEN, Written::default());
        // The cursor must belong to the segments that the reader opens. A process that has just released
        // the folder may still be finishing a merge between the two reads.
        let (reader, payload) = loop {
            let before = index.load_metas()?;
            let reader: IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
            let after = index.load_metas()?;
            if before.opstamp == after.opstamp && before.segments.len() == after.segments.len() && before.payload == after.payload
            {
                break (reader, after.payload);
            }
        };
        let cursor = payload.as_deref().and_then(read_payload);
        Ok(Generation {
            path: path.to_owned(),
            number,
            fields: schema().1,
            index,
            reader,
            writer: Mutex::new(None),
            budget,
            cursor: AtomicI64::new(cursor.unwrap_or(0)),
            fresh: AtomicBool::new(cursor.is_none()),
            retired: AtomicBool::new(false),
            identity: identity(path),
        })
    }

    /// Returns the cursor of the last commit in `path`, or `None` if it cannot be read.
    pub fn cursor_at(path: &Path) -> Option<i64> {
        let metas = Index::open_in_dir(path).ok()?.load_metas().ok()?;
        read_payload(&metas.payload?)
    }

    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Returns the last change of the last commit, or 0 before the first commit.
    pub fn cursor(&self) -> i64 {
        self.cursor.load(Ordering::Acquire)
    }

    /// Returns true if the folder that was opened, with its list of segments, still exists under its
    /// name. A folder under construction is renamed afterwards, so ask only a live generation.
    pub fn is_in_place(&self) -> bool {
        identity(&self.path) == self.identity && self.path.join("meta.json").is_file()
    }

    /// Returns true if nothing was ever committed.
    pub fn is_fresh(&self) -> bool {
        self.fresh.load(Ordering::Acquire)
    }

    pub fn apply(&self, changes: &[Change]) -> Result<(), SearchError> {
        self.write(|writer| {
            for change in changes {
                match change {
                    Change::Put(document) => {
                        writer.delete_term(self.fields.key(document.kind, document.id));
                        writer.add_document(self.fields.analyze(document))?;
                    }
                    Change::Delete { kind, id } => {
                        writer.delete_term(self.fields.key(*kind, *id));
                    }
                }
            }
            Ok(())
        })
    }

    /// Adds documents without deleting earlier versions: a rebuild has nothing to replace.
    pub fn add(&self, documents: &[Document]) -> Result<(), SearchError> {
        self.write(|writer| {
            for document in documents {
                writer.add_document(self.fields.analyze(document))?;
            }
            Ok(())
        })
    }

    pub fn clear(&self) -> Result<(), SearchError> {
        self.write(|writer| writer.delete_all_documents().map(|_| ()))
    }

    /// Makes everything applied durable and visible, together with the cursor.
    pub fn commit(&self, cursor: i64) -> Result<(), SearchError> {
        self.write(|writer| {
            let mut prepared = writer.prepare_commit()?;
            prepared.set_payload(&payload(cursor));
            prepared.commit().map(|_| ())
        })?;
        self.cursor.store(cursor, Ordering::Release);
        self.fresh.store(false, Ordering::Release);
        self.reader.reload()?;
        Ok(())
    }

    /// Waits for running merges and releases the lock of the folder.
    pub fn finish_writing(&self) -> Result<(), SearchError> {
        if let Some((writer, _)) = self.writer().take() {
            writer.wait_merging_threads()?;
        }
        Ok(())
    }

    /// Refuses further writes, since another generation has taken over.
    pub fn retire(&self) {
        self.retired.store(true, Ordering::Release);
        self.writer().take();
    }

    fn writer(&self) -> MutexGuard<'_, Option<(IndexWriter, Reservation)>> {
        // A panic during a write leaves a poisoned lock; `write` takes the writer out first, so none
        // with half a batch is left behind.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, act: impl FnOnce(&mut IndexWriter) -> tantivy::Result<()>) -> Result<(), SearchError> {
        let mut slot = self.writer();
        if self.retired.load(Ordering::Acquire) {
            return Err(SearchError::Replaced);
        }
        let (mut writer, reserved) = match slot.take() {
            Some(kept) => kept,
            None => {
                let bytes = u64::try_from(self.budget.bytes).unwrap_or(u64::MAX);
                (self.new_writer()?, memory::reserve_anyway(bytes))
            }
        };
        act(&mut writer)?;
        // Keep the writer only after success.
        *slot = Some((writer, reserved));
        Ok(())
    }

    fn new_writer(&self) -> Result<IndexWriter, SearchError> {
        let writer = self.index.writer_with_num_threads(self.budget.threads, self.budget.bytes)?;
        let mut policy = LogMergePolicy::default();
        // Fewer segments than the default, because every query pays dictionary look-ups in each.
        policy.set_min_num_segments(5);
        // Deleted documents still count in BM25 until a merge drops them.
        policy.set_del_docs_ratio_before_merge(0.3);
        writer.set_merge_policy(Box::new(policy));
        Ok(writer)
    }
}

fn identity(folder: &Path) -> Option<(u64, u64)> {
    let found = std::fs::metadata(folder).ok()?;
    Some((found.dev(), found.ino()))
}

fn payload(cursor: i64) -> String {
    format!("cursor={cursor}")
}

fn read_payload(payload: &str) -> Option<i64> {
    payload.strip_prefix("cursor=")?.parse().ok()
}

fn damaged(what: &str) -> SearchError {
    SearchError::Index(tantivy::TantivyError::SystemError(format!("damaged: {what}")))
}
