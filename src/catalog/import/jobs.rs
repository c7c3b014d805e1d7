//! Background jobs of imports: taking photos from the zip, one product at a time, once the rows are
//! in the catalog; and deleting what was abandoned.
//!
//! One run takes a few products and then queues itself behind the other jobs. Between two products
//! it checks that it was not stopped. If the process is killed, the current product is done again:
//! its photos are attached in the transaction that marks them done.

use std::collections::HashSet;
use std::io::Cursor;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::options::Options;
use super::previews;
use super::problem::{Problem, Reason};
use super::store::{Store, Zip};
use super::zip::ZipFault;
use crate::app::App;
use crate::catalog::actions::Writer;
use crate::catalog::batches::queries::{self as batches, BatchPhoto};
use crate::catalog::batches::{Batch, State};
use crate::catalog::queries::{self as products, sections};
use crate::db::Tx;
use crate::error::AppError;
use crate::jobs::Job;
use crate::memory::{self, Shortage};
use crate::photos::actions::{megabytes, memory_of, store};
use crate::photos::pipeline::PhotoError;
use crate::photos::queries::NewPhoto;
use crate::work_queue::Client;

/// Name of the job that takes photos from a zip.
pub const PHOTOS: &str = "catalog.import_photos";

#[derive(Debug, Serialize, Deserialize)]
pub struct PhotosJob {
    pub batch_id: i64,
}

/// Products of one run, which take far less than a job's lease even with the largest photos.
const AT_ONCE: usize = 8;
/// Delay of a run that finds every decoder busy.
const LATER_MS: i64 = 2_000;
/// Lifetime of a preview that is not applied.
const PREVIEW_MS: i64 = 24 * 3600 * 1000;
/// Lifetime of a zip whose photos were stopped.
const ZIP_MS: i64 = 7 * 24 * 3600 * 1000;

/// Lifetime of stored rows whose preview was never completed.
const ABANDONED_MS: i64 = 3600 * 1000;
/// Maximum number of batches whose undo data one run deletes.
const PAST_AT_ONCE: i64 = 50;

pub fn enqueue(tx: &mut Tx<'_>, job: &PhotosJob) -> Result<(), AppError> {
    let now = tx.now();
    crate::jobs::enqueue(tx, PHOTOS, job, now)?;
    Ok(())
}

/// Runs a [`PHOTOS`] job.
pub fn photos(app: &App, job: &Job) -> Result<(), AppError> {
    let job: PhotosJob = job.read()?;
    let files = Store::of(app);
    let mut zip: Option<Result<Zip, ZipFault>> = None;
    for _ in 0..AT_ONCE {
        let (batch, line) = app.db.read_now(|db| {
            let batch = batches::by_id(db, job.batch_id)?;
            Ok((batch, batches::next_photos(db, job.batch_id)?))
        })?;
        let Some(batch) = batch.filter(|b| b.is(State::Applied)) else {
            return Ok(());
        };
        let options = Options::of(&batch);
        if options.stopped {
            return Ok(());
        }
        if line.is_empty() {
            return finished(app, &files, &batch);
        }
        // Wait while another import changes the shop's products.
        if app.db.read_now(|db| batches::importing(db, batch.account_id))? {
            return again(app, job.batch_id, LATER_MS);
        }
        let zip = match &mut zip {
            Some(zip) => zip,
            none => none.insert(open(&files, &options)?),
        };
        let mut taken = Vec::new();
        for photo in line {
            taken.push(if photo.state == "waiting" {
                match take(app, zip, photo)? {
                    Some(taken) => taken,
                    None => return again(app, job.batch_id, LATER_MS),
                }
            } else {
                (photo, None)
            });
        }
        app.db.write_now(|tx| put(tx, &batch, &taken))?;
    }
    again(app, job.batch_id, 0)
}

fn again(app: &App, batch_id: i64, later: i64) -> Result<(), AppError> {
    app.db.write_now(|tx| {
        let at = tx.now() + later;
        crate::jobs::enqueue(tx, PHOTOS, &PhotosJob { batch_id }, at)?;
        Ok(())
    })
}

fn open(files: &Store, options: &Options) -> Result<Result<Zip, ZipFault>, AppError> {
    let found = match &options.zip {
        Some(name) => files.zip(name)?,
        None => None,
    };
    Ok(found.unwrap_or(Err(ZipFault::Missing)))
}

/// A row's photo, and the file stored for it.
type Taken = (BatchPhoto, Option<NewPhoto>);

/// Stores one photo from the zip. Returns `None` while uploads by people use the memory for
/// decoding.
fn take(app: &App, zip: &mut Result<Zip, ZipFault>, mut photo: BatchPhoto) -> Result<Option<Taken>, AppError> {
    let bytes = match zip {
        Ok(zip) => zip.read(&photo.name),
        Err(fault) => Err(*fault),
    };
    let problem = match bytes {
        Ok(bytes) => match memory_of(&mut Cursor::new(&bytes))? {
            Ok(needed) => {
                let Some(_permit) = app.decoding.try_enter(Client::House, megabytes(needed)) else {
                    return Ok(None);
                };
                match memory::try_reserve(needed) {
                    Ok(_reserved) => match store(&app.media, &mut Cursor::new(bytes))? {
                        Ok(stored) => return Ok(Some((photo, Some(stored)))),
                        Err(error) => of_photo(&error),
                    },
                    Err(Shortage::Now) => return Ok(None),
                    Err(Shortage::Always) => of_photo(&PhotoError::TooMuchMemory { bytes: needed }),
                }
            }
            Err(error) => of_photo(&error),
        },
        Err(fault) => fault.code().to_owned(),
    };
    photo.state = "wrong".to_owned();
    photo.problem = problem;
    Ok(Some((photo, None)))
}

/// Returns a photo's error as it is stored: the key of its sentence and the kind of file.
fn of_photo(error: &PhotoError) -> String {
    match error {
        PhotoError::Unsupported { kind } => format!("{} {kind}", error.key()),
        _ => error.key().to_owned(),
    }
}

/// Replaces a product's photos with those of one row; unavailable ones are left out.
fn put(tx: &mut Tx<'_>, batch: &Batch, taken: &[Taken]) -> Result<(), AppError> {
    let (mut writer, active) = Writer::open(tx, batch.account_id)?;
    let applied = batches::by_id(tx, batch.id)?.is_some_and(|b| b.is(State::Applied));
    let Some(line) = taken.first().map(|(photo, _)| photo.line) else {
        return Ok(());
    };
    // The batch was undone meanwhile, or another node was faster.
    let still = batches::next_photos(tx, batch.id)?.first().is_some_and(|p| p.line == line);
    if !active || !applied || !still || batches::importing(tx, batch.account_id)? {
        return Ok(());
    }
    let mut shown = Vec::new();
    for (photo, stored) in taken {
        let mut photo = photo.clone();
        if let Some(stored) = stored {
            let picture = crate::photos::queries::insert(tx, batch.account_id, stored)?;
            photo.photo_id = Some(picture.id);
            photo.state = "done".to_owned();
        }
        if let Some(id) = photo.photo_id {
            shown.push(id);
        }
        batches::set_photo(tx, batch.id, &photo)?;
    }
    let Some((product_id, version)) = batches::done_row(tx, batch.id, line)? else {
        return Ok(());
    };
    let product = products::by_id(tx, product_id)?.filter(|p| p.stands());
    let Some(product) = product.filter(|_| !shown.is_empty()) else {
        return Ok(());
    };
    let before = products::pictures(tx, product_id)?;
    let described = |id: &i64| {
        let alt = before.iter().find(|p| p.id == *id).map(|p| p.alt.clone());
        (*id, alt.unwrap_or_default())
    };
    let photos: Vec<(i64, String)> = shown.iter().map(described).collect();
    let names = sections::names(tx, batch.account_id)?;
    let section = product.section_id.and_then(|id| names.get(&id)).map_or("", String::as_str);
    writer.edit(tx, &product, &product.draft(section), Some(&photos))?;
    writer.finish(tx)?;
    // Nobody changed the product in between, so undo can still restore it.
    if product.version == version {
        batches::set_done(tx, batch.id, &[(line, product_id)])?;
    }
    Ok(())
}

/// Deletes the files of an import whose photos are all taken.
fn finished(app: &App, files: &Store, batch: &Batch) -> Result<(), AppError> {
    let gone = app.db.write_now(|tx| {
        let Some(batch) = batches::hold(tx, batch.id)? else {
            return Ok(Vec::new());
        };
        let mut options = Options::of(&batch);
        let mut gone = vec![std::mem::take(&mut options.file)];
        gone.extend(options.zip.take());
        options.store(tx, batch.id)?;
        Ok(gone)
    })?;
    for name in gone {
        files.delete(&name);
    }
    Ok(())
}

/// Runs every hour. Drops previews older than a day, gives up zips older than a week, and deletes
/// files that no import names and the data of undos that have expired.
pub fn sweep(app: &App) -> Result<(), AppError> {
    let now = app.clock.now();
    let files = Store::of(app);
    app.db.write_now(|tx| {
        for batch in batches::previews(tx, None, now - PREVIEW_MS)? {
            previews::drop_batch(tx, &batch)?;
        }
        let lost = serde_json::to_string(&Problem::new("", Reason::NotInZip, "")).map_err(AppError::internal)?;
        for batch in batches::waiting_since(tx, now - ZIP_MS)? {
            batches::give_up(tx, batch.id, &lost)?;
        }
        Ok(())
    })?;
    for id in app.db.read_now(|db| batches::abandoned(db, now - ABANDONED_MS))? {
        app.db.write_now(|tx| batches::clear(tx, id))?;
    }
    for id in app.db.read_now(|db| batches::past_undo(db, now, PAST_AT_ONCE))? {
        app.db.write_now(|tx| batches::clear(tx, id))?;
    }
    let named: HashSet<String> = app.db.read_now(|db| {
        let mut named = HashSet::new();
        for batch in batches::with_files(db)? {
            let options = Options::of(&batch);
            named.insert(options.file);
            named.extend(options.zip);
        }
        Ok(named)
    })?;
    let grace = Duration::from_secs(3600);
    let before = SystemTime::now().checked_sub(grace).unwrap_or(SystemTime::UNIX_EPOCH);
    let swept = files.sweep(&|name| named.contains(name), before)?;
    if swept > 0 {
        tracing::info!(imports.files = swept, "swept");
    }
    Ok(())
}
