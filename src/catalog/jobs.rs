//! Work of the catalog after the commit: a sale begins or ends. What a product
//! costs is decided by the clock whenever it is shown, so that no alarm that
//! comes late shows a wrong price; this tells those that keep a copy of it (the
//! shop's caches, the search index). The product itself is not touched: its
//! version counts what people changed, and an undo goes by that.

use serde::{Deserialize, Serialize};

use super::queries;
use crate::app::App;
use crate::error::AppError;
use crate::jobs::Job;
use crate::jobs::changes::{self, Kind};

/// Name of the job.
pub const SALE: &str = "catalog.sale";

/// One alarm for all products of a shop whose sale turns at the same moment.
#[derive(Debug, Serialize, Deserialize)]
pub struct SaleAlarm {
    pub shop_id: i64,
    /// Milliseconds UTC.
    pub at: i64,
}

/// The work of [`SALE`].
pub fn sale(app: &App, job: &Job) -> Result<(), AppError> {
    let alarm: SaleAlarm = job.read()?;
    app.db.write_now(|tx| {
        queries::lock_shop(tx, alarm.shop_id)?;
        let turned = queries::turning(tx, alarm.shop_id, alarm.at)?;
        if turned.is_empty() {
            return Ok(());
        }
        queries::bump_shop(tx, alarm.shop_id, 0)?;
        changes::record_all(tx, Kind::Product, &turned)
    })
}
