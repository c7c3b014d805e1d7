//! What is under way with batches.

use diesel::prelude::*;

use crate::catalog::batches::batch::{Kind, Task};
use crate::db::schema::catalog_batches as batches;
use crate::db::{Db, Tx};
use crate::error::AppError;

/// Keeps what is under way with a batch, or that nothing is any more.
pub fn set_task(tx: &mut Tx<'_>, id: i64, task: Option<&Task>) -> Result<(), AppError> {
    let task = task.map(serde_json::to_string).transpose().map_err(AppError::internal)?;
    diesel::update(batches::table.find(id))
        .set(batches::task.eq(task))
        .execute(&mut **tx)?;
    Ok(())
}

/// Batches with which something is under way.
pub fn under_way(db: &mut Db) -> Result<Vec<i64>, AppError> {
    Ok(batches::table
        .filter(batches::task.is_not_null())
        .order(batches::id)
        .select(batches::id)
        .load(db)?)
}

/// Refuses where something is under way with a batch of the shop; asked under the shop's lock.
///
/// # Errors
/// The rule against it.
pub fn refuse_while_running(tx: &mut Tx<'_>, shop_id: i64) -> Result<(), AppError> {
    let running = batches::table
        .filter(batches::account_id.eq(shop_id))
        .filter(batches::task.is_not_null());
    if diesel::select(diesel::dsl::exists(running)).get_result(&mut **tx)? {
        return Err(AppError::rule("batch-running"));
    }
    Ok(())
}

/// Returns whether a file of the shop is being applied, undone or taken back. Meanwhile its products are
/// changed by nothing else, so that the file is done as it was shown.
pub fn importing(db: &mut Db, shop_id: i64) -> Result<bool, AppError> {
    let running = batches::table
        .filter(batches::account_id.eq(shop_id))
        .filter(batches::kind.eq(Kind::Import.code()))
        .filter(batches::task.is_not_null());
    Ok(diesel::select(diesel::dsl::exists(running)).get_result(db)?)
}
