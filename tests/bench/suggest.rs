//! Latency of `SearchIndex::walk`, the part of a suggestion that grows with the site (the titles are then
//! read by their keys, a few dozen at most).
//!
//! `cargo bench --bench suggest -- [--documents N] [--queries N] [--folder DIR]`
//!
//! With a folder the index stays there and is used again.
//!
//! Titles consist of two to four words of the demo's texts. Each is typed as people do: one consonant, one
//! syllable, half a syllable more, initial consonants, two words.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench may stop at the first surprise, and speaks"
)]

use std::collections::HashSet;
use std::time::Instant;

use storyplus::search::engine::prefix::Prefix;
use storyplus::search::korean::jamo;
use storyplus::search::{Document, Kind, SearchIndex};

/// Xorshift: the same titles on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % n
    }
}

fn words() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/demo");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "txt"));
    paths.sort();
    let text: String = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let hangul = |word: &&str| word.chars().count() > 1 && word.chars().all(jamo::is_syllable);
    let words: HashSet<&str> = text.split_whitespace().filter(hangul).collect();
    let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
    words.sort();
    words
}

fn document(id: i64, title: String) -> Document {
    let kind = [Kind::Product, Kind::Product, Kind::Story, Kind::Shop][usize::try_from(id % 4).unwrap()];
    Document {
        kind,
        id,
        account_id: id % 5_000,
        tags: if kind == Kind::Story {
            vec![title.replace(' ', "")]
        } else {
            Vec::new()
        },
        body: String::new(),
        shop_name: String::new(),
        title: if kind == Kind::Story { String::new() } else { title },
        price: Some(id % 90_000),
        in_stock: true,
        on_sale: false,
        category: None,
        created_at_ms: id,
    }
}

fn typed(title: &str, class: &str) -> String {
    let chars: Vec<char> = title.chars().collect();
    let initials = || title.chars().filter_map(jamo::initial);
    match class {
        "one consonant" => initials().take(1).collect(),
        "consonants" => initials().take(4).collect(),
        "one syllable" => chars[..1].iter().collect(),
        "half a syllable more" => chars[..1].iter().copied().chain(jamo::initial(chars[1])).collect(),
        "two syllables" => chars[..2].iter().collect(),
        _ => title.split(' ').take(2).collect::<Vec<_>>().join(" "),
    }
}

fn main() {
    let (mut documents, mut queries) = (100_000_i64, 300_usize);
    let mut kept = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--folder" {
            kept = arguments.next();
            continue;
        }
        let mut n = || arguments.next().expect("a number").parse::<i64>().expect("a number");
        match argument.as_str() {
            "--documents" => documents = n(),
            "--queries" => queries = usize::try_from(n()).unwrap(),
            _ => {}
        }
    }
    let words = words();
    let mut dice = Dice(0x5EED);
    let titles: Vec<String> = (0..documents)
        .map(|_| {
            let n = 2 + dice.below(3);
            (0..n)
                .map(|_| words[dice.below(words.len())].as_str())
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let path = kept.map_or_else(|| folder.path().to_owned(), std::path::PathBuf::from);
    let index = SearchIndex::open(&path).unwrap().index;
    let began = Instant::now();
    if index.is_fresh() {
        let new = index.rebuild().unwrap();
        for (at, part) in titles.chunks(10_000).enumerate() {
            let first = i64::try_from(at).unwrap() * 10_000 + 1;
            let part: Vec<Document> = (first..).zip(part).map(|(id, title)| document(id, title.clone())).collect();
            new.add(&part).unwrap();
        }
        new.finish(1).unwrap();
    }
    println!(
        "{} documents of {} words in {:.0?}",
        index.len(),
        words.len(),
        began.elapsed()
    );
    let nobody = HashSet::new();
    for class in [
        "one consonant",
        "consonants",
        "one syllable",
        "half a syllable more",
        "two syllables",
        "two words",
    ] {
        let mut times: Vec<f64> = Vec::with_capacity(queries);
        let mut found = 0;
        for _ in 0..queries {
            let typed = typed(&titles[dice.below(titles.len())], class);
            let began = Instant::now();
            let walked = index.walk(&Prefix::new(&typed), &nobody).unwrap();
            times.push(began.elapsed().as_secs_f64() * 1000.0);
            found += usize::from(!walked.products.is_empty() || !walked.shops.is_empty() || !walked.stories.is_empty());
        }
        times.sort_by(f64::total_cmp);
        let at = |q: usize| times[(times.len() * q / 100).min(times.len() - 1)];
        println!(
            "{class:>22}: p50 {:.2} ms, p99 {:.2} ms, found {found} of {queries}",
            at(50),
            at(99)
        );
    }
}
