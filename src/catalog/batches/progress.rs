//! The outcome of one step of a batch.

use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// What one step came to.
#[derive(Debug)]
pub enum Step {
    More,
    /// It failed, and what was done is taken back by the next steps.
    Failed(AppError),
    /// Nothing is left to do; of an act that was done just now, what it came to.
    Done(Option<Tally>),
}

/// What became of it, as the batch's options keep it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    pub changed: i64,
    /// Those that the act would not change.
    pub same: i64,
    /// Those for which it would break a rule.
    pub skipped: i64,
}
