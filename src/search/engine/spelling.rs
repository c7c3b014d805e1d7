//! What the index knows of a query's words, and what was meant where it knows nothing: 혹시 …?
//!
//! A word is as typed if a living document that this reader may see holds it in a row, spaces
//! ignored. If none does, the words one slip away (`typos`) are looked up the same way, so that a
//! slip is found within compounds and where spaces were left out, and the likeliest of those that
//! stand somewhere is taken: how common it is, and how likely fingers make that slip. It must be
//! much more common than what the typed word could otherwise be: a word with a particle, or one
//! that is not finished yet.

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

/// Documents are counted up to here: more say nothing more.
const ENOUGH: u64 = 50;
/// Documents that make a word one.
const A_WORD: u64 = 3;
/// How much more common another word must be, to be meant instead.
const MORE: u64 = 4;
/// A longer word that stands somewhere is no slip of another.
const SHORT: usize = 4;
/// Meanings of one word that are looked for beside one another …
const MEANINGS: usize = 6;
/// … of so many that are looked at.
const CANDIDATES: usize = 60;

/// What is known of a word, in documents.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Evidence {
    /// With the word as it was typed, alone or within others, or one of its synonyms.
    whole: u64,
    /// With the word without its particle.
    stem: u64,
    /// With a word that begins so.
    begun: u64,
}

impl Evidence {
    pub fn is_known(self) -> bool {
        self.whole > 0 || self.stem > 0 || self.begun > 0
    }

    /// Whether it only stands within other words, or is their beginning.
    pub fn is_part(self) -> bool {
        self.whole == 0
    }
}

/// A word that may have been meant.
#[derive(Clone, Debug)]
struct Meaning {
    text: String,
    documents: u64,
    /// Logarithm to base 2.
    odds: f32,
}

/// Another reading of the query.
pub(super) struct Corrected {
    pub plan: Plan,
    /// The words typed, those that are read otherwise in their new spelling.
    pub text: String,
}

impl Run<'_> {
    pub fn evidence(&self, word: &WordPlan, hidden: &Arc<Hidden>) -> Result<Evidence, SearchError> {
        let mut found = Evidence::default();
        for (g, group) in word.groups.iter().enumerate() {
            for (m, one) in group.iter().enumerate() {
                let begins = matches!(one, Match::Beginning { .. });
                // The first of a group is the word as typed; behind it stand its stems.
                let stem = m > 0 && g < 2;
                if found.whole > 0 && (stem || begins) {
                    continue;
                }
                // A stem must be a word of its own: within others it is chance.
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

    /// Living documents that the reader may see, counted up to `ENOUGH`.
    pub fn documents(&self, query: &dyn TantivyQuery, hidden: &Arc<Hidden>) -> Result<u64, SearchError> {
        self.documents_up_to(ENOUGH, query, hidden)
    }

    /// The same, counted up to `enough`.
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

    /// The query as it was probably meant. `sure` asks only for words that stand nowhere as typed;
    /// otherwise any word may have been meant otherwise.
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
                // A word that several wrote with another particle is one; and nothing is counted higher.
                (false, 1..) if known.whole.saturating_mul(MORE) >= ENOUGH || word.text.chars().count() > SHORT => Vec::new(),
                (true, 0) if known.stem >= A_WORD || known.begun.saturating_mul(MORE) >= ENOUGH => Vec::new(),
                _ => self.meanings(word, *known, hidden)?,
            };
            // What was typed was meant, unless the other is more common.
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

    /// What the word may have been meant as, the likeliest first.
    fn meanings(&self, word: &WordPlan, known: Evidence, hidden: &Arc<Hidden>) -> Result<Vec<Meaning>, SearchError> {
        let mut near = match &word.slips {
            Slips::None => return Ok(Vec::new()),
            Slips::Hangul => self.hangul(&word.text)?,
            Slips::Keys(keys) => self.words(keys, &word.text)?,
        };
        if known.begun.saturating_mul(MORE) >= ENOUGH {
            // What is not finished yet has not got too much. (Where few go on so, `least` decides.)
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

    /// Hangul one slip away whose bigrams are all somewhere.
    fn hangul(&self, text: &str) -> Result<Vec<Meaning>, SearchError> {
        let chars: Vec<char> = text.chars().collect();
        let mut pairs = Pairs {
            bigrams: self.lexicon(FieldName::Bigrams)?,
            known: HashMap::new(),
        };
        // Bigrams that are nowhere tell where the slip is: it changes the syllable before it to the
        // one behind it, and with these the bigrams from two before to one behind.
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
            // The rest of the word must be somewhere as well.
            let whole: Vec<char> = text.chars().collect();
            let scarcest = pairs.least(&whole)?.min(scarcest);
            if scarcest == 0 || whole.len() < 2 {
                continue;
            }
            // A word of its own is likelier than a part of others.
            let as_word = frequency(&words, &text)?.saturating_mul(8);
            meanings.push(Meaning {
                odds: odds + as_odds(as_word.saturating_add(scarcest)) / 2.0,
                text,
                documents: 0,
            });
        }
        Ok(meanings)
    }

    /// The dictionaries of a field.
    fn lexicon(&self, field: FieldName) -> Result<Vec<Arc<InvertedIndexReader>>, SearchError> {
        let field = self.field(field);
        let readers = self.searcher.segment_readers().iter();
        Ok(readers.map(|reader| reader.inverted_index(field)).collect::<Result<_, _>>()?)
    }

    /// Words of the dictionary one key away: Latin, or scripts mixed.
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

/// How often bigrams stand in the index, each looked up once.
struct Pairs {
    bigrams: Vec<Arc<InvertedIndexReader>>,
    known: HashMap<(char, char), u64>,
}

impl Pairs {
    /// The scarcest bigram of these characters; `u64::MAX` where there is none.
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

/// A meaning that is not the likeliest, weaker by as much as it is less likely.
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

/// Whether the keys of `typed` begin as those of `meant`.
fn is_begun(meant: &str, typed: &str) -> bool {
    jamo::keys(typed).starts_with(&jamo::keys(meant))
}

#[expect(clippy::cast_precision_loss, reason = "a logarithm need not be exact")]
fn as_odds(n: u64) -> f32 {
    (n as f32 + 1.0).log2()
}
