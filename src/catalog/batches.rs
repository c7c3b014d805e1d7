//! What was changed in one go: an act on many products (`actions::bulk`) or
//! an import of a file (files/). Each row keeps the product as it was and as it
//! became, so that the whole can be undone (`undo`); a product that somebody
//! changed since is left as it is now.
//!
//! A batch is opened, its rows are added, the products are written by an
//! `actions::Writer`, and `note_applied` closes it, all in one transaction or,
//! for an import that shows a preview first, in two.

mod undo;

pub use undo::{Undone, undo};

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::queries::{self, Product};
use super::rules::Draft;
use crate::db::schema::{catalog_batch_rows, catalog_batches};
use crate::db::{Db, Tx};
use crate::error::AppError;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Import,
    Bulk,
}

impl Kind {
    pub fn code(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Bulk => "bulk",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Shown, and not applied yet: of imports only.
    Preview,
    Applied,
    Undone,
    /// A preview that was given up.
    Dropped,
}

impl State {
    pub fn code(self) -> &'static str {
        match self {
            Self::Preview => "preview",
            Self::Applied => "applied",
            Self::Undone => "undone",
            Self::Dropped => "dropped",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    New,
    Changed,
    Same,
    Wrong,
}

impl Outcome {
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Same => "same",
            Self::Wrong => "wrong",
        }
    }
}

/// A batch's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = catalog_batches)]
pub struct Batch {
    pub id: i64,
    pub account_id: i64,
    pub login_id: Option<i64>,
    pub kind: String,
    pub state: String,
    pub title: String,
    pub options: String,
    pub created_at: i64,
    pub applied_at: Option<i64>,
    pub undone_at: Option<i64>,
}

impl Batch {
    pub fn is(&self, state: State) -> bool {
        self.state == state.code()
    }
}

/// A product at one moment, as a batch's row keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    #[serde(flatten)]
    pub draft: Draft,
    #[serde(default)]
    pub deleted: bool,
    /// Ids and descriptions of its photos in order; `None` where they are not touched.
    #[serde(default)]
    pub photos: Option<Vec<(i64, String)>>,
}

impl Snapshot {
    /// A product as it is now; `section` is the name of its section.
    pub fn of(product: &Product, section: &str) -> Self {
        Self {
            draft: product.draft(section),
            deleted: product.state == queries::DELETED,
            photos: None,
        }
    }

    pub fn to_json(&self) -> Result<String, AppError> {
        serde_json::to_string(self).map_err(AppError::internal)
    }

    /// `None` where nothing was kept.
    pub fn from_json(kept: &str) -> Result<Option<Self>, AppError> {
        if kept.is_empty() {
            return Ok(None);
        }
        serde_json::from_str(kept).map(Some).map_err(AppError::internal)
    }
}

/// A row to keep.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The line of the file; 1, 2, 3 for an act.
    pub line: i32,
    pub outcome: Outcome,
    /// `None` for a new product that is not written yet.
    pub product_id: Option<i64>,
    /// Snapshots as JSON; empty where there is none.
    pub old: &'a str,
    pub new: &'a str,
    /// A JSON list of what is wrong.
    pub problems: &'a str,
}

/// Opens a batch; its id.
pub fn open(
    tx: &mut Tx<'_>,
    shop_id: i64,
    login_id: i64,
    (kind, state): (Kind, State),
    title: &str,
    options: &str,
) -> Result<i64, AppError> {
    let (id, now) = (tx.new_id(), tx.now());
    diesel::insert_into(catalog_batches::table)
        .values((
            catalog_batches::id.eq(id),
            catalog_batches::account_id.eq(shop_id),
            catalog_batches::login_id.eq(Some(login_id)),
            catalog_batches::kind.eq(kind.code()),
            catalog_batches::state.eq(state.code()),
            catalog_batches::title.eq(title),
            catalog_batches::options.eq(options),
            catalog_batches::created_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Keeps a row of a batch.
pub fn add(tx: &mut Tx<'_>, batch_id: i64, row: &Row<'_>) -> Result<(), AppError> {
    diesel::insert_into(catalog_batch_rows::table)
        .values((
            catalog_batch_rows::batch_id.eq(batch_id),
            catalog_batch_rows::line.eq(row.line),
            catalog_batch_rows::outcome.eq(row.outcome.code()),
            catalog_batch_rows::product_id.eq(row.product_id),
            catalog_batch_rows::old.eq(row.old),
            catalog_batch_rows::new.eq(row.new),
            catalog_batch_rows::problems.eq(row.problems),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Closes a batch whose products are written: keeps their versions, by which
/// an undo knows those that were changed since. The rows' products are known by now.
pub fn note_applied(tx: &mut Tx<'_>, batch_id: i64, options: &str) -> Result<(), AppError> {
    let rows: Vec<(i32, Option<i64>)> = catalog_batch_rows::table
        .filter(catalog_batch_rows::batch_id.eq(batch_id))
        .filter(catalog_batch_rows::outcome.eq_any([Outcome::New.code(), Outcome::Changed.code()]))
        .select((catalog_batch_rows::line, catalog_batch_rows::product_id))
        .load(&mut **tx)?;
    let ids: Vec<i64> = rows.iter().filter_map(|(_, id)| *id).collect();
    let versions = queries::versions(tx, &ids)?;
    for (line, id) in rows {
        let Some(version) = id.and_then(|id| versions.get(&id)) else {
            continue;
        };
        diesel::update(catalog_batch_rows::table.find((batch_id, line)))
            .set(catalog_batch_rows::version_after.eq(Some(*version)))
            .execute(&mut **tx)?;
    }
    let now = tx.now();
    diesel::update(catalog_batches::table.find(batch_id))
        .set((
            catalog_batches::state.eq(State::Applied.code()),
            catalog_batches::applied_at.eq(Some(now)),
            catalog_batches::options.eq(options),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Takes away a batch that has no rows: nothing was done.
pub fn forget(tx: &mut Tx<'_>, batch_id: i64) -> Result<(), AppError> {
    diesel::delete(catalog_batches::table.find(batch_id)).execute(&mut **tx)?;
    Ok(())
}

/// Names the product that a row made or found.
pub fn note_product(tx: &mut Tx<'_>, batch_id: i64, line: i32, product_id: i64) -> Result<(), AppError> {
    diesel::update(catalog_batch_rows::table.find((batch_id, line)))
        .set(catalog_batch_rows::product_id.eq(Some(product_id)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Notes that what changed a product since its row was applied was the batch
/// itself (a photo that followed): it can still be undone.
pub fn note_version(tx: &mut Tx<'_>, batch_id: i64, product_id: i64, version: i64) -> Result<(), AppError> {
    diesel::update(
        catalog_batch_rows::table
            .filter(catalog_batch_rows::batch_id.eq(batch_id))
            .filter(catalog_batch_rows::product_id.eq(product_id)),
    )
    .set(catalog_batch_rows::version_after.eq(Some(version)))
    .execute(&mut **tx)?;
    Ok(())
}

/// A batch of this shop.
pub fn find(db: &mut Db, shop_id: i64, id: i64) -> Result<Option<Batch>, AppError> {
    Ok(catalog_batches::table
        .find(id)
        .filter(catalog_batches::account_id.eq(shop_id))
        .select(Batch::as_select())
        .first(db)
        .optional()?)
}

/// The newest batches of a shop that were applied and can be undone.
pub fn undoable(db: &mut Db, shop_id: i64, limit: i64) -> Result<Vec<Batch>, AppError> {
    Ok(catalog_batches::table
        .filter(catalog_batches::account_id.eq(shop_id))
        .filter(catalog_batches::state.eq(State::Applied.code()))
        .order(catalog_batches::id.desc())
        .limit(limit)
        .select(Batch::as_select())
        .load(db)?)
}
