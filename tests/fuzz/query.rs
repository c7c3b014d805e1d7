//! Fuzzing of the search box, on stable Rust as an ordinary test.
//!
//! [`fuzz_query`] is the target: any text is planned, searched, marked in another text, and completed as a
//! prefix; no panic, no position outside a text, no page longer than requested. The driver changes and joins
//! the lines of `corpus/query`, the same way every time; `STORYPLUS_FUZZ_ITERATIONS` (1500) sets the number
//! of texts, `STORYPLUS_FUZZ_SEED` (1) the seed. A text that once broke something is added to the corpus,
//! which is tried unchanged first. Holds SAFETY-L2.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a fuzzer fails by panicking")]

use std::collections::HashSet;
use std::path::Path;

use storyplus::search::engine::phrases::{Needle, find};
use storyplus::search::engine::prefix::{MAX_CHARS, Prefix};
use storyplus::search::{Cursor, Document, Filters, Kind, Query, SearchIndex, Sort, highlight};

/// Xorshift: small, and the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % n
    }
}

/// The target of the fuzzing: `typed` against an index of the seeds, and against one of their texts.
fn fuzz_query(index: &SearchIndex, typed: &str, text: &str, dice: &mut Dice) {
    let after = [
        None,
        Some("1.0.0.0".to_owned()),
        Some(format!("{:x}.{:x}.{:x}.1", dice.0, !dice.0, dice.0 >> 1)),
    ];
    let mut query = Query::new(typed, 1_000);
    query.sort = [Sort::Relevance, Sort::Newest, Sort::PriceAsc, Sort::PriceDesc][dice.below(4)];
    query.limit = dice.below(4);
    query.collapse = dice.below(3);
    query.facets = true;
    query.after = after[dice.below(3)].as_ref().map(|cursor| cursor.parse::<Cursor>().unwrap());
    if dice.below(2) == 0 {
        query.filters = Filters {
            category: Some(typed.to_owned()),
            price_min: Some(10),
            ..Filters::default()
        };
    }
    let hits = index.search(&query).unwrap();
    assert!(hits.hits.len() <= query.limit.max(1), "{typed:?}");
    assert!(u64::try_from(hits.hits.len()).unwrap() <= hits.counts.total(), "{typed:?}");

    let walked = index.walk(&Prefix::new(typed), &HashSet::new()).unwrap();
    assert!(walked.products.len() + walked.shops.len() + walked.stories.len() <= 200);
    if let Some(place) = Needle::new(typed).and_then(|needle| find(text, &needle)) {
        assert!(place.from < place.to && place.to <= place.word_end, "{typed:?} in {text:?}");
        for range in [place.from..place.to, place.to..place.word_end] {
            assert!(text.get(range).is_some(), "{typed:?} in {text:?}");
        }
    }
    let max = dice.below(60);
    let shown: usize = highlight(text, typed, max).iter().map(|f| f.text.chars().count()).sum();
    assert!(shown <= max + 2, "{shown} of {max}: {typed:?} in {text:?}");
}

fn changed(seeds: &[&str], dice: &mut Dice) -> String {
    const ODD: [char; 16] = [
        'ㄱ',
        'ㅏ',
        '가',
        '힣',
        '\u{0}',
        '\u{200D}',
        '\u{301}',
        '\u{1100}',
        '\u{10FFFF}',
        '#',
        '"',
        '*',
        '\u{202E}',
        '🍊',
        'z',
        ' ',
    ];
    let mut chars: Vec<char> = seeds[dice.below(seeds.len())].chars().collect();
    for _ in 0..dice.below(8) {
        let at = dice.below(chars.len() + 1);
        match dice.below(5) {
            0 => chars.insert(at, ODD[dice.below(ODD.len())]),
            1 => chars.truncate(at),
            2 => chars.extend(seeds[dice.below(seeds.len())].chars()),
            3 => {
                let part: Vec<char> = chars[at..].iter().copied().take(6).collect();
                chars.extend(part.repeat(dice.below(40)));
            }
            _ if at < chars.len() => {
                chars.remove(at);
            }
            _ => chars.reverse(),
        }
        chars.truncate(2_000);
    }
    chars.into_iter().collect()
}

#[test]
fn no_query_does_harm() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus/query/seeds.txt");
    let corpus = std::fs::read_to_string(corpus).unwrap();
    let seeds: Vec<&str> = corpus.lines().collect();
    let folder = tempfile::tempdir().unwrap();
    let index = SearchIndex::open(folder.path()).unwrap().index;
    let documents: Vec<Document> = (1..)
        .zip(&seeds)
        .map(|(id, line)| Document {
            kind: Kind::ALL[usize::try_from(id % 3).unwrap()],
            id,
            account_id: id % 5,
            title: (*line).to_owned(),
            body: line.repeat(2),
            tags: vec![(*line).to_owned()],
            shop_name: "가게".to_owned(),
            price: Some(id * 7),
            in_stock: id % 2 == 0,
            on_sale: id % 3 == 0,
            category: Some("food/cookies".to_owned()),
            created_at_ms: id,
        })
        .collect();
    let new = index.rebuild().unwrap();
    new.add(&documents).unwrap();
    new.finish(1).unwrap();

    let number = |name: &str, otherwise: u64| std::env::var(name).ok().map_or(otherwise, |n| n.parse().unwrap());
    let mut dice = Dice(number("STORYPLUS_FUZZ_SEED", 1) * 0x9E37_79B9_7F4A_7C15);
    for seed in &seeds {
        for text in &seeds {
            fuzz_query(&index, seed, text, &mut dice);
        }
    }
    for _ in 0..number("STORYPLUS_FUZZ_ITERATIONS", 1_500) {
        let (typed, text) = (changed(&seeds, &mut dice), changed(&seeds, &mut dice));
        fuzz_query(&index, &typed, &text, &mut dice);
    }
    let long: String = "가나다 ".repeat(MAX_CHARS * 20);
    fuzz_query(&index, &long, &long, &mut dice);
}
