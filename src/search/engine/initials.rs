//! Field `ch`: initial consonants, by which people search for 수제 쿠키 as ㅅㅈㅋㅋ.

use super::analyzer::{Token, Tokens};
use crate::search::korean::jamo;
use crate::search::korean::normalize::{Gap, Word};

/// Maximum number of initials kept from the beginning of a word on, for matches at the beginning of
/// words.
const MAX_AT_WORD: usize = 12;

/// Returns stretches of initial consonants, each with the offsets at which its words begin. A run in
/// another script ends a stretch.
fn stretches(words: &[Word]) -> Vec<(Vec<char>, Vec<usize>)> {
    let mut stretches = Vec::new();
    let mut initials: Vec<char> = Vec::new();
    let mut starts = Vec::new();
    for word in words {
        if word.gap == Gap::Break && !initials.is_empty() {
            stretches.push((std::mem::take(&mut initials), std::mem::take(&mut starts)));
        }
        starts.push(initials.len());
        for run in &word.runs {
            let found = run.text.chars().filter_map(jamo::initial);
            let before = initials.len();
            initials.extend(found);
            if initials.len() == before && !initials.is_empty() {
                stretches.push((std::mem::take(&mut initials), std::mem::take(&mut starts)));
                starts.push(0);
            }
        }
    }
    stretches.push((initials, starts));
    stretches.retain(|(initials, _)| !initials.is_empty());
    stretches
}

/// Adds the tokens of one title, name or tag for field `ch`: twos and threes with positions, the
/// initials from the beginning of each word on (`^ㅅㅈㅋㅋ…`), and for a title also the whole
/// (`=ㅅㅈㅋㅋ`).
pub fn tokens(words: &[Word], title: bool, out: &mut Tokens) {
    let stretches = stretches(words);
    for (initials, starts) in &stretches {
        out.break_here();
        for (i, _) in initials.iter().enumerate() {
            let rest = initials.get(i..).unwrap_or_default();
            for n in [2, 3] {
                if let Some(gram) = rest.get(..n) {
                    out.push(gram.iter().copied(), out.next + i);
                }
            }
        }
        for start in starts {
            let rest = initials.iter().skip(*start).take(MAX_AT_WORD);
            out.push(std::iter::once('^').chain(rest.copied()), out.next + start);
        }
        out.next += initials.len();
    }
    if title && let [(initials, _)] = stretches.as_slice() {
        out.push(std::iter::once('=').chain(initials.iter().copied()), out.next);
    }
}

/// Returns the prefix of the terms of texts in which a word begins with these initials.
pub fn at_word(initials: &str) -> String {
    std::iter::once('^').chain(initials.chars().take(MAX_AT_WORD)).collect()
}

/// Returns the term of a title that has these initials and no others.
pub fn whole(initials: &str) -> String {
    format!("={initials}")
}

/// Returns the terms of a query: overlapping threes, a single two for two letters, and nothing for one
/// letter.
pub fn query(initials: &str) -> Vec<Token> {
    let letters: Vec<char> = initials.chars().collect();
    let size = letters.len().min(3);
    if size < 2 {
        return Vec::new();
    }
    letters
        .windows(size)
        .enumerate()
        .map(|(position, gram)| Token {
            text: gram.iter().collect(),
            position,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::korean::normalize;

    #[test]
    fn of_a_title() {
        let mut out = Tokens::default();
        tokens(&normalize::words(&normalize::fold("수제 쿠키")), true, &mut out);
        let list = out.list();
        let texts: Vec<&str> = list.iter().map(|t| t.text.as_str()).collect();
        assert_eq!(
            texts,
            ["ㅅㅈ", "ㅅㅈㅋ", "ㅈㅋ", "ㅈㅋㅋ", "ㅋㅋ", "^ㅅㅈㅋㅋ", "^ㅋㅋ", "=ㅅㅈㅋㅋ"]
        );
    }
}
