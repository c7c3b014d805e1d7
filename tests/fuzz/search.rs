//! Fuzzing of the search itself (the parts around it are in query.rs), on stable Rust as an ordinary test.
//!
//! [`fuzz_search`] is the target: any text becomes a plan within its limits, an index that contains such
//! texts answers it without an error, and the results are consistent. The driver mutates the lines of
//! `corpus/query/lines.txt`, the same way every time; `STORYPLUS_FUZZ_ITERATIONS` (400) sets the number of
//! mutations, `STORYPLUS_FUZZ_SEED` (1) the seed. A query that once broke something is added to the lines,
//! which are tried unchanged first. Holds SAFETY-L2.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a fuzzer fails by panicking")]

use std::collections::HashSet;
use storyplus::search::engine::plan::Plan;
use storyplus::search::{
    Change, Cursor, Document, Kind, MAX_QUERY_CHARS, MAX_QUERY_WORDS, Query, SearchIndex, Sort, Synonyms, highlight,
};

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n.max(1)).unwrap()).unwrap()
    }
}

fn lines() -> Vec<String> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fuzz/corpus/query/lines.txt");
    let lines: Vec<String> = std::fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect();
    assert!(lines.len() > 20, "no corpus");
    lines
}

fn filled(folder: &std::path::Path) -> SearchIndex {
    let index = SearchIndex::open(folder).unwrap().index;
    index.set_synonyms(Synonyms::usual());
    let document = |(id, text): (i64, String)| {
        Change::Put(Document {
            kind: Kind::ALL[usize::try_from(id % 3).unwrap()],
            id,
            account_id: id % 5,
            title: text.chars().take(30).collect(),
            body: text.clone(),
            tags: vec![text.chars().take(8).collect()],
            shop_name: "오븐하루".into(),
            price: Some(id * 100),
            in_stock: id % 2 == 0,
            on_sale: id % 3 == 0,
            category: Some("food/cookies".into()),
            created_at_ms: id,
        })
    };
    let writer = index.writer();
    let all: Vec<Change> = (1..).zip(lines()).map(document).collect();
    for (n, part) in (1..).zip(all.chunks(16)) {
        writer.apply(part).unwrap();
        writer.commit(n).unwrap();
    }
    index
}

/// The target of the fuzzing.
fn fuzz_search(index: &SearchIndex, text: &str, collapse: usize, sort: Sort) {
    let plan = Plan::new(text, &Synonyms::usual());
    assert!(plan.words.len() <= MAX_QUERY_WORDS && plan.spaceless.len() <= MAX_QUERY_CHARS);
    let query = Query {
        limit: 7,
        facets: true,
        collapse,
        sort,
        ..Query::new(text, 1_000)
    };
    let hits = index.search(&query).unwrap();
    if plan.is_empty() {
        assert!(hits.hits.is_empty(), "{text:?}");
    }
    let kinds: HashSet<_> = hits.hits.iter().map(|hit| (hit.kind, hit.id)).collect();
    assert_eq!(kinds.len(), hits.hits.len(), "{text:?}: a hit stands twice");
    assert!(hits.counts.total() >= kinds.len() as u64, "{text:?}");
    assert_eq!(hits.facets.prices.iter().sum::<u64>(), hits.counts.total(), "{text:?}");
    assert!(hits.hits.iter().all(|hit| hit.score.is_finite()), "{text:?}");
    assert!(hits.did_you_mean.is_none_or(|meant| !meant.is_empty() && meant != text));
    if let Some(next) = hits.next {
        let after: Cursor = next.to_string().parse().unwrap();
        let page = index
            .search(&Query {
                after: Some(after),
                ..query
            })
            .unwrap();
        assert_eq!(page.counts, hits.counts, "{text:?}");
        assert!(page.hits.iter().all(|hit| !kinds.contains(&(hit.kind, hit.id))), "{text:?}");
    }
    let shown: usize = highlight(text, text, 50).iter().map(|f| f.text.chars().count()).sum();
    assert!(shown <= 52);
}

fn change(text: &mut Vec<char>, other: &str, random: &mut Random) {
    const TELLING: [&str; 16] = [
        " ",
        "#",
        "\"",
        "-",
        "\u{200B}",
        "\u{1112}\u{1161}\u{11AB}",
        "ㅋ",
        "ㅏ",
        "500 ml",
        "１",
        "🍪",
        "\n",
        "ﾊﾝ",
        "\u{0301}",
        "=",
        "iphone",
    ];
    let at = random.below(text.len() + 1);
    match random.below(5) {
        0 => drop(text.splice(at..at, TELLING[random.below(TELLING.len())].chars())),
        1 => drop(text.splice(at..at, other.chars())),
        2 => text.truncate(at),
        3 if at < text.len() => {
            let code = 0xAC00 + u32::try_from(random.below(11_172)).unwrap();
            text[at] = char::from_u32(code).unwrap();
        }
        _ => {
            let copy: Vec<char> = text.iter().take(at).copied().collect();
            if text.len() < 5_000 {
                text.extend(copy);
            }
        }
    }
}

#[test]
fn no_query_does_harm() {
    let folder = tempfile::tempdir().unwrap();
    let index = filled(folder.path());
    let lines = lines();
    for line in &lines {
        fuzz_search(&index, line, 0, Sort::Relevance);
    }
    let number = |name, usual| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let mut random = Random(number("STORYPLUS_FUZZ_SEED", 1));
    for _ in 0..number("STORYPLUS_FUZZ_ITERATIONS", 400) {
        let mut text: Vec<char> = lines[random.below(lines.len())].chars().collect();
        for _ in 0..=random.below(4) {
            let other = &lines[random.below(lines.len())];
            change(&mut text, other, &mut random);
        }
        let sort = [Sort::Relevance, Sort::Newest, Sort::PriceAsc][random.below(3)];
        fuzz_search(&index, &text.into_iter().collect::<String>(), random.below(3), sort);
    }
}
