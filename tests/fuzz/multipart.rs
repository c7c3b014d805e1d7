//! Fuzzing of multipart input on stable Rust, as an ordinary test, and the limits of a form.
//!
//! [`fuzz_multipart`] is the target: any body in any pieces, no panic, no limit exceeded, no file left
//! behind. The driver mutates the bodies of `corpus/multipart`, the same way every time;
//! `STORYPLUS_FUZZ_ITERATIONS` (4000) sets the number of mutations, `STORYPLUS_FUZZ_SEED` (1) the seed. A
//! body that once broke something is added to the corpus, which is tried unchanged first. Holds SAFETY-L2.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a fuzzer fails by panicking"
)]

use std::cell::Cell;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use actix_web::http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use actix_web::web::Bytes;
use futures_util::stream;
use storyplus::error::AppError;
use storyplus::web::form::{Form, Limits, MAX_FIELD_BYTES, MAX_FIELDS, MAX_FILES, MAX_PART_HEADERS, MAX_TEXT_BYTES};

const LIMITS: Limits = Limits {
    body: 1 << 30,
    file: 4096,
};
/// Peak memory of the whole run, in KB.
const MAX_MEMORY: u64 = 120 * 1024;

/// Reads a body that comes piece by piece. Returns the form, and the number of pieces that were read.
fn read(incoming: &Path, pieces: impl Iterator<Item = Bytes> + 'static) -> (Result<Form, AppError>, usize) {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("multipart/form-data; boundary=B"));
    let asked = Rc::new(Cell::new(0));
    let counter = asked.clone();
    let body = stream::iter(pieces.map(move |piece| {
        counter.set(counter.get() + 1);
        Ok(piece)
    }));
    let done = actix_web::rt::System::new().block_on(Form::from_multipart(incoming, &headers, body, LIMITS));
    (done, asked.get())
}

/// The target of the fuzzing.
fn fuzz_multipart(incoming: &Path, data: &[u8], piece: usize) {
    let pieces: Vec<Bytes> = data.chunks(piece.max(1)).map(Bytes::copy_from_slice).collect();
    match read(incoming, pieces.into_iter()).0 {
        Ok(form) => {
            assert!(form.files.len() <= MAX_FILES);
            for file in &form.files {
                assert!(file.name.chars().count() <= 81 && !file.name.chars().any(char::is_control));
                assert_eq!(file.temp.is_some(), file.size <= LIMITS.file);
                assert!(file.size <= data.len() as u64);
            }
        }
        Err(AppError::BadRequest | AppError::TooLarge) => {}
        Err(other) => unreachable!("a body is its sender's fault, never {other}"),
    }
    assert_eq!(fs::read_dir(incoming).unwrap().count(), 0, "a file was left behind");
}

#[test]
fn no_changed_body_does_harm() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus/multipart");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    assert!(!seeds.is_empty(), "no corpus");
    let temp = tempfile::tempdir().unwrap();
    for seed in &seeds {
        for piece in [1, 7, 64, seed.len()] {
            fuzz_multipart(temp.path(), seed, piece);
        }
    }
    let number = |name, usual| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let mut random = Random(number("STORYPLUS_FUZZ_SEED", 1));
    for _ in 0..number("STORYPLUS_FUZZ_ITERATIONS", 4000) {
        let mut data = seeds[random.below(seeds.len())].clone();
        let other = random.below(seeds.len());
        for _ in 0..=random.below(4) {
            change(&mut data, &seeds[other], &mut random);
        }
        let piece = 1 + random.below(data.len().max(1));
        fuzz_multipart(temp.path(), &data, piece);
    }
    if let Some(peak) = peak_memory() {
        assert!(peak < MAX_MEMORY, "{peak} KB");
    }
}

#[test]
fn a_form_keeps_within_its_limits_and_stops_early() {
    let temp = tempfile::tempdir().unwrap();
    let part = |head: &str, body: usize| {
        let mut bytes = format!("--B\r\nContent-Disposition: form-data; {head}\r\n\r\n").into_bytes();
        bytes.resize(bytes.len() + body, b'x');
        bytes.extend_from_slice(b"\r\n");
        Bytes::from(bytes)
    };
    let end = || std::iter::once(Bytes::from_static(b"--B--\r\n"));
    let field = part("name=\"f\"", 1);
    let file = part("name=\"photos\"; filename=\"a\"", 1);
    let all = |piece: &Bytes, n: usize| {
        let piece = piece.clone();
        read(temp.path(), std::iter::repeat_n(piece, n).chain(end()))
    };
    // As many fields as are allowed, and one more.
    assert_eq!(all(&field, MAX_FIELDS).0.unwrap().all("f").count(), MAX_FIELDS);
    assert!(matches!(all(&field, MAX_FIELDS + 1).0, Err(AppError::BadRequest)));
    assert_eq!(all(&file, MAX_FILES).0.unwrap().files.len(), MAX_FILES);
    assert!(matches!(all(&file, MAX_FILES + 1).0, Err(AppError::TooLarge)));
    // Empty file inputs make no files, but they count.
    let empty = part("name=\"photos\"; filename=\"\"", 0);
    assert!(all(&empty, MAX_FILES).0.unwrap().files.is_empty());
    assert!(matches!(all(&empty, MAX_FILES + 1).0, Err(AppError::TooLarge)));
    // The size of one field, and of all together.
    assert!(all(&part("name=\"f\"", MAX_FIELD_BYTES), 1).0.is_ok());
    assert!(matches!(
        all(&part("name=\"f\"", MAX_FIELD_BYTES + 1), 1).0,
        Err(AppError::TooLarge)
    ));
    assert!(
        all(&part("name=\"f\"", MAX_FIELD_BYTES), MAX_TEXT_BYTES / MAX_FIELD_BYTES)
            .0
            .is_ok()
    );
    assert!(matches!(
        all(&part("name=\"f\"", MAX_FIELD_BYTES), MAX_TEXT_BYTES / MAX_FIELD_BYTES + 1).0,
        Err(AppError::TooLarge)
    ));
    // The headers of a part.
    let long = |n: usize| part(&format!("name=\"f\"\r\nX-Long: {}", "x".repeat(n)), 1);
    assert!(all(&long(MAX_PART_HEADERS - 200), 1).0.is_ok());
    assert!(matches!(all(&long(MAX_PART_HEADERS), 1).0, Err(AppError::TooLarge)));
    // A file over its limit is read to its end, and the rest of the form is kept.
    let big = part("name=\"photos\"; filename=\"big.jpg\"", 5000);
    let (form, _) = read(temp.path(), [big, field.clone()].into_iter().chain(end()));
    let form = form.unwrap();
    assert!(form.files[0].temp.is_none() && form.files[0].size == 5000 && form.get("f") == "x");
    drop(form);

    // Endless bodies are refused after about as much as their limit allows, not after the body's.
    let endless = |first: &Bytes, piece: &Bytes| {
        let (done, pieces) = read(
            temp.path(),
            std::iter::once(first.clone()).chain(std::iter::repeat(piece.clone())),
        );
        assert!(matches!(done, Err(AppError::BadRequest | AppError::TooLarge)), "{done:?}");
        pieces * piece.len() / 1024
    };
    // The parser reads up to 64 KB ahead.
    let kilobyte = Bytes::from(vec![b'x'; 1024]);
    assert!(endless(&field, &field) < 100);
    assert!(endless(&file, &file) < 100);
    let open_headers = Bytes::from_static(b"--B\r\nContent-Disposition: form-data; name=\"f\"\r\nX-Long: ");
    assert!(endless(&open_headers, &kilobyte) < 100);
    let open_field = Bytes::from_static(b"--B\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n");
    assert!(endless(&open_field, &kilobyte) < 250);
    // A body without any boundary.
    assert!(endless(&kilobyte, &kilobyte) < 100);
    assert_eq!(fs::read_dir(temp.path()).unwrap().count(), 0);
    assert!(peak_memory().is_none_or(|peak| peak < MAX_MEMORY));
}

fn change(data: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    const TELLING: [&[u8]; 14] = [
        b"\r\n",
        b"\r\n\r\n",
        b"--B",
        b"--B--",
        b"\r\n--B\r\n",
        b"\r\n--B--\r\n",
        b"\"",
        b";",
        b"filename=\"",
        b"filename*=UTF-8''%",
        b"name=",
        b"Content-Disposition: form-data; name=\"f\"\r\n\r\n",
        b"\0",
        b"\xff",
    ];
    if data.is_empty() {
        data.extend_from_slice(other);
        return;
    }
    let at = random.below(data.len());
    match random.below(7) {
        0 => data[at] ^= 1 << random.below(8),
        1 => data[at] = random.below(256) as u8,
        2 => data.truncate(at),
        3 => {
            let length = random.below(16).min(data.len() - at);
            data.drain(at..at + length);
        }
        4 if !other.is_empty() => {
            let from = random.below(other.len());
            let length = random.below(256).min(other.len() - from);
            data.splice(at..at, other[from..from + length].iter().copied());
        }
        5 => {
            let piece = vec![data[at]; random.below(20_000)];
            data.splice(at..at, piece);
        }
        _ => {
            let piece = TELLING[random.below(TELLING.len())];
            data.splice(at..at, piece.iter().copied());
        }
    }
}

fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// Xorshift: small, and the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}
