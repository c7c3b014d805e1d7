//! Numbers with units: 500ml, 500 ml, 1kg, 1킬로 and 1 킬로그램 are words of the same meaning.
//!
//! A number and the unit after it are one word of a query; in the index the number stands with
//! every spelling of its unit that people type.

use super::normalize::{Class, Gap, Run, Word};

/// Spellings of one unit, the shortest first.
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

/// Number and unit, where a word is nothing else.
fn measure(word: &Word) -> Option<(&str, &str)> {
    match word.runs.as_slice() {
        [number, unit] if number.class == Class::Digits => Some((&number.text, &unit.text)),
        _ => None,
    }
}

/// The other spellings of a number with a unit.
pub fn spelt_out(word: &Word) -> Vec<String> {
    let Some((number, unit)) = measure(word) else {
        return Vec::new();
    };
    let others = spellings(unit).unwrap_or_default().iter().filter(|other| **other != unit);
    others.map(|other| format!("{number}{other}")).collect()
}

/// A number and a unit that stand apart, as one word; letters after a number are a unit anyway.
pub fn written_apart(number: &Word, unit: &Word) -> Option<String> {
    let ([number], [unit]) = (number.runs.as_slice(), unit.runs.as_slice()) else {
        return None;
    };
    let fits = unit.class == Class::Letters || spellings(&unit.text).is_some();
    (number.class == Class::Digits && fits).then(|| format!("{}{}", number.text, unit.text))
}

/// The words, a number and a unit after it made one, also where they stand within a word
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

/// A word, parted before and behind a number with its unit.
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
