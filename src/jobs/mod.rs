//! Background jobs. A job is a row written in the same transaction as the change it follows (an
//! outbox, `queue`). `runner` executes it with the function that `registry` lists for its kind.
//! `changes` is the log that every node's search index follows.
//!
//! A job runs at least once: if the process is killed after the work and before the row is deleted,
//! it runs again. So every kind must be idempotent. Not here: the work itself, which is in each
//! feature's `jobs.rs`.

pub mod background;
pub mod changes;
pub mod queue;
pub mod registry;
pub mod runner;

pub use queue::{Job, enqueue};

use std::time::Duration;

use crate::app::App;
use crate::error::AppError;

/// A kind of job: the name in its rows, and the function that does the work.
#[derive(Clone, Copy)]
pub struct Kind {
    pub name: &'static str,
    pub work: fn(&App, &Job) -> Result<(), AppError>,
}

/// A periodic task, which runs without being enqueued. It must be idempotent, and runs on every
/// node.
#[derive(Clone, Copy)]
pub struct Round {
    pub name: &'static str,
    pub every: Duration,
    /// Also runs once when the server stops.
    pub at_stop: bool,
    pub work: fn(&App) -> Result<(), AppError>,
}
