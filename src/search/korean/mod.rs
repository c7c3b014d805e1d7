//! The Korean language, for the search engine. This folder imports nothing else of the crate.
//!
//! | file | holds |
//! |---|---|
//! | `normalize` | one spelling for all text, and its division into words |
//! | `jamo` | Hangul taken apart and put together |
//! | `keyboard` | text typed in the other keyboard mode |
//! | `particles`, `predicates` | endings of nouns; of verbs and adjectives |
//! | `units` | numbers with units: 1kg is 1킬로 |

pub mod jamo;
pub mod keyboard;
pub mod normalize;
pub mod particles;
pub mod predicates;
pub mod units;
