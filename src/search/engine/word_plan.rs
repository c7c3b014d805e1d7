//! Plans the ways in which one word of a query can be found; `plan` deals with the whole query.

use super::analyzer;
use super::initials as ch;
use super::plan_terms::{FieldName, Match, Slips, WordPlan};
use super::ranking;
use super::synonyms::Synonyms;
use crate::search::korean::normalize::{self, Class, Word};
use crate::search::korean::{jamo, particles, units};

/// Returns the match for lone consonants in a row, anywhere.
pub(super) fn initials(initials: &str) -> Vec<Match> {
    let terms = ch::query(initials);
    if terms.is_empty() {
        return Vec::new();
    }
    vec![Match::phrase(FieldName::Initials, terms, 1.0)]
}

/// The context of a word in its query.
pub(super) struct Around<'a> {
    /// Number of words in the query.
    pub words: usize,
    /// True if the end of the word may still be to come.
    pub half_typed: bool,
    /// Synonyms of the word together with its neighbours.
    pub others: &'a [String],
}

/// Plans one word.
pub(super) fn plan(word: &Word, around: &Around<'_>, synonyms: &Synonyms) -> WordPlan {
    let Around {
        words,
        half_typed,
        others,
    } = *around;
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
    // A single syllable is inside too many words to be searched there, unless it is the whole query.
    if let Some(prefix) = syllable.filter(|_| words == 1) {
        in_a_row.push(Match::Beginning {
            field: FieldName::Bigrams,
            prefix,
            score: ranking::ONE_SYLLABLE,
        });
    }
    plan.groups.push(in_a_row);
    plan.groups.push(as_such(word, &text, &forms));
    if half_typed && let Some(form) = forms.first().filter(|form| form.keys.len() >= 2) {
        plan.groups.push(vec![Match::Beginning {
            field: FieldName::Keys,
            prefix: form.keys.clone(),
            score: ranking::HALF_TYPED,
        }]);
    }
    let spelt = units::spelt_out(word);
    let is_hangul = word.runs.iter().all(|run| run.class == Class::Syllables);
    let within = if is_hangul { synonyms.within(&text) } else { Vec::new() };
    plan.groups.push(
        forms
            .iter()
            .flat_map(|form| synonyms.of(&form.text))
            .chain(&spelt)
            .chain(&within)
            .chain(others)
            .flat_map(|other| alternatives(other))
            .collect(),
    );
    if half_typed {
        plan.endings = endings(word);
    }
    if word.tag {
        plan.tag = hashtag(&text, half_typed);
    }
    plan.slips = slips(word, &forms);
    plan.groups.retain(|group| !group.is_empty());
    plan
}

/// Keys of two syllables. Shorter words are one key away from everything.
const MIN_SLIP_KEYS: usize = 4;

fn slips(word: &Word, forms: &[analyzer::Form]) -> Slips {
    let of = |class: Class| word.runs.iter().all(|run| run.class == class);
    // Numbers have no slips: 500 is not 600.
    if of(Class::Digits) || of(Class::Symbol) {
        return Slips::None;
    }
    if word
        .runs
        .iter()
        .all(|run| matches!(run.class, Class::Syllables | Class::Jamo))
    {
        return Slips::Hangul;
    }
    let long = forms.iter().filter(|form| form.keys.chars().count() >= MIN_SLIP_KEYS);
    Slips::Keys(long.take(2).map(|form| form.keys.clone()).collect())
}

/// Returns the matches for a hashtag, or for the beginning of one. The score is constant, so that tagged
/// documents come before those that only mention the word.
fn hashtag(text: &str, half_typed: bool) -> Vec<Match> {
    let term = analyzer::tag_term(text);
    let mut matches = vec![Match::Fixed {
        field: FieldName::Words,
        term: term.clone(),
        score: ranking::HASHTAG,
    }];
    if half_typed {
        matches.push(Match::Beginning {
            field: FieldName::Words,
            prefix: term,
            score: ranking::HALF_TYPED,
        });
    }
    matches
}

/// Returns the ways in which a word that ends in the middle of a syllable may go on, spaces ignored: a
/// lone consonant begins the next syllable, the last syllable gets a final, or its final turns out to
/// begin the next syllable.
fn endings(word: &Word) -> Vec<Match> {
    let mut matches = Vec::new();
    let mut add = |head: &Word, keys: &str| {
        let Some(before) = head.runs.last().and_then(|run| run.text.chars().next_back()) else {
            return;
        };
        let tokens = analyzer::query_bigrams(std::slice::from_ref(head));
        // A syllable alone forms a bigram with the next one, so there is no head.
        let alone = matches!(tokens.as_slice(), [one] if one.text.chars().nth(1).is_none());
        if jamo::is_syllable(before) && !keys.is_empty() {
            matches.push(Match::Ending {
                head: if alone { Vec::new() } else { tokens },
                before,
                keys: keys.to_owned(),
                score: ranking::HALF_TYPED,
            });
        }
    };
    let Some((last, before)) = word.runs.split_last() else {
        return matches;
    };
    let with = |text: &str| {
        let mut head = word.clone();
        head.runs.truncate(before.len());
        if !text.is_empty() {
            head.runs.push(normalize::Run {
                class: Class::Syllables,
                text: text.to_owned(),
            });
        }
        head
    };
    let mut chars = last.text.chars();
    let Some(end) = chars.next_back() else { return matches };
    let rest = chars.as_str();
    match last.class {
        Class::Jamo if rest.is_empty() && jamo::is_consonant(end) => add(&with(""), &jamo::keys(&last.text)),
        Class::Syllables => {
            if !rest.is_empty() {
                add(&with(rest), &jamo::keys(&end.to_string()));
            }
            if let Some((first, vowel, last)) = jamo::letters(end).filter(|(_, _, last)| *last > 0) {
                let mut keys = jamo::final_keys(last).to_owned();
                let next = keys.pop().map(String::from).unwrap_or_default();
                let open = jamo::final_index(&keys).and_then(|kept| jamo::syllable(first, vowel, kept));
                if let Some(open) = open {
                    add(&with(&format!("{rest}{open}")), &next);
                }
            }
        }
        _ => {}
    }
    matches
}

/// Returns the matches for the word, and for the word without its particles, as bigrams in a row.
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

/// Returns the matches for a synonym, which may be several words.
fn alternatives(text: &str) -> Vec<Match> {
    let words = normalize::words(&normalize::fold(text));
    let mut matches = Vec::new();
    let tokens = analyzer::query_bigrams(&words);
    // Too many words end in a given syllable: 링 is a ring, but 키링 is a key holder.
    let syllable = matches!(words.as_slice(), [word] if one_syllable(word).is_some());
    if !tokens.is_empty() && !syllable {
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

/// The word as it is, and its stems.
fn as_such(word: &Word, text: &str, forms: &[analyzer::Form]) -> Vec<Match> {
    let mut found: Vec<Match> = forms
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
    // After the word itself, so that `spelling` counts it as evidence of the stem only.
    found.extend(analyzer::predicate_term(word).map(|term| Match::Term {
        field: FieldName::Words,
        term,
        weight: ranking::WORD * ranking::CONJUGATED,
    }));
    found
}
