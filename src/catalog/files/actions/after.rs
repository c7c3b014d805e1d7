//! What people do with an import that was applied: undo it, stop and go on with its photos.

use super::{Old, Options};
use crate::access::Member;
use crate::accounts;
use crate::catalog::actions::{Saved, Writer};
use crate::catalog::files::jobs::{self, PhotosJob};
use crate::catalog::files::plan::Outcome;
use crate::catalog::files::queries::batches::{self, Batch, KeptRow, ROWS_AT_ONCE};
use crate::catalog::files::queries::products;
use crate::catalog::queries::{DELETED, Product};
use crate::db::Tx;
use crate::error::AppError;
use crate::photos;

/// Undoes an import as a whole: what it added is deleted, what it changed is as before. Products
/// that somebody changed since stay as they are, and are named.
pub fn undo(tx: &mut Tx<'_>, member: &Member, batch: &Batch) -> Result<(), AppError> {
    let (mut writer, active) = Writer::open_for_many(tx, batch.account_id)?;
    if !active || !batches::move_on(tx, batch.id, "applied", "undone")? {
        return Err(AppError::NotFound);
    }
    let mut options = Options::of(batch);
    let mut after = 0;
    loop {
        let page = i64::try_from(ROWS_AT_ONCE).unwrap_or(500);
        let rows = batches::done_rows(tx, batch.id, after, page)?;
        let Some(last) = rows.last() else { break };
        after = last.line;
        let ids: Vec<i64> = rows.iter().filter_map(|r| r.product_id).collect();
        let there = products(tx, &ids)?;
        for row in &rows {
            let Some(product) = row.product_id.and_then(|id| there.get(&id)) else {
                continue;
            };
            if put_back(tx, &mut writer, row, product)? {
                options.restored += 1;
            } else {
                options.left.push(product.id);
            }
        }
    }
    writer.finish(tx)?;
    batches::give_up(tx, batch.id, "")?;
    options.store(tx, batch.id)?;
    accounts::log_staff_act(tx, member, "import_undo", "import", batch.id)?;
    Ok(())
}

/// Puts one product back; false where it changed since.
fn put_back(tx: &mut Tx<'_>, writer: &mut Writer, row: &KeptRow, product: &Product) -> Result<bool, AppError> {
    if row.version_after != Some(product.version) || !product.stands() {
        return Ok(false);
    }
    if row.outcome == Outcome::New.code() {
        return writer.change_state(tx, product, DELETED);
    }
    let old: Old = serde_json::from_str(&row.old).map_err(AppError::internal)?;
    // A photo that nothing showed for a day has been swept.
    let ids: Vec<i64> = old.photos.iter().map(|(id, _)| *id).collect();
    let there = photos::queries::pictures(tx, &ids)?;
    let photos: Vec<(i64, String)> = old.photos.into_iter().filter(|(id, _)| there.contains_key(id)).collect();
    Ok(matches!(writer.edit(tx, product, &old.draft, Some(&photos))?, Saved::Done(_)))
}

/// Stops the photos of an import, or goes on with them.
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
    let act = if stopped { "import_stop" } else { "import_resume" };
    accounts::log_staff_act(tx, member, act, "import", batch.id)
}
