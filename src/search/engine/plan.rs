//! Turns a typed query into a plan of matches: fields, terms and weights. This is pure; `execute` runs
//! the plan on an index.
//!
//! 1. A query of lone consonants (ㅅㅈㅋㅋ) is a phrase on `ch`.
//! 2. Otherwise each word matches as its bigrams in a row (`bi`), as the word or its stem (`w`), or, for
//!    the last word, as the beginning of a word in keystrokes (`jm`). All of up to two words must
//!    match, two of three, half of more.
//! 3. Three quarters of the query's bigrams, spaces ignored, are enough as well.
//! 4. A word that the index does not hold as typed, and every word when little is found, also matches
//!    one key away (`typos`, `spelling`).
//! 5. The whole query is read in the other keyboard mode if more of its words are known there.

use super::analyzer::{self, Token};
use super::initials;
use super::plan_terms::{FieldName, MAX_IN_A_ROW, Match, WordPlan};
use super::ranking;
use super::synonyms::Synonyms;
use super::word_plan::{self, Around};
use crate::search::korean::normalize::{self, Class, Word};
use crate::search::korean::{jamo, keyboard, units};
use unicode_normalization::UnicodeNormalization;

/// Maximum number of characters in a query. The pages refuse a longer one; here the rest is ignored.
pub const MAX_QUERY_CHARS: usize = 256;
/// Maximum number of words in a query. The pages refuse more; here the rest is ignored.
pub const MAX_QUERY_WORDS: usize = 16;

/// A whole query.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub words: Vec<WordPlan>,
    pub words_needed: usize,
    /// Bigrams with spaces ignored.
    pub spaceless: Vec<String>,
    /// Number of bigrams in `spaceless` that must match.
    pub spaceless_needed: usize,
    /// Boosts of which the best counts: the whole query in a row, then the same without the last word's
    /// particle or half-typed end.
    pub in_a_row: Vec<Match>,
    /// The bigrams of each word, for titles that have them all.
    pub of_words: Vec<String>,
    /// Boosts for whole titles, names and hashtags.
    pub boosts: Vec<Match>,
    /// The same query in the other keyboard mode, if it makes sense there.
    pub other_mode: Option<Box<Plan>>,
}

impl Plan {
    /// Plans the query `text`. Returns an empty plan if nothing in it can be searched.
    pub fn new(text: &str, synonyms: &Synonyms) -> Plan {
        let mut plan = Plan::as_typed(text, synonyms);
        let clipped: String = text.nfc().take(MAX_QUERY_CHARS).collect();
        plan.other_mode = keyboard::other_mode(&clipped)
            .map(|other| Box::new(Plan::as_typed(&other, synonyms)))
            .filter(|other| !other.is_empty());
        plan
    }

    /// Plans the query without the other keyboard mode.
    pub(super) fn as_typed(text: &str, synonyms: &Synonyms) -> Plan {
        let clipped: String = text.chars().take(MAX_QUERY_CHARS * 4).collect();
        let folded: String = normalize::fold(&clipped).chars().take(MAX_QUERY_CHARS).collect();
        let mut words = units::joined(normalize::words(&folded));
        words.truncate(MAX_QUERY_WORDS);
        if words.is_empty() {
            return Plan::default();
        }
        let mut plan = if words.iter().all(Word::is_initials) {
            initials_only(&words)
        } else {
            let half_typed = !folded.ends_with(char::is_whitespace);
            words_and_bigrams(&words, half_typed, synonyms)
        };
        let whole = analyzer::squash(&words);
        for (sort, score) in [
            ('t', ranking::EXACT_TITLE),
            ('s', ranking::EXACT_SHOP),
            ('g', ranking::EXACT_TAG),
        ] {
            plan.boosts.push(Match::Fixed {
                field: FieldName::Exact,
                term: analyzer::exact_term(sort, &whole),
                score,
            });
        }
        plan
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns the query's words, folded.
    pub fn text(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}

fn initials_only(words: &[Word]) -> Plan {
    let whole: String = words.iter().map(Word::text).collect();
    let mut word = WordPlan {
        text: whole.clone(),
        ..WordPlan::default()
    };
    word.groups.push(word_plan::initials(&whole));
    word.groups.push(vec![Match::Fixed {
        field: FieldName::Initials,
        term: initials::whole(&whole),
        score: ranking::INITIALS_WHOLE,
    }]);
    word.groups.push(vec![Match::Beginning {
        field: FieldName::Initials,
        prefix: initials::at_word(&whole),
        score: ranking::INITIALS_AT_WORD,
    }]);
    // ㅋㅋㅋ and ㅠㅠ are words of their own in stories.
    word.groups.push(vec![Match::Term {
        field: FieldName::Words,
        term: whole,
        weight: 1.0,
    }]);
    Plan {
        words: vec![word],
        words_needed: 1,
        ..Plan::default()
    }
}

fn words_and_bigrams(words: &[Word], half_typed: bool, synonyms: &Synonyms) -> Plan {
    let last = words.len() - 1;
    let others = synonyms.across(words);
    let plans = words
        .iter()
        .zip(&others)
        .enumerate()
        .map(|(i, (word, others))| {
            let around = Around {
                words: words.len(),
                half_typed: i == last && half_typed,
                others,
            };
            word_plan::plan(word, &around, synonyms)
        })
        .collect();
    let endings = endings(words, half_typed);
    let complete = endings.first().map_or(words, Vec::as_slice);
    let spaceless = once_each(analyzer::query_bigrams(complete));
    let of_words = complete.chunks(1).flat_map(analyzer::query_bigrams).collect();
    Plan {
        words: plans,
        words_needed: ranking::words_needed(words.len()),
        spaceless_needed: ranking::bigrams_needed(spaceless.len()),
        spaceless,
        in_a_row: endings
            .iter()
            .map(|words| analyzer::query_bigrams(words))
            .take_while(|terms| (2..=MAX_IN_A_ROW).contains(&terms.len()))
            .map(|terms| Match::Whole { terms })
            .collect(),
        of_words: once_each(of_words),
        boosts: Vec::new(),
        other_mode: None,
    }
}

fn once_each(tokens: Vec<Token>) -> Vec<String> {
    let mut texts: Vec<String> = tokens.into_iter().map(|token| token.text).collect();
    texts.sort_unstable();
    texts.dedup();
    texts
}

/// Returns the query with different endings: first as far as it is complete (without the lone consonant
/// of a half-typed syllable), then without the last word's particle, and without a last syllable that
/// may still get its final consonant.
fn endings(words: &[Word], half_typed: bool) -> Vec<Vec<Word>> {
    let mut complete = words.to_vec();
    if half_typed
        && let Some(last) = complete.last_mut()
        && let [.., before, end] = last.runs.as_slice()
        && before.class == Class::Syllables
        && end.class == Class::Jamo
    {
        last.runs.pop();
    }
    let ending = complete.last().and_then(|word| word.runs.last()).cloned();
    let mut endings = vec![complete];
    let Some(ending) = ending.filter(|run| run.class == Class::Syllables) else {
        return endings;
    };
    let mut shorter: Vec<&str> = crate::search::korean::particles::stems(&ending.text);
    let mut chars = ending.text.char_indices();
    if half_typed
        && let Some((at, c)) = chars.next_back()
        && at > 0
        && !jamo::has_final(c)
    {
        shorter.extend(ending.text.get(..at));
    }
    shorter.sort_unstable();
    shorter.dedup();
    for text in shorter {
        let mut words = endings.first().cloned().unwrap_or_default();
        if let Some(run) = words.last_mut().and_then(|word| word.runs.last_mut()) {
            text.clone_into(&mut run.text);
            endings.push(words);
        }
    }
    endings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::engine::plan_terms::{FieldName, Match, WordPlan};

    fn plan(text: &str) -> Plan {
        Plan::new(text, &Synonyms::default())
    }

    #[test]
    fn nothing_to_search_is_an_empty_plan() {
        for text in ["", "   ", "!?…", "\u{200B}", "#"] {
            assert!(plan(text).is_empty(), "{text:?}");
        }
    }

    #[test]
    fn lone_consonants_are_a_phrase_of_initials() {
        let plan = plan("ㅅㅈ ㅋㅋ");
        assert_eq!(plan.words.len(), 1);
        assert!(plan.spaceless.is_empty());
        assert!(matches!(
            plan.words.first().and_then(|word| word.groups.first()).map(Vec::as_slice),
            Some([Match::Phrase { field: FieldName::Initials, terms, .. }]) if terms.len() == 2
        ));
    }

    #[test]
    fn only_the_last_word_is_half_typed() {
        let plan = plan("린넨 원피");
        let [first, last] = plan.words.as_slice() else {
            panic!("two words")
        };
        let half = |w: &WordPlan| {
            w.groups.iter().flatten().any(|m| {
                matches!(
                    m,
                    Match::Beginning {
                        field: FieldName::Keys,
                        ..
                    }
                )
            })
        };
        assert!(!half(first));
        assert!(half(last));
        assert_eq!(plan.spaceless, ["넨원", "린넨", "원피"]);
        assert_eq!(plan.spaceless_needed, 3);
    }

    #[test]
    fn long_queries_are_clipped() {
        let plan = plan(&"가나다 ".repeat(1000));
        assert_eq!(plan.words.len(), MAX_QUERY_WORDS);
        assert_eq!(plan.words_needed, 8);
        assert!(Plan::new(&"힣".repeat(10_000), &Synonyms::default()).spaceless.len() <= MAX_QUERY_CHARS);
    }

    #[test]
    fn the_other_keyboard_is_an_alternative() {
        assert_eq!(
            plan("dnjsvltm").other_mode.map(|other| other.text()).as_deref(),
            Some("원피스")
        );
        assert!(plan("nike").other_mode.is_none());
    }
}
