//! Words that mean the same, from a small file that the operator edits.
//!
//! One group a line, words parted by commas, `#` begins a remark: `원피스, 드레스, one-piece`.

use super::{analyzer, text};
use std::collections::HashMap;

/// Groups of words that find one another.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    of: HashMap<String, Vec<String>>,
}

/// More in one group would make a query too wide.
const MAX_GROUP: usize = 8;

impl Synonyms {
    /// Reads the file's text; lines that name fewer than two words are passed over.
    pub fn parse(source: &str) -> Synonyms {
        let mut of: HashMap<String, Vec<String>> = HashMap::new();
        for line in source.lines() {
            let line = line.split('#').next().unwrap_or_default();
            let group: Vec<&str> = line
                .split(',')
                .map(str::trim)
                .filter(|w| !w.is_empty())
                .take(MAX_GROUP)
                .collect();
            for word in &group {
                let others = of.entry(squash(word)).or_default();
                others.extend(group.iter().filter(|o| *o != word).map(|o| (*o).to_owned()));
                others.truncate(MAX_GROUP);
            }
        }
        Synonyms { of }
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
mod tests {
    use super::*;

    #[test]
    fn groups_are_read() {
        let synonyms = Synonyms::parse("# 옷\n원피스, 드레스, One-Piece # 여성\n혼자\n\n");
        assert_eq!(synonyms.of("원피스"), ["드레스", "One-Piece"]);
        assert_eq!(synonyms.of("onepiece"), ["원피스", "드레스"]);
        assert!(synonyms.of("혼자").is_empty());
    }
}
