//! Numbers with units: 500ml and 500 ml are the same, and so are 1kg, 1킬로 and 1 킬로그램.
//!
//! A number and the unit after it count as one word, in the index and in a query. A query also looks for
//! the other spellings of the unit.

use super::normalize::{Class, Gap, Run, Word};

/// Spellings of each unit that people type.
const UNITS: &[&[&str]] = &[
    &["kg", "킬로", "킬로그램", "키로"],
    &["g", "그램", "그람"],
    &["ml", "밀리리터", "밀리", "미리"],
    &["l", "리터"],
    &["cm", "센티미터", "센티", "센치"],
    &["mm", "밀리미터"],
    &["m", "미터"],
    &["inch", "인치"],
    &["gb", "기가"],
    &["p", "피스"],
    &["w", "와트"],
];

fn spellings(unit: &str) -> Option<&'static [&'static str]> {
    UNITS.iter().find(|unit_of| unit_of.contains(&unit)).copied()
}

/// Returns the number and the unit of a word that consists of nothing else.
fn measure(word: &Word) -> Option<(&str, &str)> {
    match word.runs.as_slice() {
        [number, unit] if number.class == Class::Digits => Some((&number.text, &unit.text)),
        _ => None,
    }
}

/// Returns the other spellings of a number with a unit.
pub fn spelt_out(word: &Word) -> Vec<String> {
    let Some((number, unit)) = measure(word) else {
        return Vec::new();
    };
    let others = spellings(unit).unwrap_or_default().iter().filter(|other| **other != unit);
    others.map(|other| format!("{number}{other}")).collect()
}

/// Joins a number and a unit that are written apart. Any letters after a number count as a unit.
pub fn written_apart(number: &Word, unit: &Word) -> Option<String> {
    let ([number], [unit]) = (number.runs.as_slice(), unit.runs.as_slice()) else {
        return None;
    };
    let fits = unit.class == Class::Letters || spellings(&unit.text).is_some();
    (number.class == Class::Digits && fits).then(|| format!("{}{}", number.text, unit.text))
}

/// Joins each number with the unit after it into one word, and separates them from the rest of a word
/// (생수500미리).
pub fn joined(words: Vec<Word>) -> Vec<Word> {
    let mut joined: Vec<Word> = Vec::with_capacity(words.len());
    for word in words.into_iter().flat_map(parted) {
        if let Some(before) = joined.last_mut()
            && let ([number], [unit]) = (before.runs.as_slice(), word.runs.as_slice())
            && word.gap == Gap::Space
            && number.class == Class::Digits
            && spellings(&unit.text).is_some()
        {
            before.runs.extend(word.runs);
        } else {
            joined.push(word);
        }
    }
    joined
}

/// Splits a word before and after a number with its unit.
fn parted(mut word: Word) -> Vec<Word> {
    let at = word.runs.windows(2).position(|two| match two {
        [number, unit] => number.class == Class::Digits && spellings(&unit.text).is_some(),
        _ => false,
    });
    let Some(at) = at.filter(|_| word.runs.len() > 2) else {
        return vec![word];
    };
    let (gap, tag) = (word.gap, word.tag);
    let part = |runs: Vec<Run>| Word {
        gap: Gap::Space,
        tag,
        runs,
    };
    let behind = part(word.runs.split_off(at + 2));
    let measure = part(word.runs.split_off(at));
    let mut parts: Vec<Word> = [word, measure, behind]
        .into_iter()
        .filter(|part| !part.runs.is_empty())
        .collect();
    if let Some(first) = parts.first_mut() {
        first.gap = gap;
    }
    parts
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::search::korean::normalize;

    #[test]
    fn numbers_keep_their_units() {
        let words = |s: &str| joined(normalize::words(&normalize::fold(s)));
        let texts = |s: &str| words(s).iter().map(Word::text).collect::<Vec<_>>();
        assert_eq!(texts("쌀 10 KG 한 포대"), ["쌀", "10kg", "한", "포대"]);
        assert_eq!(texts("우유 1. kg"), ["우유", "1", "kg"]);
        assert_eq!(texts("생수500미리 2L병"), ["생수", "500미리", "2l", "병"]);
        assert_eq!(spelt_out(&words("1킬로")[0]), ["1kg", "1킬로그램", "1키로"]);
        assert!(spelt_out(&words("3개")[0]).is_empty());
    }
}
