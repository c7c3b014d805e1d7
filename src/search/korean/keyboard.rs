//! Converts text typed in the wrong keyboard mode: `dnjsvltm` for 원피스, ㅑㅔㅙㅜㄷ for iphone.
//!
//! The conversion on the two-set keyboard is pure and works both ways. `other_mode` also decides if the
//! result is worth searching, because that depends on the letters only.

use super::jamo;

/// Composes keystrokes as a Korean input method does: 원피스 from `dnjsvltm`. Keys that type no Hangul
/// letter stay as they are.
pub fn compose(keys: &str) -> String {
    let keys: Vec<char> = keys.chars().map(shifted).collect();
    let mut out = String::new();
    let mut i = 0;
    while let Some(&key) = keys.get(i) {
        let Some(initial) = one(key, jamo::initial_index) else {
            // A vowel without a consonant before it, or a key that types no Hangul.
            let (vowel, used) = vowel_at(&keys, i);
            out.push(vowel.and_then(jamo::vowel_letter).unwrap_or(key));
            i += used;
            continue;
        };
        let (vowel, used) = vowel_at(&keys, i + 1);
        let Some(vowel) = vowel else {
            out.push(jamo::letter(key.encode_utf8(&mut [0; 4])).unwrap_or(key));
            i += 1;
            continue;
        };
        i += 1 + used;
        let (last, used) = final_at(&keys, i);
        i += used;
        out.push(jamo::syllable(initial, vowel, last).unwrap_or(key));
    }
    out
}

/// Lowercases a key unless it is one of the seven that shift changes. With caps lock, the others mean the
/// same.
fn shifted(c: char) -> char {
    if "QWERTOP".contains(c) { c } else { c.to_ascii_lowercase() }
}

fn one(key: char, index: impl Fn(&str) -> Option<u32>) -> Option<u32> {
    let mut buffer = [0; 4];
    index(key.encode_utf8(&mut buffer))
}

/// Returns the index of the letter that the two keys at `i` type together, if they do.
fn two(keys: &[char], i: usize, index: impl Fn(&str) -> Option<u32>) -> Option<u32> {
    let (a, b) = (keys.get(i)?, keys.get(i + 1)?);
    let pair = [u8::try_from(*a).ok()?, u8::try_from(*b).ok()?];
    index(std::str::from_utf8(&pair).ok()?)
}

/// Returns the vowel at `i`, of two keys if they combine, and the number of keys used (at least 1).
fn vowel_at(keys: &[char], i: usize) -> (Option<u32>, usize) {
    match two(keys, i, jamo::vowel_index) {
        Some(pair) => (Some(pair), 2),
        None => (keys.get(i).and_then(|key| one(*key, jamo::vowel_index)), 1),
    }
}

/// Returns the final at `i` and the number of keys used. A consonant belongs to this syllable unless a
/// vowel follows it.
fn final_at(keys: &[char], i: usize) -> (u32, usize) {
    let vowel = |j: usize| keys.get(j).is_some_and(|k| one(*k, jamo::vowel_index).is_some());
    if !vowel(i + 2)
        && let Some(index) = two(keys, i, jamo::final_index)
    {
        return (index, 2);
    }
    match keys.get(i).and_then(|key| one(*key, jamo::final_index)) {
        Some(index) if !vowel(i + 1) => (index, 1),
        _ => (0, 0),
    }
}

/// Returns the query in the other keyboard mode if it makes sense there: Latin words whose keys form
/// whole Hangul syllables, or Hangul with lone letters, which no Korean word has. Case matters, because
/// shift types the double consonants.
pub fn other_mode(query: &str) -> Option<String> {
    let words: Vec<&str> = query.split_whitespace().collect();
    let last = words.len().checked_sub(1)?;
    let hangul: Vec<Option<String>> = words
        .iter()
        .enumerate()
        .map(|(i, word)| meant_hangul(word, i == last))
        .collect();
    // A single syllable is not enough evidence (`go` is 해), unless all words form syllables.
    let long = |word: &Option<String>| word.as_ref().is_some_and(|w| w.chars().count() >= 2);
    let latin = |word: &&str| word.chars().any(|c| c.is_ascii_alphabetic());
    let all = words.iter().zip(&hangul).all(|(word, meant)| meant.is_some() || !latin(word));
    let sure = all && hangul.iter().any(long);
    let mut changed = false;
    let meant: Vec<String> = words
        .iter()
        .zip(hangul)
        .map(|(word, meant)| {
            let other = meant.filter(|w| sure || w.chars().count() >= 2).or_else(|| meant_latin(word));
            changed |= other.is_some();
            other.unwrap_or_else(|| (*word).to_owned())
        })
        .collect();
    changed.then(|| meant.join(" "))
}

/// Returns the Hangul that a Latin word was meant to be. The last word may be half-typed (원ㅍ).
fn meant_hangul(word: &str, half_typed: bool) -> Option<String> {
    if word.len() < 2 || !word.chars().all(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    // With caps lock, `DNJSVLTM` means the same as `dnjsvltm`.
    let word = if word.chars().all(|c| c.is_ascii_uppercase()) {
        word.to_ascii_lowercase()
    } else {
        word.to_owned()
    };
    let text = compose(&word);
    let whole = text.trim_end_matches(|c| half_typed && jamo::is_consonant(c));
    let extra = text.chars().count() - whole.chars().count();
    (!whole.is_empty() && extra <= 1 && whole.chars().all(jamo::is_syllable)).then_some(text)
}

/// Returns the Latin word that Hangul was meant to be. Returns `None` for consonants only, which are a way
/// to search, and for a word that only lacks the vowel of its last syllable.
fn meant_latin(word: &str) -> Option<String> {
    let hangul = |c: char| jamo::is_syllable(c) || jamo::is_jamo(c);
    let stray_vowel = word.chars().any(|c| jamo::is_jamo(c) && !jamo::is_consonant(c));
    let whole = word.trim_end_matches(jamo::is_consonant);
    let mixed = whole.chars().any(jamo::is_jamo) && word.chars().any(jamo::is_syllable);
    if !(stray_vowel || mixed) || !word.chars().all(hangul) {
        return None;
    }
    let latin = jamo::keys(word).to_ascii_lowercase();
    (latin.len() >= 3).then_some(latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_put_together() {
        for text in [
            "원피스",
            "수제쿠키",
            "닭갈비",
            "값이",
            "괜찮아",
            "의자",
            "꽃다발",
            "읽어요",
            "넋",
        ] {
            assert_eq!(compose(&jamo::keys(text)), text);
        }
        assert_eq!(compose("znz"), "쿸");
        assert_eq!(compose("k"), "ㅏ");
        assert_eq!(compose("dnjs1"), "원1");
    }

    #[test]
    fn wrong_mode_is_recognised() {
        let cases = [
            ("dnjsvltm", "원피스"),
            ("DNJSVLTM", "원피스"),
            ("wlsWk woalTek", "진짜 재밌다"),
            ("dnjsv", "원ㅍ"),
            ("gks qjsdml", "한 번의"),
            ("ㅑㅔㅙㅜㄷ", "iphone"),
            ("ㅁ양ㅁㄴ 운동화", "adidas 운동화"),
        ];
        for (typed, meant) in cases {
            assert_eq!(other_mode(typed).as_deref(), Some(meant), "{typed}");
        }
        for typed in ["nike", "go", "iphone 케이스", "ㅅㅈㅋㅋ", "원피스", "원ㅍ", "", "500ml"] {
            assert_eq!(other_mode(typed), None, "{typed}");
        }
    }
}
