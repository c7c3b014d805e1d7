//! The parts of a query's plan: fields, matches, words.

use super::analyzer::Token;

/// A field of the index, by what is asked of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldName {
    Bigrams,
    Words,
    Keys,
    Initials,
    Exact,
}

/// One way in which a word can be found.
#[derive(Clone, Debug, PartialEq)]
pub enum Match {
    /// Terms at their places, weighed by BM25.
    Phrase {
        field: FieldName,
        terms: Vec<Token>,
        weight: f32,
    },
    /// One term, weighed by BM25.
    Term { field: FieldName, term: String, weight: f32 },
    /// One term, a constant.
    Fixed { field: FieldName, term: String, score: f32 },
    /// All terms that begin so, a constant.
    Beginning { field: FieldName, prefix: String, score: f32 },
    /// The whole query in a row, weighed by BM25, and a constant atop.
    Whole { terms: Vec<Token> },
    /// Bigrams in a row, a constant.
    Row { terms: Vec<Token>, score: f32 },
    /// Bigrams in a row, and after them any that begins with `before` and goes on as `keys` begin:
    /// a half-typed syllable where spaces were left out (수제쿸). The last one is a constant.
    Ending {
        head: Vec<Token>,
        before: char,
        keys: String,
        score: f32,
    },
}

impl Match {
    /// A phrase; a single term is none, and the end of a very long one is not looked at.
    pub(super) fn phrase(field: FieldName, mut terms: Vec<Token>, weight: f32) -> Match {
        terms.truncate(MAX_IN_A_ROW);
        if terms.len() == 1
            && let Some(token) = terms.pop()
        {
            return Match::Term {
                field,
                term: token.text,
                weight,
            };
        }
        Match::Phrase { field, terms, weight }
    }
}

/// How a word is looked for one key away.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Slips {
    /// Not at all: numbers, single letters.
    #[default]
    None,
    /// As Hangul, anywhere in a text.
    Hangul,
    /// As a word of `jm` with these keys.
    Keys(Vec<String>),
}

/// One word of the query.
#[derive(Clone, Debug, Default)]
pub struct WordPlan {
    /// As typed, folded.
    pub text: String,
    /// Groups add up; in a group the best match counts. Any match at all finds the word.
    pub groups: Vec<Vec<Match>>,
    /// What else, if all that was typed of it stands nowhere in a row: its end may be to come.
    pub endings: Vec<Match>,
    /// Written as a hashtag: those are first.
    pub tag: Vec<Match>,
    pub slips: Slips,
}

/// Longer queries are not looked for as one phrase, nor longer words to their end.
pub(super) const MAX_IN_A_ROW: usize = 40;
