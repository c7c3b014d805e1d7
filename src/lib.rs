//! Story Plus: photo stories for friends, and for shops without a limit on their followers.
//!
//! `.github/ARCHITECTURE.md` is the map: modules, layers, where to find what, and why. It is part of this page as rustdoc
//! shows it.
#![cfg_attr(doc, doc = include_str!("../.github/ARCHITECTURE.md"))]

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
pub mod memory;
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
