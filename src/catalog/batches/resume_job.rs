//! The job that finishes a batch whose process was killed.

use serde::{Deserialize, Serialize};

use crate::db::Tx;
use crate::error::AppError;
use crate::jobs;

/// Delay after which a job continues a batch whose request is gone.
pub(super) const RESUME_MS: i64 = 15_000;

/// Name of the job that finishes a batch whose process was killed.
pub const JOB: &str = "catalog.bulk";

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StepsJob {
    pub batch_id: i64,
}

/// Enqueues a job that finishes the batch if its request is gone by then.
pub fn finish_later(tx: &mut Tx<'_>, batch_id: i64) -> Result<(), AppError> {
    let at = tx.now() + RESUME_MS;
    jobs::enqueue(tx, JOB, &StepsJob { batch_id }, at)?;
    Ok(())
}
