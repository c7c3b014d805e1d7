//! The index on disk: a cache of public rows that can be thrown away at any moment.
//!
//! ```text
//! <root>/v3-3/       the live generation: version 3 of schema and analyzer, built the third time
//! <root>/v3-4.new/   being built beside it; renamed and swapped in by `Rebuild::finish`
//! ```
//!
//! The cursor of the change log is part of tantivy's own commit, so that index and cursor cannot
//! disagree. If no intact generation of this version is found, an empty one is created and reported
//! as fresh; older versions are removed when a rebuild has finished. Searching is in `execute`, and
//! `indexing` feeds the index.

use super::document::{Change, Document};
use super::error::SearchError;
use super::generation::{Generation, LIVE, REBUILD};
use super::request::{Hits, Query};
use super::synonyms::Synonyms;
use super::{completions, execute, prefix};
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

/// Version of the index. Raise it with every change to schema, analyzer, particles or predicates.
pub const INDEX_VERSION: u32 = 3;

/// The search index of this node. Share it behind an `Arc`.
pub struct SearchIndex {
    root: PathBuf,
    live: RwLock<Arc<Generation>>,
    synonyms: RwLock<Arc<Synonyms>>,
}

/// An opened index with its cursor.
pub struct Opened {
    pub index: SearchIndex,
    /// The last change in the index; 0 if there is none.
    pub cursor: i64,
    /// True if nothing was ever committed: the index is new, or the old one was missing or damaged.
    /// The caller must rebuild it.
    pub fresh: bool,
}

impl SearchIndex {
    /// Opens the newest intact index under `root` and removes damaged ones. Reads every file once to
    /// verify its checksum. Returns an error only if the disk does.
    pub fn open(root: &Path) -> Result<Opened, SearchError> {
        make_folder(root)?;
        let mut live = None;
        let mut highest = 0;
        for (number, path) in generations(root)? {
            highest = highest.max(number);
            if live.is_none() {
                live = Generation::open(&path, number, LIVE).ok();
                if live.is_some() {
                    continue;
                }
            }
            remove(&path)?;
        }
        let live = match live {
            Some(live) => live,
            None => create(root, highest + 1)?,
        };
        for leftover in folders(root)?.filter(|path| is_unfinished(path)) {
            remove(&leftover)?;
        }
        let (cursor, fresh) = (live.cursor(), live.is_fresh());
        let index = SearchIndex {
            root: root.to_owned(),
            live: RwLock::new(Arc::new(live)),
            synonyms: RwLock::default(),
        };
        Ok(Opened { index, cursor, fresh })
    }

    fn live(&self) -> Arc<Generation> {
        self.live.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the last change in the live index.
    pub fn cursor(&self) -> i64 {
        self.live().cursor()
    }

    /// Returns true if nothing was ever committed to the live index.
    pub fn is_fresh(&self) -> bool {
        self.live().is_fresh()
    }

    /// Returns true if the folder of the live index is still where it was opened. Without the folder,
    /// searches go on in the deleted files that are still open, but nothing can be added.
    pub fn is_in_place(&self) -> bool {
        self.live().is_in_place()
    }

    /// Returns the number of documents in the live index.
    pub fn len(&self) -> u64 {
        self.live().searcher().num_docs()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the size of the live index on disk, in bytes.
    pub fn size(&self) -> Result<u64, SearchError> {
        let mut size = 0;
        for entry in fs::read_dir(&self.live().path)? {
            size += entry?.metadata()?.len();
        }
        Ok(size)
    }

    /// Replaces the synonyms for all searches from now on.
    pub fn set_synonyms(&self, synonyms: Synonyms) {
        *self.synonyms.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(synonyms);
    }

    /// Returns a writer for the live index.
    pub fn writer(&self) -> IndexWriterHandle {
        IndexWriterHandle { generation: self.live() }
    }

    /// Waits for running merges and releases the folder, so that another process can write there.
    pub fn finish_writing(&self) -> Result<(), SearchError> {
        self.live().finish_writing()
    }

    /// Searches the last commit. Blocks for a few milliseconds of CPU time.
    pub fn search(&self, query: &Query) -> Result<Hits, SearchError> {
        let synonyms = self.synonyms.read().unwrap_or_else(PoisonError::into_inner).clone();
        let live = self.live();
        execute::search(&live.searcher(), &live.fields, &synonyms, query)
    }

    /// Returns ids of documents that begin with `typed`, in the last commit. They are for suggestions and
    /// must be checked in SQL.
    pub fn walk(&self, typed: &prefix::Prefix, hidden: &HashSet<i64>) -> Result<completions::Walked, SearchError> {
        let live = self.live();
        completions::walk(&live.searcher(), &live.fields, typed, hidden)
    }

    /// Begins a new index beside the live one, which keeps serving searches.
    pub fn rebuild(&self) -> Result<Rebuild<'_>, SearchError> {
        make_folder(&self.root)?;
        let number = generations(&self.root)?.first().map_or(0, |(number, _)| *number) + 1;
        let path = self.root.join(format!("{}{UNFINISHED}", folder(number)));
        remove(&path)?;
        let generation = Generation::create(&path, number, REBUILD)?;
        Ok(Rebuild {
            index: self,
            generation,
            finished: false,
        })
    }
}

/// Writer of changes to one generation of the index. Take a new writer for each batch: after a rebuild,
/// the old one only returns [`SearchError::Replaced`].
pub struct IndexWriterHandle {
    generation: Arc<Generation>,
}

impl IndexWriterHandle {
    /// Returns the last change in the index, after which to continue.
    pub fn cursor(&self) -> i64 {
        self.generation.cursor()
    }

    /// Applies the changes, which become visible with [`commit`](Self::commit). After an error
    /// everything uncommitted is lost: read the log again from the cursor.
    pub fn apply(&self, changes: &[Change]) -> Result<(), SearchError> {
        self.generation.apply(changes)
    }

    /// Makes everything applied durable and visible, together with `cursor`.
    pub fn commit(&self, cursor: i64) -> Result<(), SearchError> {
        self.generation.commit(cursor)
    }

    /// Removes all documents and commits with cursor 0.
    pub fn clear(&self) -> Result<(), SearchError> {
        self.generation.clear()?;
        self.generation.commit(0)
    }
}

/// A new index under construction. If it is dropped before it is finished, nothing is left of it.
pub struct Rebuild<'a> {
    index: &'a SearchIndex,
    generation: Generation,
    finished: bool,
}

impl Rebuild<'_> {
    /// Adds documents. The caller must pass each pair of kind and id only once.
    pub fn add(&self, documents: &[Document]) -> Result<(), SearchError> {
        self.generation.add(documents)
    }

    /// Makes the new index the live one and removes all others, other versions included. `cursor` is the
    /// end of the change log before the first document was read: changes since then are replayed.
    pub fn finish(mut self, cursor: i64) -> Result<(), SearchError> {
        self.generation.commit(cursor)?;
        self.generation.finish_writing()?;
        let number = self.generation.number;
        let path = self.index.root.join(folder(number));
        fs::rename(&self.generation.path, &path)?;
        fs::File::open(&self.index.root)?.sync_all()?;
        self.finished = true;
        let new = Arc::new(Generation::open(&path, number, LIVE)?);
        let old = {
            let mut live = self.index.live.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *live, new)
        };
        old.retire();
        // Running searches keep the old files mapped, so the files can be deleted.
        for other in folders(&self.index.root)?.filter(|other| *other != path) {
            remove(&other)?;
        }
        Ok(())
    }
}

impl Drop for Rebuild<'_> {
    fn drop(&mut self) {
        if !self.finished {
            self.generation.retire();
            // Anything that cannot be removed now is removed at the next start.
            let _ = fs::remove_dir_all(&self.generation.path);
        }
    }
}

const UNFINISHED: &str = ".new";

fn folder(number: u64) -> String {
    format!("v{INDEX_VERSION}-{number}")
}

/// Returns the cursor of the newest index under `root`, without taking its lock, so that a process beside
/// the one that writes can read it. Returns `None` if no index of this version can be read.
pub fn cursor_on_disk(root: &Path) -> Option<i64> {
    let found = generations(root).ok()?;
    found.iter().find_map(|(_, path)| Generation::cursor_at(path))
}

fn create(root: &Path, number: u64) -> Result<Generation, SearchError> {
    Generation::create(&root.join(folder(number)), number, LIVE)
}

/// Creates the folder of the index. A file of the same name is renamed and kept: the index is only a
/// cache, but the file may be something that somebody needs.
fn make_folder(root: &Path) -> Result<(), SearchError> {
    if fs::symlink_metadata(root).is_ok() && !root.is_dir() {
        let mut aside = root.as_os_str().to_owned();
        aside.push(".not-an-index");
        fs::rename(root, &aside)?;
        tracing::warn!(file = %root.display(), "stood where the folder of the search index belongs and was put aside");
    }
    Ok(fs::create_dir_all(root)?)
}

/// Removes a folder, or a file in its place. Succeeds if nothing is there.
fn remove(path: &Path) -> std::io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Returns all paths named like a generation of any version, finished or not. Anything else under the root
/// is left alone.
fn folders(root: &Path) -> Result<impl Iterator<Item = PathBuf>, SearchError> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        if parse(&path).is_some() {
            folders.push(path);
        }
    }
    Ok(folders.into_iter())
}

fn is_unfinished(path: &Path) -> bool {
    path.to_string_lossy().ends_with(UNFINISHED)
}

/// Reads the version and number from the name of a folder.
fn parse(path: &Path) -> Option<(u32, u64)> {
    let name = path.file_name()?.to_str()?;
    let (version, number) = name.strip_prefix('v')?.split_once('-')?;
    let number = number.strip_suffix(UNFINISHED).unwrap_or(number);
    Some((version.parse().ok()?, number.parse().ok()?))
}

/// Returns the finished generations of this version, newest first.
fn generations(root: &Path) -> Result<Vec<(u64, PathBuf)>, SearchError> {
    let mut found: Vec<(u64, PathBuf)> = folders(root)?
        .filter(|path| !is_unfinished(path))
        .filter_map(|path| match parse(&path) {
            Some((INDEX_VERSION, number)) => Some((number, path)),
            _ => None,
        })
        .collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    Ok(found)
}
