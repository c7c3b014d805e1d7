//! Queries of running tasks.

use diesel::prelude::*;

use crate::catalog::batches::batch::{Kind, Task};
use crate::db::schema::catalog_batches as batches;
use crate::db::{Db, Tx};
use crate::error::AppError;

/// Stores the running task of a batch; `None` when it is finished.
pub fn set_task(tx: &mut Tx<'_>, id: i64, task: Option<&Task>) -> Result<(), AppError> {
    let task = task.map(serde_json::to_string).transpose().map_err(AppError::internal)?;
    diesel::update(batches::table.find(id))
        .set(batches::task.eq(task))
        .execute(&mut **tx)?;
    Ok(())
}

/// Returns the batches that have a running task.
pub fn under_way(db: &mut Db) -> Result<Vec<i64>, AppError> {
    Ok(batches::table
        .filter(batches::task.is_not_null())
        .order(batches::id)
        .select(batches::id)
        .load(db)?)
}

/// Returns an error while a batch of the shop has a running task. Must run under the shop's lock.
///
/// # Errors
/// Returns `Rule` with the key `batch-running`.
pub fn refuse_while_running(tx: &mut Tx<'_>, shop_id: i64) -> Result<(), AppError> {
    let running = batches::table
        .filter(batches::account_id.eq(shop_id))
        .filter(batches::task.is_not_null());
    if diesel::select(diesel::dsl::exists(running)).get_result(&mut **tx)? {
        return Err(AppError::rule("batch-running"));
    }
    Ok(())
}

/// Returns true while an import of the shop is being applied, undone or taken back. Nothing else
/// may change its products meanwhile, so that the import is applied as previewed.
pub fn importing(db: &mut Db, shop_id: i64) -> Result<bool, AppError> {
    let running = batches::table
        .filter(batches::account_id.eq(shop_id))
        .filter(batches::kind.eq(Kind::Import.code()))
        .filter(batches::task.is_not_null());
    Ok(diesel::select(diesel::dsl::exists(running)).get_result(db)?)
}
