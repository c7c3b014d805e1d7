//! Errors of the index on disk. No query text causes an error.

use std::fmt;
use std::io;

/// The reason why an index could not be opened, written or read.
#[derive(Debug)]
pub enum SearchError {
    /// The folder of the index cannot be made, listed or removed.
    Folder(io::Error),
    /// An error from tantivy, most often caused by the disk.
    Index(tantivy::TantivyError),
    /// A rebuilt index has replaced the one that this writer wrote to. Take a new writer and continue
    /// from its cursor.
    Replaced,
}

impl fmt::Display for SearchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SearchError::Folder(error) => write!(f, "the folder of the search index: {error}"),
            SearchError::Index(error) => write!(f, "the search index: {error}"),
            SearchError::Replaced => f.write_str("the search index was replaced by a rebuilt one"),
        }
    }
}

impl std::error::Error for SearchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            SearchError::Folder(error) => Some(error),
            SearchError::Index(error) => Some(error),
            SearchError::Replaced => None,
        }
    }
}

impl From<io::Error> for SearchError {
    fn from(error: io::Error) -> Self {
        SearchError::Folder(error)
    }
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        SearchError::Index(error)
    }
}
