//! Turns a text into the tokens of each field of the index. Queries go through the same functions.
//!
//! | field | holds | finds |
//! |---|---|---|
//! | `bi` | Hangul bigrams across spaces, the last syllable of a word also alone; numbers and Latin words whole; with positions | any part of any word, spaces dropped or added |
//! | `w`  | words, their stems without particles or verbal endings, their parts by script; all at one position | whole words, hashtags |
//! | `jm` | the same as keystrokes (`jamo`) | half-typed words, slips of a key |
//! | `ch` | initial consonants in twos and threes, of titles, shop names and tags | ㅅㅈㅋㅋ |

use crate::search::korean::normalize::{Class, Gap, Word};
use crate::search::korean::{jamo, keyboard, particles, predicates, units};
use std::fmt::Write;

/// Maximum number of characters kept of a word in `w` and `jm`. Nobody types longer words, and each would
/// be one more term.
pub const MAX_WORD_CHARS: usize = 32;

/// A term and its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    pub position: usize,
}

/// Tokens of one field. The texts of a document follow one another with a gap of positions between
/// them. Each token is stored as `position:token` and a zero byte, which is the form that
/// `document::Written` reads while indexing.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    pub(super) written: String,
    pub(super) next: usize,
}

/// End of a written token. No token contains it, since tokens consist of letters and digits.
pub(super) const TOKEN_END: char = '\0';
/// Separator between a token's position and its text.
pub(super) const AFTER_POSITION: char = ':';

impl Tokens {
    pub(super) fn push(&mut self, text: impl IntoIterator<Item = char>, position: usize) {
        // Writing to a string cannot fail.
        let _ = write!(self.written, "{position}{AFTER_POSITION}");
        self.written.extend(text);
        self.written.push(TOKEN_END);
    }

    /// Leaves a gap in the positions, so that no phrase matches across it.
    pub(super) fn break_here(&mut self) {
        self.next += 2;
    }

    pub fn list(&self) -> Vec<Token> {
        let token = |written: &str| {
            let (position, text) = written.split_once(AFTER_POSITION)?;
            Some(Token {
                text: text.to_owned(),
                position: position.parse().ok()?,
            })
        };
        self.written.split_terminator(TOKEN_END).filter_map(token).collect()
    }
}

/// One position of a `bi` phrase: a syllable, or a run taken whole.
enum Item<'a> {
    Syllable { c: char, position: usize, ends_word: bool },
    Whole { text: &'a str, position: usize },
}

fn items<'a>(words: &'a [Word], next: &mut usize) -> Vec<Item<'a>> {
    let mut items = Vec::new();
    for word in words {
        if word.gap == Gap::Break {
            *next += 2;
        }
        let mut runs = word.runs.iter().peekable();
        while let Some(run) = runs.next() {
            if run.class == Class::Syllables {
                let mut chars = run.text.chars().peekable();
                while let Some(c) = chars.next() {
                    let ends_word = chars.peek().is_none() && runs.peek().is_none();
                    items.push(Item::Syllable {
                        c,
                        position: *next,
                        ends_word,
                    });
                    *next += 1;
                }
            } else {
                items.push(Item::Whole {
                    text: &run.text,
                    position: *next,
                });
                *next += 1;
            }
        }
    }
    items
}

/// Adds the tokens of a document's text for field `bi`.
pub fn bigrams(words: &[Word], out: &mut Tokens) {
    out.break_here();
    let mut next = out.next;
    let items = items(words, &mut next);
    out.next = next;
    push_bigrams(&items, |_| true, out);
}

/// Returns the tokens of a query for field `bi`. The last syllable of a word appears alone only if no
/// other syllable is beside it; otherwise the bigram that contains it already says more.
pub fn query_bigrams(words: &[Word]) -> Vec<Token> {
    let mut out = Tokens::default();
    let mut next = 0;
    let items = items(words, &mut next);
    push_bigrams(&items, |has_left| !has_left, &mut out);
    out.list()
}

fn push_bigrams(items: &[Item<'_>], alone: impl Fn(bool) -> bool, out: &mut Tokens) {
    let mut left: Option<(char, usize)> = None;
    let mut items = items.iter().peekable();
    while let Some(item) = items.next() {
        match *item {
            Item::Whole { text, position } => {
                out.push(text.chars().take(MAX_WORD_CHARS), position);
                left = None;
            }
            Item::Syllable { c, position, ends_word } => {
                let has_left = left.is_some_and(|(_, p)| p + 1 == position);
                let right = match items.peek() {
                    Some(Item::Syllable { c, position: p, .. }) if *p == position + 1 => Some(*c),
                    _ => None,
                };
                if let Some(right) = right {
                    out.push([c, right], position);
                }
                if (ends_word || right.is_none()) && alone(has_left || right.is_some()) {
                    out.push([c], position);
                }
                left = Some((c, position));
            }
        }
    }
}

fn clip(text: &str) -> String {
    text.chars().take(MAX_WORD_CHARS).collect()
}

/// A form that counts as the word: the word itself, the word without particles, or one of its parts
/// by script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    pub text: String,
    /// The same as keystrokes, with Latin letters marked so that `go` is not 해.
    pub keys: String,
}

/// Returns all forms of a word, the word itself first.
pub fn forms(word: &Word) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut add = |parts: &[(Class, &str)]| {
        let text = clip(&parts.iter().map(|(_, text)| *text).collect::<String>());
        if !text.is_empty() && !forms.iter().any(|f| f.text == text) {
            forms.push(Form { text, keys: keys(parts) });
        }
    };
    let runs: Vec<(Class, &str)> = word.runs.iter().map(|r| (r.class, r.text.as_str())).collect();
    add(&runs);
    let Some(((class, last), before)) = runs.split_last() else {
        return forms;
    };
    if *class == Class::Syllables {
        for stem in particles::stems(last) {
            let mut shorter = before.to_vec();
            shorter.push((*class, stem));
            add(&shorter);
            // The part before the particle is the word: 500ml를, iphone의.
        }
    }
    if runs.len() > 1 {
        // Letters and digits belong together (500ml, a4); Hangul is a part by itself.
        for group in runs.chunk_by(|a, b| is_alphanumeric(a.0) && is_alphanumeric(b.0)) {
            add(group);
            if let [(Class::Syllables, text)] = group {
                particles::stems(text)
                    .iter()
                    .for_each(|stem| add(&[(Class::Syllables, stem)]));
            }
        }
    }
    forms
}

/// Returns the forms by which a word of a query is looked up. A word that ends in a half-typed
/// syllable (원ㅍ) has only itself, because its parts are not words.
pub fn query_forms(word: &Word) -> Vec<Form> {
    let mut forms = forms(word);
    if let [.., before, last] = word.runs.as_slice()
        && before.class == Class::Syllables
        && last.class == Class::Jamo
    {
        forms.truncate(1);
    }
    forms
}

fn is_alphanumeric(class: Class) -> bool {
    matches!(class, Class::Letters | Class::Digits)
}

fn keys(parts: &[(Class, &str)]) -> String {
    let mut keys = String::new();
    let mut latin = false;
    for (class, text) in parts {
        match class {
            Class::Letters => {
                keys.push(LATIN_MARK);
                latin = true;
            }
            Class::Syllables | Class::Jamo if latin => {
                keys.push(HANGUL_MARK);
                latin = false;
            }
            _ => {}
        }
        text.chars().take(MAX_WORD_CHARS).for_each(|c| jamo::push_keys(c, &mut keys));
    }
    keys
}

/// Mark before Latin letters in `jm`, where Hangul is written in Latin letters too.
pub const LATIN_MARK: char = '=';
/// Mark before Hangul that follows Latin letters.
pub const HANGUL_MARK: char = '/';

/// Turns a `jm` term back into text.
pub fn spell(keys: &str) -> String {
    let mut text = String::new();
    for part in keys.split_inclusive([LATIN_MARK, HANGUL_MARK]).scan(false, |latin, part| {
        let read = (*latin, part.trim_end_matches([LATIN_MARK, HANGUL_MARK]));
        *latin = if part.ends_with(LATIN_MARK) {
            true
        } else {
            *latin && !part.ends_with(HANGUL_MARK)
        };
        Some(read)
    }) {
        match part {
            (true, latin) => text.push_str(latin),
            (false, keys) => text.push_str(&keyboard::compose(keys)),
        }
    }
    text
}

/// Adds the tokens of a document's text for fields `w` and `jm`.
pub fn words(words: &[Word], w: &mut Tokens, jm: &mut Tokens) {
    let mut previous: Option<&Word> = None;
    for word in words {
        let position = w.next;
        for form in forms(word) {
            jm.push(form.keys.chars(), position);
            w.push(form.text.chars(), position);
        }
        // `500 ml` is also 500ml.
        if let Some(before) = previous.filter(|_| word.gap == Gap::Space)
            && let Some(measure) = units::written_apart(before, word)
        {
            w.push(measure.chars(), position);
        }
        if let Some(stem) = predicate_term(word) {
            w.push(stem.chars(), position);
        }
        if word.tag {
            w.push(tag_term(&word.text()).chars(), position);
        }
        w.next += 1;
        jm.next += 1;
        previous = Some(word);
    }
}

/// Returns the term in `w` for the stem of a verb or an adjective, or `None` if the word does not look
/// like one. A mark keeps stems apart from words, since a stem need not be a word.
pub(super) fn predicate_term(word: &Word) -> Option<String> {
    let [only] = word.runs.as_slice() else { return None };
    let stem = predicates::stem(&only.text).filter(|_| only.text.chars().nth(MAX_WORD_CHARS).is_none())?;
    Some(format!("{PREDICATE_MARK}{stem}"))
}

const PREDICATE_MARK: char = '~';

/// Returns the term of a hashtag in `w`.
pub fn tag_term(squashed: &str) -> String {
    format!("#{}", clip(squashed))
}

/// Joins words without the gaps between them. Whole titles, names and tags are compared in this form.
pub fn squash(words: &[Word]) -> String {
    words.iter().flat_map(|w| &w.runs).map(|r| r.text.as_str()).collect()
}

/// Returns the term in `ex` for a whole title (`t`), shop name (`s`) or hashtag (`g`).
pub fn exact_term(sort: char, squashed: &str) -> String {
    std::iter::once(sort).chain(squashed.chars().take(MAX_EXACT_CHARS)).collect()
}

/// Maximum number of characters in a term of `ex`. A title has at most 150; a query may have 256.
const MAX_EXACT_CHARS: usize = 160;

impl Tokens {
    /// Adds the whole text as one term, for field `ex`.
    pub fn exact(&mut self, sort: char, words: &[Word]) {
        let squashed = squash(words);
        if !squashed.is_empty() {
            self.push(exact_term(sort, &squashed).chars(), 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::korean::normalize;

    fn list(tokens: &[Token]) -> String {
        tokens
            .iter()
            .map(|t| format!("{}{}", t.text, t.position))
            .collect::<Vec<_>>()
            .join(" ")
    }
    fn lex(s: &str) -> Vec<Word> {
        normalize::words(&normalize::fold(s))
    }

    #[test]
    fn bigrams_cross_spaces_but_not_sentences() {
        assert_eq!(list(&query_bigrams(&lex("수제 쿠키"))), "수제2 제쿠3 쿠키4");
        assert_eq!(list(&query_bigrams(&lex("꽃"))), "꽃2");
        assert_eq!(list(&query_bigrams(&lex("5월"))), "52 월3");
        let mut doc = Tokens::default();
        bigrams(&lex("꽃 선물. 5월 iPhone"), &mut doc);
        assert_eq!(list(&doc.list()), "꽃선4 꽃4 선물5 물6 59 월10 iphone11");
    }

    #[test]
    fn forms_of_a_word() {
        let texts = |s: &str| lex(s).iter().flat_map(forms).map(|f| f.text).collect::<Vec<_>>();
        assert_eq!(texts("원피스를"), ["원피스를", "원피스"]);
        assert_eq!(
            texts("iphone케이스를"),
            ["iphone케이스를", "iphone케이스", "iphone", "케이스를", "케이스"]
        );
        assert_eq!(texts("500ml"), ["500ml"]);
        let keys = |s: &str| lex(s).iter().flat_map(forms).map(|f| f.keys).collect::<Vec<_>>();
        assert_eq!(keys("해 go"), ["go", "=go"]);
        for word in ["원피스", "iphone케이스", "500ml", "나이키air맥스", "a4용지"] {
            assert_eq!(keys(word).first().map(|k| spell(k)).as_deref(), Some(word));
        }
    }
}
