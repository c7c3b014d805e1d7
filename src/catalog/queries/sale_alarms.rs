//! Jobs at the beginning and end of a sale. The product's row decides; the job is only an alarm.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::products::PUBLISHED;
use crate::db::schema::products;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::jobs;

/// Enqueues the job for sales of a shop that begin or end at this moment, unless it has passed.
pub fn remind(tx: &mut Tx<'_>, shop_id: i64, at: i64) -> Result<(), AppError> {
    if at > tx.now() {
        jobs::enqueue(tx, SALE, &SaleAlarm { shop_id, at }, at)?;
    }
    Ok(())
}

/// Returns the published products of a shop whose sale begins or ends at this moment.
pub fn turning(db: &mut Db, shop_id: i64, at: i64) -> Result<Vec<i64>, AppError> {
    Ok(products::table
        .filter(products::account_id.eq(shop_id))
        .filter(products::state.eq(PUBLISHED))
        .filter(products::sale_price.is_not_null())
        .filter(products::sale_from.eq(at).or(products::sale_until.eq(at)))
        .select(products::id)
        .load(db)?)
}

/// Name of the job.
pub const SALE: &str = "catalog.sale";

/// One alarm for all products of a shop whose sales begin or end at the same moment.
#[derive(Debug, Serialize, Deserialize)]
pub struct SaleAlarm {
    pub shop_id: i64,
    /// In milliseconds UTC.
    pub at: i64,
}
