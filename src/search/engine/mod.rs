//! The search engine: the index, its analyzer, the plan of a query, the snippet of a hit.
//!
//! The engine knows neither the database nor the pages. It takes public documents and returns ids,
//! which are checked in SQL before anything is shown.
//!
//! | file | holds |
//! |---|---|
//! | `analyzer`, `initials` | the tokens of a text in each field |
//! | `document` | the indexed document and the schema |
//! | `generation`, `index` | the folders on disk: open, write, commit with the cursor, rebuild, swap |
//! | `plan`, `plan_terms`, `word_plan`, `synonyms`, `ranking` | the plan of a query, and every weight |
//! | `matchers`, `boost`, `run`, `execute` | execution of the plan |
//! | `typos`, `spelling` | the intended word after a slip of a key |
//! | `collector`, `facets`, `top_hits` | counts, facets and the page in order, gathered from the matches |
//! | `snippet` | an excerpt of a text with the words found marked |
//! | `prefix`, `completions`, `phrases` | suggestions: a prefix as ranges of terms, the likeliest documents, the words of a title |

pub mod analyzer;
mod boost;
mod collector;
pub mod completions;
pub mod document;
pub mod error;
mod execute;
mod facets;
mod generation;
pub mod index;
pub mod initials;
mod matchers;
pub mod phrases;
pub mod plan;
mod plan_terms;
pub mod prefix;
pub mod ranking;
pub mod request;
mod run;
pub mod snippet;
mod spelling;
pub mod synonyms;
mod top_hits;
mod typos;
mod word_plan;
