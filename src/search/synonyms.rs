//! Words that mean the same, from a small file that the operator edits.
//!
//! One group a line, words parted by commas, `#` begins a remark: `원피스, 드레스, one-piece`. Where
//! there is no file, a few that are true everywhere are known (`assets/search/synonyms.txt`, a
//! pattern for one's own). Read at the start and whenever the file changes (`node`).

use super::{analyzer, text};
use std::collections::HashMap;
use std::fmt;

/// Groups of words that find one another.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    of: HashMap<String, Vec<String>>,
}

/// More in one group would make a query too wide.
const MAX_GROUP: usize = 8;

/// A line of which something is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// From 1.
    pub line: usize,
    pub what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// One word has no synonym.
    Alone,
    /// Words beyond the first eight.
    TooMany,
    /// The same word twice.
    Twice,
    /// Nothing that can be searched.
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
    /// Those that are known without a file.
    pub fn usual() -> Synonyms {
        Synonyms::parse(include_str!("../../assets/search/synonyms.txt"))
    }

    /// Reads the file's text, and passes over what cannot be used.
    pub fn parse(source: &str) -> Synonyms {
        Synonyms::read(source).0
    }

    /// The same, with what is passed over.
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

    /// The other words of this word's groups.
    pub fn of(&self, word: &str) -> &[String] {
        self.of.get(word).map_or(&[], Vec::as_slice)
    }
}

fn squash(word: &str) -> String {
    analyzer::squash(&text::words(&text::fold(word)))
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
        assert!(Synonyms::read(include_str!("../../assets/search/synonyms.txt")).1.is_empty());
        assert_eq!(Synonyms::usual().of("iphone"), ["아이폰"]);
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
