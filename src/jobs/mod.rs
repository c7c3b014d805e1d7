//! Work after the commit. A job is a row written in the same transaction as
//! the change it follows (an outbox, `queue`), worked off by `runner`, which
//! finds what to do for each kind in `registry`. `changes` is the log that
//! every node's search index tails.
//!
//! A job runs at least once: a kill after the work and before its row is
//! deleted runs it again. So every kind is written to be harmless twice.
//! What is not here: what the work is; that stands in each feature's `jobs.rs`.

pub mod changes;
pub mod queue;
pub mod registry;
pub mod runner;

pub use queue::{Job, enqueue};

use std::time::Duration;

use crate::app::App;
use crate::error::AppError;

/// A kind of job: the name in its rows, and the work.
#[derive(Clone, Copy)]
pub struct Kind {
    pub name: &'static str,
    pub work: fn(&App, &Job) -> Result<(), AppError>,
}

/// Work that nobody enqueues because it comes round by itself. Harmless twice, and on every node.
#[derive(Clone, Copy)]
pub struct Round {
    pub name: &'static str,
    pub every: Duration,
    /// Also once when the server stops.
    pub at_stop: bool,
    pub work: fn(&App) -> Result<(), AppError>,
}
