//! The search engine: the index, its analyzer, the plan of a query, the snippet of a hit.
//!
//! It knows no database and no page: it is given public documents and answers ids, which are checked
//! in SQL before they are shown.
//!
//! | file | holds |
//! |---|---|
//! | `analyzer`, `initials` | what a text becomes in each field |
//! | `document` | what is indexed, and the schema |
//! | `generation`, `index` | the folders on disk: open, write, commit with the cursor, rebuild, swap |
//! | `plan`, `plan_terms`, `word_plan`, `synonyms`, `ranking` | what a query becomes, and every weight |
//! | `matchers`, `boost`, `run`, `execute` | the plan carried out |
//! | `typos`, `spelling` | what was meant where a key slipped |
//! | `collector`, `facets`, `top_hits` | what is read of each match: counts, facets, the page in order |
//! | `snippet` | the words found, marked in a text |
//! | `prefix`, `completions`, `phrases` | what someone may be typing: a beginning as ranges of terms, the likeliest documents, the words in a title |

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
