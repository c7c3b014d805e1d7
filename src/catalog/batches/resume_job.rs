//! The job that finishes a batch whose process was killed.

use serde::{Deserialize, Serialize};

use crate::db::Tx;
use crate::error::AppError;
use crate::jobs;

/// Whoever began a batch goes on with it; where that one is gone, a job does after this long.
pub(super) const RESUME_MS: i64 = 15_000;

/// Name of the job that ends a batch whose process was killed.
pub const JOB: &str = "catalog.bulk";

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StepsJob {
    pub batch_id: i64,
}

/// Lets a job end what is begun in this transaction, should whoever began it be gone.
pub fn finish_later(tx: &mut Tx<'_>, batch_id: i64) -> Result<(), AppError> {
    let at = tx.now() + RESUME_MS;
    jobs::enqueue(tx, JOB, &StepsJob { batch_id }, at)?;
    Ok(())
}
