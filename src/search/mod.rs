//! Korean search: the index, its analyzer, the plan of a query, the snippet of a hit.
//!
//! The core knows no database and no page: it is given public documents and answers ids, which are
//! checked in SQL before they are shown. Around it stand what feeds it and what people see of it.
//!
//! | file | holds |
//! |---|---|
//! | `text`, `jamo`, `keyboard`, `particles`, `predicates`, `units` | one spelling for all text; Hangul taken apart and put together; endings of nouns and of verbs; 1kg as 1킬로 |
//! | `analyzer`, `initials` | what a text becomes in each field |
//! | `document` | what is indexed, and the schema |
//! | `generation`, `index` | the folders on disk: open, write, commit with the cursor, rebuild, swap |
//! | `query_plan`, `word_plan`, `synonyms`, `ranking` | what a query becomes, and every weight |
//! | `matchers`, `lifted`, `execute` | the plan carried out |
//! | `near`, `correct` | what was meant where a key slipped |
//! | `collector`, `tally`, `top` | what is read of each match: counts, facets, the page in order |
//! | `snippet` | the words found, marked in a text |
//! | `sources`, `rows` | public database rows, and the documents they become |
//! | `address`, `queries`, `results`, `pages` | the search page: what its address says, what may be shown, how |
//! | `suggest`, `recent` | what someone may be typing; what a person searched for lately |
//! | `node`, `indexer`, `reindex` | this node's index: opened, tailing the change log, built anew |

pub mod address;
pub mod analyzer;
mod collector;
mod correct;
pub mod document;
mod error;
mod execute;
mod generation;
pub mod index;
pub mod indexer;
pub mod initials;
pub mod korean;
mod lifted;
mod matchers;
mod near;
pub mod node;
pub mod pages;
pub mod queries;
pub mod query_plan;
pub mod ranking;
pub mod recent;
pub mod reindex;
mod request;
pub mod results;
mod rows;
pub mod snippet;
mod sources;
pub mod suggest;
mod synonyms;
mod tally;
mod top;
mod word_plan;

pub use document::{Change, Document, Kind};
pub use error::SearchError;
pub use index::{INDEX_VERSION, IndexWriterHandle, Opened, Rebuild, SearchIndex, cursor_on_disk};
pub use indexer::{Running, catch_up, spawn};
pub use query_plan::{MAX_QUERY_CHARS, MAX_QUERY_WORDS};
pub use request::{BadCursor, Counts, Cursor, Facets, Filters, Hidden, Hit, Hits, PRICE_EDGES, Query, Sort};
pub use snippet::{Fragment, highlight};
pub use synonyms::Synonyms;
