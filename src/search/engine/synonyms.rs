//! Synonyms, from a small file that the operator edits.
//!
//! Each line is a group of words separated by commas, and `#` begins a comment:
//! `원피스, 드레스, one-piece`. A member may be several words (`apple watch`), and members are also
//! recognized within compounds (아이폰케이스 finds iphone 케이스). Without a file, a few general groups
//! apply (`assets/search/synonyms.txt`, which also serves as an example). `indexing::node` reads the
//! file at startup and whenever it changes.

use super::analyzer;
use crate::search::korean::normalize::{self, Gap, Word};
use std::collections::HashMap;
use std::fmt;

/// Groups of words that find one another.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    of: HashMap<String, Vec<String>>,
}

/// Maximum number of words in a group; more would make a query too wide.
const MAX_GROUP: usize = 8;
/// Maximum number of consecutive words of a query that may form one member of a group.
const MAX_WORDS: usize = 3;

/// A problem on a line, part of which is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Line number, from 1.
    pub line: usize,
    pub what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A single word, which has no synonym.
    Alone,
    /// More than eight words.
    TooMany,
    /// The same word twice.
    Twice,
    /// An entry without letters or digits.
    NoWord,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.what {
            What::Alone => "one word alone; words of a group are parted by commas",
            What::TooMany => "more than eight words; the rest is not used",
            What::Twice => "the same word twice",
            What::NoWord => "something between the commas that has no letters",
        };
        write!(f, "line {}: {what}", self.line)
    }
}

impl Synonyms {
    /// Returns the synonyms that apply if there is no file.
    pub fn usual() -> Synonyms {
        Synonyms::parse(include_str!("../../../assets/search/synonyms.txt"))
    }

    /// Parses the text of the file and ignores unusable entries.
    pub fn parse(source: &str) -> Synonyms {
        Synonyms::read(source).0
    }

    /// Parses the text of the file and also returns the mistakes in it.
    pub fn read(source: &str) -> (Synonyms, Vec<Mistake>) {
        let mut of: HashMap<String, Vec<String>> = HashMap::new();
        let mut mistakes = Vec::new();
        for (line, source) in (1..).zip(source.trim_start_matches('\u{FEFF}').lines()) {
            let source = source.split('#').next().unwrap_or_default().trim();
            if source.is_empty() {
                continue;
            }
            let mut wrong = |what| mistakes.push(Mistake { line, what });
            let mut group: Vec<(String, &str)> = Vec::new();
            for word in source.split(',').map(str::trim).filter(|word| !word.is_empty()) {
                let squashed = squash(word);
                if squashed.is_empty() {
                    wrong(What::NoWord);
                } else if group.iter().any(|(other, _)| *other == squashed) {
                    wrong(What::Twice);
                } else {
                    group.push((squashed, word));
                }
            }
            if group.len() > MAX_GROUP {
                wrong(What::TooMany);
                group.truncate(MAX_GROUP);
            }
            if group.len() < 2 {
                wrong(What::Alone);
                continue;
            }
            for (squashed, _) in &group {
                let others = of.entry(squashed.clone()).or_default();
                let new = group.iter().filter(|(other, _)| other != squashed);
                others.extend(new.map(|(_, word)| (*word).to_owned()));
                others.truncate(MAX_GROUP);
            }
        }
        (Synonyms { of }, mistakes)
    }

    /// Returns the other words of this word's groups.
    pub fn of(&self, word: &str) -> &[String] {
        self.of.get(word).map_or(&[], Vec::as_slice)
    }

    /// Returns the compound with the member at its beginning, or the one at its end, replaced by each
    /// synonym. The longest member at each end counts.
    pub(super) fn within(&self, compound: &str) -> Vec<String> {
        let cuts: Vec<usize> = compound.char_indices().map(|(at, _)| at).skip(1).collect();
        let long = |part: &&str| part.chars().nth(1).is_some();
        let known = |part: Option<&str>| {
            part.filter(long)
                .map(|part| self.of(part))
                .filter(|others| !others.is_empty())
        };
        let mut found = Vec::new();
        let begins = cuts
            .iter()
            .rev()
            .find_map(|at| Some((known(compound.get(..*at))?, compound.get(*at..)?)));
        if let Some((others, rest)) = begins {
            found.extend(others.iter().map(|other| format!("{other} {rest}")));
        }
        let ends = cuts
            .iter()
            .find_map(|at| Some((compound.get(..*at)?, known(compound.get(*at..))?)));
        if let Some((rest, others)) = ends {
            found.extend(others.iter().map(|other| format!("{rest} {other}")));
        }
        found.truncate(MAX_GROUP);
        found
    }

    /// Returns for each word of a query the synonyms of the groups of neighbouring words that it belongs
    /// to: `apple watch` is 애플워치, which is returned for both words.
    pub(super) fn across(&self, words: &[Word]) -> Vec<Vec<String>> {
        let mut found: Vec<Vec<String>> = vec![Vec::new(); words.len()];
        for n in 2..=MAX_WORDS {
            for (from, some) in words.windows(n).enumerate() {
                if some.iter().skip(1).any(|word| word.gap == Gap::Break) {
                    continue;
                }
                let others = self.of(&analyzer::squash(some));
                found
                    .iter_mut()
                    .skip(from)
                    .take(n)
                    .for_each(|of| of.extend_from_slice(others));
            }
        }
        found
    }
}

fn squash(word: &str) -> String {
    analyzer::squash(&normalize::words(&normalize::fold(word)))
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn groups_are_read() {
        let synonyms = Synonyms::parse("# 옷\n원피스, 드레스, One-Piece # 여성\n혼자\n\n");
        assert_eq!(synonyms.of("원피스"), ["드레스", "One-Piece"]);
        assert_eq!(synonyms.of("onepiece"), ["원피스", "드레스"]);
        assert!(synonyms.of("혼자").is_empty());
        assert!(
            Synonyms::read(include_str!("../../../assets/search/synonyms.txt"))
                .1
                .is_empty()
        );
        assert_eq!(Synonyms::usual().of("iphone"), ["아이폰"]);
    }

    #[test]
    fn members_are_known_within_compounds_and_across_words() {
        let synonyms = Synonyms::parse("아이폰, iphone\n케이스, 커버\n애플워치, apple watch\n백, 가방\n");
        assert_eq!(synonyms.within("아이폰케이스"), ["iphone 케이스", "아이폰 커버"]);
        assert_eq!(synonyms.within("에코백"), [""; 0]);
        assert_eq!(synonyms.within("아이폰"), [""; 0]);
        let across = |query: &str| synonyms.across(&normalize::words(&normalize::fold(query)));
        assert_eq!(across("Apple Watch 줄"), [vec!["애플워치"], vec!["애플워치"], vec![]]);
        assert_eq!(across("애플 워치"), [vec!["apple watch"], vec!["apple watch"]]);
        assert_eq!(across("apple. watch"), [vec![""; 0], vec![]]);
    }

    #[test]
    fn mistakes_name_their_line() {
        let (synonyms, mistakes) =
            Synonyms::read("\u{FEFF}귤, 감귤\n\n혼자 # 여기\n배, 배, 梨\n!, 사과, apple\n1,2,3,4,5,6,7,8,9\n");
        let said: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        assert_eq!(
            mistakes.iter().map(|m| (m.line, m.what)).collect::<Vec<_>>(),
            [(3, What::Alone), (4, What::Twice), (5, What::NoWord), (6, What::TooMany)]
        );
        assert!(said[0].starts_with("line 3: "), "{said:?}");
        assert_eq!(synonyms.of("배"), ["梨"]);
        assert_eq!(synonyms.of("사과"), ["apple"]);
    }
}
