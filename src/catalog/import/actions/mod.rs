//! What people do with a file: look at what it would do, do it, undo it, stop and go on with its
//! photos. All rows in one transaction, or none.
//!
//! A preview keeps a digest of everything it showed. To apply it, the file is planned again on the
//! catalog as it is then, under the shop's lock: where the digest is another, something changed in
//! between, nothing is done, and a new preview takes the place of the old one.

mod photo_sources;
mod photos;

pub use photos::set_stopped;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::columns::Columns;
use super::jobs::{self, PhotosJob};
use super::options::Options;
use super::plan::{CatalogSnapshot, InZip, KnownProduct, PhotoSource, Planned, Planner};
use super::previews::drop_batch;
use super::problem::Problem;
use super::queries::{known, products};
use super::table::Table;
use crate::access::Member;
use crate::access::load::hex;
use crate::accounts::queries::Account;
use crate::audit;
use crate::catalog::actions::{Saved, Writer};
use crate::catalog::batches::queries::{self as batches, BatchRow, NewRow, ROWS_AT_ONCE};
use crate::catalog::batches::{Batch, Kind, Outcome, Photos, State};
use crate::catalog::queries::{Product, sections};
use crate::catalog::rules::Draft;
use crate::db::Tx;
use crate::error::AppError;

/// A product before a row, as kept for the preview and for the undo (`batches::restored`).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Old {
    #[serde(flatten)]
    pub draft: Draft,
    /// Where the row touches them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photos: Option<Photos>,
    pub version: i64,
}

/// What a row makes of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct New {
    #[serde(flatten)]
    pub draft: Draft,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shots: Option<Vec<PhotoSource>>,
}

/// An uploaded file, read.
pub struct Input<'a> {
    pub table: &'a Table,
    pub zip: Option<InZip<'a>>,
    /// Scheme and host of this site.
    pub origin: &'a str,
}

pub(super) fn json(value: &impl Serialize) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(AppError::internal)
}

fn small(line: usize) -> i32 {
    i32::try_from(line).unwrap_or(i32::MAX)
}

/// What every row would do, in order.
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

/// A planned row as it is kept.
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
        // Of what stays as it is the name is enough.
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

/// Sums up a preview, row by row.
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
        // Problems too: a photo that was in the zip and is not.
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

/// Fills a batch with what its file would do now.
fn fill(tx: &mut Tx<'_>, shop_id: i64, batch_id: i64, input: &Input<'_>, options: &mut Options) -> Result<(), AppError> {
    batches::clear(tx, batch_id)?;
    let columns = Columns::of(&input.table.header, &options.told());
    options.encoding = input.table.encoding.name().to_owned();
    options.muddled = !columns.conflicts().is_empty();
    let mut sum = Sum::default();
    if !options.muddled {
        let known = known(tx, shop_id)?;
        let mut rows = Vec::with_capacity(ROWS_AT_ONCE);
        plan(input, &columns, &known, |planned| {
            let mut row = kept(&planned, planned.product_id.and_then(|id| known.by_id(id)))?;
            sum.add(planned.outcome, &row);
            row.batch_id = batch_id;
            rows.push(row);
            if rows.len() == ROWS_AT_ONCE {
                batches::insert_rows(tx, &rows)?;
                rows.clear();
            }
            Ok(())
        })?;
        if !rows.is_empty() {
            batches::insert_rows(tx, &rows)?;
        }
    }
    options.noted = sum.noted;
    (options.digest, options.counts) = sum.digest();
    options.store(tx, batch_id)
}

/// Makes a preview; changes nothing of the catalog. An earlier one of the shop is dropped: its files
/// are handed back, to be deleted when this is committed.
pub fn preview(
    tx: &mut Tx<'_>,
    member: &Member,
    shop: &Account,
    title: &str,
    input: &Input<'_>,
    mut options: Options,
) -> Result<(i64, Options, Vec<String>), AppError> {
    let mut gone = Vec::new();
    for earlier in batches::previews(tx, Some(shop.id), i64::MAX)? {
        gone.extend(drop_batch(tx, &earlier)?);
    }
    let id = batches::open(tx, shop.id, member.login_id, (Kind::Import, State::Preview), title)?;
    fill(tx, shop.id, id, input, &mut options)?;
    audit::log_staff_act(tx, member, "import_preview", "import", id)?;
    Ok((id, options, gone))
}

/// The same file, with its columns told anew.
pub fn tell_columns(
    tx: &mut Tx<'_>,
    member: &Member,
    batch: &Batch,
    told: Vec<String>,
    input: &Input<'_>,
) -> Result<Options, AppError> {
    let mut options = Options::of(batch);
    options.told = told;
    fill(tx, batch.account_id, batch.id, input, &mut options)?;
    audit::log_staff_act(tx, member, "import_preview", "import", batch.id)?;
    Ok(options)
}

/// What became of a preview that was to be applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applied {
    Done,
    /// The catalog, or the zip, is another than it was: there is a new preview.
    ChangedSince,
    /// Rows are wrong, and nobody said to leave them out.
    Wrong,
    /// The columns are not settled.
    Ambiguous,
}

/// Does what the preview shows: every row, or with `only_right` all but the wrong ones; or nothing.
pub fn apply(tx: &mut Tx<'_>, member: &Member, batch: &Batch, only_right: bool, input: &Input<'_>) -> Result<Applied, AppError> {
    let (mut writer, active) = Writer::open_for_many(tx, batch.account_id)?;
    if !active {
        return Err(AppError::NotFound);
    }
    batches::refuse_while_running(tx, batch.account_id)?;
    let mut options = Options::of(batch);
    let columns = Columns::of(&input.table.header, &options.told());
    if !columns.conflicts().is_empty() {
        return Ok(Applied::Ambiguous);
    }
    let known = known(tx, batch.account_id)?;
    let mut sum = Sum::default();
    let mut doing = Vec::new();
    plan(input, &columns, &known, |planned| {
        sum.add(
            planned.outcome,
            &kept(&planned, planned.product_id.and_then(|id| known.by_id(id)))?,
        );
        if matches!(planned.outcome, Outcome::New | Outcome::Changed) || !planned.problems.is_empty() {
            doing.push(planned);
        }
        Ok(())
    })?;
    let (digest, _) = sum.digest();
    if digest != options.digest {
        fill(tx, batch.account_id, batch.id, input, &mut options)?;
        return Ok(Applied::ChangedSince);
    }
    if options.count(Outcome::Wrong) > 0 && !only_right {
        return Ok(Applied::Wrong);
    }
    if !batches::move_on(tx, batch.id, State::Preview, State::Applied)? {
        return Err(AppError::NotFound);
    }
    let sections_before = sections::names(tx, batch.account_id)?;
    let mut written = Vec::with_capacity(doing.len());
    for some in doing.chunks(ROWS_AT_ONCE) {
        let ids: Vec<i64> = some.iter().filter_map(|p| p.product_id).collect();
        let there = products(tx, &ids)?;
        for planned in some {
            if let Some(id) = write(tx, &mut writer, member, planned, &known, &there)? {
                written.push((small(planned.line), id));
            }
        }
    }
    writer.finish(tx)?;
    batches::set_done(tx, batch.id, &written)?;
    let sections_after = sections::names(tx, batch.account_id)?.into_iter();
    options.new_sections = sections_after.filter(|(id, _)| !sections_before.contains_key(id)).collect();
    let mut waiting = false;
    for planned in &doing {
        waiting |= photo_sources::note(tx, batch.id, planned, &known)?;
    }
    if waiting {
        jobs::enqueue(tx, &PhotosJob { batch_id: batch.id })?;
    }
    options.only_right = only_right && options.count(Outcome::Wrong) > 0;
    options.store(tx, batch.id)?;
    audit::log_staff_act(tx, member, "import_apply", "import", batch.id)?;
    Ok(Applied::Done)
}

/// Writes one row; the product's id. Photos of the shop's own are put in place at once, those that
/// come from a zip follow.
fn write(
    tx: &mut Tx<'_>,
    writer: &mut Writer,
    member: &Member,
    planned: &Planned,
    known: &CatalogSnapshot,
    there: &HashMap<i64, Product>,
) -> Result<Option<i64>, AppError> {
    let Some(draft) = &planned.draft else { return Ok(None) };
    let before = planned.product_id.and_then(|id| known.by_id(id));
    let own: Option<Vec<(i64, String)>> = planned.shots.as_ref().and_then(|shots| {
        let own = shots.iter().map(|shot| match shot {
            PhotoSource::Own(id) => Some((*id, description(before, *id))),
            PhotoSource::Zip(_) => None,
        });
        own.collect()
    });
    let saved = match (planned.outcome, before) {
        (Outcome::New, _) => writer.create(tx, member.login_id, draft, own.as_deref().unwrap_or_default())?,
        (Outcome::Changed, Some(before)) => {
            let product = there.get(&before.id).ok_or(AppError::NotFound)?;
            writer.edit(tx, product, draft, own.as_deref())?
        }
        _ => return Ok(None),
    };
    match saved {
        Saved::Done(id) => Ok(Some(id)),
        // Planned under the same lock: this cannot be, and if it is, nothing of the file is done.
        other => Err(AppError::internal(format!("an import was planned wrongly: {other:?}"))),
    }
}

/// What was said of a photo on this product stays said.
fn description(product: Option<&KnownProduct>, photo: i64) -> String {
    let found = product.and_then(|p| p.photos.iter().find(|(id, _)| *id == photo));
    found.map(|(_, alt)| alt.clone()).unwrap_or_default()
}

/// The problems of a kept row.
pub fn problems(row: &BatchRow) -> Vec<Problem> {
    serde_json::from_str(&row.problems).unwrap_or_default()
}
