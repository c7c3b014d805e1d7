//! Actions on an import: preview it, apply it, and stop and resume its photos. Either all rows are
//! applied or none; many rows take several transactions, so that others need not wait long
//! (`batches::steps`).
//!
//! A file is planned outside any transaction. Its rows are stored in pieces under a batch that is
//! not visible yet ([`fill`]) and then becomes the preview. A preview stores a digest of everything
//! it showed. Before it is applied, the file is planned again on the current catalog ([`check`]).
//! If the digest differs, something has changed: nothing is applied, and a new preview replaces the
//! old one. If it is the same, the stored rows are applied; the catalog's version proves that
//! nothing changed between the check and the shop's lock.

mod photo_sources;
mod photos;
mod row;

pub use photos::set_stopped;
pub use row::json;
pub use row::{New, Old, problems};
use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::columns::Columns;
use super::jobs::{self, PhotosJob};
use super::options::Options;
use super::plan::{CatalogSnapshot, InZip, KnownProduct, PhotoSource, Planned, Planner};
use super::previews::drop_batch;
use super::queries::{known, products};
use super::table::Table;
use crate::access::Member;
use crate::accounts::queries::Account;
use crate::app::App;
use crate::audit::{self, Act};
use crate::catalog::actions::{Saved, Writer};
use crate::catalog::batches::queries::{self as batches, NewRow, ROWS_AT_ONCE};
use crate::catalog::batches::{Applying, Batch, Kind, Outcome, Photos, State, Task, by, resume_job};
use crate::catalog::queries::{Product, catalog_version, sections};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::text::hex;
use row::{RowToApply, small};

/// The parsed files of an upload.
pub struct Input<'a> {
    pub table: &'a Table,
    pub zip: Option<InZip<'a>>,
    /// Scheme and host of this site.
    pub origin: &'a str,
}

/// Plans every row, in order.
fn plan(
    input: &Input<'_>,
    columns: &Columns,
    known: &CatalogSnapshot,
    mut each: impl FnMut(Planned) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let mut planner = Planner::new(columns, known, input.zip, input.origin);
    for row in input.table.rows() {
        each(match row {
            Ok(row) => planner.row(&row),
            Err(broken) => planner.broken(&broken),
        })?;
    }
    Ok(())
}

/// Returns a planned row in its stored form.
fn kept(planned: &Planned, before: Option<&KnownProduct>) -> Result<NewRow, AppError> {
    let old = match before {
        Some(p) if planned.outcome == Outcome::Changed => json(&Old {
            draft: p.draft.clone(),
            photos: planned.shots.is_some().then(|| p.photos.clone()),
            version: p.version,
        })?,
        _ => String::new(),
    };
    let new = match (&planned.draft, planned.outcome) {
        // The title is enough for an unchanged product.
        (Some(draft), Outcome::Same) => json(&draft.title)?,
        (Some(draft), _) => json(&New {
            draft: draft.clone(),
            shots: planned.shots.clone(),
        })?,
        (None, _) => String::new(),
    };
    let problems = if planned.problems.is_empty() {
        String::new()
    } else {
        json(&planned.problems)?
    };
    Ok(NewRow {
        batch_id: 0,
        line: small(planned.line),
        outcome: planned.outcome.code(),
        product_id: planned.product_id,
        old,
        new,
        problems,
        version_after: None,
    })
}

/// Digest and counts of a preview, built row by row.
#[derive(Default)]
struct Sum {
    hash: Sha256,
    counts: [i64; 4],
    noted: i64,
}

impl Sum {
    fn add(&mut self, outcome: Outcome, row: &NewRow) {
        for (o, n) in Outcome::ALL.iter().zip(&mut self.counts) {
            *n += i64::from(*o == outcome);
        }
        self.noted += i64::from(outcome != Outcome::Wrong && !row.problems.is_empty());
        let id = row.product_id.unwrap_or(0);
        // Problems are included too: a photo may have left the zip.
        for part in [
            &format!("{} {} {id} ", row.line, row.outcome),
            &row.old,
            &row.new,
            &row.problems,
        ] {
            self.hash.update(part.len().to_le_bytes());
            self.hash.update(part.as_bytes());
        }
    }

    fn digest(self) -> (String, [i64; 4]) {
        (hex(&self.hash.finalize()), self.counts)
    }
}

/// The planned rows of a file, stored under a batch that is not visible yet.
pub struct Filled {
    id: i64,
    pub options: Options,
}

/// Plans a file on the current catalog and stores its rows, in several transactions.
pub fn fill(
    app: &App,
    (shop_id, login_id): (i64, i64),
    title: &str,
    input: &Input<'_>,
    mut options: Options,
) -> Result<Filled, AppError> {
    let of = (Kind::Import, State::Dropped);
    let id = app.db.write_now(|tx| batches::open(tx, shop_id, login_id, of, title))?;
    let columns = Columns::of(&input.table.header, &options.told());
    options.encoding = input.table.encoding.name().to_owned();
    options.muddled = !columns.conflicts().is_empty();
    let mut sum = Sum::default();
    if !options.muddled {
        let known = app.db.read_now(|db| known(db, shop_id))?;
        let mut rows = Vec::with_capacity(ROWS_AT_ONCE);
        plan(input, &columns, &known, |planned| {
            let mut row = kept(&planned, planned.product_id.and_then(|id| known.by_id(id)))?;
            sum.add(planned.outcome, &row);
            row.batch_id = id;
            rows.push(row);
            if rows.len() == ROWS_AT_ONCE {
                app.db.write_now(|tx| batches::insert_rows(tx, &rows))?;
                rows.clear();
            }
            Ok(())
        })?;
        if !rows.is_empty() {
            app.db.write_now(|tx| batches::insert_rows(tx, &rows))?;
        }
    }
    options.noted = sum.noted;
    (options.digest, options.counts) = sum.digest();
    Ok(Filled { id, options })
}

/// Turns stored rows into the shop's preview; the catalog is unchanged. An earlier preview is
/// dropped; its file names are returned, to be deleted after the commit.
pub fn preview(tx: &mut Tx<'_>, member: &Member, shop: &Account, filled: &Filled) -> Result<(i64, Vec<String>), AppError> {
    let mut gone = Vec::new();
    for earlier in batches::previews(tx, Some(shop.id), i64::MAX)? {
        gone.extend(drop_batch(tx, &earlier)?);
    }
    if !batches::move_on(tx, filled.id, State::Dropped, State::Preview)? {
        return Err(AppError::NotFound);
    }
    filled.options.store(tx, filled.id)?;
    audit::log_staff_act(tx, member, Act::ImportPreview, "import", filled.id)?;
    Ok((filled.id, gone))
}

/// Replaces the rows of an earlier preview of the same file, after a new choice of columns or a
/// change to the catalog.
pub fn preview_anew(tx: &mut Tx<'_>, member: &Member, batch: &Batch, filled: &Filled) -> Result<(), AppError> {
    batches::take_rows(tx, filled.id, batch.id)?;
    batches::forget(tx, filled.id)?;
    filled.options.store(tx, batch.id)?;
    audit::log_staff_act(tx, member, Act::ImportPreview, "import", batch.id)
}

/// The digest of a file's effect, and the version of the catalog it was computed on.
#[derive(Debug, Clone)]
pub struct Checked {
    version: i64,
    digest: String,
    muddled: bool,
}

/// Plans the file of a preview again.
pub fn check(db: &mut Db, batch: &Batch, input: &Input<'_>) -> Result<Checked, AppError> {
    // Read the version first, so that a change in between is noticed.
    let version = catalog_version(db, batch.account_id)?;
    let columns = Columns::of(&input.table.header, &Options::of(batch).told());
    let muddled = !columns.conflicts().is_empty();
    let mut sum = Sum::default();
    if !muddled {
        let known = known(db, batch.account_id)?;
        plan(input, &columns, &known, |planned| {
            let before = planned.product_id.and_then(|id| known.by_id(id));
            sum.add(planned.outcome, &kept(&planned, before)?);
            Ok(())
        })?;
    }
    let (digest, _) = sum.digest();
    Ok(Checked {
        version,
        digest,
        muddled,
    })
}

/// The result of applying a preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    Done,
    /// The first step is done; `batches::steps` does the rest.
    Begun,
    /// The catalog has changed since the check, so the file must be checked again.
    Moved,
    /// The catalog or the zip has changed since the preview, so a new preview is needed.
    ChangedSince,
    /// Some rows are wrong, and the person did not choose to leave them out.
    Wrong,
    /// The columns conflict.
    Ambiguous,
}

/// Applies a preview: every row, or with `only_right` all but the wrong ones. Only the first `step`
/// rows are applied at once; that is all if there are no more.
pub fn apply(
    tx: &mut Tx<'_>,
    member: &Member,
    batch: &Batch,
    only_right: bool,
    checked: &Checked,
    step: usize,
) -> Result<Applied, AppError> {
    let (writer, active) = Writer::open(tx, batch.account_id)?;
    if !active || !batch.is(State::Preview) {
        return Err(AppError::NotFound);
    }
    batches::refuse_while_running(tx, batch.account_id)?;
    let options = Options::of(batch);
    if checked.muddled {
        return Ok(Applied::Ambiguous);
    }
    if catalog_version(tx, batch.account_id)? != checked.version {
        return Ok(Applied::Moved);
    }
    if checked.digest != options.digest {
        return Ok(Applied::ChangedSince);
    }
    if options.count(Outcome::Wrong) > 0 && !only_right {
        return Ok(Applied::Wrong);
    }
    let task = Applying {
        line: 0,
        only_right,
        sections: sections::names(tx, batch.account_id)?.into_keys().collect(),
        login_id: member.login_id,
        by: by(member),
    };
    if apply_rows(tx, writer, batch, task, step)? {
        resume_job::finish_later(tx, batch.id)?;
        return Ok(Applied::Begun);
    }
    Ok(Applied::Done)
}

/// Applies the next rows. Returns false if they were the last.
pub fn apply_step(tx: &mut Tx<'_>, held: &Batch, task: Applying, step: usize) -> Result<bool, AppError> {
    // Continue even if the shop was taken down meanwhile, so nothing stays half done.
    let (writer, _) = Writer::open(tx, held.account_id)?;
    apply_rows(tx, writer, held, task, step)
}

fn apply_rows(tx: &mut Tx<'_>, mut writer: Writer, batch: &Batch, mut task: Applying, step: usize) -> Result<bool, AppError> {
    let rows = batches::rows_to_apply(tx, batch.id, task.line, step)?;
    let last = rows.last().filter(|_| rows.len() == step).map(|row| row.line);
    let rows: Vec<RowToApply> = rows.into_iter().map(RowToApply::read).collect::<Result<_, _>>()?;
    let ids: Vec<i64> = rows.iter().filter_map(|row| row.product_id).collect();
    let there = products(tx, &ids)?;
    let mut written = Vec::with_capacity(rows.len());
    for row in &rows {
        if let Some(id) = write(tx, &mut writer, task.login_id, row, &there)? {
            written.push((row.line, id));
        }
    }
    writer.finish(tx)?;
    batches::set_done(tx, batch.id, &written)?;
    for row in &rows {
        photo_sources::note(tx, batch.id, row)?;
    }
    if let Some(line) = last {
        task.line = line;
        batches::set_task(tx, batch.id, Some(&Task::Applying(task)))?;
        return Ok(true);
    }
    let mut options = Options::of(batch);
    let sections_after = sections::names(tx, batch.account_id)?.into_iter();
    options.new_sections = sections_after.filter(|(id, _)| !task.sections.contains(id)).collect();
    options.only_right = task.only_right && options.count(Outcome::Wrong) > 0;
    options.store(tx, batch.id)?;
    batches::set_task(tx, batch.id, None)?;
    batches::move_on(tx, batch.id, State::Preview, State::Applied)?;
    if !batches::next_photos(tx, batch.id)?.is_empty() {
        jobs::enqueue(tx, &PhotosJob { batch_id: batch.id })?;
    }
    if let Some((login, account)) = task.by {
        audit::log_act(tx, Some(login), Some(account), Act::ImportApply, "import", batch.id)?;
    }
    Ok(false)
}

/// Writes one row and returns the product's id. Photos the shop already has are set at once; those
/// from a zip follow.
fn write(
    tx: &mut Tx<'_>,
    writer: &mut Writer,
    login_id: i64,
    row: &RowToApply,
    there: &HashMap<i64, Product>,
) -> Result<Option<i64>, AppError> {
    let Some(new) = &row.new else { return Ok(None) };
    let own: Option<Vec<(i64, String)>> = row.shots().and_then(|shots| {
        let own = shots.iter().map(|shot| match shot {
            PhotoSource::Own(id) => Some((*id, description(&row.had, *id))),
            PhotoSource::Zip(_) => None,
        });
        own.collect()
    });
    let saved = match row.product_id {
        None => writer.create(tx, login_id, &new.draft, own.as_deref().unwrap_or_default())?,
        Some(id) => {
            let product = there.get(&id).ok_or(AppError::NotFound)?;
            if !product.stands() {
                // A moderator has removed it since the first step.
                return Ok(None);
            }
            writer.edit(tx, product, &new.draft, own.as_deref())?
        }
    };
    match saved {
        Saved::Done(id) => Ok(Some(id)),
        // Nothing else changes the shop's products meanwhile, so this cannot happen. If it does,
        // the whole import fails.
        other => Err(AppError::internal(format!("an import was planned wrongly: {other:?}"))),
    }
}

/// Returns the photo's existing alt text on this product.
fn description(had: &Photos, photo: i64) -> String {
    let found = had.iter().find(|(id, _)| *id == photo);
    found.map(|(_, alt)| alt.clone()).unwrap_or_default()
}
