//! Finds the typed text in a title and chooses the words of the title to suggest. This is pure. The
//! titles come from the database and are public, and so are the suggestions made of them.

use crate::search::korean::jamo;
use crate::search::korean::normalize::{self, Class};

/// The typed text in the form in which it is compared: key by key, or by initial consonants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Needle {
    Keys(String),
    Initials(Vec<char>),
}

/// Mark before each Latin letter among keys, where Hangul is written in Latin letters too.
const LATIN: char = '=';

fn push_keys(c: char, out: &mut String) {
    if c.is_ascii_alphabetic() {
        out.push(LATIN);
    }
    jamo::push_keys(c, out);
}

impl Needle {
    /// Returns `None` if `typed` contains nothing that can be searched.
    pub fn new(typed: &str) -> Option<Self> {
        let folded = normalize::fold(typed);
        let letters: Vec<char> = folded.chars().filter(|c| normalize::class(*c).is_some()).collect();
        if letters.is_empty() {
            return None;
        }
        if letters.iter().all(|c| jamo::is_consonant(*c)) {
            return Some(Self::Initials(letters));
        }
        let mut keys = String::new();
        letters.iter().for_each(|c| push_keys(*c, &mut keys));
        Some(Self::Keys(keys))
    }
}

/// A letter of a text, folded, and its byte range.
struct Letter {
    folded: Vec<char>,
    class: Option<Class>,
    from: usize,
    to: usize,
}

fn letters(text: &str) -> Vec<Letter> {
    let mut buffer = String::new();
    text.char_indices()
        .map(|(from, c)| {
            buffer.clear();
            normalize::fold_char(c, &mut buffer);
            let folded: Vec<char> = buffer.chars().filter(|c| normalize::class(*c).is_some()).collect();
            Letter {
                class: folded.first().and_then(|c| normalize::class(*c)),
                folded,
                from,
                to: from + c.len_utf8(),
            }
        })
        .collect()
}

/// The place of the typed text in a title, in byte offsets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub from: usize,
    pub to: usize,
    /// The end of the word that contains `to`.
    pub word_end: usize,
    /// True if the place begins at the beginning of a word.
    pub at_word: bool,
}

/// Returns the first place at the beginning of a word, or else the first place of all.
pub fn find(text: &str, needle: &Needle) -> Option<Place> {
    let letters = letters(text);
    let begins = |i: usize| {
        let class = |i: usize| letters.get(i).and_then(|l| l.class);
        class(i).is_some() && (i == 0 || class(i - 1) != class(i))
    };
    let at = |i: usize, at_word: bool| {
        let end = covered(letters.get(i..)?, needle)?;
        let last = i + end;
        let mut word_end = letters.get(last)?.to;
        for next in letters.iter().skip(last + 1).take_while(|l| l.class.is_some()) {
            word_end = next.to;
        }
        Some(Place {
            from: letters.get(i)?.from,
            to: letters.get(last)?.to,
            word_end,
            at_word,
        })
    };
    let starts = (0..letters.len()).filter(|i| begins(*i));
    let within = (0..letters.len()).filter(|i| letters.get(*i).is_some_and(|l| l.class.is_some()));
    starts
        .filter_map(|i| at(i, true))
        .next()
        .or_else(|| within.filter_map(|i| at(i, false)).next())
}

/// Returns the index of the letter that completes the needle, if the letters begin with it.
fn covered(letters: &[Letter], needle: &Needle) -> Option<usize> {
    match needle {
        Needle::Keys(wanted) => {
            let mut left = wanted.as_str();
            let mut keys = String::new();
            for (i, letter) in letters.iter().enumerate() {
                keys.clear();
                letter.folded.iter().for_each(|c| push_keys(*c, &mut keys));
                if keys.starts_with(left) {
                    return Some(i);
                }
                left = left.strip_prefix(keys.as_str())?;
            }
            None
        }
        Needle::Initials(wanted) => {
            let mut left = wanted.iter();
            for (i, letter) in letters.iter().enumerate() {
                for c in &letter.folded {
                    if jamo::initial(*c) != left.next().copied() {
                        return None;
                    }
                }
                if left.len() == 0 && !letter.folded.is_empty() {
                    return Some(i);
                }
            }
            None
        }
    }
}

/// Length of the longest suggestion, in characters.
const MAX_CHARS: usize = 40;

/// Returns the part of a title to suggest: the words that the needle is on the way to, with the next
/// word too if the needle already ends with a word, or the whole title if the needle is inside a word.
/// Returns `None` if the suggestion would be too long.
pub fn phrase(title: &str, place: Place) -> Option<String> {
    let phrase = if !place.at_word {
        title
    } else if place.to < place.word_end {
        title.get(place.from..place.word_end)?
    } else {
        title.get(place.from..following(title, place.word_end))?
    };
    let phrase = phrase.trim();
    (phrase.chars().count() <= MAX_CHARS).then(|| phrase.to_owned())
}

/// Returns the end of the next word, or of as many words as it takes to have two letters.
fn following(title: &str, from: usize) -> usize {
    let mut seen = 0;
    for letter in letters(title.get(from..).unwrap_or_default()) {
        if letter.class.is_some() {
            seen += 1;
        } else if seen >= 2 {
            return from + letter.from;
        }
    }
    title.len()
}

/// Returns the key by which two spellings of one suggestion are recognized as the same.
pub fn same(text: &str) -> String {
    normalize::fold(text)
        .chars()
        .filter(|c| normalize::class(*c).is_some())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggested(title: &str, typed: &str) -> Option<String> {
        phrase(title, find(title, &Needle::new(typed)?)?)
    }

    #[test]
    fn the_words_that_one_is_on_the_way_to() {
        let title = "제주 노지 감귤 한 상자 (5kg)";
        for (typed, expected) in [
            ("감", "감귤"),
            ("갂", "감귤"),
            ("감귤", "감귤 한 상자"),
            ("노지감", "노지 감귤"),
            ("노지 감귤 ㅎ", "노지 감귤 한 상자"),
            ("ㄱㄱ", "감귤 한 상자"),
            ("ㄴㅈㄱ", "노지 감귤"),
            ("귤", title),
            ("5k", "5kg"),
        ] {
            let found = suggested(title, typed);
            if typed == "갂" {
                assert_eq!(found, None);
            } else {
                assert_eq!(found.as_deref(), Some(expected), "{typed}");
            }
        }
        assert_eq!(suggested("iPhone 케이스", "IPH").as_deref(), Some("iPhone"));
        assert_eq!(suggested("해물 파전", "go"), None, "Latin is not Hangul keys");
        assert_eq!(suggested("수제 쿠키", "수제쿸").as_deref(), Some("수제 쿠키"));
        assert_eq!(suggested("", "가"), None);
    }

    #[test]
    fn places_are_ranges_of_the_text() {
        for title in ["ＡＢＣ 가방", "①②③ 세트", "가🍊나", "e\u{301}clair", "㎖"] {
            for typed in ["a", "1", "세", "나", "ecl", "m", "🍊"] {
                if let Some(place) = Needle::new(typed).and_then(|n| find(title, &n)) {
                    assert!(title.get(place.from..place.to).is_some() && title.get(place.to..place.word_end).is_some());
                }
            }
        }
    }
}
