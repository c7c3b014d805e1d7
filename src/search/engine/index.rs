//! The index on disk: a cache of public rows that can be thrown away at any instant.
//!
//! ```text
//! <root>/v3-3/       the live generation: version 3 of schema and analyzer, built the third time
//! <root>/v3-4.new/   being built beside it; renamed and swapped in by `Rebuild::finish`
//! ```
//!
//! The cursor of the change log stands in tantivy's own commit, so that index and cursor cannot
//! disagree. Where no whole generation of this version is found, an empty one is made and says that
//! it is fresh; older versions are removed when a rebuild has finished. What is searched and how
//! lives in `execute`; who feeds it, elsewhere.

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

/// To be raised with every change of schema, analyzer, particles or predicates.
pub const INDEX_VERSION: u32 = 3;

/// The search index of this node. Cheap to share behind an `Arc`.
pub struct SearchIndex {
    root: PathBuf,
    live: RwLock<Arc<Generation>>,
    synonyms: RwLock<Arc<Synonyms>>,
}

/// An index, and how much of the change log it holds.
pub struct Opened {
    pub index: SearchIndex,
    /// The last change in the index; 0 if there is none.
    pub cursor: i64,
    /// Nothing was ever committed: the index is new, or the old one was missing or damaged. The
    /// caller rebuilds.
    pub fresh: bool,
}

impl SearchIndex {
    /// Opens the newest whole index under `root`; damaged ones are thrown away. Reads every file
    /// once to compare its checksum. Fails only if the disk refuses.
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

    /// The last change in the live index.
    pub fn cursor(&self) -> i64 {
        self.live().cursor()
    }

    /// Whether nothing was ever committed to the live index.
    pub fn is_fresh(&self) -> bool {
        self.live().is_fresh()
    }

    /// Whether the live index still stands where it was opened. Searches go on without its folder, in
    /// files that have no name any more, but nothing new can be added to it.
    pub fn is_in_place(&self) -> bool {
        self.live().is_in_place()
    }

    /// Documents in the live index.
    pub fn len(&self) -> u64 {
        self.live().searcher().num_docs()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of the live index on disk.
    pub fn size(&self) -> Result<u64, SearchError> {
        let mut size = 0;
        for entry in fs::read_dir(&self.live().path)? {
            size += entry?.metadata()?.len();
        }
        Ok(size)
    }

    /// Takes the operator's synonyms for all searches from now on.
    pub fn set_synonyms(&self, synonyms: Synonyms) {
        *self.synonyms.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(synonyms);
    }

    /// A writer of the live index.
    pub fn writer(&self) -> IndexWriterHandle {
        IndexWriterHandle { generation: self.live() }
    }

    /// Waits for merges under way and lets go of the folder, so that another process may write there.
    pub fn finish_writing(&self) -> Result<(), SearchError> {
        self.live().finish_writing()
    }

    /// Searches the last commit. Blocking: a few milliseconds of CPU.
    pub fn search(&self, query: &Query) -> Result<Hits, SearchError> {
        let synonyms = self.synonyms.read().unwrap_or_else(PoisonError::into_inner).clone();
        let live = self.live();
        execute::search(&live.searcher(), &live.fields, &synonyms, query)
    }

    /// What begins so, of the last commit, for suggestions: ids to be checked in SQL.
    pub fn walk(&self, typed: &prefix::Prefix, hidden: &HashSet<i64>) -> Result<completions::Walked, SearchError> {
        let live = self.live();
        completions::walk(&live.searcher(), &live.fields, typed, hidden)
    }

    /// Begins a new index beside the live one, which goes on answering.
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

/// Writes changes to one generation of the index. Take a new one for each batch: after a rebuild
/// the old one only answers [`SearchError::Replaced`].
pub struct IndexWriterHandle {
    generation: Arc<Generation>,
}

impl IndexWriterHandle {
    /// The change to go on after.
    pub fn cursor(&self) -> i64 {
        self.generation.cursor()
    }

    /// Takes the changes in; nothing shows before [`commit`](Self::commit). After an error all
    /// that was not committed is forgotten: read again from the cursor.
    pub fn apply(&self, changes: &[Change]) -> Result<(), SearchError> {
        self.generation.apply(changes)
    }

    /// Makes everything applied durable and visible, and `cursor` with it.
    pub fn commit(&self, cursor: i64) -> Result<(), SearchError> {
        self.generation.commit(cursor)
    }

    /// Takes everything out, and commits with cursor 0.
    pub fn clear(&self) -> Result<(), SearchError> {
        self.generation.clear()?;
        self.generation.commit(0)
    }
}

/// A new index being built. Dropped before it is finished, it leaves nothing.
pub struct Rebuild<'a> {
    index: &'a SearchIndex,
    generation: Generation,
    finished: bool,
}

impl Rebuild<'_> {
    /// Adds documents; each kind and id once.
    pub fn add(&self, documents: &[Document]) -> Result<(), SearchError> {
        self.generation.add(documents)
    }

    /// Makes the new index the live one, and removes all others and other versions. `cursor` is
    /// the change log's end before the first document was read: changes since then are replayed.
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
        // Searches under way keep the old files mapped; their names can go.
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
            // What cannot be removed now is removed at the next start.
            let _ = fs::remove_dir_all(&self.generation.path);
        }
    }
}

const UNFINISHED: &str = ".new";

fn folder(number: u64) -> String {
    format!("v{INDEX_VERSION}-{number}")
}

/// The cursor of the newest index under `root`, without opening it for good: for a look beside the
/// process that writes it. `None` where there is no index of this version that can be read.
pub fn cursor_on_disk(root: &Path) -> Option<i64> {
    let found = generations(root).ok()?;
    found.iter().find_map(|(_, path)| Generation::cursor_at(path))
}

fn create(root: &Path, number: u64) -> Result<Generation, SearchError> {
    Generation::create(&root.join(folder(number)), number, LIVE)
}

/// Makes the folder of the index. Something else that has its name is put aside: the index is a cache,
/// what it stands in the way of is not.
fn make_folder(root: &Path) -> Result<(), SearchError> {
    if fs::symlink_metadata(root).is_ok() && !root.is_dir() {
        let mut aside = root.as_os_str().to_owned();
        aside.push(".not-an-index");
        fs::rename(root, &aside)?;
        tracing::warn!(file = %root.display(), "stood where the folder of the search index belongs and was put aside");
    }
    Ok(fs::create_dir_all(root)?)
}

/// Removes a folder, or a file in its place; nothing there is fine.
fn remove(path: &Path) -> std::io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// What is named like a folder of any version, finished or not; other things under the root are left alone.
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

/// Version and number of a folder.
fn parse(path: &Path) -> Option<(u32, u64)> {
    let name = path.file_name()?.to_str()?;
    let (version, number) = name.strip_prefix('v')?.split_once('-')?;
    let number = number.strip_suffix(UNFINISHED).unwrap_or(number);
    Some((version.parse().ok()?, number.parse().ok()?))
}

/// Finished generations of this version, newest first.
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
