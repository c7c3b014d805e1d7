//! The photos of a form. `prepare` decodes them and puts the files on disk
//! before the transaction, `attach_photos` writes the rows inside it, and
//! `Prepared::tell` adds the errors.
//!
//! ```ignore
//! let mut form = visit.form(body, Limits::PHOTOS).await?;
//! let photos = prepare(&visit.app, &mut form, "photos", MAX_PHOTOS).await.map_err(|e| visit.refuse(e))?;
//! visit.write(move |cx| {
//!     let kept = attach_photos(cx.db, &photos, account_id, &[])?;   // first: a 422 commits too
//!     photos.tell(cx.t, &mut errors);
//!     kept.tell(cx.t, &mut errors, "photos");
//!     if !errors.is_empty() || photos.rearranged {
//!         return cx.invalid(&Page { photos: PhotoInput::again(&photos, &kept, &errors), … }, errors);
//!     }
//!     for (n, photo) in kept.photos.iter().enumerate() { /* photo.id, photo.alt */ }
//! ```
//!
//! Files are durable before their rows are written (media.rs). Files left by a
//! transaction that failed are removed by the sweep (jobs.rs).

use std::io::{BufRead, BufReader, Seek};
use std::time::Duration;

use super::pipeline::{self, MAX_FILE_BYTES, PhotoError};
use super::queries::{self, NewPhoto, Picture};
use super::rules::{ALT_LIMIT, Arrange, RETRY_AFTER, arrange, kept_field};
use crate::access::load;
use crate::app::{App, UPLOAD_MB};
use crate::db::{Tx, run_blocking};
use crate::error::AppError;
use crate::limits::{Spend, rules as limits};
use crate::media::Media;
use crate::memory;
use crate::web::form::{Errors, Form, UploadedFile, too_long};
use crate::web::i18n::Texts;
use crate::web::request_meta::Meta;
use crate::work_queue::{Client, Kind};

/// A photo that needs more memory than is free waits this long before the form comes back.
const MEMORY_PATIENCE: Duration = Duration::from_secs(10);

/// The photos of a form, decoded and on disk but not yet in the database.
#[derive(Debug)]
pub struct Prepared {
    field: &'static str,
    max: usize,
    /// Photos that arrived with an earlier attempt or that the edited content
    /// already shows: id and alt text.
    kept: Vec<(i64, String)>,
    fresh: Vec<Fresh>,
    faults: Vec<Fault>,
    /// Alt texts of rejected files, for the files that will be chosen in their place.
    spare_alts: Vec<String>,
    /// The outcome for each photo, by the number that the form gave it.
    sent: Vec<Sent>,
    /// A button beside a photo was pressed (move, remove), so the form is shown
    /// again and nothing is posted.
    pub rearranged: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sent {
    Kept(i64),
    /// The index among the new photos.
    Fresh(usize),
    Refused,
}

#[derive(Debug)]
struct Fresh {
    stored: NewPhoto,
    alt: String,
}

/// An error, with the index of the file among those sent.
#[derive(Debug)]
enum Fault {
    File { nth: usize, name: String, error: PhotoError },
    TooMany,
    Alt { count: usize },
}

/// A photo that has a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedPhoto {
    pub id: i64,
    pub alt: String,
    pub picture: Picture,
}

/// The result of `attach_photos`: the photos in order.
#[derive(Debug, Default)]
pub struct SavedPhotos {
    pub photos: Vec<SavedPhoto>,
    /// The number of kept photos from an earlier attempt that no longer exist
    /// (swept after a day, or shown elsewhere).
    pub gone: usize,
}

impl SavedPhotos {
    pub fn ids(&self) -> Vec<i64> {
        self.photos.iter().map(|p| p.id).collect()
    }

    /// Adds an error if some photos no longer exist.
    pub fn tell(&self, t: &Texts, errors: &mut Errors, field: &str) {
        if self.gone > 0 {
            errors.add(field, t.with("photo-error-gone", &[("n", self.gone.into())]));
        }
    }
}

/// Spends the rate limits for every file of the form, before any is decoded.
pub async fn spend(app: &App, meta: &Meta, form: &Form) -> Result<(), AppError> {
    let files = form.files.len();
    if files == 0 || !app.config.rate_limits {
        return Ok(());
    }
    let (at, token, network) = (app.clone(), meta.token.clone(), meta.address.network());
    app.db
        .write(move |tx| {
            let now = tx.now();
            let account = load::actor(tx, token.as_deref(), now)?.posts_as();
            let spends = vec![
                Spend::many(&limits::PHOTOS, account, files),
                Spend::many(&limits::PHOTOS_OF_ADDRESS, network, files),
            ];
            crate::limits::spend(&at, tx, spends)
        })
        .await
}

/// Runs every file of one field through the pipeline and puts the renditions on
/// disk. A form decodes one photo at a time. The whole process decodes as many
/// as fit into the memory of `App::decoding`, and the clients take turns.
/// Errors of rejected files are added by `Prepared::tell`.
///
/// # Errors
/// `TooMany` if too many forms already wait, from this client or in all;
/// `StorageFull`, `Busy` and the like if the files cannot be stored.
pub async fn prepare(app: &App, form: &mut Form, field: &'static str, max: usize) -> Result<Prepared, AppError> {
    // A single photo (an avatar, a cover) has no alt text.
    let alts = if max == 1 {
        Vec::new()
    } else {
        form.all("alt").map(crate::text::clean_line).collect()
    };
    let mut alts = alts.into_iter();
    let mut prepared = Prepared {
        field,
        max,
        kept: Vec::new(),
        fresh: Vec::new(),
        faults: Vec::new(),
        spare_alts: Vec::new(),
        sent: Vec::new(),
        rearranged: false,
    };
    for id in form.all(&kept_field(field)) {
        let alt = alts.next().unwrap_or_default();
        let id = crate::web::paging::parse_id(id);
        prepared.sent.push(id.as_ref().map_or(Sent::Refused, |id| Sent::Kept(*id)));
        if let Ok(id) = id
            && prepared.kept.len() < max
            && prepared.kept.iter().all(|(other, _)| *other != id)
        {
            prepared.kept.push((id, alt));
        }
    }
    prepared.rearranged = asked(form).is_some_and(|what| arrange(&mut prepared.kept, |(id, _)| *id, what));

    let (mine, others) = std::mem::take(&mut form.files).into_iter().partition(|f| f.field == field);
    form.files = others;
    let files: Vec<UploadedFile> = mine;
    if !files.is_empty() {
        let _place = app.photo_forms.enter(Client::current()).ok_or(AppError::TooMany {
            retry_after: RETRY_AFTER,
        })?;
        for (nth, file) in files.into_iter().enumerate() {
            let alt = alts.next().unwrap_or_default();
            let there = if max == 1 { prepared.fresh.len() } else { prepared.count() };
            if there >= max {
                prepared.faults.push(Fault::TooMany);
                break;
            }
            let before = prepared.fresh.len();
            prepared.take(app, nth, file, alt).await?;
            let arrived = prepared.fresh.len() > before;
            prepared.sent.push(if arrived { Sent::Fresh(before) } else { Sent::Refused });
        }
    }
    // Also keep the alt texts that were typed without a file.
    prepared.spare_alts.extend(alts.filter(|alt| !alt.is_empty()));
    prepared.check_alts();
    Ok(prepared)
}

fn asked(form: &Form) -> Option<Arrange> {
    let id = |name: &str| crate::web::paging::parse_id(form.get(name)).ok();
    id("move_up")
        .map(Arrange::Up)
        .or_else(|| id("move_down").map(Arrange::Down))
        .or_else(|| id("remove").map(Arrange::Remove))
}

impl Prepared {
    async fn take(&mut self, app: &App, nth: usize, file: UploadedFile, alt: String) -> Result<(), AppError> {
        let UploadedFile { name, size, temp, .. } = file;
        let outcome = match temp {
            Some(temp) => {
                // The file's headers tell how much memory it takes.
                let examined = app.db.work().run(Kind::HeavyPiece, move || {
                    let memory = memory_of(&mut BufReader::new(temp.reopen()?))?;
                    Ok((temp, memory))
                });
                match examined.await? {
                    (temp, Ok(bytes)) => {
                        let permit = app.decoding.enter(Client::current(), megabytes(bytes), None).await?;
                        match memory::reserve(bytes, MEMORY_PATIENCE).await {
                            Ok(reserved) => {
                                let media = app.media.clone();
                                run_blocking(move || {
                                    let _held = (permit, reserved);
                                    store(&media, &mut BufReader::new(temp.reopen()?))
                                })
                                .await?
                            }
                            Err(shortage) => {
                                tracing::warn!(bytes, ?shortage, "a photo was refused for want of memory");
                                Err(PhotoError::TooMuchMemory { bytes })
                            }
                        }
                    }
                    (_, Err(error)) => Err(error),
                }
            }
            None => Err(PhotoError::TooLarge { bytes: size }),
        };
        match outcome {
            Ok(stored) => {
                if self.max == 1 {
                    // The new photo replaces the one that was there.
                    self.kept.clear();
                }
                self.fresh.push(Fresh { stored, alt });
            }
            Err(error) => {
                self.spare_alts.push(alt);
                self.faults.push(Fault::File { nth, name, error });
            }
        }
        Ok(())
    }

    fn check_alts(&mut self) {
        let alts = self.kept.iter().map(|(_, alt)| alt).chain(self.fresh.iter().map(|f| &f.alt));
        let long = alts.map(|alt| crate::text::count(alt)).filter(|n| *n > ALT_LIMIT);
        let faults: Vec<Fault> = long.map(|count| Fault::Alt { count }).collect();
        self.faults.extend(faults);
    }

    /// Returns the number of photos, kept and new.
    pub fn count(&self) -> usize {
        self.kept.len() + self.fresh.len()
    }

    /// Returns the number of photos that the form counted, including rejected ones.
    pub fn numbered(&self) -> usize {
        self.sent.len()
    }

    /// Returns the current position of the photo that had the number `nth` in
    /// the form, counted from 1. Returns `None` if it is no longer there.
    pub fn position(&self, kept: &SavedPhotos, nth: usize) -> Option<usize> {
        match self.sent.get(nth.checked_sub(1)?)? {
            Sent::Kept(id) => kept.photos.iter().position(|p| p.id == *id),
            Sent::Fresh(n) => Some(kept.photos.len().checked_sub(self.fresh.len())? + n),
            Sent::Refused => None,
        }
    }

    pub fn field(&self) -> &'static str {
        self.field
    }

    pub fn max(&self) -> usize {
        self.max
    }

    /// Returns the alt texts that belong to no photo yet.
    pub fn spare_alts(&self) -> &[String] {
        &self.spare_alts
    }

    /// Adds the errors. One of the third file is keyed `photos.2`, one of the whole field `photos`.
    pub fn tell(&self, t: &Texts, errors: &mut Errors) {
        for fault in &self.faults {
            match fault {
                Fault::File { nth, name, error } => errors.add(&format!("{}.{nth}", self.field), sentence(t, name, error)),
                Fault::TooMany => errors.add(self.field, t.with("photo-error-too-many", &[("max", self.max.into())])),
                Fault::Alt { count } => {
                    errors.add(self.field, too_long(t, &t.text("photo-alt-label"), ALT_LIMIT, *count));
                }
            }
        }
    }
}

/// Returns the megabytes of `App::decoding` that a photo counts for if decoding it takes `bytes`.
pub fn megabytes(bytes: u64) -> usize {
    usize::try_from(bytes.div_ceil(1024 * 1024))
        .unwrap_or(usize::MAX)
        .max(UPLOAD_MB)
}

/// Returns the bytes of memory that decoding a file takes. The outer error is the machine's, the
/// inner one the file's.
pub fn memory_of(file: &mut (impl BufRead + Seek)) -> Result<Result<u64, PhotoError>, AppError> {
    match pipeline::memory(file) {
        Ok(bytes) => Ok(Ok(bytes)),
        Err(PhotoError::Io(error)) => Err(error.into()),
        Err(error) => Ok(Err(error)),
    }
}

/// Decodes one file and stores its renditions. The demo, which draws its files,
/// uses it too. The outer error is the machine's, the inner one the file's.
pub fn store(media: &Media, file: &mut (impl BufRead + Seek)) -> Result<Result<NewPhoto, PhotoError>, AppError> {
    let processed = match pipeline::process(file) {
        Ok(processed) => processed,
        Err(PhotoError::Io(error)) => return Err(error.into()),
        Err(error) => return Ok(Err(error)),
    };
    for rendition in &processed.renditions {
        media.put(&processed.hash, rendition.size, &rendition.bytes)?;
    }
    let sizes: Vec<String> = processed.renditions.iter().map(|r| r.size.to_string()).collect();
    Ok(Ok(NewPhoto {
        hash: processed.hash,
        width: i32::try_from(processed.width).map_err(AppError::internal)?,
        height: i32::try_from(processed.height).map_err(AppError::internal)?,
        tint: processed.tint,
        sizes: sizes.join(","),
    }))
}

/// Returns the name of an unsupported image format (`PhotoError::Unsupported`)
/// in the person's language.
pub fn kind_words(t: &Texts, kind: &str) -> String {
    let key = format!("photo-kind-{}", kind.to_lowercase().replace(' ', "-"));
    if t.has(&key) { t.text(&key) } else { kind.to_owned() }
}

/// Returns the error message for a file, with its name.
fn sentence(t: &Texts, name: &str, error: &PhotoError) -> String {
    let locale = t.locale();
    let short = |n: u64| crate::web::numbers::count(locale, i64::try_from(n).unwrap_or(i64::MAX));
    let megabytes = format!("{}MB", MAX_FILE_BYTES / (1024 * 1024));
    let pixels = short(pipeline::MAX_PIXELS);
    let side = crate::web::numbers::exact(i64::from(pipeline::MAX_SIDE));
    let kind = match error {
        PhotoError::Unsupported { kind } => kind_words(t, kind),
        _ => String::new(),
    };
    t.with(
        error.key(),
        &[
            ("name", name.into()),
            ("size", megabytes.as_str().into()),
            ("pixels", pixels.as_str().into()),
            ("max", side.as_str().into()),
            ("kind", kind.as_str().into()),
        ],
    )
}

/// Writes the rows of the photos in order: kept ones first, then new ones. Call
/// it for a form that comes back with errors too, since a 422 commits like any
/// other answer: the photos that arrived are then carried in hidden fields and
/// need not be chosen again.
///
/// A kept photo is accepted if the same account uploaded it and nothing shows
/// it yet, or if it is one of `own` (the photos that the edited content already
/// shows). Other ids are ignored.
pub fn attach_photos(tx: &mut Tx<'_>, prepared: &Prepared, account_id: i64, own: &[i64]) -> Result<SavedPhotos, AppError> {
    let asked: Vec<i64> = prepared.kept.iter().map(|(id, _)| *id).collect();
    let mut there = queries::reusable(tx, &asked, account_id, own)?;
    let mut kept = SavedPhotos::default();
    for (id, alt) in &prepared.kept {
        match there.remove(id) {
            Some(picture) => kept.push(picture, alt),
            None => kept.gone += 1,
        }
    }
    for fresh in &prepared.fresh {
        let picture = queries::insert(tx, account_id, &fresh.stored)?;
        kept.push(picture, &fresh.alt);
    }
    Ok(kept)
}

impl SavedPhotos {
    fn push(&mut self, picture: Picture, alt: &str) {
        self.photos.push(SavedPhoto {
            id: picture.id,
            alt: alt.to_owned(),
            picture: Picture {
                alt: alt.to_owned(),
                ..picture
            },
        });
    }
}

/// Runs `attach_photos` in its own transaction, for a form that is shown again without a write.
pub async fn keep_for_later(
    app: &App,
    prepared: Prepared,
    account_id: i64,
    own: Vec<i64>,
) -> Result<(Prepared, SavedPhotos), AppError> {
    app.db
        .write(move |tx| {
            let kept = attach_photos(tx, &prepared, account_id, &own)?;
            Ok((prepared, kept))
        })
        .await
}
