//! The outcome of one step of a batch.

use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The result of one step.
#[derive(Debug)]
pub enum Step {
    More,
    /// It failed; the next steps take its changes back.
    Failed(AppError),
    /// Nothing is left to do. Holds the result of a bulk action that has just finished.
    Done(Option<Tally>),
}

/// The result of a bulk action, stored in the batch's options.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    pub changed: i64,
    /// Products that already were as the action would make them.
    pub same: i64,
    /// Products for which it would break a rule.
    pub skipped: i64,
}
