//! A plan carried out on one state of the index.
//!
//! First as typed; a word that nothing knows is at once also looked for in the other keyboard mode
//! and one key away, and when little is found, every word is. What the hits are then really of is
//! the answer's `did_you_mean`.

use super::analyzer;
use super::collector::{Hides, PageCollector};
use super::document::Fields;
use super::error::SearchError;
use super::matchers::{AtLeast, Beginning, Combine, Lifted};
use super::query_plan::{FieldName, Match, Plan, WordPlan};
use super::ranking;
use super::request::{Hidden, Hits, Query};
use super::synonyms::Synonyms;
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::query::{AllQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery, PhraseQuery, Query as TantivyQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, Term};

/// Of a long query the rarest bigrams decide; the rest costs more than it tells.
const MAX_SPACELESS: usize = 40;
/// Hits on one page, however many were asked for.
const MAX_LIMIT: usize = 1000;

/// Answers `query` from `searcher`.
pub(super) fn search(searcher: &Searcher, fields: &Fields, synonyms: &Synonyms, query: &Query) -> Result<Hits, SearchError> {
    let plan = Plan::new(&query.text, synonyms);
    let run = Run { searcher, fields };
    if plan.is_empty() {
        // Conditions without words: all that holds to them.
        let browsed = query.text.trim().is_empty() && query.filters.is_set();
        return if browsed { run.all(query) } else { Ok(Hits::default()) };
    }
    let known = run.known(&plan)?;
    // Read in the other keyboard mode if that makes more of the words known.
    if let Some(other) = &plan.other_mode
        && known.contains(&Known::No)
    {
        let there = run.known(other)?;
        let count = |known: &[Known]| known.iter().filter(|k| **k != Known::No).count();
        if count(&there) > count(&known) {
            let mut hits = run.answer(other, &there, query)?;
            hits.did_you_mean.get_or_insert_with(|| other.text());
            return Ok(hits);
        }
    }
    run.answer(&plan, &known, query)
}

/// What the index knows of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    /// As a word, with or without a particle.
    Word,
    /// Within words, or as the beginning of one.
    Part,
    No,
}

struct Run<'a> {
    searcher: &'a Searcher,
    fields: &'a Fields,
}

impl Run<'_> {
    fn answer(&self, plan: &Plan, known: &[Known], query: &Query) -> Result<Hits, SearchError> {
        let mut slipped: Vec<bool> = known.iter().map(|known| *known == Known::No).collect();
        let mut hits = self.page(plan, &slipped, query)?;
        if !query.forgiving {
            return Ok(hits);
        }
        let few = if known.contains(&Known::Part) {
            ranking::FEW_HITS_OF_PARTS
        } else {
            ranking::FEW_HITS
        };
        let untried = plan
            .words
            .iter()
            .zip(&slipped)
            .any(|(word, slipped)| !slipped && !word.slips.is_empty());
        if hits.counts.total() < few && untried {
            let all = vec![true; known.len()];
            let more = self.page(plan, &all, query)?;
            if more.counts.total() > hits.counts.total() {
                hits = more;
                slipped = all;
            }
        }
        hits.did_you_mean = self.did_you_mean(plan, known, &slipped, &query.hidden)?;
        Ok(hits)
    }

    fn all(&self, query: &Query) -> Result<Hits, SearchError> {
        self.collect(&AllQuery, query)
    }

    fn page(&self, plan: &Plan, with_slips: &[bool], query: &Query) -> Result<Hits, SearchError> {
        let words = plan
            .words
            .iter()
            .zip(with_slips)
            .map(|(word, with_slips)| self.word(word, *with_slips))
            .collect();
        let mut routes = vec![AtLeast::of(words, plan.words_needed, Combine::Sum)];
        if let Some(spaceless) = self.spaceless(plan)? {
            routes.push(spaceless);
        }
        let required = AtLeast::of(routes, 1, Combine::Best);
        let lifted = Lifted {
            required,
            lifts: self.lifts(plan),
        };
        self.collect(&lifted, query)
    }

    fn collect(&self, what: &dyn TantivyQuery, query: &Query) -> Result<Hits, SearchError> {
        let now_ms = query.after.map_or(query.now_ms, |cursor| cursor.at_ms);
        let mut query = query.clone();
        query.limit = query.limit.clamp(1, MAX_LIMIT);
        let collector = PageCollector::new(&query, now_ms);
        let found = self.searcher.search(what, &collector)?;
        let (hits, next, accounts) = found.top.into_page(now_ms);
        Ok(Hits {
            hits,
            counts: found.counts,
            facets: found.facets,
            did_you_mean: None,
            next,
            accounts,
        })
    }

    fn field(&self, name: FieldName) -> Field {
        match name {
            FieldName::Bigrams => self.fields.bi,
            FieldName::Words => self.fields.w,
            FieldName::Keys => self.fields.jm,
            FieldName::Initials => self.fields.ch,
            FieldName::Exact => self.fields.ex,
        }
    }

    fn term(&self, field: FieldName, text: &str) -> Term {
        Term::from_field_text(self.field(field), text)
    }

    fn word(&self, word: &WordPlan, with_slips: bool) -> Box<dyn TantivyQuery> {
        let slips = Some(&word.slips).filter(|_| with_slips);
        let groups = word
            .groups
            .iter()
            .chain(slips)
            .filter(|group| !group.is_empty())
            .map(|group| AtLeast::of(group.iter().map(|m| self.one(m)).collect(), 1, Combine::Best))
            .collect();
        AtLeast::of(groups, 1, Combine::Sum)
    }

    fn one(&self, one: &Match) -> Box<dyn TantivyQuery> {
        match one {
            Match::Term { field, term, weight } => weighed(Box::new(self.bm25(*field, term)), *weight),
            Match::Phrase { field, terms, weight } => {
                let terms = terms
                    .iter()
                    .map(|token| (token.position, self.term(*field, &token.text)))
                    .collect();
                weighed(Box::new(PhraseQuery::new_with_offset(terms)), *weight)
            }
            Match::Fixed { field, term, score } => {
                let query = TermQuery::new(self.term(*field, term), IndexRecordOption::Basic);
                Box::new(ConstScoreQuery::new(Box::new(query), *score))
            }
            Match::Beginning { field, prefix, score } => Box::new(Beginning {
                field: self.field(*field),
                prefix: prefix.clone(),
                score: *score,
            }),
            Match::Slip { keys, score } => Box::new(ConstScoreQuery::new(Box::new(self.slip(keys)), *score)),
        }
    }

    fn bm25(&self, field: FieldName, term: &str) -> TermQuery {
        TermQuery::new(self.term(field, term), IndexRecordOption::WithFreqs)
    }

    fn slip(&self, keys: &str) -> FuzzyTermQuery {
        // Two neighbouring keys in the wrong order are one slip.
        FuzzyTermQuery::new(self.term(FieldName::Keys, keys), 1, true)
    }

    fn spaceless(&self, plan: &Plan) -> Result<Option<Box<dyn TantivyQuery>>, SearchError> {
        let mut terms = Vec::with_capacity(plan.spaceless.len());
        for text in &plan.spaceless {
            let term = self.term(FieldName::Bigrams, text);
            terms.push((self.searcher.doc_freq(&term)?, text));
        }
        let mut needed = plan.spaceless_needed;
        if terms.len() > MAX_SPACELESS {
            // Of those that are anywhere: one that is nowhere tells nothing about a document.
            terms.retain(|(frequency, _)| *frequency > 0);
            terms.sort_unstable();
            terms.truncate(MAX_SPACELESS);
            needed = needed.min(ranking::bigrams_needed(MAX_SPACELESS));
        }
        terms.retain(|(frequency, _)| *frequency > 0);
        if terms.is_empty() || terms.len() < needed {
            return Ok(None);
        }
        let clauses = terms
            .iter()
            .map(|(_, text)| Box::new(self.bm25(FieldName::Bigrams, text)) as Box<dyn TantivyQuery>)
            .collect();
        let query = AtLeast::of(clauses, needed, Combine::Sum);
        Ok(Some(weighed(query, ranking::SPACELESS)))
    }

    fn lifts(&self, plan: &Plan) -> Vec<Box<dyn TantivyQuery>> {
        let mut lifts: Vec<Box<dyn TantivyQuery>> = plan.lifts.iter().map(|lift| self.one(lift)).collect();
        if !plan.in_a_row.is_empty() {
            let endings = plan.in_a_row.iter().map(|m| self.one(m)).collect();
            lifts.push(AtLeast::of(endings, 1, Combine::Best));
        }
        for text in plan.spaceless.iter().take(MAX_SPACELESS) {
            let term = Term::from_field_text(self.fields.ti, text);
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            lifts.push(weighed(Box::new(query), ranking::TITLE));
        }
        lifts
    }

    fn known(&self, plan: &Plan) -> Result<Vec<Known>, SearchError> {
        let of = |word: &WordPlan| {
            let is_word = |m: &&Match| {
                matches!(
                    m,
                    Match::Term {
                        field: FieldName::Words,
                        ..
                    }
                )
            };
            Ok(if self.any(word.groups.iter().flatten().filter(is_word))? {
                Known::Word
            } else if self.any(word.groups.iter().flatten())? {
                Known::Part
            } else {
                Known::No
            })
        };
        plan.words.iter().map(of).collect()
    }

    /// Whether any of the matches can have a hit; terms that only stand side by side are not
    /// followed to their positions.
    fn any<'m>(&self, matches: impl Iterator<Item = &'m Match>) -> Result<bool, SearchError> {
        for one in matches {
            let found = match one {
                Match::Term { field, term, .. } | Match::Fixed { field, term, .. } => {
                    self.searcher.doc_freq(&self.term(*field, term))? > 0
                }
                Match::Phrase { field, terms, .. } => {
                    let mut all = true;
                    for token in terms {
                        all = all && self.searcher.doc_freq(&self.term(*field, &token.text))? > 0;
                    }
                    all
                }
                Match::Beginning { field, prefix, .. } => self.begins(self.field(*field), prefix)?,
                Match::Slip { .. } => false,
            };
            if found {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn begins(&self, field: Field, prefix: &str) -> Result<bool, SearchError> {
        for reader in self.searcher.segment_readers() {
            let inverted = reader.inverted_index(field)?;
            let mut terms = inverted.terms().range().ge(prefix.as_bytes()).into_stream()?;
            if terms.advance() && terms.key().starts_with(prefix.as_bytes()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn did_you_mean(
        &self,
        plan: &Plan,
        known: &[Known],
        slipped: &[bool],
        hidden: &Arc<Hidden>,
    ) -> Result<Option<String>, SearchError> {
        let mut words = Vec::with_capacity(plan.words.len());
        let mut changed = false;
        for ((word, known), slipped) in plan.words.iter().zip(known).zip(slipped) {
            let other = if *slipped {
                self.one_key_away(word, *known, hidden)?
            } else {
                None
            };
            changed |= other.as_ref().is_some_and(|other| *other != word.text);
            words.push(other.unwrap_or_else(|| word.text.clone()));
        }
        Ok(changed.then(|| words.join(" ")))
    }

    /// The most frequent word that a slip of a key leads to and that a living document holds: the
    /// dictionary also keeps the words of deleted ones, which must not be shown.
    fn one_key_away(&self, word: &WordPlan, known: Known, hidden: &Arc<Hidden>) -> Result<Option<String>, SearchError> {
        let mut candidates: HashMap<String, u64> = HashMap::new();
        let mut own = String::new();
        for slip in &word.slips {
            let Match::Slip { keys, .. } = slip else {
                continue;
            };
            if own.is_empty() {
                own.clone_from(keys);
            }
            let automaton = self.slip(keys).automaton()?;
            for reader in self.searcher.segment_readers() {
                let inverted = reader.inverted_index(self.fields.jm)?;
                let mut terms = inverted.terms().search(&automaton).into_stream()?;
                while terms.advance() {
                    let Ok(keys) = std::str::from_utf8(terms.key()) else {
                        continue;
                    };
                    *candidates.entry(keys.to_owned()).or_default() += u64::from(terms.value().doc_freq);
                }
            }
        }
        let typed = candidates.remove(&own).unwrap_or_default();
        let mut ranked: Vec<(u64, String)> = candidates.into_iter().map(|(keys, frequency)| (frequency, keys)).collect();
        ranked.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        // A word that is known was meant, unless the other is much more common.
        let enough = if known != Known::No {
            typed.saturating_mul(4).max(2)
        } else {
            1
        };
        for (frequency, keys) in ranked {
            if frequency < enough {
                break;
            }
            if self.is_alive(&keys, hidden)? {
                return Ok(Some(analyzer::spell(&keys)));
            }
        }
        Ok(None)
    }

    fn is_alive(&self, keys: &str, hidden: &Arc<Hidden>) -> Result<bool, SearchError> {
        let term = Term::from_field_text(self.fields.jm, keys);
        for reader in self.searcher.segment_readers() {
            let inverted = reader.inverted_index(self.fields.jm)?;
            let postings = inverted.read_postings(&term, IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(tantivy::TantivyError::from)? else {
                continue;
            };
            let hides = Hides::of(hidden, reader)?;
            while postings.doc() != TERMINATED {
                let alive = reader.alive_bitset().is_none_or(|alive| alive.is_alive(postings.doc()));
                if alive && hides.as_ref().is_none_or(|hides| !hides.holds(postings.doc())) {
                    return Ok(true);
                }
                postings.advance();
            }
        }
        Ok(false)
    }
}

fn weighed(query: Box<dyn TantivyQuery>, weight: f32) -> Box<dyn TantivyQuery> {
    if weight == 1.0 {
        query
    } else {
        Box::new(BoostQuery::new(query, weight))
    }
}
