//! Takes a batch back as a whole: what it made is deleted, what it changed is
//! as it was, and what was changed since stays as it is now.

use std::collections::HashMap;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Kind, Outcome, Snapshot, State, find};
use crate::access::{Member, permit};
use crate::accounts;
use crate::catalog::actions::{Saved, Writer};
use crate::catalog::queries::{self, DELETED, Product};
use crate::db::Tx;
use crate::db::schema::{catalog_batch_rows, catalog_batches};
use crate::error::AppError;

/// How many products an undo restored, and how many it left as they are now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Undone {
    pub restored: i64,
    pub left: i64,
}

/// Rows that are read at once.
const AT_ONCE: i64 = 500;

/// Undoes a batch of this shop.
///
/// # Errors
/// `NotFound` where the shop has no such batch, a rule where it is not applied (any more).
pub fn undo(tx: &mut Tx<'_>, member: &Member, shop_id: i64, batch_id: i64) -> Result<Undone, AppError> {
    if !permit::may_edit_catalog(member, shop_id) {
        return Err(AppError::NotFound);
    }
    let (mut writer, active) = Writer::open_for_many(tx, shop_id)?;
    let batch = find(tx, shop_id, batch_id)?.ok_or(AppError::NotFound)?;
    if !active || !batch.is(State::Applied) {
        return Err(AppError::rule("batch-not-applied"));
    }
    let mut undone = Undone::default();
    // From the last to the first: a number that one row gave up and a later one took is free again.
    let mut before = i32::MAX;
    loop {
        type Kept = (i32, String, Option<i64>, String, Option<i64>);
        let rows: Vec<Kept> = catalog_batch_rows::table
            .filter(catalog_batch_rows::batch_id.eq(batch_id))
            .filter(catalog_batch_rows::line.lt(before))
            .filter(catalog_batch_rows::outcome.eq_any([Outcome::New.code(), Outcome::Changed.code()]))
            .order(catalog_batch_rows::line.desc())
            .limit(AT_ONCE)
            .select((
                catalog_batch_rows::line,
                catalog_batch_rows::outcome,
                catalog_batch_rows::product_id,
                catalog_batch_rows::old,
                catalog_batch_rows::version_after,
            ))
            .load(&mut **tx)?;
        let Some((last, ..)) = rows.last() else { break };
        before = *last;
        let ids: Vec<i64> = rows.iter().filter_map(|(_, _, id, ..)| *id).collect();
        let products = queries::studio::chosen(tx, shop_id, &ids)?;
        let products: HashMap<i64, Product> = products.into_iter().map(|p| (p.id, p)).collect();
        for (_, outcome, id, old, version) in rows {
            let product = id.and_then(|id| products.get(&id));
            let same = product.filter(|p| Some(p.version) == version);
            let done = match same {
                Some(product) if outcome == Outcome::New.code() => writer.change_state(tx, product, DELETED)?,
                Some(product) => match Snapshot::from_json(&old)? {
                    Some(old) => put_back(tx, &mut writer, product, &old)?,
                    None => false,
                },
                None => false,
            };
            if done {
                undone.restored += 1;
            } else {
                undone.left += 1;
            }
        }
    }
    writer.finish(tx)?;
    let now = tx.now();
    // What an import keeps there (its columns) stays.
    let options = if batch.kind == Kind::Bulk.code() {
        serde_json::to_string(&undone).map_err(AppError::internal)?
    } else {
        batch.options
    };
    diesel::update(catalog_batches::table.find(batch_id))
        .set((
            catalog_batches::state.eq(State::Undone.code()),
            catalog_batches::undone_at.eq(Some(now)),
            catalog_batches::options.eq(options),
        ))
        .execute(&mut **tx)?;
    accounts::log_staff_act(tx, member, "catalog_undo", "batch", batch_id)?;
    Ok(undone)
}

/// Makes a product what it was; false where its number is another's by now.
fn put_back(tx: &mut Tx<'_>, writer: &mut Writer, product: &Product, old: &Snapshot) -> Result<bool, AppError> {
    if product.state == DELETED && !old.deleted {
        // The rest of it was not touched by its deletion.
        return writer.change_state(tx, product, old.draft.status.state());
    }
    let saved = writer.edit(tx, product, &old.draft, old.photos.as_deref())?;
    if old.deleted {
        let now = queries::by_id(tx, product.id)?.ok_or(AppError::NotFound)?;
        writer.change_state(tx, &now, DELETED)?;
    }
    Ok(matches!(saved, Saved::Done(_)))
}
