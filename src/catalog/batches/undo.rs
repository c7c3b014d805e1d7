//! Undo of a whole batch: created products are deleted, changed ones restored, and products that
//! were changed since stay as they are. A long undo takes several transactions (`steps`).

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::batch::{Batch, Outcome, Photos, State, Task, Undoing, Undone, by, restored};
use super::queries::{self as batches, BatchRow};
use super::resume_job;
use crate::access::{Member, permit};
use crate::audit::{self, Act};
use crate::catalog::actions::{Saved, Writer};
use crate::catalog::queries::{DELETED, Product, product_list, sections};
use crate::catalog::rules::Draft;
use crate::db::Tx;
use crate::error::AppError;
use crate::photos;

/// Sections that a batch created, as its options store them.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Made {
    new_sections: Vec<(i64, String)>,
}

/// The result of an undo request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undo {
    Done(Undone),
    /// The first step is done; `steps` does the rest.
    Begun,
    /// Somebody else has started it already.
    UnderWay,
}

/// Undoes the first `step` rows of a batch; that is the whole undo if there are no more.
///
/// # Errors
/// Returns `NotFound` if the shop has no such batch, and `Rule` if the batch is not applied, is too
/// old, or another batch is running.
pub fn undo(tx: &mut Tx<'_>, member: &Member, shop_id: i64, batch_id: i64, step: usize) -> Result<Undo, AppError> {
    if !permit::may_edit_catalog(member, shop_id) {
        return Err(AppError::NotFound);
    }
    let held = batches::hold(tx, batch_id)?.filter(|b| b.account_id == shop_id);
    let held = held.ok_or(AppError::NotFound)?;
    if matches!(held.task()?, Some(Task::Undoing(_))) {
        return Ok(Undo::UnderWay);
    }
    let (writer, active) = Writer::open(tx, shop_id)?;
    batches::refuse_while_running(tx, shop_id)?;
    if active && held.is(State::Applied) && !held.undoable(tx.now()) {
        return Err(AppError::rule("batch-too-old"));
    }
    if !active || !held.is(State::Applied) {
        return Err(AppError::rule("batch-not-applied"));
    }
    // Photos still waiting in the zip are given up.
    batches::give_up(tx, batch_id, "")?;
    let task = Undoing {
        before: i32::MAX,
        undone: Undone::default(),
        by: by(member),
    };
    let undo = put_back_some(tx, writer, &held, task, step)?;
    if undo == Undo::Begun {
        resume_job::finish_later(tx, batch_id)?;
    }
    Ok(undo)
}

/// Does the next step of an undo. Returns false if it was the last.
pub fn undo_step(tx: &mut Tx<'_>, held: &Batch, task: Undoing, step: usize) -> Result<bool, AppError> {
    // Continue even if the shop was taken down meanwhile, so nothing stays half done.
    let (writer, _) = Writer::open(tx, held.account_id)?;
    Ok(put_back_some(tx, writer, held, task, step)? == Undo::Begun)
}

fn put_back_some(tx: &mut Tx<'_>, mut writer: Writer, held: &Batch, mut task: Undoing, step: usize) -> Result<Undo, AppError> {
    let next = put_back_rows(tx, &mut writer, held, task.before, step, &mut task.undone)?;
    if let Some(before) = next {
        writer.finish(tx)?;
        task.before = before;
        batches::set_task(tx, held.id, Some(&Task::Undoing(task)))?;
        return Ok(Undo::Begun);
    }
    let made: Made = serde_json::from_str(&held.options).unwrap_or_default();
    sections::delete_unused(tx, held.account_id, &made.new_sections)?;
    writer.finish(tx)?;
    batches::set_options(tx, held.id, &task.undone.noted_in(&held.options)?)?;
    batches::set_task(tx, held.id, None)?;
    batches::move_on(tx, held.id, State::Applied, State::Undone)?;
    let (act, target) = if held.is_import() {
        (Act::ImportUndo, "import")
    } else {
        (Act::CatalogUndo, "batch")
    };
    if let Some((login, account)) = task.by {
        audit::log_act(tx, Some(login), Some(account), act, target, held.id)?;
    }
    Ok(Undo::Done(task.undone))
}

/// Takes back the next rows of a batch that failed. Returns false if they were the last: a bulk
/// action is then deleted, and an import is a preview again.
pub fn take_back_step(
    tx: &mut Tx<'_>,
    held: &Batch,
    (before, sections): (i32, Option<Vec<i64>>),
    step: usize,
) -> Result<bool, AppError> {
    let (mut writer, _) = Writer::open(tx, held.account_id)?;
    let next = put_back_rows(tx, &mut writer, held, before, step, &mut Undone::default())?;
    if let Some(before) = next {
        writer.finish(tx)?;
        batches::set_task(tx, held.id, Some(&Task::TakingBack { before, sections }))?;
        return Ok(true);
    }
    if let Some(kept) = sections {
        let mut made: Vec<(i64, String)> = sections::names(tx, held.account_id)?.into_iter().collect();
        made.retain(|(id, _)| !kept.contains(id));
        sections::delete_unused(tx, held.account_id, &made)?;
    }
    writer.finish(tx)?;
    if held.is_import() {
        batches::reset(tx, held.id)?;
        batches::set_task(tx, held.id, None)?;
    } else {
        batches::clear(tx, held.id)?;
        batches::forget(tx, held.id)?;
    }
    Ok(false)
}

/// Restores the products of the next rows. Returns the line to continue from if there may be more.
fn put_back_rows(
    tx: &mut Tx<'_>,
    writer: &mut Writer,
    held: &Batch,
    before: i32,
    step: usize,
    undone: &mut Undone,
) -> Result<Option<i32>, AppError> {
    let names = sections::names(tx, held.account_id)?;
    // From the last row to the first, so that a SKU which a later row took over is free again.
    let rows = batches::done_rows_before(tx, held.id, before, step)?;
    let ids: Vec<i64> = rows.iter().filter_map(|r| r.product_id).collect();
    let products = product_list::chosen(tx, held.account_id, &ids)?;
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
    Ok(rows.last().filter(|_| rows.len() == step).map(|row| row.line))
}

/// A product as it was, and its photos if the batch changed them.
type Was = (Draft, Option<Photos>);

/// Returns what each row's product was before. `None` for one that the batch created, or that was
/// changed since. Photos that no longer exist are left out.
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

/// Restores a product. Returns false if another product has its SKU by now.
fn put_back(tx: &mut Tx<'_>, writer: &mut Writer, product: &Product, old: Option<&Was>) -> Result<bool, AppError> {
    match old {
        None => writer.change_state(tx, product, DELETED),
        // Deleting it changed nothing else.
        Some((old, _)) if product.state == DELETED => writer.change_state(tx, product, old.status.state()),
        Some((old, photos)) => Ok(matches!(writer.edit(tx, product, old, photos.as_deref())?, Saved::Done(_))),
    }
}
