//! Cuts the part of a text that shows why it was found, with the words found marked.
//!
//! This is pure and works on the text from the database, because the index stores no text. It marks
//! everything that the query plan would match: words and their stems, spaces ignored; other forms of a
//! verb; the beginning of a word for the last word typed; initial consonants; the other keyboard mode.

use super::analyzer;
use super::plan::{MAX_QUERY_CHARS, MAX_QUERY_WORDS};
use crate::search::korean::normalize::{self, Class, Word};
use crate::search::korean::{jamo, keyboard, predicates};
use unicode_normalization::UnicodeNormalization;

/// A piece of a snippet. Neighbouring pieces differ in `marked`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fragment {
    pub text: String,
    pub marked: bool,
}

/// Returns at most `max_chars` characters of `text` around the words of `query`, plus an ellipsis at each
/// cut. Runs of white space become single spaces. A text that fits is returned whole, and a text
/// without any word of the query is cut after its beginning.
pub fn highlight(text: &str, query: &str, max_chars: usize) -> Vec<Fragment> {
    let chars = single_spaced(text);
    let mut marks = vec![false; chars.len()];
    let units = units(&chars);
    for (from, to) in found(&units, query) {
        marks.iter_mut().take(to + 1).skip(from).for_each(|mark| *mark = true);
    }
    let (from, to) = window(&chars, &marks, max_chars);
    let mut fragments = Vec::new();
    if from > 0 {
        push(&mut fragments, '…', false);
    }
    for (c, mark) in chars.iter().zip(&marks).take(to).skip(from) {
        push(&mut fragments, *c, *mark);
    }
    if to < chars.len() && to > 0 {
        push(&mut fragments, '…', false);
    }
    fragments
}

fn push(fragments: &mut Vec<Fragment>, c: char, marked: bool) {
    match fragments.last_mut() {
        Some(last) if last.marked == marked => last.text.push(c),
        _ => fragments.push(Fragment {
            text: c.to_string(),
            marked,
        }),
    }
}

fn single_spaced(text: &str) -> Vec<char> {
    let mut chars: Vec<char> = Vec::with_capacity(text.len() / 2);
    for c in text.nfc() {
        if !c.is_whitespace() && !c.is_control() {
            chars.push(c);
        } else if chars.last().is_some_and(|last| *last != ' ') {
            chars.push(' ');
        }
    }
    if chars.last() == Some(&' ') {
        chars.pop();
    }
    chars
}

/// A folded letter of the text and its position.
#[derive(Clone, Copy)]
struct Unit {
    c: char,
    at: usize,
    class: Class,
    /// True if a word, or a run of another class, begins here.
    begins: bool,
}

fn units(chars: &[char]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::with_capacity(chars.len());
    let mut gap = true;
    let mut folded = String::new();
    for (at, c) in chars.iter().enumerate() {
        folded.clear();
        normalize::fold_char(*c, &mut folded);
        for c in folded.chars() {
            match normalize::class(c) {
                Some(class) => {
                    let begins = gap || units.last().is_some_and(|last| last.class != class);
                    units.push(Unit { c, at, class, begins });
                    gap = false;
                }
                None => gap = true,
            }
        }
    }
    units
}

/// Returns the ranges of the text that the query matches, ends included.
fn found(units: &[Unit], query: &str) -> Vec<(usize, usize)> {
    let clipped: String = query.nfc().take(MAX_QUERY_CHARS).collect();
    let ranges = found_as_typed(units, &clipped);
    match keyboard::other_mode(&clipped) {
        Some(other) if ranges.is_empty() => found_as_typed(units, &other),
        _ => ranges,
    }
}

fn found_as_typed(units: &[Unit], query: &str) -> Vec<(usize, usize)> {
    let clipped: String = query.chars().take(MAX_QUERY_CHARS * 4).collect();
    let folded: String = normalize::fold(&clipped).chars().take(MAX_QUERY_CHARS).collect();
    let mut words = normalize::words(&folded);
    words.truncate(MAX_QUERY_WORDS);
    let mut ranges = Vec::new();
    if words.len() > 1 {
        let whole: Vec<char> = analyzer::squash(&words).chars().collect();
        if words.iter().all(Word::is_initials) {
            initials(units, &whole, &mut ranges);
        } else {
            exactly(units, &whole, &mut ranges);
        }
    }
    let last = words.len().saturating_sub(1);
    for (i, word) in words.iter().enumerate() {
        let half_typed = i == last && !folded.ends_with(char::is_whitespace);
        one_word(units, word, half_typed, &mut ranges);
    }
    if ranges.is_empty() {
        for token in analyzer::query_bigrams(&words) {
            let gram: Vec<char> = token.text.chars().collect();
            if gram.len() > 1 {
                exactly(units, &gram, &mut ranges);
            }
        }
    }
    ranges
}

fn one_word(units: &[Unit], word: &Word, half_typed: bool, ranges: &mut Vec<(usize, usize)>) {
    let text = word.text();
    if word.is_initials() {
        return initials(units, &text.chars().collect::<Vec<_>>(), ranges);
    }
    let before = ranges.len();
    let forms = analyzer::query_forms(word);
    for form in &forms {
        exactly(units, &form.text.chars().collect::<Vec<_>>(), ranges);
    }
    if half_typed
        && ranges.len() == before
        && let Some(form) = forms.first()
    {
        beginning(units, &form.keys, ranges);
    }
    if ranges.len() == before
        && let Some(stem) = predicates::stem(&text)
    {
        conjugated(units, &stem, ranges);
    }
}

/// Adds words that are another form of the same verb or adjective.
fn conjugated(units: &[Unit], stem: &str, ranges: &mut Vec<(usize, usize)>) {
    for word in units.chunk_by(|_, next| !next.begins) {
        let text: String = word.iter().map(|unit| unit.c).collect();
        if let (Some(from), Some(to)) = (word.first(), word.last())
            && predicates::stem(&text).as_deref() == Some(stem)
        {
            ranges.push((from.at, to.at));
        }
    }
}

/// Adds each occurrence of the letters in a row, spaces ignored. A single syllable counts only at the
/// beginning of a word. Latin words and numbers count only as a whole, since they are not searched
/// inside others.
fn exactly(units: &[Unit], target: &[char], ranges: &mut Vec<(usize, usize)>) {
    let (Some(first), n) = (target.first(), target.len()) else {
        return;
    };
    let mut i = 0;
    while let Some(window) = units.get(i..i + n) {
        let (Some(from), Some(to)) = (window.first(), window.last()) else {
            return;
        };
        let whole = |unit: &Unit| matches!(unit.class, Class::Letters | Class::Digits);
        let fits = from.c == *first
            && window.iter().zip(target).all(|(unit, c)| unit.c == *c)
            && (from.begins || !whole(from) && n > 1)
            && (!whole(to) || units.get(i + n).is_none_or(|next| next.begins));
        if fits {
            ranges.push((from.at, to.at));
            i += n;
        } else {
            i += 1;
        }
    }
}

/// Adds each occurrence of the initial consonants in a row. A single one never counts.
fn initials(units: &[Unit], target: &[char], ranges: &mut Vec<(usize, usize)>) {
    if target.len() < 2 {
        return;
    }
    for window in units.windows(target.len()) {
        let fits = window.iter().zip(target).all(|(unit, c)| jamo::initial(unit.c) == Some(*c));
        if let (true, Some(from), Some(to)) = (fits, window.first(), window.last()) {
            ranges.push((from.at, to.at));
        }
    }
}

/// Adds each place where a word begins with these keys (a `jm` term). Whole syllables are marked.
fn beginning(units: &[Unit], keys: &str, ranges: &mut Vec<(usize, usize)>) {
    if keys.len() < 2 {
        return;
    }
    let wanted: String = keys
        .chars()
        .filter(|c| !matches!(*c, analyzer::LATIN_MARK | analyzer::HANGUL_MARK))
        .collect();
    let latin = keys.starts_with(analyzer::LATIN_MARK);
    for (i, from) in units.iter().enumerate().filter(|(_, unit)| unit.begins) {
        if latin != (from.class == Class::Letters) {
            continue;
        }
        let mut typed = String::new();
        for (j, unit) in units.iter().enumerate().skip(i) {
            if j > i && unit.begins && unit.class == from.class {
                break;
            }
            jamo::push_keys(unit.c, &mut typed);
            if typed.starts_with(&wanted) {
                ranges.push((from.at, unit.at));
                break;
            }
            if !wanted.starts_with(&typed) {
                break;
            }
        }
    }
}

/// Returns the stretch with the most marked characters. It begins a little before the first of them, at
/// the beginning of a word if there is one nearby.
fn window(chars: &[char], marks: &[bool], max_chars: usize) -> (usize, usize) {
    if chars.len() <= max_chars {
        return (0, chars.len());
    }
    let mut marked = marks.iter().take(max_chars).filter(|mark| **mark).count();
    let (mut best, mut most) = (0, marked);
    for (start, (gone, come)) in marks.iter().zip(marks.iter().skip(max_chars)).enumerate() {
        marked = marked + usize::from(*come) - usize::from(*gone);
        if marked > most {
            (best, most) = (start + 1, marked);
        }
    }
    if best > 0 {
        // The best window ends at its last mark, so move it on until there is text on both sides.
        let first = marks.iter().skip(best).position(|mark| *mark).unwrap_or(0);
        best += first.saturating_sub(max_chars / 4);
        best = best.min(chars.len() - max_chars);
        let near = chars.iter().skip(best).take(max_chars / 8).position(|c| *c == ' ');
        if let Some(space) = near.filter(|space| *space < first) {
            best += space + 1;
        }
    }
    (best, (best + max_chars).min(chars.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str, query: &str, max: usize) -> String {
        highlight(text, query, max)
            .iter()
            .map(|f| if f.marked { format!("[{}]", f.text) } else { f.text.clone() })
            .collect()
    }

    #[test]
    fn words_are_marked() {
        assert_eq!(show("린넨 원피스가 왔어요", "원피스를", 50), "린넨 [원피스]가 왔어요");
        assert_eq!(show("수제 쿠키 선물", "수제쿠키", 50), "[수제 쿠키] 선물");
        assert_eq!(show("수제쿠키 선물", "수제 쿠키", 50), "[수제쿠키] 선물");
        assert_eq!(show("수제쿠키", "수 제쿠키", 50), "[수제쿠키]");
        assert_eq!(show("수제 쿠키", "ㅅㅈㅋㅋ", 50), "[수제 쿠키]");
        assert_eq!(show("린넨 원피스", "원핏", 50), "린넨 [원피스]");
        assert_eq!(show("린넨 원피스", "원ㅍ", 50), "린넨 [원피]스");
        assert_eq!(show("린넨 원피스", "dnjsvltm", 50), "린넨 [원피스]");
        assert_eq!(show("iPhone 케이스", "iphone케이스", 50), "[iPhone 케이스]");
        assert_eq!(show("아이폰 iPhone15 케이스", "ipho", 50), "아이폰 [iPho]ne15 케이스");
        assert_eq!(show("물 500 ml 한 병", "500ML", 50), "물 [500 ml] 한 병");
        assert_eq!(show("art in cart", "art", 50), "[art] in cart");
        assert_eq!(show("꽃 한 송이, 벚꽃", "꽃", 50), "[꽃] 한 송이, 벚꽃");
        assert_eq!(show("담요가 따뜻해요, 정말", "따뜻한 담요", 50), "[담요]가 [따뜻해요], 정말");
    }

    #[test]
    fn the_stretch_with_the_words_is_shown() {
        let text = format!("{}여기 원피스가 있어요 {}", "가나다 ".repeat(50), "라마바 ".repeat(50));
        let snippet = highlight(&text, "원피스", 40);
        let shown: String = snippet.iter().map(|f| f.text.as_str()).collect();
        assert!(
            shown.starts_with('…') && shown.ends_with('…') && shown.contains("여기 원피스가 있어요"),
            "{shown}"
        );
        assert!(shown.chars().count() <= 42);
        assert_eq!(show(&text, "없는말", 10), "가나다 가나다 가나…");
        assert_eq!(show("", "원피스", 10), "");
        assert_eq!(show("원피스", "원피스", 0), "");
    }
}
