//! This node's index: opened (node), tailing the change log (indexer), rebuilt (reindex), and the public
//! rows of the database (source_rows) as the documents they become (documents).

mod documents;
pub mod indexer;
pub mod node;
mod rebuild_marker;
pub mod reindex;
mod source_rows;
