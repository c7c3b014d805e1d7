//! Batches: bulk actions (`actions::bulk`) and imports of files (import/mod.rs). Each row stores
//! what its product was before, so that the whole can be undone (`undo`). A product that somebody
//! has changed since is left as it is.
//!
//! A batch is opened, `actions::Writer` writes its products, and its rows are stored: few of them
//! in one transaction, many in several, so that others need not wait long (`steps`). Earlier values
//! and photos of its products are kept as long as it can be undone (`UNDO_DAYS`).

mod batch;
pub mod progress;
pub mod queries;
pub mod resume_job;
pub mod steps;
mod undo;

pub use batch::{Applying, Batch, By, Kind, Outcome, Photos, State, Task, UNDO_DAYS, Undoing, Undone, by, difference, restored};
pub use undo::{Undo, undo};
