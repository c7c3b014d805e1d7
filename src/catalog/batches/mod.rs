//! What was done in one go: an act on many products (`actions::bulk`) or an import of a file
//! (files/). Each row keeps what its product was, so that the whole can be undone (`undo`); a
//! product that somebody changed since is left as it is now.
//!
//! A batch is opened, the products are written by an `actions::Writer`, and the rows are noted: a few
//! of them in one transaction, many in several, so that nobody else waits long (`steps`). What it keeps
//! (what the products were, the photos they had) is kept as long as it can be undone (`UNDO_DAYS`).

mod batch;
pub mod progress;
pub mod queries;
pub mod resume_job;
pub mod steps;
mod undo;

pub use batch::{Applying, Batch, By, Kind, Outcome, Photos, State, Task, UNDO_DAYS, Undoing, Undone, by, difference, restored};
pub use undo::{Undo, undo};
