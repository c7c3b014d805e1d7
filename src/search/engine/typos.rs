//! Candidates for a mistyped word: all words of whole syllables that differ from it by one key too many,
//! one too few, a wrong one, two in the wrong order, or one letter of a syllable taken for another.
//! This is pure; `spelling` checks which of them the index holds.

use crate::search::korean::{jamo, keyboard};
use std::ops::RangeInclusive;

/// Minimum number of keys of a word, which is two syllables. Shorter words are one key away from
/// everything.
const LEAST_KEYS: usize = 4;
/// Maximum number of characters of a word. Longer words are found by the part of them that is right.
const MOST_CHARS: usize = 14;
/// All keys that type a Hangul letter.
const KEYS: &str = "qwertyuiopasdfghjklzxcvbnmQWERTOP";

/// Likelihood of each kind of slip, as the logarithm to base 2 of the odds. Only differences count.
mod odds {
    pub const ALIKE: f32 = -2.5;
    pub const NEIGHBOUR: f32 = -3.0;
    pub const DOUBLED: f32 = -3.0;
    pub const SWAPPED: f32 = -3.5;
    pub const FORGOTTEN: f32 = -4.0;
    pub const TOO_MUCH: f32 = -4.0;
    pub const OTHER: f32 = -5.0;
}

/// A correction that replaces the characters from `from` up to `to` of a word.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change {
    pub from: usize,
    pub to: usize,
    pub middle: String,
    pub odds: f32,
}

/// Returns all corrections of one slip at one of the characters `at` of a word.
pub(super) fn changes(chars: &[char], at: RangeInclusive<usize>) -> Vec<Change> {
    let mut keys = String::new();
    chars.iter().for_each(|c| jamo::push_keys(*c, &mut keys));
    let hangul = chars.iter().all(|c| jamo::is_syllable(*c) || jamo::is_jamo(*c));
    if !hangul || chars.len() > MOST_CHARS || keys.len() < LEAST_KEYS {
        return Vec::new();
    }
    let mut found = Found {
        chars,
        changes: Vec::new(),
    };
    for at in at.filter(|at| *at < chars.len()) {
        found.keys_of(at);
        found.letters_of(at);
    }
    found.changes
}

impl Change {
    /// Returns the whole word with the correction applied.
    pub fn apply(&self, chars: &[char]) -> String {
        let part = |range: Option<&[char]>| range.unwrap_or_default().iter().collect::<String>();
        let (head, tail) = (part(chars.get(..self.from)), part(chars.get(self.to..)));
        format!("{head}{}{tail}", self.middle)
    }
}

struct Found<'a> {
    chars: &'a [char],
    changes: Vec<Change>,
}

impl Found<'_> {
    fn add(&mut self, from: usize, to: usize, middle: String, odds: f32) {
        if middle.chars().all(jamo::is_syllable) {
            self.changes.push(Change { from, to, middle, odds });
        }
    }

    /// Adds every slip at a key of the character at `at`. Only it and its neighbours change.
    fn keys_of(&mut self, at: usize) {
        let (mut from, mut to) = (at.saturating_sub(1), (at + 2).min(self.chars.len()));
        // Lone letters belong to the syllables beside them (배대ㅏㄹ is 배달).
        let is_lone = |at: usize| self.chars.get(at).is_some_and(|c| jamo::is_jamo(*c));
        while from > 0 && is_lone(from) {
            from -= 1;
        }
        while is_lone(to) {
            to += 1;
        }
        let mut keys = Vec::new();
        let mut span = (0, 0);
        for (i, c) in self.chars.iter().enumerate().take(to).skip(from) {
            let mut own = String::new();
            jamo::push_keys(*c, &mut own);
            let begins = keys.len();
            keys.extend(own.chars());
            if i == at {
                span = (begins, keys.len());
            }
        }
        let last = at + 1 == self.chars.len();
        for k in span.0..=span.1 {
            let own = keys.get(k).copied();
            // A slip after the last key of this character is found at the next one.
            if k == span.1 && !last {
                break;
            }
            let (before, rest) = keys.split_at(k);
            let after = rest.get(1..).unwrap_or_default();
            let mut put = |middle: &[char], after: &[char], odds: f32| {
                let keys: String = before.iter().chain(middle).chain(after).collect();
                self.add(from, to, keyboard::compose(&keys), odds);
            };
            if let Some(own) = own.filter(|_| k < span.1) {
                let doubled = before.last() == Some(&own) || after.first() == Some(&own);
                put(&[], after, if doubled { odds::DOUBLED } else { odds::TOO_MUCH });
                if let Some((next, after)) = after.split_first() {
                    put(&[*next, own], after, odds::SWAPPED);
                }
            }
            for key in KEYS.chars() {
                put(&[key], rest, odds::FORGOTTEN);
                if let Some(own) = own.filter(|own| *own != key && k < span.1) {
                    put(&[key], after, of_keys(own, key));
                }
            }
        }
    }

    /// Adds every other letter in the syllable at `at`, whether it takes one key or two.
    fn letters_of(&mut self, at: usize) {
        let Some((first, vowel, last)) = self.chars.get(at).and_then(|c| jamo::letters(*c)) else {
            return;
        };
        let mut put = |first: u32, vowel: u32, last: u32, odds: f32| {
            if let Some(c) = jamo::syllable(first, vowel, last) {
                self.add(at, at + 1, c.to_string(), odds);
            }
        };
        (0..19).for_each(|other| put(other, vowel, last, odds::OTHER));
        (0..21).for_each(|other| put(first, other, last, of_letters(VOWELS_ALIKE, vowel, other)));
        (0..28).for_each(|other| put(first, vowel, other, of_letters(FINALS_ALIKE, last, other)));
    }
}

/// Vowels that sound the same to most speakers: ㅐ ㅔ, ㅒ ㅖ, ㅙ ㅚ ㅞ, ㅢ ㅣ.
const VOWELS_ALIKE: &[&[u32]] = &[&[1, 5], &[3, 7], &[10, 11, 15], &[19, 20]];
/// Finals that are pronounced the same: ㄱ ㄲ ㅋ ㄺ, ㄴ ㄵ ㄶ, ㄷ ㅅ ㅆ ㅈ ㅊ ㅌ, ㅂ ㅍ ㅄ, ㄹ ㅀ, ㅁ ㄻ.
const FINALS_ALIKE: &[&[u32]] = &[
    &[1, 2, 9, 24],
    &[4, 5, 6],
    &[7, 19, 20, 22, 23, 25],
    &[17, 18, 26],
    &[8, 15],
    &[10, 16],
];

fn of_letters(alike: &[&[u32]], a: u32, b: u32) -> f32 {
    if alike.iter().any(|group| group.contains(&a) && group.contains(&b)) {
        odds::ALIKE
    } else {
        odds::OTHER
    }
}

fn of_keys(a: char, b: char) -> f32 {
    let alike = matches!((a, b), ('o', 'p') | ('p', 'o'));
    if alike || a.eq_ignore_ascii_case(&b) {
        return odds::ALIKE;
    }
    match (place(a), place(b)) {
        (Some(a), Some(b)) if (a.0 - b.0).abs() <= 1 && (a.1 - b.1).abs() <= 4 => odds::NEIGHBOUR,
        _ => odds::OTHER,
    }
}

/// Returns the row and column of a key, with columns in quarters of a key's width.
fn place(key: char) -> Option<(i32, i32)> {
    const ROWS: [(&str, i32); 3] = [("qwertyuiop", 0), ("asdfghjkl", 1), ("zxcvbnm", 3)];
    ROWS.iter().zip(0..).find_map(|((keys, shift), row)| {
        let at = keys.find(key.to_ascii_lowercase())?;
        Some((row, i32::try_from(at).ok()? * 4 + shift))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn neighbours(word: &str) -> HashMap<String, f32> {
        let chars: Vec<char> = word.chars().collect();
        let mut words = HashMap::new();
        for change in changes(&chars, 0..=chars.len()) {
            let best = words.entry(change.apply(&chars)).or_insert(change.odds);
            *best = change.odds.max(*best);
        }
        words
    }

    #[test]
    fn one_slip_leads_back() {
        for (typed, meant) in [
            ("수재쿠키", "수제쿠키"), // ㅐ for ㅔ
            ("쿠카", "쿠키"),
            ("투키", "쿠키"),
            ("머카롱", "마카롱"),
            ("마카로", "마카롱"),   // one key too few
            ("마카롱ㄱ", "마카롱"), // one too many
            ("마ㅏ카롱", "마카롱"), // a key twice
            ("ㅜㅋ키", "쿠키"),     // two in the wrong order, inside the first syllable
            ("원피ㅡㅅ", "원피스"),
            ("월피스", "원피스"),
            ("언피스", "원피스"), // ㅝ is two keys, but one letter
            ("닥갈비", "닭갈비"),
            ("재밌ㅓ요", "재밌어요"),
            ("깨끄싀", "깨끄시"),
            ("배대ㅏㄹ", "배달"),
            ("노ㅓㅎ어", "넣어"),
        ] {
            assert!(neighbours(typed).contains_key(meant), "{typed} → {meant}");
        }
        assert!(neighbours("꽃").is_empty() && neighbours("nike").is_empty());
        // Slips outside the range are not considered.
        let chars: Vec<char> = "수재쿠키".chars().collect();
        assert!(
            changes(&chars, 3..=3)
                .iter()
                .all(|change| change.apply(&chars).starts_with("수재"))
        );
    }

    #[test]
    fn likely_slips_come_first() {
        let of = |typed: &str, meant: &str| neighbours(typed).get(meant).copied().unwrap_or(f32::MIN);
        assert!(of("수재쿠키", "수제쿠키") > of("수재쿠키", "수저쿠키"));
        assert!(of("쿠카", "쿠키") < of("쿠커", "쿠키") || of("쿠카", "쿠키") >= odds::OTHER);
        assert!(of("초코릿", "초콜릿") >= odds::OTHER);
    }
}
