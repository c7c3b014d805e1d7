//! Every query of batches, their rows and their photos.

mod photos;
mod tasks;

pub use photos::{BatchPhoto, HAD, give_up, insert_photo, next_photos, photo_counts, set_photo, wrong_photos};
pub use tasks::{importing, refuse_while_running, set_task, under_way};

use diesel::prelude::*;

use super::batch::{Batch, Kind, Outcome, State, UNDO_MS};
use crate::catalog::queries::versions;
use crate::db::schema::{catalog_batch_photos as shots, catalog_batch_rows as rows, catalog_batches as batches};
use crate::db::{Db, Tx};
use crate::error::AppError;

/// A stored row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = rows)]
pub struct BatchRow {
    pub line: i32,
    pub outcome: String,
    pub product_id: Option<i64>,
    pub old: String,
    pub new: String,
    pub problems: String,
    pub version_after: Option<i64>,
}

const IMPORT: &str = "import";
const PREVIEW: &str = "preview";
const APPLIED: &str = "applied";

/// Opens a batch and returns its id.
pub fn open(tx: &mut Tx<'_>, shop_id: i64, login_id: i64, (kind, state): (Kind, State), title: &str) -> Result<i64, AppError> {
    let (id, now) = (tx.new_id(), tx.now());
    let applied = (state == State::Applied).then_some(now);
    diesel::insert_into(batches::table)
        .values((
            batches::id.eq(id),
            batches::account_id.eq(shop_id),
            batches::login_id.eq(Some(login_id)),
            batches::kind.eq(kind.code()),
            batches::state.eq(state.code()),
            batches::title.eq(title),
            batches::created_at.eq(now),
            batches::applied_at.eq(applied),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

pub fn set_options(tx: &mut Tx<'_>, id: i64, options: &str) -> Result<(), AppError> {
    diesel::update(batches::table.find(id))
        .set(batches::options.eq(options))
        .execute(&mut **tx)?;
    Ok(())
}

/// Locks a batch until the end of the transaction and returns its current row. Where both are
/// locked, the batch is locked before the shop.
pub fn hold(tx: &mut Tx<'_>, id: i64) -> Result<Option<Batch>, AppError> {
    diesel::update(batches::table.find(id))
        .set(batches::state.eq(batches::state))
        .execute(&mut **tx)?;
    by_id(tx, id)
}

/// Moves a batch from one state to another. Returns false if it was not in `from` or has a running
/// task.
pub fn move_on(tx: &mut Tx<'_>, id: i64, from: State, to: State) -> Result<bool, AppError> {
    let now = tx.now();
    let there = batches::table
        .find(id)
        .filter(batches::state.eq(from.code()))
        .filter(batches::task.is_null());
    let state = batches::state.eq(to.code());
    let moved = match to {
        State::Applied => diesel::update(there)
            .set((state, batches::applied_at.eq(Some(now))))
            .execute(&mut **tx)?,
        State::Undone => diesel::update(there)
            .set((state, batches::undone_at.eq(Some(now))))
            .execute(&mut **tx)?,
        State::Preview | State::Dropped => diesel::update(there).set(state).execute(&mut **tx)?,
    };
    Ok(moved == 1)
}

/// Deletes a batch without rows, which changed nothing.
pub fn forget(tx: &mut Tx<'_>, id: i64) -> Result<(), AppError> {
    diesel::delete(batches::table.find(id)).execute(&mut **tx)?;
    Ok(())
}

/// Returns a batch of a shop.
pub fn find(db: &mut Db, shop_id: i64, id: i64) -> Result<Option<Batch>, AppError> {
    Ok(by_id(db, id)?.filter(|b| b.account_id == shop_id))
}

pub fn by_id(db: &mut Db, id: i64) -> Result<Option<Batch>, AppError> {
    Ok(batches::table.find(id).select(Batch::as_select()).first(db).optional()?)
}

/// Returns the newest batches of a shop that can be undone.
pub fn undoable(db: &mut Db, shop_id: i64, now: i64, limit: i64) -> Result<Vec<Batch>, AppError> {
    Ok(batches::table
        .filter(batches::account_id.eq(shop_id))
        .filter(batches::state.eq(APPLIED))
        .filter(batches::task.is_null())
        .filter(batches::applied_at.gt(now - UNDO_MS))
        .order(batches::id.desc())
        .limit(limit)
        .select(Batch::as_select())
        .load(db)?)
}

/// Returns batches that are too old to be undone and still have rows; at most `limit`.
pub fn past_undo(db: &mut Db, now: i64, limit: i64) -> Result<Vec<i64>, AppError> {
    let kept = rows::table.filter(rows::batch_id.eq(batches::id));
    Ok(batches::table
        .filter(batches::applied_at.le(now - UNDO_MS))
        .filter(batches::task.is_null())
        .filter(diesel::dsl::exists(kept))
        .order(batches::id)
        .limit(limit)
        .select(batches::id)
        .load(db)?)
}

/// Returns the imports of a shop except dropped ones, newest first.
pub fn history(db: &mut Db, shop_id: i64, limit: i64) -> Result<Vec<Batch>, AppError> {
    Ok(batches::table
        .filter(batches::account_id.eq(shop_id))
        .filter(batches::kind.eq(IMPORT))
        .filter(batches::state.ne(State::Dropped.code()))
        .order(batches::id.desc())
        .limit(limit)
        .select(Batch::as_select())
        .load(db)?)
}

/// Returns the previews created before a moment, of one shop or of all.
pub fn previews(db: &mut Db, shop_id: Option<i64>, before: i64) -> Result<Vec<Batch>, AppError> {
    let mut query = batches::table
        .filter(batches::kind.eq(IMPORT))
        .filter(batches::state.eq(PREVIEW))
        .filter(batches::task.is_null())
        .filter(batches::created_at.le(before))
        .select(Batch::as_select())
        .into_boxed();
    if let Some(shop_id) = shop_id {
        query = query.filter(batches::account_id.eq(shop_id));
    }
    Ok(query.load(db)?)
}

/// Returns dropped batches from before a moment that still have rows: their preview was interrupted
/// while it was created.
pub fn abandoned(db: &mut Db, before: i64) -> Result<Vec<i64>, AppError> {
    let kept = rows::table.filter(rows::batch_id.eq(batches::id));
    Ok(batches::table
        .filter(batches::state.eq(State::Dropped.code()))
        .filter(batches::created_at.le(before))
        .filter(diesel::dsl::exists(kept))
        .select(batches::id)
        .load(db)?)
}

/// Returns imports applied before a moment whose photos are still waiting.
pub fn waiting_since(db: &mut Db, before: i64) -> Result<Vec<Batch>, AppError> {
    let waits = shots::table
        .filter(shots::batch_id.eq(batches::id))
        .filter(shots::state.eq("waiting"));
    Ok(batches::table
        .filter(batches::kind.eq(IMPORT))
        .filter(batches::applied_at.le(before))
        .filter(diesel::dsl::exists(waits))
        .select(Batch::as_select())
        .load(db)?)
}

/// A row to insert.
#[derive(Debug, Insertable)]
#[diesel(table_name = rows)]
pub struct NewRow {
    pub batch_id: i64,
    pub line: i32,
    pub outcome: &'static str,
    pub product_id: Option<i64>,
    pub old: String,
    pub new: String,
    pub problems: String,
    /// Version of the product after the write; `None` if it is written later.
    pub version_after: Option<i64>,
}

/// Rows in one statement, which can hold about 32,000 values.
pub const ROWS_AT_ONCE: usize = 500;

/// Inserts rows. On PostgreSQL this is one statement, so there may be at most `ROWS_AT_ONCE`. On
/// SQLite diesel would begin a nested transaction around a batch insert, and single statements cost
/// nothing there.
pub fn insert_rows(tx: &mut Tx<'_>, new: &[NewRow]) -> Result<(), AppError> {
    match &mut **tx {
        Db::Sqlite(c) => {
            for row in new {
                diesel::insert_into(rows::table).values(row).execute(c)?;
            }
        }
        Db::Postgres(c) => {
            diesel::insert_into(rows::table).values(new).execute(c)?;
        }
    }
    Ok(())
}

/// Inserts rows whose products are written, with the products' current versions. Undo compares
/// those to find products that were changed since.
pub fn insert_done(tx: &mut Tx<'_>, mut new: Vec<NewRow>) -> Result<(), AppError> {
    let ids: Vec<i64> = new.iter().filter_map(|r| r.product_id).collect();
    let after = versions(tx, &ids)?;
    for row in &mut new {
        row.version_after = row.product_id.and_then(|id| after.get(&id)).copied();
    }
    insert_rows(tx, &new)
}

/// Does the same for rows that exist already, given their lines and products.
pub fn set_done(tx: &mut Tx<'_>, batch_id: i64, done: &[(i32, i64)]) -> Result<(), AppError> {
    let ids: Vec<i64> = done.iter().map(|(_, id)| *id).collect();
    let after = versions(tx, &ids)?;
    for (line, id) in done {
        diesel::update(rows::table.find((batch_id, *line)))
            .set((rows::product_id.eq(Some(*id)), rows::version_after.eq(after.get(id).copied())))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Deletes the rows and photos of a batch.
pub fn clear(tx: &mut Tx<'_>, batch_id: i64) -> Result<(), AppError> {
    diesel::delete(shots::table.filter(shots::batch_id.eq(batch_id))).execute(&mut **tx)?;
    diesel::delete(rows::table.filter(rows::batch_id.eq(batch_id))).execute(&mut **tx)?;
    Ok(())
}

/// A filter for rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    Of(Outcome),
    /// Rows that are applied in spite of a problem.
    Noted,
}

impl Show {
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "noted" => Some(Self::Noted),
            code => Outcome::from_code(code).map(Self::Of),
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Of(outcome) => outcome.code(),
            Self::Noted => "noted",
        }
    }
}

/// Returns a page of rows after the line `after`.
pub fn page(db: &mut Db, batch_id: i64, show: Option<Show>, after: i32, limit: i64) -> Result<Vec<BatchRow>, AppError> {
    let mut query = rows::table
        .filter(rows::batch_id.eq(batch_id))
        .filter(rows::line.gt(after))
        .order(rows::line)
        .limit(limit)
        .select(BatchRow::as_select())
        .into_boxed();
    query = match show {
        None => query,
        Some(Show::Of(outcome)) => query.filter(rows::outcome.eq(outcome.code())),
        Some(Show::Noted) => query
            .filter(rows::outcome.ne(Outcome::Wrong.code()))
            .filter(rows::problems.ne("")),
    };
    Ok(query.load(db)?)
}

/// Returns rows of a preview after a line that change a product or have a problem with a photo.
pub fn rows_to_apply(db: &mut Db, batch_id: i64, line: i32, limit: usize) -> Result<Vec<BatchRow>, AppError> {
    let does = rows::outcome.eq_any([Outcome::New.code(), Outcome::Changed.code()]);
    let said = rows::outcome.eq(Outcome::Same.code()).and(rows::problems.ne(""));
    Ok(rows::table
        .filter(rows::batch_id.eq(batch_id))
        .filter(rows::line.gt(line))
        .filter(does.or(said))
        .order(rows::line)
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select(BatchRow::as_select())
        .load(db)?)
}

/// Returns the number of rows that are done.
pub fn done_count(db: &mut Db, batch_id: i64) -> Result<i64, AppError> {
    Ok(rows::table
        .filter(rows::batch_id.eq(batch_id))
        .filter(rows::version_after.is_not_null())
        .count()
        .get_result(db)?)
}

/// Resets an import that was taken back to its preview: its rows have done nothing, and it has no
/// photos.
pub fn reset(tx: &mut Tx<'_>, batch_id: i64) -> Result<(), AppError> {
    let of_batch = || rows::table.filter(rows::batch_id.eq(batch_id));
    diesel::update(of_batch().filter(rows::version_after.is_not_null()))
        .set(rows::version_after.eq(None::<i64>))
        .execute(&mut **tx)?;
    diesel::update(of_batch().filter(rows::outcome.eq(Outcome::New.code())))
        .set(rows::product_id.eq(None::<i64>))
        .execute(&mut **tx)?;
    diesel::delete(shots::table.filter(shots::batch_id.eq(batch_id))).execute(&mut **tx)?;
    Ok(())
}

/// Moves the rows of one batch to another, replacing the other's.
pub fn take_rows(tx: &mut Tx<'_>, from: i64, to: i64) -> Result<(), AppError> {
    clear(tx, to)?;
    diesel::update(rows::table.filter(rows::batch_id.eq(from)))
        .set(rows::batch_id.eq(to))
        .execute(&mut **tx)?;
    Ok(())
}

/// Returns rows that changed a product, from below a line backwards.
pub fn done_rows_before(db: &mut Db, batch_id: i64, line: i32, limit: usize) -> Result<Vec<BatchRow>, AppError> {
    Ok(rows::table
        .filter(rows::batch_id.eq(batch_id))
        .filter(rows::line.lt(line))
        .filter(rows::outcome.eq_any([Outcome::New.code(), Outcome::Changed.code()]))
        .filter(rows::version_after.is_not_null())
        .order(rows::line.desc())
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select(BatchRow::as_select())
        .load(db)?)
}

/// Returns the product that a row wrote and its version after that.
pub fn done_row(db: &mut Db, batch_id: i64, line: i32) -> Result<Option<(i64, i64)>, AppError> {
    let row: Option<(Option<i64>, Option<i64>)> = rows::table
        .find((batch_id, line))
        .select((rows::product_id, rows::version_after))
        .first(db)
        .optional()?;
    Ok(row.and_then(|(product, version)| product.zip(version)))
}

/// Returns imports whose files may still be needed: previews, and those with waiting photos.
pub fn with_files(db: &mut Db) -> Result<Vec<Batch>, AppError> {
    let waits = shots::table
        .filter(shots::batch_id.eq(batches::id))
        .filter(shots::state.eq("waiting"));
    Ok(batches::table
        .filter(batches::kind.eq(IMPORT))
        .filter(
            batches::state
                .eq(PREVIEW)
                .or(batches::state.eq(APPLIED).and(diesel::dsl::exists(waits))),
        )
        .select(Batch::as_select())
        .load(db)?)
}
