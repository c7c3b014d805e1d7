//! Story Plus: photo stories for friends and for uncapped shops.
//!
//! The map of the house. Features stand in one room each and call only
//! downwards: accounts < friends < photos < catalog < stories < feed, search <
//! moderation. In a room: `rules.rs` (limits and pure decisions), `queries.rs`
//! (diesel), `actions.rs` (what people do), `pages.rs` (handlers, forms,
//! views), `jobs.rs` (work after the commit).
//!
//! - where is the 500-friend rule: `friends/rules.rs`
//! - where is the feed query: `feed/queries/mod.rs`
//! - who sees what: `stories/visibility.rs`; who may do what: `access/permit.rs`
//! - how often one may do what: `limits/rules.rs`
//! - what happens to an uploaded photo: `photos/pipeline/mod.rs`
//! - on which thread it happens: `work_queue/mod.rs`

pub mod access;
pub mod accounts;
pub mod app;
pub mod audit;
pub mod catalog;
pub mod cli;
pub mod config;
pub mod db;
pub mod demo;
pub mod error;
pub mod feed;
pub mod friends;
pub mod idempotency;
pub mod jobs;
pub mod limits;
pub mod media;
pub mod moderation;
pub mod notifications;
pub mod outage;
pub mod panics;
pub mod photos;
pub mod routes;
pub mod search;
pub mod server;
pub mod stories;
pub mod text;
pub mod web;
pub mod work_queue;
