//! Quality and latency of the search.
//!
//! `cargo bench --bench search_quality -- [FILE…] [--copies N] [--queries N] [--seed N] [--only CLASS]…
//! [--misses CLASS] [--ask QUERY]…`
//!
//! There are two collections: the demo's catalogue and stories, and the lines of the given files, if any (of
//! a line with tabs, the last field). `--copies` enlarges the collection of the files with recombined halves
//! of lines, to measure the latency at that size; quality is measured on the originals only. The queries are
//! known-item queries: some words of a document, changed in the way of their class (`queries`). Every
//! document that contains the unchanged words, with spaces ignored, is correct. With the same seed the same
//! texts give the same figures. Two baselines are measured beside it: words split at spaces, and SQLite's
//! full-text search with trigrams.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench fails by panicking")]
#![expect(clippy::cast_precision_loss, reason = "figures for people")]

#[path = "quality/baselines.rs"]
mod baselines;
#[path = "quality/queries.rs"]
mod queries;
#[path = "quality/truth.rs"]
mod truth;

use baselines::{Spaces, Trigrams};
use queries::{CLASSES, query_of};
use std::collections::HashSet;
use std::time::Instant;
use storyplus::search::{Document, Kind, Query, SearchIndex};
use truth::Truth;

/// SplitMix64: small, seeded, and good enough to choose words.
pub struct Dice(u64);
impl Dice {
    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.throw() % u64::try_from(n.max(1)).unwrap()).unwrap()
    }
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

pub struct Item {
    pub title: String,
    pub body: String,
}

/// Returns the demo's goods (`+ title | price …`, then the description) and stories (`> …`, then the text).
fn demo() -> Vec<Item> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
    let mut items: Vec<Item> = Vec::new();
    for name in ["sweet", "home", "wear", "play"] {
        let file = std::fs::read_to_string(folder.join(format!("shops_{name}.txt"))).unwrap();
        let mut open = false;
        for line in file.lines() {
            if let Some(title) = line.strip_prefix("+ ") {
                let title = title.split(" | ").next().unwrap().trim().to_owned();
                items.push(Item {
                    body: title.clone(),
                    title,
                });
                open = true;
            } else if line.starts_with("> ") {
                items.push(Item {
                    title: String::new(),
                    body: String::new(),
                });
                open = true;
            } else if line.is_empty() || line.starts_with('@') {
                open = false;
            } else if let Some(item) = items.last_mut().filter(|_| open) {
                item.body = format!("{} {}", item.body, line.split(" | ").next().unwrap())
                    .trim()
                    .to_owned();
            }
        }
    }
    items.retain(|item| !item.body.is_empty());
    items
}

fn read(files: &[String]) -> Vec<Item> {
    let mut items = Vec::new();
    for file in files {
        for line in std::fs::read_to_string(file).unwrap().lines() {
            let body = line.rsplit('\t').next().unwrap().trim().to_owned();
            if body.chars().count() >= 6 {
                let title = body.split_whitespace().take(5).collect::<Vec<_>>().join(" ");
                items.push(Item { title, body });
            }
        }
    }
    items
}

#[derive(Default)]
struct Score {
    n: f64,
    recall: f64,
    mrr: f64,
    ndcg: f64,
}

impl Score {
    fn add(&mut self, found: &[i64], right: &HashSet<i64>) {
        let hits: Vec<usize> = found
            .iter()
            .take(10)
            .enumerate()
            .filter(|(_, id)| right.contains(id))
            .map(|(rank, _)| rank)
            .collect();
        let gain = |rank: usize| 1.0 / (rank as f64 + 2.0).log2();
        let best: f64 = (0..right.len().min(10)).map(gain).sum();
        self.n += 1.0;
        self.recall += hits.len() as f64 / right.len().min(10) as f64;
        self.mrr += hits.first().map_or(0.0, |rank| 1.0 / (*rank as f64 + 1.0));
        self.ndcg += hits.iter().map(|rank| gain(*rank)).sum::<f64>() / best;
    }
}

/// The arguments of the command line.
struct Asked {
    copies: usize,
    per_class: usize,
    seed: u64,
    /// The classes to run, or all if none is named.
    only: Vec<String>,
    misses: Option<String>,
    /// Queries whose results are printed instead of all figures.
    queries: Vec<String>,
}

fn main() {
    let mut files = Vec::new();
    let mut asked = Asked {
        copies: 1,
        per_class: 300,
        seed: 42,
        only: Vec::new(),
        misses: None,
        queries: Vec::new(),
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--bench" => {}
            "--copies" => asked.copies = arguments.next().unwrap().parse().unwrap(),
            "--queries" => asked.per_class = arguments.next().unwrap().parse().unwrap(),
            "--seed" => asked.seed = arguments.next().unwrap().parse().unwrap(),
            "--only" => asked.only.extend(arguments.next()),
            "--ask" => asked.queries.extend(arguments.next()),
            "--misses" => asked.misses = arguments.next(),
            _ => files.push(argument),
        }
    }
    println!("The demo's catalogue and stories");
    measure(
        &demo(),
        &Asked {
            copies: 1,
            only: asked.only.clone(),
            misses: asked.misses.clone(),
            queries: asked.queries.clone(),
            ..asked
        },
    );
    if !files.is_empty() {
        println!("\n{}", files.join(", "));
        measure(&read(&files), &asked);
    }
}

fn document(id: i64, title: String, body: String) -> Document {
    Document {
        kind: if title.is_empty() || id % 3 == 0 {
            Kind::Story
        } else {
            Kind::Product
        },
        id,
        account_id: id % 997,
        title,
        body,
        tags: Vec::new(),
        shop_name: String::new(),
        price: Some((id * 7919) % 200_000),
        in_stock: id % 10 != 0,
        on_sale: id % 7 == 0,
        category: Some(format!("c{}", id % 40)),
        created_at_ms: id * 1000,
    }
}

/// Fills an index and prints how fast that was.
fn fill(index: &SearchIndex, items: &[Item], copies: usize, dice: &mut Dice) {
    let began = Instant::now();
    let rebuild = index.rebuild().unwrap();
    let mut batch = Vec::new();
    for (id, item) in (0..).zip(items) {
        batch.push(document(id, item.title.clone(), item.body.clone()));
    }
    rebuild.add(&batch).unwrap();
    let mut total = items.len();
    for _ in 1..copies {
        let mut batch = Vec::new();
        for _ in 0..items.len() {
            // Half of one document and half of another: the same language, new documents.
            let (a, b) = (&dice.pick(items).body, &dice.pick(items).body);
            let a: Vec<&str> = a.split_whitespace().collect();
            let b: Vec<&str> = b.split_whitespace().collect();
            let body = [&a[..a.len() / 2], &b[b.len() / 2..]].concat().join(" ");
            let title = body.split_whitespace().take(5).collect::<Vec<_>>().join(" ");
            batch.push(document(i64::try_from(total).unwrap(), title, body));
            total += 1;
        }
        rebuild.add(&batch).unwrap();
    }
    rebuild.finish(1).unwrap();
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{total} documents, {:.0} a second, index {:.1} MB ({:.0} bytes a document)",
        total as f64 / seconds,
        index.size().unwrap() as f64 / 1e6,
        index.size().unwrap() as f64 / total as f64
    );
}

/// Returns the queries of a class, each with its correct documents.
fn ask_for(class: &str, items: &[Item], truth: &Truth, asked: &Asked, dice: &mut Dice) -> Vec<(String, HashSet<i64>)> {
    let mut list = Vec::new();
    for _ in 0..asked.per_class * 60 {
        if list.len() >= asked.per_class {
            break;
        }
        let item = dice.below(items.len());
        let Some((query, plain)) = query_of(class, &items[item], dice) else {
            continue;
        };
        let mut right = truth.holding(&plain, class == "initials");
        right.insert(i64::try_from(item).unwrap());
        // A query that matches very many documents says nothing about ranking.
        if right.len() <= 50 {
            list.push((query, right));
        }
    }
    list
}

fn measure(items: &[Item], asked: &Asked) {
    let mut dice = Dice(asked.seed);
    let truth = Truth::new(items);
    let folder = tempfile::tempdir().unwrap();
    let index = SearchIndex::open(folder.path()).unwrap().index;
    fill(&index, items, asked.copies, &mut dice);
    for query in &asked.queries {
        show(&index, items, query);
    }
    if !asked.queries.is_empty() {
        return;
    }
    let mut baselines = (asked.copies == 1).then(|| (Spaces::new(items), Trigrams::new(items)));
    println!(
        "{:<22} {:>5} {:>9} {:>7} {:>8} {:>8} {:>8} | {:>8} {:>8}",
        "class", "n", "recall@10", "MRR", "nDCG@10", "p50 ms", "p99 ms", "spaces", "trigrams"
    );
    let mut times: Vec<f64> = Vec::new();
    let mut means = [0.0; 4];
    for class in CLASSES {
        // The random numbers are the same, whichever classes are shown.
        let list = ask_for(class, items, &truth, asked, &mut dice);
        if !asked.only.is_empty() && !asked.only.iter().any(|only| only == class) {
            continue;
        }
        let (mut score, mut spaces, mut trigrams) = (Score::default(), Score::default(), Score::default());
        let mut own: Vec<f64> = Vec::new();
        for (query, right) in &list {
            let began = Instant::now();
            let found = search(&index, query, asked.copies);
            own.push(began.elapsed().as_secs_f64() * 1e3);
            let known = i64::try_from(items.len()).unwrap();
            let found: Vec<i64> = found.into_iter().filter(|id| *id < known).collect();
            if asked.misses.as_deref() == Some(class) && !found.iter().take(1).any(|id| right.contains(id)) {
                let body = |id: Option<&i64>| id.map(|id| items[usize::try_from(*id).unwrap()].body.clone());
                println!(
                    "  {query:?} of {:?} gave {:?}",
                    body(right.iter().next()),
                    body(found.first())
                );
            }
            score.add(&found, right);
            if let Some((by_spaces, by_trigrams)) = &mut baselines {
                spaces.add(&by_spaces.search(query), right);
                trigrams.add(&by_trigrams.search(query), right);
            }
        }
        if list.is_empty() {
            println!("{class:<22} no such words in the documents");
            continue;
        }
        times.extend(&own);
        let n = score.n;
        for (mean, value) in means
            .iter_mut()
            .zip([1.0, score.ndcg / n, spaces.ndcg / n, trigrams.ndcg / n])
        {
            *mean += value;
        }
        println!(
            "{class:<22} {n:>5} {:>9.3} {:>7.3} {:>8.3} {:>8.2} {:>8.2} | {:>8.3} {:>8.3}",
            score.recall / n,
            score.mrr / n,
            score.ndcg / n,
            quantile(&mut own, 0.5),
            quantile(&mut own, 0.99),
            spaces.ndcg / n,
            trigrams.ndcg / n
        );
    }
    let [n, ours, spaces, trigrams] = means;
    println!(
        "mean nDCG@10 {:.3}, words split at spaces {:.3}, trigrams {:.3}; latency with counts and facets p50 {:.2} ms, p99 {:.2} ms",
        ours / n,
        spaces / n,
        trigrams / n,
        quantile(&mut times, 0.5),
        quantile(&mut times, 0.99)
    );
}

fn search(index: &SearchIndex, query: &str, copies: usize) -> Vec<i64> {
    let ask = Query {
        limit: 10 * copies,
        facets: true,
        ..Query::new(query, i64::MAX)
    };
    index.search(&ask).unwrap().hits.iter().map(|hit| hit.id).collect()
}

/// Prints the results of one query.
fn show(index: &SearchIndex, items: &[Item], query: &str) {
    let hits = index.search(&Query::new(query, i64::MAX)).unwrap();
    println!("{query}: {} hits, meant {:?}", hits.counts.total(), hits.did_you_mean);
    for hit in hits.hits.iter().take(10) {
        let body = usize::try_from(hit.id).ok().and_then(|n| items.get(n)).map(|item| &item.body);
        println!("  {:7.2} {}", hit.score, body.map_or("", String::as_str));
    }
}

fn quantile(times: &mut [f64], q: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank in a list")]
    let rank = ((times.len() - 1) as f64 * q).round() as usize;
    times[rank]
}
