//! Korean search.
//!
//! | part | holds |
//! |---|---|
//! | `korean` | the language: spelling, Hangul, endings, units |
//! | `engine` | the index and its queries; knows no database and no page |
//! | `indexing` | this node's index: opened, tailing the change log, rebuilt; the documents from the database |
//! | `params`, `queries`, `results`, `hits`, `pages` | the search page: its address, what may be shown, how |
//! | `suggest`, `recent_searches` | what someone may be typing; what a person searched for recently |

pub mod engine;
pub mod hits;
pub mod indexing;
pub mod korean;
pub mod pages;
pub mod params;
pub mod queries;
pub mod recent_searches;
pub mod results;
pub mod suggest;

pub use engine::document::{Change, Document, Kind};
pub use engine::error::SearchError;
pub use engine::index::{INDEX_VERSION, IndexWriterHandle, Opened, Rebuild, SearchIndex, cursor_on_disk};
pub use engine::plan::{MAX_QUERY_CHARS, MAX_QUERY_WORDS};
pub use engine::request::{BadCursor, Counts, Cursor, Facets, Filters, Hidden, Hit, Hits, PRICE_EDGES, Query, Sort};
pub use engine::snippet::{Fragment, highlight};
pub use engine::synonyms::Synonyms;
pub use indexing::indexer::{Running, catch_up, spawn};
