//! One index folder: opened only when whole, written by one writer, read by many.
//!
//! Which of several folders is the live one is decided in `index`.

use super::document::{Change, Document, Fields, WRITTEN, Written, schema};
use super::error::SearchError;
use std::os::unix::fs::MetadataExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tantivy::directory::MmapDirectory;
use tantivy::merge_policy::LogMergePolicy;
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher};

/// How much a writer may hold in memory before it writes a segment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    pub threads: usize,
    pub bytes: usize,
}

/// For the change log, which commits each second: tantivy's least is 15 MB a thread.
pub(super) const LIVE: Budget = Budget {
    threads: 1,
    bytes: 24_000_000,
};
/// For a rebuild: larger segments at once, on both cores.
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
    /// Made at the first write: it locks the folder. Dropped after a failure, with all that was
    /// not committed, so that what is committed is always what the cursor says.
    writer: Mutex<Option<IndexWriter>>,
    budget: Budget,
    cursor: AtomicI64,
    fresh: AtomicBool,
    retired: AtomicBool,
    /// Device and inode of the folder.
    identity: Option<(u64, u64)>,
}

impl Generation {
    /// An empty index in a new folder.
    pub fn create(path: &Path, number: u64, budget: Budget) -> Result<Generation, SearchError> {
        std::fs::create_dir_all(path)?;
        let directory = MmapDirectory::open(path).map_err(tantivy::TantivyError::from)?;
        let index = Index::create(directory, schema().0, IndexSettings::default())?;
        Generation::of(index, path, number, budget)
    }

    /// The index in `path` if it is whole; an error if a file is missing, cut or changed.
    pub fn open(path: &Path, number: u64, budget: Budget) -> Result<Generation, SearchError> {
        // Tantivy answers most damage with an error and some of it with a panic.
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
        // The cursor has to be that of the segments the reader opens. A process that lets go of the folder
        // may still end a merge for a moment, between the two looks.
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

    /// What the last commit in `path` ended with.
    pub fn cursor_at(path: &Path) -> Option<i64> {
        let metas = Index::open_in_dir(path).ok()?.load_metas().ok()?;
        read_payload(&metas.payload?)
    }

    pub fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// The change that the last commit ended with; 0 before the first.
    pub fn cursor(&self) -> i64 {
        self.cursor.load(Ordering::Acquire)
    }

    /// Whether the folder that was opened, with what tells its segments, is still there by its name. The
    /// name is the one it was opened by, so this is asked of a live generation only.
    pub fn is_in_place(&self) -> bool {
        identity(&self.path) == self.identity && self.path.join("meta.json").is_file()
    }

    /// Whether nothing was ever committed.
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

    /// Adds documents that the index does not hold yet: a rebuild has nothing to replace.
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

    /// Makes all that was applied durable and visible, together with the cursor.
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

    /// Waits for merges under way and lets go of the folder's lock.
    pub fn finish_writing(&self) -> Result<(), SearchError> {
        if let Some(writer) = self.writer().take() {
            writer.wait_merging_threads()?;
        }
        Ok(())
    }

    /// Lets no one write any more: another generation has taken over.
    pub fn retire(&self) {
        self.retired.store(true, Ordering::Release);
        self.writer().take();
    }

    fn writer(&self) -> MutexGuard<'_, Option<IndexWriter>> {
        // A panic while writing leaves a writer that the next failure replaces.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self, act: impl FnOnce(&mut IndexWriter) -> tantivy::Result<()>) -> Result<(), SearchError> {
        let mut slot = self.writer();
        if self.retired.load(Ordering::Acquire) {
            return Err(SearchError::Replaced);
        }
        let mut writer = match slot.take() {
            Some(writer) => writer,
            None => self.new_writer()?,
        };
        act(&mut writer)?;
        // Only a writer that did not fail is kept.
        *slot = Some(writer);
        Ok(())
    }

    fn new_writer(&self) -> Result<IndexWriter, SearchError> {
        let writer = self.index.writer_with_num_threads(self.budget.threads, self.budget.bytes)?;
        let mut policy = LogMergePolicy::default();
        // Fewer segments than the default: each costs every query its dictionary look-ups.
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
