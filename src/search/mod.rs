//! Korean search.
//!
//! | part | holds |
//! |---|---|
//! | `korean` | the language: spelling, Hangul, endings, units |
//! | `engine` | the index and its queries, without the database and the pages |
//! | `indexing` | this node's index: opened, following the change log, rebuilt from the database |
//! | `params`, `queries`, `results`, `hits`, `pages` | the search page: its address, the hits that may be shown, their display |
//! | `suggest`, `recent_searches` | suggestions while typing; recent searches of a person |

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
pub use indexing::indexer::{catch_up, spawn};
