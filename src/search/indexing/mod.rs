//! Maintains this node's index from the database.
//!
//! | file | holds |
//! |---|---|
//! | `node` | the open index and its state, shared by the pages and the tail |
//! | `indexer` | the tail: follows the change log, and rebuilds the index if need be |
//! | `reindex`, `rebuild_marker` | a rebuild requested by the command line |
//! | `source_rows`, `documents` | the public rows of the database, and the documents made of them |

mod documents;
pub mod indexer;
pub mod node;
mod rebuild_marker;
pub mod reindex;
mod source_rows;
