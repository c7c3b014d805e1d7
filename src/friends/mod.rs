//! Friends (mutual, at most 500), follows of business accounts (unlimited), and blocks. The
//! 500-friend limit: its number is in rules.rs, the one statement that holds it under any race in
//! `queries::take_place`, and the locking order in `actions::accept`. Not here: the stories that a
//! friend sees (stories/visibility.rs).

pub mod actions;
pub mod jobs;
pub mod pages;
pub mod queries;
pub mod rules;
