//! Reads the body of a form, urlencoded or multipart, within limits. Fields are kept as text; files
//! are streamed to disk and never held whole in memory. A file over its limit is dropped while the
//! rest of the form is kept, so that the page can show again everything that was typed.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::error::PayloadError;
use actix_web::http::header::HeaderMap;
use actix_web::web;
use futures_util::{Stream, StreamExt};
use tempfile::NamedTempFile;

use crate::app::App;
use crate::error::AppError;
use crate::web::i18n::Texts;

/// The sizes that a route accepts, in decoded bytes.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub body: usize,
    pub file: u64,
}

impl Limits {
    /// A form without files.
    pub const SMALL: Self = Self {
        body: 128 * 1024,
        file: 0,
    };
    /// A form with photos: 20 of 20 MB each, and the text.
    pub const PHOTOS: Self = Self {
        body: 420 * 1024 * 1024,
        file: 20 * 1024 * 1024,
    };
}

/// The most files in one form.
pub const MAX_FILES: usize = 50;
/// The most text fields in one form.
pub const MAX_FIELDS: usize = 200;
/// The most header bytes of one part.
pub const MAX_PART_HEADERS: usize = 8 * 1024;
/// The most bytes of one field, and of all fields together, which are held in memory.
pub const MAX_FIELD_BYTES: usize = 128 * 1024;
pub const MAX_TEXT_BYTES: usize = 512 * 1024;

/// An uploaded file. `temp` is `None` if the file was over the limit.
#[derive(Debug)]
pub struct UploadedFile {
    pub field: String,
    /// The name that the browser gave, cleaned; used in messages only, never as a path.
    pub name: String,
    pub size: u64,
    pub temp: Option<NamedTempFile>,
}

#[derive(Debug, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    pub files: Vec<UploadedFile>,
}

impl Form {
    /// Returns a form with initial values, to show before anything was typed.
    pub fn filled(fields: &[(&str, &str)]) -> Self {
        Self {
            fields: fields.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
            files: Vec::new(),
        }
    }

    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.fields.retain(|(k, _)| k != name);
        self.fields.push((name.to_owned(), value.into()));
    }

    pub fn push(&mut self, name: &str, value: impl Into<String>) {
        self.fields.push((name.to_owned(), value.into()));
    }

    /// Returns the first value of a field as it was typed, or an empty string.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v)
    }

    pub fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|(k, _)| k == name)
    }

    /// Returns all values of a repeated field, in order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(k, _)| k == name).map(|(_, v)| v.as_str())
    }

    /// Returns a field as one cleaned line (names, titles).
    pub fn line(&self, name: &str) -> String {
        crate::text::clean_line(self.get(name))
    }

    /// Returns a field as several cleaned lines (stories, comments).
    pub fn body(&self, name: &str) -> String {
        crate::text::clean_body(self.get(name))
    }

    fn from_urlencoded(bytes: &[u8]) -> Result<Self, AppError> {
        let mut fields = Vec::new();
        for (k, v) in url::form_urlencoded::parse(bytes) {
            if fields.len() == MAX_FIELDS {
                return Err(AppError::BadRequest);
            }
            fields.push((k.into_owned(), v.into_owned()));
        }
        Ok(Self {
            fields,
            files: Vec::new(),
        })
    }

    /// Reads the body of a request.
    pub async fn read(app: &App, headers: &HeaderMap, body: web::Payload, limits: Limits) -> Result<Self, AppError> {
        let length = headers
            .get("content-length")
            .and_then(|v| v.to_str().ok())
            .and_then(|v| v.parse::<usize>().ok());
        if length.is_some_and(|l| l > limits.body) {
            return Err(AppError::TooLarge);
        }
        let kind = headers.get("content-type").and_then(|v| v.to_str().ok()).unwrap_or("");
        let multipart = kind.starts_with("multipart/form-data");
        // A body that is not streamed to disk stays small, however large the route's files may be.
        let most = if multipart {
            limits.body
        } else {
            limits.body.min(MAX_TEXT_BYTES)
        };
        // Fused, because the multipart reader polls once more after the end.
        let metered = Box::pin(metered(body, most, app.config.body_rate, app.config.header_timeout).fuse());
        if multipart {
            Self::from_multipart(app.media.incoming(), headers, metered, limits).await
        } else if kind.is_empty() || kind.starts_with("application/x-www-form-urlencoded") {
            let mut bytes = Vec::new();
            let mut stream = metered;
            while let Some(chunk) = stream.next().await {
                bytes.extend_from_slice(&chunk.map_err(read_failed)?);
            }
            Self::from_urlencoded(&bytes)
        } else {
            Err(AppError::BadRequest)
        }
    }

    /// Reads a multipart body; files are written into `incoming`. Holds no more than
    /// `MAX_TEXT_BYTES` of fields and one piece of a file in memory, and stops at the first limit
    /// that is broken.
    pub async fn from_multipart<S>(incoming: &Path, headers: &HeaderMap, body: S, limits: Limits) -> Result<Self, AppError>
    where
        S: Stream<Item = Result<web::Bytes, PayloadError>> + 'static,
    {
        let mut parts = Multipart::new(headers, body);
        let mut form = Self::default();
        let (mut files, mut text) = (0, 0);
        while let Some(part) = parts.next().await {
            let mut part = part.map_err(multipart_failed)?;
            if header_bytes(part.headers()) > MAX_PART_HEADERS {
                return Err(AppError::TooLarge);
            }
            let name = part.name().unwrap_or_default().to_owned();
            let file_name = part.content_disposition().and_then(|d| d.get_filename()).map(str::to_owned);
            match file_name {
                None => {
                    if form.fields.len() == MAX_FIELDS {
                        return Err(AppError::BadRequest);
                    }
                    let mut bytes = Vec::new();
                    while let Some(chunk) = part.next().await {
                        bytes.extend_from_slice(&chunk.map_err(multipart_failed)?);
                        if bytes.len() > MAX_FIELD_BYTES || text + bytes.len() > MAX_TEXT_BYTES {
                            return Err(AppError::TooLarge);
                        }
                    }
                    text += bytes.len();
                    form.fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
                }
                Some(file_name) => {
                    files += 1;
                    if files > MAX_FILES {
                        return Err(AppError::TooLarge);
                    }
                    let file = receive(incoming, &mut part, name, &file_name, limits.file).await?;
                    // An empty file input arrives as a nameless part without bytes.
                    if !(file_name.is_empty() && file.size == 0) {
                        form.files.push(file);
                    }
                }
            }
        }
        Ok(form)
    }
}

/// Writes one file to disk. If it is over its limit it is dropped but read to its end, so that the
/// rest of the form arrives.
async fn receive(incoming: &Path, part: &mut Field, field: String, name: &str, limit: u64) -> Result<UploadedFile, AppError> {
    let mut temp = Some(NamedTempFile::new_in(incoming)?);
    let mut size: u64 = 0;
    while let Some(chunk) = part.next().await {
        let chunk = chunk.map_err(multipart_failed)?;
        size += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        if size > limit {
            temp = None;
        }
        if let Some(file) = temp.as_mut() {
            // At most 64 KiB into the page cache, which takes less time than moving to another
            // thread.
            file.write_all(&chunk)?;
        }
    }
    Ok(UploadedFile {
        field,
        name: crate::text::excerpt(&crate::text::clean_line(name), 80),
        size,
        temp,
    })
}

fn header_bytes(headers: &HeaderMap) -> usize {
    headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum()
}

/// Fails a body that is over its limit, or slower than `rate` bytes a second on average after the
/// grace period, so that a slow client holds nothing for long.
fn metered(body: web::Payload, limit: usize, rate: u32, grace: Duration) -> impl Stream<Item = Result<web::Bytes, PayloadError>> {
    let start = Instant::now();
    futures_util::stream::unfold((body, 0_usize, false), move |(mut body, mut seen, over)| async move {
        if over {
            return None;
        }
        let earned = u64::try_from(seen).unwrap_or(u64::MAX) / u64::from(rate.max(1));
        let deadline = start + grace + Duration::from_secs(earned.min(3600));
        let left = deadline.saturating_duration_since(Instant::now());
        match tokio::time::timeout(left, body.next()).await {
            Err(_) => {
                let slow = std::io::ErrorKind::TimedOut.into();
                Some((Err(PayloadError::Io(slow)), (body, seen, true)))
            }
            Ok(None) => None,
            Ok(Some(Err(e))) => Some((Err(e), (body, seen, true))),
            Ok(Some(Ok(bytes))) => {
                seen += bytes.len();
                if seen > limit {
                    Some((Err(PayloadError::Overflow), (body, seen, true)))
                } else {
                    Some((Ok(bytes), (body, seen, false)))
                }
            }
        }
    })
}

fn read_failed(error: PayloadError) -> AppError {
    match error {
        PayloadError::Overflow => AppError::TooLarge,
        PayloadError::Io(e) if e.kind() == std::io::ErrorKind::TimedOut => AppError::TooSlow,
        _ => AppError::BadRequest,
    }
}

fn multipart_failed(error: MultipartError) -> AppError {
    match error {
        MultipartError::Payload(e) => read_failed(e),
        _ => AppError::BadRequest,
    }
}

/// Mistakes in a form, by field, as sentences in the person's language.
#[derive(Debug, Default, Clone)]
pub struct Errors(pub Vec<(String, String)>);

impl Errors {
    pub fn add(&mut self, field: &str, sentence: String) {
        self.0.push((field.to_owned(), sentence));
    }

    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(f, _)| f == field).map(|(_, s)| s.as_str())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn all(&self) -> &[(String, String)] {
        &self.0
    }

    pub fn to_map(&self) -> HashMap<&str, &str> {
        self.0.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect()
    }
}

/// Returns the sentence for a field whose text has `count` characters and may have `max`.
pub fn too_long(t: &Texts, label: &str, max: usize, count: usize) -> String {
    t.with(
        "form-too-long",
        &[("field", label.into()), ("max", max.into()), ("count", count.into())],
    )
}
