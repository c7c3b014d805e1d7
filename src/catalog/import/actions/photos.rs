//! Actions on an applied import besides undo (batches/undo.rs): stop and resume its photos.

use crate::access::Member;
use crate::audit::{self, Act};
use crate::catalog::batches::Batch;
use crate::catalog::import::jobs::{self, PhotosJob};
use crate::catalog::import::options::Options;
use crate::db::Tx;
use crate::error::AppError;

/// Stops or resumes taking the photos of an import.
pub fn set_stopped(tx: &mut Tx<'_>, member: &Member, batch: &Batch, stopped: bool) -> Result<(), AppError> {
    let mut options = Options::of(batch);
    if options.stopped == stopped {
        return Ok(());
    }
    options.stopped = stopped;
    options.store(tx, batch.id)?;
    if !stopped {
        jobs::enqueue(tx, &PhotosJob { batch_id: batch.id })?;
    }
    let act = if stopped { Act::ImportStop } else { Act::ImportResume };
    audit::log_staff_act(tx, member, act, "import", batch.id)
}
