//! The Korean language, for the search engine: one spelling for all text (normalize), Hangul taken apart
//! and put together (jamo), the other keyboard mode (keyboard), endings of nouns (particles) and of verbs
//! (predicates), 1kg as 1킬로 (units). Imports nothing of the crate outside of this folder.

pub mod jamo;
pub mod keyboard;
pub mod normalize;
pub mod particles;
pub mod predicates;
pub mod units;
