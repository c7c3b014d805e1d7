//! Dropping of previews that were never applied.

use super::options::Options;
use crate::catalog::batches::{Batch, State, queries as batches};
use crate::db::Tx;
use crate::error::AppError;

/// Drops a preview and everything stored with it. Returns the names of its files, to be deleted.
pub fn drop_batch(tx: &mut Tx<'_>, batch: &Batch) -> Result<Vec<String>, AppError> {
    if !batches::move_on(tx, batch.id, State::Preview, State::Dropped)? {
        return Ok(Vec::new());
    }
    batches::clear(tx, batch.id)?;
    let mut options = Options::of(batch);
    let mut gone = vec![std::mem::take(&mut options.file)];
    gone.extend(options.zip.take());
    options.store(tx, batch.id)?;
    Ok(gone)
}
