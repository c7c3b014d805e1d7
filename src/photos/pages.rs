//! `GET /media/{photo}/{hash}-{size}.jpg`: the bytes of a photo, for those who
//! may see it (access.rs).
//!
//! **Caching.** The address of a public photo changes with its content, so
//! browsers keep it forever (`immutable`) as the person's own copy of what they
//! saw. A removal takes effect with the next request that reaches this server,
//! because access is checked on every request, including those with
//! `If-None-Match`. Shared caches get `s-maxage`, so a removed photo survives
//! at most a minute in a CDN that its operator does not purge. Photos that are
//! not public are never cached (`no-store`).

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use actix_web::body::SizedStream;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::stream;

use super::access::{PhotoAccess, PhotoAccessRules, sight};
use super::queries;
use super::range::{Part, matches, part};
use crate::access::Anyone;
use crate::error::AppError;
use crate::web::paging::parse_id;
use crate::web::request::{Answer, Visit};
use crate::work_queue::{Client, Kind, WorkQueue};

/// Bytes read from disk at a time. Most small renditions fit in one chunk.
const CHUNK: u64 = 64 * 1024;
const PUBLIC: &str = "public, max-age=31536000, s-maxage=60, immutable";
const GUARDED: &str = "private, no-store";
/// A photo opened by itself may run nothing and load nothing.
const POLICY: &str = "default-src 'none'; sandbox";

/// A rendition that may be sent: the open file and its first chunk.
struct Found {
    sight: PhotoAccess,
    tag: String,
    len: u64,
    part: Part,
    file: File,
    first: Vec<u8>,
}

/// `GET /media/{photo}/{name}`
pub async fn show(
    visit: Visit<Anyone>,
    path: web::Path<(String, String)>,
    req: HttpRequest,
    guards: web::Data<PhotoAccessRules>,
) -> Answer {
    let (photo, name) = path.into_inner();
    let header = |name: &str| req.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let (wanted, known, range, if_range) = (
        *guards.get_ref(),
        header("if-none-match"),
        header("range"),
        header("if-range"),
    );
    let media = visit.app.media.clone();
    let found = visit
        .ask(move |db, actor| {
            let id = parse_id(&photo)?;
            let (short, size) = parts(&name).ok_or(AppError::NotFound)?;
            let row = queries::file(db, id)?
                .filter(|row| row.is(short, size))
                .ok_or(AppError::NotFound)?;
            let sight = sight(db, actor, id, row.account_id, wanted)?.ok_or(AppError::NotFound)?;
            let mut file = media.open_file(&row.hash, size).map_err(|error| {
                tracing::error!(photo.id = id, size, %error, "a photo's file cannot be opened");
                AppError::NotFound
            })?;
            let tag = tag(&row.hash, size);
            let len = file.metadata()?.len();
            let part = match if_range {
                Some(other) if other != tag => Part::Whole,
                _ => part(range.as_deref(), len),
            };
            let unchanged = matches(known.as_deref(), &tag);
            let mut first = Vec::new();
            if !unchanged && let Some((from, to)) = span(&part, len) {
                file.seek(SeekFrom::Start(from))?;
                first = piece(&mut file, to - from)?;
            }
            Ok((
                unchanged,
                Found {
                    sight,
                    tag,
                    len,
                    part,
                    file,
                    first,
                },
            ))
        })
        .await?;
    Ok(answer(visit.app.db.work(), found.0, found.1))
}

/// Parses `{12 hexadecimal digits}-{width}.jpg`.
fn parts(name: &str) -> Option<(&str, u32)> {
    let (short, size) = name.strip_suffix(".jpg")?.split_once('-')?;
    let plain = size.bytes().all(|b| b.is_ascii_digit()) && !size.starts_with('0');
    (short.len() == crate::media::SHORT && plain).then_some(())?;
    Some((short, size.parse().ok()?))
}

fn tag(hash: &str, size: u32) -> String {
    let (start, _) = hash.split_at_checked(32).unwrap_or((hash, ""));
    format!("\"{start}-{size}\"")
}

/// Returns the range to be sent: its first byte, and the one after its last.
fn span(part: &Part, len: u64) -> Option<(u64, u64)> {
    match part {
        Part::Whole => Some((0, len)),
        Part::Bytes(range) => Some((range.start, range.end)),
        Part::Nothing => None,
    }
}

fn piece(file: &mut File, left: u64) -> std::io::Result<Vec<u8>> {
    let wanted = left.min(CHUNK);
    let mut bytes = Vec::with_capacity(usize::try_from(wanted).unwrap_or(0));
    Read::by_ref(file).take(wanted).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn answer(work: &WorkQueue, unchanged: bool, found: Found) -> HttpResponse {
    let status = match (&found.part, unchanged) {
        (_, true) => StatusCode::NOT_MODIFIED,
        (Part::Whole, _) => StatusCode::OK,
        (Part::Bytes(_), _) => StatusCode::PARTIAL_CONTENT,
        (Part::Nothing, _) => StatusCode::RANGE_NOT_SATISFIABLE,
    };
    let mut response = HttpResponse::build(status);
    response
        .insert_header(("etag", found.tag))
        .insert_header((
            "cache-control",
            if found.sight == PhotoAccess::Public { PUBLIC } else { GUARDED },
        ))
        .insert_header(("accept-ranges", "bytes"))
        .insert_header(("content-security-policy", POLICY));
    if unchanged {
        return response.finish();
    }
    let len = found.len;
    match &found.part {
        Part::Nothing => {
            response.insert_header(("content-range", format!("bytes */{len}")));
        }
        Part::Bytes(range) => {
            response.insert_header(("content-range", format!("bytes {}-{}/{len}", range.start, range.end - 1)));
        }
        Part::Whole => {}
    }
    let Some((from, to)) = span(&found.part, len) else {
        return response.finish();
    };
    response.insert_header(("content-type", "image/jpeg"));
    let (all, have) = (to - from, u64::try_from(found.first.len()).unwrap_or(0));
    if have == all {
        return response.body(found.first);
    }
    // The body is sent outside the request's own task.
    let (work, client) = (work.clone(), Client::current());
    let rest = stream::try_unfold((Some(found.first), found.file, all - have), move |(first, file, left)| {
        let work = work.clone();
        async move {
            if let Some(first) = first {
                return Ok(Some((web::Bytes::from(first), (None, file, left))));
            }
            if left == 0 {
                return Ok(None);
            }
            let next = work.run(Kind::Piece, move || {
                let mut file = file;
                let bytes = piece(&mut file, left)?;
                Ok((bytes, file))
            });
            let (bytes, file) = client.scope(next).await?;
            let got = u64::try_from(bytes.len()).unwrap_or(0);
            if got == 0 {
                return Err(AppError::internal("a photo's file became shorter while it was sent"));
            }
            Ok::<_, AppError>(Some((web::Bytes::from(bytes), (None, file, left.saturating_sub(got)))))
        }
    });
    response.body(SizedStream::new(all, Box::pin(rest)))
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn only_names_that_were_made_here_are_read() {
        assert_eq!(parts("0123456789ab-320.jpg"), Some(("0123456789ab", 320)));
        for name in [
            "0123456789ab-0320.jpg",
            "0123456789ab-.jpg",
            "0123456789ab.jpg",
            "0123456789a-320.jpg",
            "0123456789ab-320.png",
            "0123456789ab--320.jpg",
            "0123456789ab-99999999999.jpg",
            "..-320.jpg",
            "",
        ] {
            assert_eq!(parts(name), None, "{name}");
        }
    }
}
