//! Work of the catalog after the commit: a sale begins or ends. What a product
//! costs is decided by the clock whenever it is shown, so that no alarm that
//! comes late shows a wrong price; this tells those that keep a copy of it (the
//! shop's caches, the search index). The product itself is not touched: its
//! version counts what people changed, and an undo goes by that.

use super::queries;
use super::queries::sale_alarms::SaleAlarm;
use crate::app::App;
use crate::error::AppError;
use crate::jobs::Job;
use crate::jobs::changes::{self, Kind};

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
