//! Friends (mutual, at most 500), follows of business accounts (uncapped),
//! blocks.

pub mod queries;
pub mod rules;
