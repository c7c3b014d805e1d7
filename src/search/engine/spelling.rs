//! Evidence of a query's words in the index, and the spelling that was meant for unknown words: 혹시 …?
//!
//! A word is right as typed if a live document that this reader may see holds it in a row, spaces
//! ignored. If none does, the words one slip away (`typos`) are looked up in the same way, so that a
//! slip is also found within compounds and where spaces were left out. Of the words that the index
//! holds, the likeliest is taken, by how common it is and how likely the slip is. It must be much more
//! common than the other explanations of the typed word: a word with a particle, or an unfinished word.

use super::collector::Hides;
use super::error::SearchError;
use super::plan::Plan;
use super::plan_terms::{FieldName, Match, Slips, WordPlan};
use super::request::Hidden;
use super::run::Run;
use super::synonyms::Synonyms;
use super::{analyzer, ranking, typos};
use crate::search::korean::jamo;
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::query::{EnableScoring, FuzzyTermQuery, Query as TantivyQuery};
use tantivy::schema::Field;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED};

/// Number of documents at which counting stops; higher frequencies do not change the decision.
const ENOUGH: u64 = 50;
/// Number of documents from which a stem counts as a known word.
const A_WORD: u64 = 3;
/// Factor by which another word must be more common than the typed one to replace it.
const MORE: u64 = 4;
/// Longest word, in characters, that may be a slip although the index holds it.
const SHORT: usize = 4;
/// Maximum number of meanings of one word that are searched side by side.
const MEANINGS: usize = 6;
/// Maximum number of candidates from which the meanings are chosen.
const CANDIDATES: usize = 60;

/// Evidence of a word, as numbers of documents up to [`ENOUGH`].
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Evidence {
    /// Documents with the word as typed, alone or within others, or with one of its synonyms.
    whole: u64,
    /// Documents with the word without its particle.
    stem: u64,
    /// Documents with a word that begins with the typed one.
    begun: u64,
}

impl Evidence {
    pub fn is_known(self) -> bool {
        self.whole > 0 || self.stem > 0 || self.begun > 0
    }

    /// Returns true if no document holds the word as typed, but at most its stem or words that it begins.
    pub fn is_part(self) -> bool {
        self.whole == 0
    }
}

/// A word that may have been meant.
#[derive(Clone, Debug)]
struct Meaning {
    text: String,
    documents: u64,
    /// The likelihood, as a logarithm to base 2.
    odds: f32,
}

/// Another reading of the query.
pub(super) struct Corrected {
    pub plan: Plan,
    /// The typed words, with the corrected ones in their new spelling.
    pub text: String,
}

impl Run<'_> {
    pub fn evidence(&self, word: &WordPlan, hidden: &Arc<Hidden>) -> Result<Evidence, SearchError> {
        let mut found = Evidence::default();
        for (g, group) in word.groups.iter().enumerate() {
            for (m, one) in group.iter().enumerate() {
                let begins = matches!(one, Match::Beginning { .. });
                // The first of a group is the word as typed, and its stems follow.
                let stem = m > 0 && g < 2;
                if found.whole > 0 && (stem || begins) {
                    continue;
                }
                // A stem counts only as a whole word; within other words it may be chance.
                if stem
                    && !matches!(
                        one,
                        Match::Term {
                            field: FieldName::Words,
                            ..
                        }
                    )
                {
                    continue;
                }
                let documents = self.documents(&*self.one(one)?, hidden)?;
                let counted = match (begins, stem) {
                    (true, _) => &mut found.begun,
                    (_, true) => &mut found.stem,
                    _ => &mut found.whole,
                };
                *counted = documents.max(*counted);
            }
            if found.whole > 0 {
                return Ok(found);
            }
        }
        for one in &word.endings {
            let documents = self.documents(&*self.one(one)?, hidden)?;
            found.begun = documents.max(found.begun);
        }
        Ok(found)
    }

    /// Counts live documents that the reader may see, up to `ENOUGH`.
    pub fn documents(&self, query: &dyn TantivyQuery, hidden: &Arc<Hidden>) -> Result<u64, SearchError> {
        self.documents_up_to(ENOUGH, query, hidden)
    }

    /// Counts live documents that the reader may see, up to `enough`.
    pub fn documents_up_to(&self, enough: u64, query: &dyn TantivyQuery, hidden: &Arc<Hidden>) -> Result<u64, SearchError> {
        let weight = query.weight(EnableScoring::enabled_from_searcher(self.searcher))?;
        let mut found = 0;
        for reader in self.searcher.segment_readers() {
            let mut docs = weight.scorer(reader, 1.0)?;
            let hides = Hides::of(hidden, reader)?;
            while docs.doc() != TERMINATED {
                let alive = reader.alive_bitset().is_none_or(|alive| alive.is_alive(docs.doc()));
                if alive && hides.as_ref().is_none_or(|hides| !hides.holds(docs.doc())) {
                    found += 1;
                    if found >= enough {
                        return Ok(found);
                    }
                }
                docs.advance();
            }
        }
        Ok(found)
    }

    /// Returns the query as it was probably meant, or `None` if nothing is to be corrected. With `sure`,
    /// only words that no document holds as typed are corrected; otherwise any word may be.
    pub fn corrected(
        &self,
        plan: &Plan,
        evidence: &[Evidence],
        sure: bool,
        synonyms: &Synonyms,
        hidden: &Arc<Hidden>,
    ) -> Result<Option<Corrected>, SearchError> {
        let mut texts = Vec::with_capacity(plan.words.len());
        let mut others = Vec::with_capacity(plan.words.len());
        let mut changed = false;
        for (word, known) in plan.words.iter().zip(evidence) {
            let mut meanings = match (sure, known.whole) {
                (true, 1..) => Vec::new(),
                // A common word cannot be outnumbered, because counting stops at `ENOUGH`.
                (false, 1..) if known.whole.saturating_mul(MORE) >= ENOUGH || word.text.chars().count() > SHORT => Vec::new(),
                // A word that several people wrote with another particle is right, and so is a common
                // beginning.
                (true, 0) if known.stem >= A_WORD || known.begun.saturating_mul(MORE) >= ENOUGH => Vec::new(),
                _ => self.meanings(word, *known, hidden)?,
            };
            // The typed word is right unless the other is more common.
            let whole = if sure { 0 } else { known.whole };
            let least = whole.saturating_mul(MORE).max(known.begun.saturating_mul(MORE)).min(ENOUGH);
            meanings.retain(|meaning| meaning.documents >= least.max(known.stem + 1));
            changed |= !meanings.is_empty();
            let mut meanings = meanings.into_iter();
            let first = meanings.next();
            let odds = first.as_ref().map_or(0.0, |meaning| meaning.odds);
            texts.push(first.map_or_else(|| word.text.clone(), |meaning| meaning.text));
            others.push((odds, meanings.collect::<Vec<_>>()));
        }
        if !changed {
            return Ok(None);
        }
        let text = texts.join(" ");
        let mut plan = Plan::as_typed(&text, synonyms);
        for (word, (odds, others)) in plan.words.iter_mut().zip(others) {
            word.groups.push(others.iter().map(|other| beside(other, odds)).collect());
            word.groups.retain(|group| !group.is_empty());
        }
        Ok(Some(Corrected { plan, text }))
    }

    /// Returns the words that may have been meant, the likeliest first.
    fn meanings(&self, word: &WordPlan, known: Evidence, hidden: &Arc<Hidden>) -> Result<Vec<Meaning>, SearchError> {
        let mut near = match &word.slips {
            Slips::None => return Ok(Vec::new()),
            Slips::Hangul => self.hangul(&word.text)?,
            Slips::Keys(keys) => self.words(keys, &word.text)?,
        };
        if known.begun.saturating_mul(MORE) >= ENOUGH {
            // An unfinished word has no key too many. (If few words begin with it, `least` decides.)
            near.retain(|meaning| !word.text.starts_with(&meaning.text) && !is_begun(&meaning.text, &word.text));
        }
        near.sort_unstable_by(by_odds);
        near.truncate(CANDIDATES);
        let mut found = Vec::new();
        for mut meaning in near {
            let row = Match::Row {
                terms: analyzer::query_bigrams(&crate::search::korean::normalize::words(&meaning.text)),
                score: 1.0,
            };
            meaning.documents = self.documents(&*self.one(&row)?, hidden)?;
            if meaning.documents > 0 {
                found.push(meaning);
            }
        }
        for meaning in &mut found {
            meaning.odds += as_odds(meaning.documents);
        }
        found.sort_unstable_by(by_odds);
        found.truncate(MEANINGS);
        Ok(found)
    }

    /// Returns Hangul words one slip away whose bigrams are all in the index.
    fn hangul(&self, text: &str) -> Result<Vec<Meaning>, SearchError> {
        let chars: Vec<char> = text.chars().collect();
        let mut pairs = Pairs {
            bigrams: self.lexicon(FieldName::Bigrams)?,
            known: HashMap::new(),
        };
        // Bigrams missing from the index show where the slip is. A slip changes the syllables from one
        // before it to one after it, and so the bigrams from two before to one after.
        let mut slips = (0, chars.len());
        for (at, pair) in chars.windows(2).enumerate() {
            if pair.iter().all(|c| jamo::is_syllable(*c)) && pairs.least(pair)? == 0 {
                slips = (slips.0.max(at.saturating_sub(1)), slips.1.min(at + 2));
            }
        }
        let mut found: HashMap<String, (f32, u64)> = HashMap::new();
        for change in typos::changes(&chars, slips.0..=slips.1) {
            let before = chars.get(change.from.saturating_sub(1)..change.from).unwrap_or_default();
            let after = chars.get(change.to..(change.to + 1).min(chars.len())).unwrap_or_default();
            let window: Vec<char> = before
                .iter()
                .copied()
                .chain(change.middle.chars())
                .chain(after.iter().copied())
                .collect();
            let scarcest = pairs.least(&window)?;
            if scarcest > 0 {
                let best = found.entry(change.apply(&chars)).or_insert((change.odds, scarcest));
                best.0 = best.0.max(change.odds);
            }
        }
        found.remove(text);
        let words = self.lexicon(FieldName::Words)?;
        let mut meanings = Vec::with_capacity(found.len());
        for (text, (odds, scarcest)) in found {
            // The bigrams of the rest of the word must be in the index as well.
            let whole: Vec<char> = text.chars().collect();
            let scarcest = pairs.least(&whole)?.min(scarcest);
            if scarcest == 0 || whole.len() < 2 {
                continue;
            }
            // A whole word is likelier than a part of others.
            let as_word = frequency(&words, &text)?.saturating_mul(8);
            meanings.push(Meaning {
                odds: odds + as_odds(as_word.saturating_add(scarcest)) / 2.0,
                text,
                documents: 0,
            });
        }
        Ok(meanings)
    }

    /// Returns the term dictionaries of a field, one per segment.
    fn lexicon(&self, field: FieldName) -> Result<Vec<Arc<InvertedIndexReader>>, SearchError> {
        let field = self.field(field);
        let readers = self.searcher.segment_readers().iter();
        Ok(readers.map(|reader| reader.inverted_index(field)).collect::<Result<_, _>>()?)
    }

    /// Returns words of the dictionary one key away, for words in Latin or in several scripts.
    fn words(&self, keys: &[String], typed: &str) -> Result<Vec<Meaning>, SearchError> {
        let mut found: HashMap<String, u64> = HashMap::new();
        let jm: Field = self.fields.jm;
        for keys in keys {
            // Two neighbouring keys in the wrong order are one slip.
            let automaton = FuzzyTermQuery::new(self.term(FieldName::Keys, keys), 1, true).automaton()?;
            for reader in self.searcher.segment_readers() {
                let inverted = reader.inverted_index(jm)?;
                let mut terms = inverted.terms().search(&automaton).into_stream()?;
                while terms.advance() {
                    if let Ok(keys) = std::str::from_utf8(terms.key()) {
                        *found.entry(analyzer::spell(keys)).or_default() += u64::from(terms.value().doc_freq);
                    }
                }
            }
        }
        found.remove(typed);
        let meaning = |(text, n)| Meaning {
            text,
            documents: 0,
            odds: as_odds(n) / 2.0,
        };
        Ok(found.into_iter().map(meaning).collect())
    }
}

/// Document frequencies of bigrams, each looked up once.
struct Pairs {
    bigrams: Vec<Arc<InvertedIndexReader>>,
    known: HashMap<(char, char), u64>,
}

impl Pairs {
    /// Returns the frequency of the rarest bigram of these characters, or `u64::MAX` if they form none.
    fn least(&mut self, chars: &[char]) -> Result<u64, SearchError> {
        let mut least = u64::MAX;
        for (a, b) in chars.iter().zip(chars.iter().skip(1)) {
            let n = match self.known.get(&(*a, *b)) {
                Some(n) => *n,
                None => {
                    let n = frequency(&self.bigrams, &String::from_iter([*a, *b]))?;
                    self.known.insert((*a, *b), n);
                    n
                }
            };
            least = least.min(n);
            if n == 0 {
                break;
            }
        }
        Ok(least)
    }
}

fn frequency(lexicon: &[Arc<InvertedIndexReader>], term: &str) -> Result<u64, SearchError> {
    let mut found = 0;
    for part in lexicon {
        let info = part.terms().get(term.as_bytes()).map_err(tantivy::TantivyError::from)?;
        found += info.map_or(0, |info| u64::from(info.doc_freq));
    }
    Ok(found)
}

/// Returns the match for a meaning that is not the likeliest. The less likely it is, the lower its score.
fn beside(meaning: &Meaning, best: f32) -> Match {
    let terms = analyzer::query_bigrams(&crate::search::korean::normalize::words(&meaning.text));
    let syllables = terms.iter().fold(1.0, |n, _| n + 1.0);
    let behind = (best - meaning.odds).clamp(0.0, 8.0);
    Match::Row {
        terms,
        score: ranking::SLIP * syllables * (-behind / ranking::SLIP_FADES).exp2(),
    }
}

fn by_odds(a: &Meaning, b: &Meaning) -> std::cmp::Ordering {
    b.odds.total_cmp(&a.odds).then_with(|| a.text.cmp(&b.text))
}

/// Returns true if the keys of `typed` begin with those of `meant`.
fn is_begun(meant: &str, typed: &str) -> bool {
    jamo::keys(typed).starts_with(&jamo::keys(meant))
}

#[expect(clippy::cast_precision_loss, reason = "a logarithm need not be exact")]
fn as_odds(n: u64) -> f32 {
    (n as f32 + 1.0).log2()
}
