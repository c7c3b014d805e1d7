//! The parts of a query's plan: fields, matches, words.

use super::analyzer::Token;

/// A text field of the index, named by its content.
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
    /// Terms at their positions, weighted by BM25.
    Phrase {
        field: FieldName,
        terms: Vec<Token>,
        weight: f32,
    },
    /// One term, weighed by BM25.
    Term { field: FieldName, term: String, weight: f32 },
    /// One term, with a constant score.
    Fixed { field: FieldName, term: String, score: f32 },
    /// All terms with this prefix, with a constant score.
    Beginning { field: FieldName, prefix: String, score: f32 },
    /// The whole query in a row, weighted by BM25, plus a constant.
    Whole { terms: Vec<Token> },
    /// Bigrams in a row, with a constant score.
    Row { terms: Vec<Token>, score: f32 },
    /// Bigrams in a row, together with any bigram of `before` and a syllable whose keystrokes begin
    /// with `keys`: a half-typed syllable where spaces were left out (수제쿸). The last bigram has a
    /// constant score.
    Ending {
        head: Vec<Token>,
        before: char,
        keys: String,
        score: f32,
    },
}

impl Match {
    /// Returns a phrase, or a `Term` for a single term. Terms beyond [`MAX_IN_A_ROW`] are ignored.
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

/// The way to look for a word one key away.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Slips {
    /// Not at all: numbers, symbols, lone consonants.
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
    /// Groups of matches. The scores of groups add up, and within a group the best match counts. Any
    /// match finds the word.
    pub groups: Vec<Vec<Match>>,
    /// Further matches if the index does not hold the word as typed: its end may still be to come.
    pub endings: Vec<Match>,
    /// Matches for the word as a hashtag, if it was written as one. They come first.
    pub tag: Vec<Match>,
    pub slips: Slips,
}

/// Maximum number of terms in a phrase. A longer query is not looked up as a whole, and the end of a
/// longer word is ignored.
pub(super) const MAX_IN_A_ROW: usize = 40;
