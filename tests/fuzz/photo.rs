//! Fuzzing of the photo pipeline on stable Rust, as an ordinary test.
//!
//! [`fuzz_photo`] is the target: any bytes, no panic, no metadata, no memory beyond a bound. The driver
//! mutates the files of `corpus/photo` (and of `tests/fixtures/photos`, which are seeds too), the same way
//! every time; `STORYPLUS_FUZZ_ITERATIONS` (400) sets the number of mutations, `STORYPLUS_FUZZ_SEED` (1) the
//! seed. A file that once broke something is added to the corpus, which is tried unchanged first. Holds
//! SAFETY-I1.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::panic,
    reason = "a fuzzer fails by panicking"
)]

use std::fs;
use std::io::Cursor;
use std::path::Path;

use storyplus::photos::pipeline::{MAX_PIXELS, MAX_SIDE, PhotoError, SIZES, process};

/// Peak memory of the whole run, in KB: a hostile WebP of 50 megapixels may take 6 bytes a pixel, a
/// progressive JPEG 8.
const MAX_MEMORY: u64 = 400 * 1024;

/// The target of the fuzzing.
fn fuzz_photo(data: &[u8]) {
    match process(&mut Cursor::new(data)) {
        Ok(photo) => {
            assert!(photo.width <= MAX_SIDE && photo.height <= MAX_SIDE);
            assert!(u64::from(photo.width) * u64::from(photo.height) <= MAX_PIXELS);
            assert!((1..=SIZES.len()).contains(&photo.renditions.len()));
            assert!(photo.renditions.is_sorted_by(|a, b| a.width < b.width));
            for rendition in &photo.renditions {
                assert!(rendition.width <= photo.width && rendition.bytes.starts_with(&[0xFF, 0xD8, 0xFF, 0xE0]));
            }
        }
        Err(PhotoError::Io(error)) => panic!("memory cannot fail to be read: {error}"),
        Err(error) => assert!(!error.key().is_empty()),
    }
}

#[test]
fn no_changed_photo_does_harm() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut seeds = files(&root.join("fuzz/corpus/photo"));
    assert!(!seeds.is_empty(), "no corpus");
    seeds.extend(files(&root.join("fixtures/photos")));
    for seed in &seeds {
        fuzz_photo(seed);
    }
    let number = |name, usual| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let mut random = Random(number("STORYPLUS_FUZZ_SEED", 1));
    for _ in 0..number("STORYPLUS_FUZZ_ITERATIONS", 400) {
        let at = random.below(seeds.len());
        let other = random.below(seeds.len());
        let mut data = seeds[at].clone();
        for _ in 0..=random.below(4) {
            change(&mut data, &seeds[other], &mut random);
        }
        fuzz_photo(&data);
    }
    if let Some(peak) = peak_memory() {
        assert!(peak < MAX_MEMORY, "{peak} KB");
    }
}

/// Returns the files in the order of their names, so that every machine tries the same.
fn files(folder: &Path) -> Vec<Vec<u8>> {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
        .iter()
        .filter(|path| path.extension().is_none_or(|kind| kind != "py"))
        .map(|path| fs::read(path).unwrap())
        .collect()
}

fn change(data: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    const TELLING: [u8; 10] = [0, 1, 0x7F, 0x80, 0xFE, 0xFF, 0xD9, 0xDA, 0xC0, 0x2C];
    if data.is_empty() {
        data.extend_from_slice(other);
        return;
    }
    // Decisions are made on headers, so half of the changes go there.
    let reach = if random.below(2) == 0 {
        data.len().min(64)
    } else {
        data.len()
    };
    let at = random.below(reach);
    match random.below(8) {
        0 => data[at] ^= 1 << random.below(8),
        1 => data[at] = random.below(256) as u8,
        2 => data[at] = TELLING[random.below(TELLING.len())],
        3 => data.truncate(at),
        4 => {
            let length = random.below(16).min(data.len() - at);
            data.drain(at..at + length);
        }
        5 => {
            let length = random.below(64).min(data.len() - at);
            let piece = data[at..at + length].to_vec();
            data.splice(at..at, piece);
        }
        6 if !other.is_empty() => {
            let from = random.below(other.len());
            let length = random.below(256).min(other.len() - from);
            data.splice(at..at, other[from..from + length].iter().copied());
        }
        _ => {
            let length = 4.min(data.len() - at);
            let number = (random.below(usize::MAX) as u32 >> random.below(32)).to_be_bytes();
            data[at..at + length].copy_from_slice(&number[..length]);
        }
    }
}

fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .ok()
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
