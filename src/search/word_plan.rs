//! One word of a query, as the ways in which it can be found; see `query_plan` for the whole.

use super::analyzer;
use super::initials as ch;
use super::query_plan::{FieldName, Match, WordPlan};
use super::ranking;
use super::synonyms::Synonyms;
use super::text::{self, Class, Word};
use super::{jamo, particles};

/// Lone consonants: in a row, anywhere.
pub(super) fn initials(initials: &str) -> Vec<Match> {
    let terms = ch::query(initials);
    if terms.is_empty() {
        return Vec::new();
    }
    vec![Match::phrase(FieldName::Initials, terms, 1.0)]
}

/// Plans one of `words` words; `half_typed` if its end may still be to come.
pub(super) fn plan(word: &Word, words: usize, half_typed: bool, synonyms: &Synonyms) -> WordPlan {
    let text = word.text();
    let mut plan = WordPlan {
        text: text.clone(),
        ..WordPlan::default()
    };
    if word.is_initials() {
        plan.groups.push(initials(&text));
        plan.groups.push(vec![Match::Term {
            field: FieldName::Words,
            term: text,
            weight: 1.0,
        }]);
        return plan;
    }
    let forms = analyzer::query_forms(word);
    let mut in_a_row = phrases(word);
    let syllable = one_syllable(word);
    // One syllable stands in too many words to be looked for inside them, unless it is all there is.
    if let Some(prefix) = syllable.filter(|_| words == 1) {
        in_a_row.push(Match::Beginning {
            field: FieldName::Bigrams,
            prefix,
            score: ranking::ONE_SYLLABLE,
        });
    }
    plan.groups.push(in_a_row);
    let as_such = forms
        .iter()
        .take_while(|form| form.text.len() * 2 >= text.len())
        .enumerate()
        .map(|(i, form)| Match::Term {
            field: FieldName::Words,
            term: form.text.clone(),
            weight: if i == 0 {
                ranking::WORD
            } else {
                ranking::WORD * ranking::STEM
            },
        })
        .collect();
    plan.groups.push(as_such);
    if half_typed && let Some(form) = forms.first().filter(|form| form.keys.len() >= 2) {
        plan.groups.push(vec![Match::Beginning {
            field: FieldName::Keys,
            prefix: form.keys.clone(),
            score: ranking::HALF_TYPED,
        }]);
    }
    plan.groups.push(
        forms
            .iter()
            .flat_map(|form| synonyms.of(&form.text))
            .flat_map(|other| alternatives(other))
            .collect(),
    );
    // Numbers have no slips: 500 is not 600.
    let spelt = word.runs.iter().any(|run| run.class != Class::Digits);
    plan.slips = forms
        .iter()
        .filter(|form| spelt && form.keys.chars().count() >= MIN_SLIP_KEYS)
        .take(2)
        .zip([ranking::SLIP, ranking::SLIP * ranking::STEM])
        .map(|(form, score)| Match::Slip {
            keys: form.keys.clone(),
            score,
        })
        .collect();
    plan.groups.retain(|group| !group.is_empty());
    plan
}

/// Two syllables: shorter words are one key away from everything.
const MIN_SLIP_KEYS: usize = 4;

/// The word, and the word without its particles, as bigrams in a row.
fn phrases(word: &Word) -> Vec<Match> {
    let mut matches = vec![Match::phrase(
        FieldName::Bigrams,
        analyzer::query_bigrams(std::slice::from_ref(word)),
        1.0,
    )];
    let Some((last, before)) = word.runs.split_last() else {
        return matches;
    };
    if last.class == Class::Syllables {
        for stem in particles::stems(&last.text) {
            if before.is_empty() && stem.chars().nth(1).is_none() {
                continue;
            }
            let mut shorter = word.clone();
            if let Some(run) = shorter.runs.last_mut() {
                stem.clone_into(&mut run.text);
            }
            let tokens = analyzer::query_bigrams(std::slice::from_ref(&shorter));
            matches.push(Match::phrase(FieldName::Bigrams, tokens, ranking::STEM));
        }
    }
    matches
}

fn one_syllable(word: &Word) -> Option<String> {
    let text = word.text();
    let mut chars = text.chars();
    let first = chars.next().filter(|c| jamo::is_syllable(*c))?;
    chars.next().is_none().then(|| first.to_string())
}

/// Another word for a word, from the synonyms: one or more words.
fn alternatives(text: &str) -> Vec<Match> {
    let words = text::words(&text::fold(text));
    let mut matches = Vec::new();
    let tokens = analyzer::query_bigrams(&words);
    if !tokens.is_empty() {
        matches.push(Match::phrase(FieldName::Bigrams, tokens, ranking::ALTERNATIVE));
    }
    if let [word] = words.as_slice() {
        matches.extend(analyzer::forms(word).into_iter().take(2).map(|form| Match::Term {
            field: FieldName::Words,
            term: form.text,
            weight: ranking::ALTERNATIVE,
        }));
    }
    matches
}
