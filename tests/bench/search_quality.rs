//! How well and how fast the search finds what a person has in mind.
//!
//! `cargo bench --bench search_quality -- [FILE…] [--copies N] [--queries N] [--seed N] [--misses CLASS]`
//!
//! Each line of a file is a document; of a line with tabs, the last field. Without files, a
//! catalogue is made up. `--copies` makes the collection larger with recombined halves of lines
//! (for the latency at size; quality is then asked of the originals only). Queries are known-item
//! queries: a part of a document's words, changed in one way a class; every document that holds
//! the unchanged words with spaces ignored counts as right. Seeded: the same files give the same
//! figures. The baseline is the same library with text split at spaces.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a bench fails by panicking")]
#![expect(clippy::cast_precision_loss, reason = "figures for people")]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Instant;
use storyplus::search::{Document, Kind, Query, SearchIndex, analyzer, jamo, text};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::QueryParser;
use tantivy::schema::{FAST, STORED, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::tokenizer::{LowerCaser, TextAnalyzer, WhitespaceTokenizer};
use tantivy::{Index, TantivyDocument};

/// SplitMix64: small, seeded, good enough to choose words.
struct Dice(u64);
impl Dice {
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
    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

struct Item {
    title: String,
    body: String,
}

fn made_up(dice: &mut Dice) -> Vec<Item> {
    let how = [
        "수제",
        "린넨",
        "제주",
        "무농약",
        "빈티지",
        "겨울",
        "여름",
        "유기농",
        "도톰한",
        "말랑한",
        "작은",
        "손뜨개",
        "핸드메이드",
        "천연",
        "국산",
        "명품",
        "투명",
        "오버핏",
        "바삭한",
        "귀여운",
        "미니",
        "프리미엄",
        "접이식",
        "무선",
    ];
    let of = [
        "딸기",
        "초코",
        "감귤",
        "꽃무늬",
        "체크",
        "가죽",
        "도자기",
        "원목",
        "라벤더",
        "쌀",
        "호두",
        "캔버스",
        "스테인리스",
        "울",
        "실크",
        "벚꽃",
        "고양이",
        "강아지",
        "아이폰",
        "갤럭시",
        "nike",
        "LED",
        "vintage",
        "A4",
    ];
    let what = [
        "쿠키",
        "원피스",
        "머그컵",
        "카드지갑",
        "목도리",
        "꽃다발",
        "마카롱",
        "텀블러",
        "에코백",
        "화분",
        "식빵",
        "방석",
        "향초",
        "비누",
        "케이스",
        "운동화",
        "조명",
        "노트",
        "셔츠",
        "앞치마",
        "귀걸이",
        "다이어리",
        "보조배터리",
        "이불",
    ];
    let tail = [
        "선물 세트",
        "500ml",
        "3개입",
        "1+1 할인",
        "정품",
        "주문 제작",
        "대용량 2kg",
        "신상",
        "리뉴얼",
        "한정판",
        "세일",
        "모음전",
        "20x30cm",
        "당일 배송",
        "입문용",
        "커플",
    ];
    let says = [
        "어제 비가 와서 못 연 만큼 오늘은 일찍 열어요",
        "사장님이 직접 만들어서 하나뿐인 물건이에요",
        "선물하기 좋게 포장해 드립니다",
        "한 번 써 보면 계속 찾게 되는 제품입니다",
        "매장에서 직접 보고 고르실 수 있어요",
        "주문하시면 이틀 안에 보내 드려요",
        "단골 손님들이 제일 많이 찾으세요",
        "색이 화면과 조금 다를 수 있어요",
    ];
    (0..20_000)
        .map(|n| {
            let title = format!(
                "{} {} {} {}",
                dice.pick(&how),
                dice.pick(&of),
                dice.pick(&what),
                dice.pick(&tail)
            );
            let body = format!("{title} {}번째 {}. {}", n, dice.pick(&says), dice.pick(&says));
            Item { title, body }
        })
        .collect()
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

/// Letters only, spaces gone: what two spellings of the same text share.
fn squash(s: &str) -> String {
    analyzer::squash(&text::words(&text::fold(s)))
}

fn is_hangul(word: &str) -> bool {
    !word.is_empty() && word.chars().all(jamo::is_syllable)
}

/// Two to four neighbouring words.
fn some_words(item: &str, dice: &mut Dice, least: usize) -> Option<Vec<String>> {
    let words: Vec<&str> = item.split_whitespace().filter(|w| !squash(w).is_empty()).collect();
    if words.len() < least {
        return None;
    }
    let n = (least + dice.below(3)).min(words.len());
    let from = dice.below(words.len() - n + 1);
    let words: Vec<String> = words[from..from + n].iter().map(|w| (*w).to_owned()).collect();
    (words.iter().map(|w| w.chars().count()).sum::<usize>() >= 5).then_some(words)
}

/// A neighbouring or other key in place of one, as fingers do it.
fn slip(word: &str, dice: &mut Dice) -> Option<String> {
    if !is_hangul(word) || word.chars().count() < 3 {
        return None;
    }
    let vowels = ['ㅏ', 'ㅐ', 'ㅓ', 'ㅔ', 'ㅗ', 'ㅜ', 'ㅡ', 'ㅣ', 'ㅑ', 'ㅕ', 'ㅛ', 'ㅠ'];
    let mut chars: Vec<char> = word.chars().collect();
    let i = dice.below(chars.len());
    let code = u32::from(chars[i]) - 0xAC00;
    let (mut first, mut vowel, mut last) = (code / 588, code % 588 / 28, code % 28);
    match dice.below(3) {
        0 => first = u32::try_from(dice.below(19)).unwrap(),
        1 => vowel = u32::from(*dice.pick(&vowels)) - 0x314F,
        _ => {
            last = if last == 0 {
                [1, 4, 8, 16, 17, 19, 21][dice.below(7)]
            } else {
                0
            }
        }
    }
    let c = char::from_u32(0xAC00 + first * 588 + vowel * 28 + last).unwrap();
    if c == chars[i] {
        return None;
    }
    chars[i] = c;
    Some(chars.into_iter().collect())
}

const PARTICLES: [&str; 8] = ["을", "는", "이", "에서", "도", "의", "까지", "만"];

/// A query of the class, and the words that a right document holds.
fn query_of(class: &str, item: &Item, dice: &mut Dice) -> Option<(String, String)> {
    let words = some_words(&item.body, dice, 2)?;
    let plain = words.join(" ");
    let query = match class {
        "as written" => plain.clone(),
        "spaces dropped" => words.concat(),
        "spaces added" => {
            let i = dice.below(words.len());
            let chars: Vec<char> = words[i].chars().collect();
            if chars.len() < 3 || !is_hangul(&words[i]) {
                return None;
            }
            let at = 1 + dice.below(chars.len() - 1);
            let mut words = words.clone();
            words[i] = format!(
                "{} {}",
                chars[..at].iter().collect::<String>(),
                chars[at..].iter().collect::<String>()
            );
            words.join(" ")
        }
        "particle added" => {
            let last = words.last()?;
            if !is_hangul(last) {
                return None;
            }
            format!("{plain}{}", dice.pick(&PARTICLES))
        }
        "half-typed" => {
            let last = words.last()?;
            if !is_hangul(last) || last.chars().count() < 2 {
                return None;
            }
            let keys: Vec<char> = last.chars().collect();
            // The last syllable without its vowel or final.
            let (end, before) = keys.split_last()?;
            let code = u32::from(*end) - 0xAC00;
            let half = if code % 28 > 0 {
                char::from_u32(0xAC00 + code / 28 * 28)?
            } else {
                jamo::initial(*end)?
            };
            let head = &words[..words.len() - 1];
            format!("{} {}{half}", head.join(" "), before.iter().collect::<String>())
        }
        "initials" => {
            let words = some_words(&item.title, dice, 2)?;
            if !words.iter().all(|w| is_hangul(w)) {
                return None;
            }
            let plain = words.join(" ");
            let initials: String = words.concat().chars().filter_map(jamo::initial).collect();
            if initials.chars().count() < 5 {
                return None;
            }
            return Some((initials, plain));
        }
        "one slip" => {
            let i = dice.below(words.len());
            let mut words = words.clone();
            words[i] = slip(&words[i], dice)?;
            words.join(" ")
        }
        "one word, one slip" => {
            let word = words.iter().find(|w| is_hangul(w) && w.chars().count() >= 4)?;
            return Some((slip(word, dice)?, word.clone()));
        }
        "wrong keyboard" => {
            if !words.iter().all(|w| is_hangul(w) && w.chars().count() >= 2) {
                return None;
            }
            words.iter().map(|w| jamo::keys(w)).collect::<Vec<_>>().join(" ")
        }
        "mixed scripts" => {
            let mixed = words.iter().any(|w| w.chars().any(|c| c.is_ascii_alphanumeric()))
                && words.iter().any(|w| w.chars().any(jamo::is_syllable));
            if !mixed {
                return None;
            }
            if dice.below(2) == 0 {
                words.concat()
            } else {
                plain.to_uppercase()
            }
        }
        _ => return None,
    };
    Some((query, plain))
}

const CLASSES: [&str; 10] = [
    "as written",
    "spaces dropped",
    "spaces added",
    "particle added",
    "half-typed",
    "initials",
    "one slip",
    "one word, one slip",
    "wrong keyboard",
    "mixed scripts",
];

/// Which documents hold a text with spaces ignored: postings of bigrams, then a look at the text.
struct Truth {
    texts: Vec<String>,
    titles: Vec<String>,
    grams: HashMap<[char; 2], Vec<u32>>,
}

impl Truth {
    fn new(items: &[Item]) -> Truth {
        let texts: Vec<String> = items.iter().map(|i| squash(&i.body)).collect();
        let titles: Vec<String> = items.iter().map(|i| squash(&i.title)).collect();
        let mut grams: HashMap<[char; 2], Vec<u32>> = HashMap::new();
        for (n, text) in texts.iter().enumerate() {
            let chars: Vec<char> = text.chars().collect();
            for two in chars.windows(2) {
                let list = grams.entry([two[0], two[1]]).or_default();
                let n = u32::try_from(n).unwrap();
                if list.last() != Some(&n) {
                    list.push(n);
                }
            }
        }
        Truth { texts, titles, grams }
    }

    fn holding(&self, words: &str, initials: bool) -> HashSet<i64> {
        let wanted = squash(words);
        if initials {
            // Whoever has the same initials in its title is as right as another.
            let wanted: String = wanted.chars().filter_map(jamo::initial).collect();
            let holds = |title: &String| {
                title
                    .chars()
                    .map(|c| jamo::initial(c).unwrap_or(' '))
                    .collect::<String>()
                    .contains(&wanted)
            };
            return self
                .titles
                .iter()
                .enumerate()
                .filter(|(_, t)| holds(t))
                .map(|(n, _)| i64::try_from(n).unwrap())
                .collect();
        }
        let chars: Vec<char> = wanted.chars().collect();
        let rarest = chars
            .windows(2)
            .filter_map(|two| self.grams.get(&[two[0], two[1]]))
            .min_by_key(|list| list.len());
        rarest
            .into_iter()
            .flatten()
            .filter(|n| self.texts[usize::try_from(**n).unwrap()].contains(&wanted))
            .map(|n| i64::from(*n))
            .collect()
    }
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

/// Words split at spaces, any of them: what a search is without an analyzer.
struct Baseline {
    index: Index,
    searcher: tantivy::Searcher,
}

impl Baseline {
    fn new(items: &[Item]) -> Baseline {
        let mut builder = Schema::builder();
        let indexing = TextFieldIndexing::default().set_tokenizer("spaces");
        builder.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
        builder.add_i64_field("id", FAST | STORED);
        let index = Index::create_in_ram(builder.build());
        index.tokenizers().register(
            "spaces",
            TextAnalyzer::builder(WhitespaceTokenizer::default())
                .filter(LowerCaser)
                .build(),
        );
        let mut writer = index.writer_with_num_threads(1, 200_000_000).unwrap();
        let (text, id) = (
            index.schema().get_field("text").unwrap(),
            index.schema().get_field("id").unwrap(),
        );
        for (n, item) in (0..).zip(items) {
            let mut document = TantivyDocument::new();
            document.add_text(text, &item.title);
            document.add_text(text, &item.body);
            document.add_i64(id, n);
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        Baseline { index, searcher }
    }

    fn search(&self, query: &str) -> Vec<i64> {
        let text = self.index.schema().get_field("text").unwrap();
        let id = self.index.schema().get_field("id").unwrap();
        let parser = QueryParser::for_index(&self.index, vec![text]);
        let (query, _) = parser.parse_query_lenient(
            &query
                .split_whitespace()
                .map(|w| format!("\"{}\"", w.replace(['"', '\\'], " ")))
                .collect::<Vec<_>>()
                .join(" "),
        );
        let (top, _) = self
            .searcher
            .search(&query, &(TopDocs::with_limit(10).order_by_score(), Count))
            .unwrap();
        top.iter()
            .map(|(_, at)| {
                self.searcher
                    .doc::<TantivyDocument>(*at)
                    .unwrap()
                    .get_first(id)
                    .unwrap()
                    .as_i64()
                    .unwrap()
            })
            .collect()
    }
}

fn main() {
    let mut files = Vec::new();
    let mut copies = 1;
    let mut per_class = 300;
    let mut seed = 42;
    let mut misses: Option<String> = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--bench" => {}
            "--copies" => copies = arguments.next().unwrap().parse().unwrap(),
            "--queries" => per_class = arguments.next().unwrap().parse().unwrap(),
            "--seed" => seed = arguments.next().unwrap().parse().unwrap(),
            "--misses" => misses = arguments.next(),
            _ => files.push(argument),
        }
    }
    let mut dice = Dice(seed);
    let items = if files.is_empty() { made_up(&mut dice) } else { read(&files) };
    let truth = Truth::new(&items);

    let folder = tempfile::tempdir().unwrap();
    let index = SearchIndex::open(folder.path()).unwrap().index;
    let began = Instant::now();
    let rebuild = index.rebuild().unwrap();
    let document = |id: i64, title: String, body: String| Document {
        kind: if id % 3 == 0 { Kind::Story } else { Kind::Product },
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
    };
    let mut batch = Vec::new();
    for (id, item) in (0..).zip(&items) {
        batch.push(document(id, item.title.clone(), item.body.clone()));
    }
    rebuild.add(&batch).unwrap();
    let mut total = items.len();
    for _ in 1..copies {
        let mut batch = Vec::new();
        for _ in 0..items.len() {
            // Half of one and half of another: the same language, new documents.
            let (a, b) = (&dice.pick(&items).body, &dice.pick(&items).body);
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

    let mut queries: BTreeMap<usize, Vec<(String, HashSet<i64>)>> = BTreeMap::new();
    for (c, class) in CLASSES.iter().enumerate() {
        let list = queries.entry(c).or_default();
        for _ in 0..per_class * 60 {
            if list.len() >= per_class {
                break;
            }
            let item = dice.below(items.len());
            let Some((query, plain)) = query_of(class, &items[item], &mut dice) else {
                continue;
            };
            let mut right = truth.holding(&plain, *class == "initials");
            right.insert(i64::try_from(item).unwrap());
            // A query that fits very many says nothing about ranking.
            if right.len() <= 50 {
                list.push((query, right));
            }
        }
    }

    let baseline = (copies == 1).then(|| Baseline::new(&items));
    let mut times: Vec<f64> = Vec::new();
    println!(
        "{:<20} {:>5} {:>9} {:>7} {:>8} {:>8} {:>8} | baseline nDCG@10",
        "class", "n", "recall@10", "MRR", "nDCG@10", "p50 ms", "p99 ms"
    );
    let mut mean = (0.0, 0.0, 0.0);
    for (c, list) in &queries {
        let class = CLASSES[*c];
        let (mut score, mut base) = (Score::default(), Score::default());
        let mut own: Vec<f64> = Vec::new();
        for (query, right) in list {
            let ask = Query {
                limit: 10 * copies,
                facets: true,
                ..Query::new(query.clone(), i64::MAX)
            };
            let began = Instant::now();
            let hits = index.search(&ask).unwrap();
            own.push(began.elapsed().as_secs_f64() * 1e3);
            let known = i64::try_from(items.len()).unwrap();
            let found: Vec<i64> = hits.hits.iter().map(|hit| hit.id).filter(|id| *id < known).collect();
            if misses.as_deref() == Some(class) && !found.iter().take(1).any(|id| right.contains(id)) {
                println!(
                    "  {query:?} of {:?} gave {:?} ({} found, meant {:?})",
                    right.iter().next().map(|id| &items[usize::try_from(*id).unwrap()].body),
                    found.first().map(|id| &items[usize::try_from(*id).unwrap()].body),
                    hits.counts.total(),
                    hits.did_you_mean
                );
            }
            score.add(&found, right);
            if let Some(baseline) = &baseline {
                base.add(&baseline.search(query), right);
            }
        }
        if list.is_empty() {
            println!("{class:<20} no such words in the documents");
            continue;
        }
        times.extend(&own);
        let n = score.n;
        mean = (mean.0 + 1.0, mean.1 + score.ndcg / n, mean.2 + base.ndcg / n);
        println!(
            "{class:<20} {n:>5} {:>9.3} {:>7.3} {:>8.3} {:>8.2} {:>8.2} | {}",
            score.recall / n,
            score.mrr / n,
            score.ndcg / n,
            quantile(&mut own, 0.5),
            quantile(&mut own, 0.99),
            baseline
                .as_ref()
                .map_or("not run".to_owned(), |_| format!("{:.3}", base.ndcg / n))
        );
    }
    println!(
        "mean nDCG@10 {:.3}, words split at spaces {}; latency with counts and facets p50 {:.2} ms, p99 {:.2} ms",
        mean.1 / mean.0,
        baseline
            .as_ref()
            .map_or("not run".to_owned(), |_| format!("{:.3}", mean.2 / mean.0)),
        quantile(&mut times, 0.5),
        quantile(&mut times, 0.99)
    );
}

fn quantile(times: &mut [f64], q: f64) -> f64 {
    times.sort_by(f64::total_cmp);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank in a list")]
    let rank = ((times.len() - 1) as f64 * q).round() as usize;
    times[rank]
}
