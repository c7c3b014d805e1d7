//! Takes a batch back as a whole: what it made is deleted, what it changed is as it was, and what
//! was changed since stays as it is now.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::queries::{self as batches, BatchRow, ROWS_AT_ONCE};
use super::{Outcome, Photos, State, restored};
use crate::access::{Member, permit};
use crate::catalog::actions::{Saved, Writer};
use crate::catalog::queries::{DELETED, Product, product_list, sections};
use crate::catalog::rules::Draft;
use crate::db::Tx;
use crate::error::AppError;
use crate::{audit, photos};

/// How many products an undo restored, and which it left as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Undone {
    pub restored: i64,
    pub left: Vec<i64>,
}

/// What a batch made beside its products, as its options say.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Made {
    new_sections: Vec<(i64, String)>,
}

impl Undone {
    /// What is noted of it beside all that a batch's options say already.
    fn noted_in(&self, options: &str) -> Result<String, AppError> {
        let mut kept: Map<String, Value> = serde_json::from_str(options).unwrap_or_default();
        if let Value::Object(more) = serde_json::to_value(self).map_err(AppError::internal)? {
            kept.extend(more);
        }
        serde_json::to_string(&kept).map_err(AppError::internal)
    }
}

/// Undoes a batch of this shop.
///
/// # Errors
/// `NotFound` where the shop has no such batch, a rule where it is not applied (any more) or too long ago.
pub fn undo(tx: &mut Tx<'_>, member: &Member, shop_id: i64, batch_id: i64) -> Result<Undone, AppError> {
    if !permit::may_edit_catalog(member, shop_id) {
        return Err(AppError::NotFound);
    }
    let (mut writer, active) = Writer::open_for_many(tx, shop_id)?;
    batches::refuse_while_running(tx, shop_id)?;
    let batch = batches::find(tx, shop_id, batch_id)?.ok_or(AppError::NotFound)?;
    if active && batch.is(State::Applied) && !batch.undoable(tx.now()) {
        return Err(AppError::rule("batch-too-old"));
    }
    if !active || !batches::move_on(tx, batch_id, State::Applied, State::Undone)? {
        return Err(AppError::rule("batch-not-applied"));
    }
    let undone = put_all_back(tx, &mut writer, shop_id, batch_id)?;
    let made: Made = serde_json::from_str(&batch.options).unwrap_or_default();
    sections::delete_unused(tx, shop_id, &made.new_sections)?;
    writer.finish(tx)?;
    // Photos that wait to be taken out of a zip need not wait any more.
    batches::give_up(tx, batch_id, "")?;
    batches::set_options(tx, batch_id, &undone.noted_in(&batch.options)?)?;
    let (act, target) = if batch.is_import() {
        ("import_undo", "import")
    } else {
        ("catalog_undo", "batch")
    };
    audit::log_staff_act(tx, member, act, target, batch_id)?;
    Ok(undone)
}

/// Takes back what an act did before it failed, and the batch with it: nothing was done.
pub fn take_back(tx: &mut Tx<'_>, batch_id: i64) -> Result<(), AppError> {
    let Some(batch) = batches::hold(tx, batch_id)? else {
        return Ok(());
    };
    let (mut writer, _) = Writer::open_for_many(tx, batch.account_id)?;
    put_all_back(tx, &mut writer, batch.account_id, batch_id)?;
    writer.finish(tx)?;
    batches::clear(tx, batch_id)?;
    batches::forget(tx, batch_id)
}

/// Makes every product of a batch what it was.
fn put_all_back(tx: &mut Tx<'_>, writer: &mut Writer, shop_id: i64, batch_id: i64) -> Result<Undone, AppError> {
    let names = sections::names(tx, shop_id)?;
    let mut undone = Undone::default();
    // From the last to the first: a number that one row gave up and a later one took is free again.
    let mut before = i32::MAX;
    loop {
        let rows = batches::done_rows_before(tx, batch_id, before)?;
        let Some(last) = rows.last() else { break };
        before = last.line;
        let ids: Vec<i64> = rows.iter().filter_map(|r| r.product_id).collect();
        let products = product_list::chosen(tx, shop_id, &ids)?;
        let products: HashMap<i64, Product> = products.into_iter().map(|p| (p.id, p)).collect();
        let olds = olds(tx, &rows, &products, &names)?;
        for (row, old) in rows.iter().zip(&olds) {
            let Some(product) = row.product_id.and_then(|id| products.get(&id)) else {
                continue;
            };
            if row.version_after == Some(product.version) && put_back(tx, writer, product, old.as_ref())? {
                undone.restored += 1;
            } else {
                undone.left.push(product.id);
            }
        }
        if rows.len() < ROWS_AT_ONCE {
            break;
        }
    }
    Ok(undone)
}

/// A product as it was, and its photos where they were touched.
type Was = (Draft, Option<Photos>);

/// What each row's product was, `None` for one that the batch made or that is not as the batch left
/// it. Photos that are no longer there are left out.
fn olds(
    tx: &mut Tx<'_>,
    rows: &[BatchRow],
    products: &HashMap<i64, Product>,
    sections: &HashMap<i64, String>,
) -> Result<Vec<Option<Was>>, AppError> {
    let mut olds = Vec::with_capacity(rows.len());
    for row in rows.iter() {
        let product = row.product_id.and_then(|id| products.get(&id));
        let changed = product.filter(|p| row.version_after == Some(p.version) && row.outcome != Outcome::New.code());
        olds.push(match changed {
            Some(product) => {
                let section = product.section_id.and_then(|id| sections.get(&id)).map_or("", String::as_str);
                Some(restored(&product.draft(section), &row.old)?)
            }
            None => None,
        });
    }
    let photos = |(_, photos): &Was| photos.clone().unwrap_or_default();
    let asked: HashSet<i64> = olds.iter().flatten().flat_map(photos).map(|(id, _)| id).collect();
    let asked: Vec<i64> = asked.into_iter().collect();
    let there = photos::queries::pictures(tx, &asked)?;
    for shown in olds.iter_mut().flatten().filter_map(|(_, photos)| photos.as_mut()) {
        shown.retain(|(id, _)| there.contains_key(id));
    }
    Ok(olds)
}

/// Makes a product what it was; false where its number is another's by now.
fn put_back(tx: &mut Tx<'_>, writer: &mut Writer, product: &Product, old: Option<&Was>) -> Result<bool, AppError> {
    match old {
        None => writer.change_state(tx, product, DELETED),
        // The rest of it was not touched by its deletion.
        Some((old, _)) if product.state == DELETED => writer.change_state(tx, product, old.status.state()),
        Some((old, photos)) => Ok(matches!(writer.edit(tx, product, old, photos.as_deref())?, Saved::Done(_))),
    }
}
