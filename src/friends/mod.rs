//! Friends (mutual, at most 500), follows of business accounts (uncapped),
//! blocks. The 500-friend rule: the number in rules.rs, the one statement that
//! holds it under any race in `queries::take_place`, its order in
//! `actions::accept`. Not here: whose stories a friend sees (stories/visibility.rs).

pub mod actions;
pub mod jobs;
pub mod pages;
pub mod queries;
pub mod rules;
