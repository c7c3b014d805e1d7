//! Background job for the beginning and end of a sale. The price of a product is worked out from
//! the clock whenever it is shown, so a late job never shows a wrong price; the job only refreshes
//! what holds a copy of it (the shop's caches, the search index). The product row is not touched:
//! its version counts the changes people made, and undo compares it.

use super::queries;
use super::queries::sale_alarms::SaleAlarm;
use crate::app::App;
use crate::error::AppError;
use crate::jobs::Job;
use crate::jobs::changes::{self, Kind};

/// Runs a [`queries::sale_alarms::SALE`] job.
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
