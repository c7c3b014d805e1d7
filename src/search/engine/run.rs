//! A snapshot of the index and the primitive queries on it, shared by `execute` and `spelling`.

use std::collections::BTreeSet;

use tantivy::query::{BoostQuery, ConstScoreQuery, PhraseQuery, Query as TantivyQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::analyzer::Token;
use super::boost::Atop;
use super::document::Fields;
use super::error::SearchError;
use super::matchers::{AtLeast, Beginning, Combine};
use super::plan_terms::{FieldName, Match};
use super::ranking;
use super::synonyms::Synonyms;
use crate::search::korean::jamo;

/// Maximum number of bigrams tried for the syllable that a half-typed one may become.
const MAX_CONTINUATIONS: usize = 64;

/// A snapshot of the index, and the synonyms for its queries.
pub(super) struct Run<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
    pub synonyms: &'a Synonyms,
}

impl Run<'_> {
    pub fn field(&self, name: FieldName) -> Field {
        match name {
            FieldName::Bigrams => self.fields.bi,
            FieldName::Words => self.fields.w,
            FieldName::Keys => self.fields.jm,
            FieldName::Initials => self.fields.ch,
            FieldName::Exact => self.fields.ex,
        }
    }

    pub fn term(&self, field: FieldName, text: &str) -> Term {
        Term::from_field_text(self.field(field), text)
    }

    pub fn one(&self, one: &Match) -> Result<Box<dyn TantivyQuery>, SearchError> {
        Ok(match one {
            Match::Term { field, term, weight } => weighed(Box::new(self.bm25(*field, term)), *weight),
            Match::Phrase { field, terms, weight } => weighed(self.row(*field, terms), *weight),
            Match::Whole { terms } => {
                let query = weighed(self.row(FieldName::Bigrams, terms), ranking::WHOLE_PHRASE);
                let constant = ranking::WHOLE;
                Box::new(Atop { query, constant })
            }
            Match::Row { terms, score } => constant(self.row(FieldName::Bigrams, terms), *score),
            Match::Fixed { field, term, score } => constant(self.holds(*field, term), *score),
            Match::Beginning { field, prefix, score } => Box::new(Beginning {
                field: self.field(*field),
                prefix: prefix.clone(),
                score: *score,
            }),
            Match::Ending {
                head,
                before,
                keys,
                score,
            } => {
                let ends = self
                    .continuations(*before, keys)?
                    .iter()
                    .map(|bigram| self.holds(FieldName::Bigrams, bigram))
                    .collect();
                let ends = constant(AtLeast::of(ends, 1, Combine::Best), *score);
                if head.is_empty() {
                    return Ok(ends);
                }
                AtLeast::of(vec![self.row(FieldName::Bigrams, head), ends], 2, Combine::Sum)
            }
        })
    }

    pub fn best_of(&self, matches: &[Match]) -> Result<Box<dyn TantivyQuery>, SearchError> {
        let matches: Result<Vec<_>, _> = matches.iter().map(|one| self.one(one)).collect();
        Ok(AtLeast::of(matches?, 1, Combine::Best))
    }

    /// Returns a query for terms in a row, at their positions.
    pub fn row(&self, field: FieldName, terms: &[Token]) -> Box<dyn TantivyQuery> {
        if let [only] = terms {
            return Box::new(self.bm25(field, &only.text));
        }
        let terms = terms
            .iter()
            .map(|token| (token.position, self.term(field, &token.text)))
            .collect();
        Box::new(PhraseQuery::new_with_offset(terms))
    }

    fn holds(&self, field: FieldName, text: &str) -> Box<dyn TantivyQuery> {
        Box::new(TermQuery::new(self.term(field, text), IndexRecordOption::Basic))
    }

    /// Returns the bigrams in the index of `before` and a syllable whose keystrokes begin with `keys`.
    fn continuations(&self, before: char, keys: &str) -> Result<BTreeSet<String>, SearchError> {
        let mut found = BTreeSet::new();
        let prefix = before.to_string();
        for reader in self.searcher.segment_readers() {
            let inverted = reader.inverted_index(self.fields.bi)?;
            let mut terms = inverted.terms().range().ge(prefix.as_bytes()).into_stream()?;
            while terms.advance() && terms.key().starts_with(prefix.as_bytes()) && found.len() < MAX_CONTINUATIONS {
                if let Ok(bigram) = std::str::from_utf8(terms.key())
                    && let Some(next) = bigram.strip_prefix(before).filter(|next| !next.is_empty())
                    && jamo::keys(next).starts_with(keys)
                {
                    found.insert(bigram.to_owned());
                }
            }
        }
        Ok(found)
    }

    pub fn bm25(&self, field: FieldName, term: &str) -> TermQuery {
        TermQuery::new(self.term(field, term), IndexRecordOption::WithFreqs)
    }
}

pub(super) fn constant(query: Box<dyn TantivyQuery>, score: f32) -> Box<dyn TantivyQuery> {
    Box::new(ConstScoreQuery::new(query, score))
}

pub(super) fn weighed(query: Box<dyn TantivyQuery>, weight: f32) -> Box<dyn TantivyQuery> {
    if weight == 1.0 {
        query
    } else {
        Box::new(BoostQuery::new(query, weight))
    }
}
