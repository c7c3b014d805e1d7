//! Turns the beginning of a text into ranges of index terms.
//!
//! Hangul is typed key by key, so the text in the box is rarely a prefix of the title letter by letter:
//! 쿸 is on its way to 쿠키, 고 to 과일, 원ㅍ to 원피스. But all syllables that a half-typed one can
//! become are neighbours in Unicode, and so in the term dictionary: each case is a range. This is pure;
//! `completions` walks the ranges.

use super::{analyzer, initials};
use crate::search::korean::normalize::{self, Class, Gap, Word};
use crate::search::korean::{jamo, keyboard};

/// A range of terms: from `from`, inclusive, to `to`, exclusive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: String,
    pub to: String,
}

/// One reading of the typed text: the complete bigrams, and the range of the one that may go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    pub whole: Vec<String>,
    pub open: Span,
}

/// The ranges of terms in which to look for completions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prefix {
    /// Alternatives in the field `ti`.
    pub ways: Vec<Way>,
    /// Titles in the field `ex` that begin with the text. They rank before those that only contain it.
    pub titles: Vec<Span>,
    /// Range in the field `ch`, if only consonants were typed.
    pub initials: Option<Span>,
}

/// Longest text that gets suggestions, in characters. Somebody who has typed more knows the words.
pub const MAX_CHARS: usize = 40;

impl Prefix {
    pub fn new(typed: &str) -> Self {
        let folded: String = normalize::fold(typed).chars().take(MAX_CHARS).collect();
        let words = normalize::words(&folded);
        if words.is_empty() {
            return Self::default();
        }
        if words.iter().all(Word::is_initials) {
            let letters: String = words.iter().map(Word::text).collect();
            return Self {
                initials: Some(beginning(initials::at_word(&letters))),
                ..Self::default()
            };
        }
        let mut units = units(&words);
        let Some(last) = units.pop() else { return Self::default() };
        let (ways, titles): (Vec<_>, Vec<_>) = last
            .ends()
            .into_iter()
            .filter_map(|end| {
                let mut all = units.clone();
                if let Some(before) = end.before {
                    let joined = last.joined;
                    all.push(Unit {
                        shape: Shape::Syllable(before),
                        joined,
                    });
                }
                way(&all, &last, &end)
            })
            .unzip();
        Self {
            ways,
            titles,
            initials: None,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.ways.is_empty() && self.initials.is_none()
    }
}

#[derive(Clone, Debug)]
enum Shape {
    Syllable(char),
    /// A consonant that begins the next syllable, at the end only.
    Begun(char),
    Whole(String),
}

#[derive(Clone, Debug)]
struct Unit {
    shape: Shape,
    /// True if a syllable comes directly before it, spaces ignored.
    joined: bool,
}

/// A way in which a text can go on: perhaps a syllable that is complete after all, and the range of
/// what follows.
struct End {
    before: Option<char>,
    from: String,
    to: String,
}

fn units(words: &[Word]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut runs = words
        .iter()
        .flat_map(|word| {
            word.runs
                .iter()
                .enumerate()
                .map(move |(i, run)| (word.gap == Gap::Break && i == 0, run))
        })
        .peekable();
    while let Some((breaks, run)) = runs.next() {
        let after_syllable = |units: &[Unit]| {
            matches!(
                units.last(),
                Some(Unit {
                    shape: Shape::Syllable(_),
                    ..
                })
            ) && !breaks
        };
        if run.class == Class::Syllables {
            for (i, c) in run.text.chars().enumerate() {
                let joined = i > 0 || after_syllable(&units);
                units.push(Unit {
                    shape: Shape::Syllable(c),
                    joined,
                });
            }
            continue;
        }
        let mut letters = run.text.chars();
        let shape = match (letters.next(), letters.next()) {
            (Some(c), None) if jamo::is_consonant(c) && runs.peek().is_none() => Shape::Begun(c),
            _ => Shape::Whole(run.text.clone()),
        };
        let joined = after_syllable(&units);
        units.push(Unit { shape, joined });
    }
    units
}

impl Unit {
    fn ends(&self) -> Vec<End> {
        match &self.shape {
            Shape::Whole(text) => {
                let Span { from, to } = beginning(text.clone());
                vec![End { before: None, from, to }]
            }
            Shape::Begun(c) => begun(*c).into_iter().map(|(from, to)| End::of(None, from, to)).collect(),
            Shape::Syllable(c) if !jamo::is_syllable(*c) => {
                // Chinese characters and kana are always complete.
                let Span { from, to } = beginning(c.to_string());
                vec![End { before: None, from, to }]
            }
            Shape::Syllable(c) => {
                let (from, to) = going_on(*c);
                let mut ends = vec![End::of(None, from, to)];
                // 쿸 may also be 쿠 and the beginning of 키.
                let keys = jamo::keys(&c.to_string());
                if jamo::has_final(*c)
                    && let Some((at, moved)) = keys.char_indices().last()
                    && let [open] = keyboard::compose(keys.get(..at).unwrap_or_default())
                        .chars()
                        .collect::<Vec<_>>()
                        .as_slice()
                    && let Some((from, to)) = jamo::letter(&moved.to_string()).and_then(begun)
                {
                    ends.push(End::of(Some(*open), from, to));
                }
                ends
            }
        }
    }
}

impl End {
    fn of(before: Option<char>, from: char, to: char) -> Self {
        Self {
            before,
            from: from.to_string(),
            to: to.to_string(),
        }
    }
}

const FIRST: u32 = 0xAC00;
const OF_INITIAL: u32 = 588;
const OF_VOWEL: u32 = 28;

/// Returns the range of all syllables that begin with this consonant.
fn begun(consonant: char) -> Option<(char, char)> {
    let initial = jamo::initial_index(&jamo::keys(&consonant.to_string()))?;
    let from = FIRST + initial * OF_INITIAL;
    char::from_u32(from).zip(char::from_u32(from + OF_INITIAL))
}

/// Returns the range of all syllables that more keys can make of this one: 고 becomes 과 or 곡, 달
/// becomes 닭.
fn going_on(c: char) -> (char, char) {
    let index = u32::from(c).saturating_sub(FIRST);
    let (vowel, last) = (index % OF_INITIAL / OF_VOWEL, index % OF_VOWEL);
    let to = if last == 0 {
        // ㅗ goes on as ㅘ ㅙ ㅚ, ㅜ as ㅝ ㅞ ㅟ, and ㅡ as ㅢ, which are their neighbours.
        let end = match vowel {
            8 => 12,
            13 => 17,
            18 => 20,
            other => other + 1,
        };
        index - index % OF_INITIAL + end * OF_VOWEL
    } else {
        let end = match last {
            1 => 4,
            4 => 7,
            8 => 16,
            17 => 19,
            other => other + 1,
        };
        index - last + end
    };
    (c, char::from_u32(FIRST + to).unwrap_or(char::MAX))
}

/// Returns the bigrams of the units before the end with the range of the end, and the same as a range of
/// titles.
fn way(before: &[Unit], last: &Unit, end: &End) -> Option<(Way, Span)> {
    let mut whole = Vec::new();
    let mut left: Option<char> = None;
    let mut squashed = String::new();
    for unit in before {
        match &unit.shape {
            Shape::Syllable(c) => {
                if let Some(left) = left.filter(|_| unit.joined) {
                    whole.push([left, *c].iter().collect());
                }
                left = Some(*c);
                squashed.push(*c);
            }
            Shape::Whole(text) => {
                whole.push(text.chars().take(analyzer::MAX_WORD_CHARS).collect());
                squashed.push_str(text);
                left = None;
            }
            Shape::Begun(_) => return None,
        }
    }
    let hangul = !matches!(last.shape, Shape::Whole(_));
    let left = left.filter(|_| hangul && (end.before.is_some() || last.joined));
    let with = |text: &str| left.into_iter().chain(text.chars()).collect::<String>();
    let open = Span {
        from: with(&end.from),
        to: with(&end.to),
    };
    let titles = Span {
        from: analyzer::exact_term('t', &(squashed.clone() + &end.from)),
        to: analyzer::exact_term('t', &(squashed + &end.to)),
    };
    Some((Way { whole, open }, titles))
}

/// Returns the range of all terms with this prefix.
fn beginning(from: String) -> Span {
    Span {
        to: format!("{from}\u{10FFFF}"),
        from,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(typed: &str, bigrams: &[&str]) -> bool {
        let within = |span: &Span| bigrams.iter().any(|b| *b >= span.from.as_str() && *b < span.to.as_str());
        let ways = Prefix::new(typed).ways;
        ways.iter()
            .any(|way| way.whole.iter().all(|b| bigrams.contains(&b.as_str())) && within(&way.open))
    }

    #[test]
    fn each_key_on_the_way_to_a_word_finds_it() {
        let cookie = ["수제", "제쿠", "쿠키", "키"];
        for typed in ["수", "숮", "수제", "수젴", "수제 쿠", "수제쿸", "수제쿠키"] {
            assert!(finds(typed, &cookie), "{typed}");
        }
        let cases: [(&[&str], &[&str]); 4] = [
            (&["고", "과", "과ㅇ", "광", "과이", "과일"], &["과일", "일"]),
            (&["다", "달", "닭", "닭ㄱ", "닭가", "닭갈"], &["닭갈", "갈비", "비"]),
            (&["워", "원", "원ㅍ", "원피"], &["원피", "피스", "스"]),
            (
                &["i", "iph", "iphone", "iphone ㅋ", "iphone 케"],
                &["iphone", "케이", "이스", "스"],
            ),
        ];
        for (all, bigrams) in cases {
            for typed in all {
                assert!(finds(typed, bigrams), "{typed}");
            }
        }
        for typed in ["수제 쿠크", "구", "쇼", "쿠키상"] {
            assert!(!finds(typed, &cookie), "{typed}");
        }
    }

    #[test]
    fn consonants_are_initials_and_nothing_is_nothing() {
        assert_eq!(
            Prefix::new("ㅅㅈ ㅋ").initials.map(|span| span.from).as_deref(),
            Some("^ㅅㅈㅋ")
        );
        for typed in ["", "  ", "!?", "\u{200B}"] {
            assert!(Prefix::new(typed).is_empty(), "{typed:?}");
        }
        // The last syllable of all has a range too.
        assert_eq!(going_on('힣'), ('힣', '\u{D7A4}'));
        for any in ["ㅏ", "ㅋ키", "가ㅏ", "漢", "가🍊", "a가ㄱa"] {
            let _ = Prefix::new(any);
        }
    }
}
