//! Fuzzing of the files that a catalog reads and writes: tables, zips, cells, and channel feeds.
//!
//! The targets are [`fuzz_table`] (any bytes as a product file: read or refused, planned, written and read
//! again), [`fuzz_zip`] (any bytes as a zip of photos), and in catalog_words.rs any text as a cell, and any
//! product as a file and as a channel feed. The driver mutates the files of `corpus/table` and `corpus/zip`,
//! the same way every time; `STORYPLUS_FUZZ_ITERATIONS` (2000) sets the number of mutations,
//! `STORYPLUS_FUZZ_SEED` (1) the seed. A file that once broke something is added to the corpus. Holds
//! SAFETY-I4.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a fuzzer fails by panicking"
)]

#[path = "catalog_words.rs"]
mod words;

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::Cursor;
use std::path::Path;

use storyplus::catalog::batches::Outcome;
use storyplus::catalog::import::columns::Columns;
use storyplus::catalog::import::plan::{CatalogSnapshot, KnownProduct, Planner, Standing};
use storyplus::catalog::import::table::{CELL_MAX, COLUMNS_MAX, ROWS_MAX, Table, Unreadable};
use storyplus::catalog::import::zip::{Photos, ZipFault};
use storyplus::catalog::rules::Draft;
use storyplus::photos::pipeline::MAX_FILE_BYTES;

const ORIGIN: &str = "https://story.example";

fn known(drafts: Vec<Draft>) -> CatalogSnapshot {
    let products = drafts.into_iter().enumerate().map(|(n, draft)| KnownProduct {
        id: n as i64 + 1,
        version: 1,
        standing: Standing::There,
        draft,
        photos: Vec::new(),
    });
    CatalogSnapshot::new(products.collect(), HashMap::new(), HashSet::new())
}

/// Any bytes are a table within its limits whose rows are each planned, or are refused. A plan that is
/// written and read again has not changed.
fn fuzz_table(data: &[u8]) {
    let table = match Table::read(data.to_vec()) {
        Ok(table) => table,
        Err(Unreadable::Encoding { line }) => {
            assert!(line >= 1 && line <= data.len() + 1);
            return;
        }
        Err(_) => return,
    };
    assert!(table.header.len() <= COLUMNS_MAX);
    let empty = known(Vec::new());
    let columns = Columns::of(&table.header, &[]);
    let mut planner = Planner::new(&columns, &empty, None, ORIGIN);
    let (mut last, mut count) = (0, 0);
    let mut drafts: Vec<Draft> = Vec::new();
    let mut skus = HashSet::new();
    for row in table.rows() {
        count += 1;
        let planned = match row {
            Ok(row) => {
                assert!(row.cells.len() <= table.header.len() && row.cells.iter().all(|c| c.len() <= CELL_MAX));
                planner.row(&row)
            }
            Err(broken) => planner.broken(&broken),
        };
        assert!(planned.line > last, "each row has a line of its own");
        last = planned.line;
        assert_eq!(planned.outcome == Outcome::Wrong, planned.draft.is_none());
        if let Some(draft) = planned.draft {
            assert!(
                draft.sku.as_ref().is_none_or(|sku| skus.insert(sku.clone())),
                "a number twice"
            );
            drafts.push(draft);
        } else {
            assert!(!planned.problems.is_empty(), "wrong, and nobody knows why");
        }
    }
    assert!((1..=ROWS_MAX).contains(&count));
    if drafts.is_empty() {
        return;
    }
    drafts.iter().for_each(words::fuzz_feeds);
    words::comes_back(drafts);
}

/// Any bytes as a zip are opened or refused, and so is each entry, by its limits.
fn fuzz_zip(data: &[u8]) {
    let Ok(mut photos) = Photos::open(Cursor::new(data)) else {
        return;
    };
    for name in ["쿠키.jpg", "a.jpg", "사진/b.png", "../../etc/passwd", ""] {
        match photos.read(name) {
            Ok(bytes) => assert!(bytes.len() as u64 <= MAX_FILE_BYTES),
            Err(ZipFault::Missing | ZipFault::Broken | ZipFault::TooLarge | ZipFault::Locked | ZipFault::Ambiguous) => {}
            Err(other) => unreachable!("{other:?}"),
        }
    }
}

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(name);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    assert!(!seeds.is_empty(), "no corpus");
    seeds
}

fn setting(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

fn run(name: &str, telling: &[&[u8]], target: fn(&[u8])) {
    let seeds = corpus(name);
    seeds.iter().for_each(|seed| target(seed));
    let mut random = Random(setting("STORYPLUS_FUZZ_SEED", 1));
    for _ in 0..setting("STORYPLUS_FUZZ_ITERATIONS", 2000) {
        let mut data = seeds[random.below(seeds.len())].clone();
        let other = random.below(seeds.len());
        for _ in 0..=random.below(4) {
            change(&mut data, &seeds[other], telling, &mut random);
        }
        target(&data);
    }
}

#[test]
fn no_changed_table_does_harm() {
    let telling: [&[u8]; 22] = [
        b",",
        b"\t",
        b";",
        b"\"",
        b"\"\"",
        b"\r\n",
        b"\n",
        b"\r",
        b"=",
        b"'",
        b"'=",
        b"\xEF\xBB\xBF",
        b"\xFF\xFE",
        b"\0",
        b"\xB0\xA1",
        b"sp-1",
        b"KRW",
        "원".as_bytes(),
        "품절".as_bytes(),
        b"2026-11-23/2026-12-01",
        b"https://a.kr/b.jpg",
        "＝".as_bytes(),
    ];
    run("table", &telling, fuzz_table);
}

#[test]
fn no_changed_zip_does_harm() {
    run(
        "zip",
        &[b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06", b"\xFF\xFF\xFF\xFF", b"\0\0\0\0"],
        fuzz_zip,
    );
}

fn change(data: &mut Vec<u8>, other: &[u8], telling: &[&[u8]], random: &mut Random) {
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
            let piece = vec![data[at]; random.below(2_000)];
            data.splice(at..at, piece);
        }
        _ => {
            let piece = telling[random.below(telling.len())];
            data.splice(at..at, piece.iter().copied());
        }
    }
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
