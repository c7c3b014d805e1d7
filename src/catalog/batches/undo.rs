//! Takes a batch back as a whole: what it made is deleted, what it changed is as it was, and what
//! was changed since stays as it is now. A long one in several transactions (`steps`).

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::batch::{Batch, Outcome, Photos, State, Task, Undoing, Undone, by, restored};
use super::queries::{self as batches, BatchRow};
use super::resume_job;
use crate::access::{Member, permit};
use crate::catalog::actions::{Saved, Writer};
use crate::catalog::queries::{DELETED, Product, product_list, sections};
use crate::catalog::rules::Draft;
use crate::db::Tx;
use crate::error::AppError;
use crate::{audit, photos};

/// What a batch made beside its products, as its options say.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Made {
    new_sections: Vec<(i64, String)>,
}

/// What became of an undo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undo {
    Done(Undone),
    /// The first step is done: `steps` does the rest.
    Begun,
    /// Somebody began it before.
    UnderWay,
}

/// Undoes a batch of this shop: the first `step` rows of it, and all where there are no more.
///
/// # Errors
/// `NotFound` where the shop has no such batch, a rule where it is not applied (any more) or too long
/// ago, or another batch is under way.
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
    // Photos that wait to be taken out of a zip need not wait any more.
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

/// Does the next step of an undo; false where it was the last.
pub fn undo_step(tx: &mut Tx<'_>, held: &Batch, task: Undoing, step: usize) -> Result<bool, AppError> {
    // Also for a shop that was taken down meanwhile: what was begun is not left half-done.
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
        ("import_undo", "import")
    } else {
        ("catalog_undo", "batch")
    };
    if let Some((login, account)) = task.by {
        audit::log_act(tx, Some(login), Some(account), act, target, held.id)?;
    }
    Ok(Undo::Done(task.undone))
}

/// Takes back the next rows of what was done before it failed; false where these were the last. Then an
/// act is gone, and an import is the preview that it was.
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

/// Makes the products of the next rows of a batch what they were; the row to go on from, where there may
/// be more.
fn put_back_rows(
    tx: &mut Tx<'_>,
    writer: &mut Writer,
    held: &Batch,
    before: i32,
    step: usize,
    undone: &mut Undone,
) -> Result<Option<i32>, AppError> {
    let names = sections::names(tx, held.account_id)?;
    // From the last to the first: a number that one row gave up and a later one took is free again.
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
