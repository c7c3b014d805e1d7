//! The queries of the benchmark: some words of a document, changed in the way of the class.
use super::{Dice, Item};
use storyplus::search::engine::analyzer;
use storyplus::search::korean::{jamo, keyboard, normalize};

/// Returns the letters without spaces, which two spellings of the same text share.
pub fn squash(s: &str) -> String {
    analyzer::squash(&normalize::words(&normalize::fold(s)))
}

fn is_hangul(word: &str) -> bool {
    !word.is_empty() && word.chars().all(jamo::is_syllable)
}

/// Returns two to four neighbouring words.
fn some_words(item: &str, dice: &mut Dice, least: usize) -> Option<Vec<String>> {
    let words: Vec<&str> = item.split_whitespace().filter(|w| !squash(w).is_empty()).collect();
    if words.len() < least {
        return None;
    }
    let n = (least + dice.below(3)).min(words.len());
    let from = dice.below(words.len() - n + 1);
    let words: Vec<String> = words[from..from + n].iter().map(|w| (*w).to_owned()).collect();
    (words.iter().map(|w| w.chars().count()).sum::<usize>() >= 5).then_some(words)
}

/// Replaces a key by a neighbouring or another one, as fingers do.
fn slip(word: &str, dice: &mut Dice) -> Option<String> {
    if !is_hangul(word) || word.chars().count() < 3 {
        return None;
    }
    let vowels = ['ㅏ', 'ㅐ', 'ㅓ', 'ㅔ', 'ㅗ', 'ㅜ', 'ㅡ', 'ㅣ', 'ㅑ', 'ㅕ', 'ㅛ', 'ㅠ'];
    let mut chars: Vec<char> = word.chars().collect();
    let i = dice.below(chars.len());
    let code = u32::from(chars[i]) - 0xAC00;
    let (mut first, mut vowel, mut last) = (code / 588, code % 588 / 28, code % 28);
    match dice.below(3) {
        0 => first = u32::try_from(dice.below(19)).unwrap(),
        1 => vowel = u32::from(*dice.pick(&vowels)) - 0x314F,
        _ => {
            last = if last == 0 {
                [1, 4, 8, 16, 17, 19, 21][dice.below(7)]
            } else {
                0
            }
        }
    }
    let c = char::from_u32(0xAC00 + first * 588 + vowel * 28 + last).unwrap();
    if c == chars[i] {
        return None;
    }
    chars[i] = c;
    Some(chars.into_iter().collect())
}

/// Inserts, drops, replaces or swaps one key of a word; the result consists of syllables.
fn any_key(word: &str, dice: &mut Dice) -> Option<String> {
    const KEYS: [char; 24] = [
        'q', 'w', 'e', 'r', 't', 'y', 'u', 'i', 'o', 'p', 'a', 's', 'd', 'f', 'g', 'h', 'j', 'k', 'l', 'z', 'x', 'c', 'v', 'n',
    ];
    let mut keys: Vec<char> = jamo::keys(word).chars().collect();
    let at = dice.below(keys.len());
    match dice.below(4) {
        0 => keys[at] = *dice.pick(&KEYS),
        1 => keys.insert(at, *dice.pick(&KEYS)),
        2 => {
            keys.remove(at);
        }
        _ if at + 1 < keys.len() => keys.swap(at, at + 1),
        _ => return None,
    }
    let typed = keyboard::compose(&keys.into_iter().collect::<String>());
    (typed != word && typed.chars().next().is_some_and(jamo::is_syllable)).then_some(typed)
}

const PARTICLES: [&str; 8] = ["을", "는", "이", "에서", "도", "의", "까지", "만"];

/// Returns a query of the class, and the words that a correct document contains.
pub fn query_of(class: &str, item: &Item, dice: &mut Dice) -> Option<(String, String)> {
    let words = some_words(&item.body, dice, 2)?;
    let plain = words.join(" ");
    let query = match class {
        "as written" => plain.clone(),
        "spaces dropped" => words.concat(),
        "spaces added" => {
            let i = dice.below(words.len());
            let chars: Vec<char> = words[i].chars().collect();
            if chars.len() < 3 || !is_hangul(&words[i]) {
                return None;
            }
            let at = 1 + dice.below(chars.len() - 1);
            let mut words = words.clone();
            words[i] = format!(
                "{} {}",
                chars[..at].iter().collect::<String>(),
                chars[at..].iter().collect::<String>()
            );
            words.join(" ")
        }
        "particle added" => {
            let last = words.last()?;
            if !is_hangul(last) {
                return None;
            }
            format!("{plain}{}", dice.pick(&PARTICLES))
        }
        "half-typed" => {
            let last = words.last()?;
            if !is_hangul(last) || last.chars().count() < 2 {
                return None;
            }
            let keys: Vec<char> = last.chars().collect();
            // The last syllable loses its vowel or final consonant.
            let (end, before) = keys.split_last()?;
            let code = u32::from(*end) - 0xAC00;
            let half = if code % 28 > 0 {
                char::from_u32(0xAC00 + code / 28 * 28)?
            } else {
                jamo::initial(*end)?
            };
            let head = &words[..words.len() - 1];
            format!("{} {}{half}", head.join(" "), before.iter().collect::<String>())
        }
        "initials" => {
            let words = some_words(&item.title, dice, 2)?;
            if !words.iter().all(|w| is_hangul(w)) {
                return None;
            }
            let plain = words.join(" ");
            let initials: String = words.concat().chars().filter_map(jamo::initial).collect();
            if initials.chars().count() < 5 {
                return None;
            }
            return Some((initials, plain));
        }
        "one slip" => {
            let i = dice.below(words.len());
            let mut words = words.clone();
            words[i] = slip(&words[i], dice)?;
            words.join(" ")
        }
        "one word, one slip" => {
            let word = words.iter().find(|w| is_hangul(w) && w.chars().count() >= 4)?;
            return Some((slip(word, dice)?, word.clone()));
        }
        // Any slip of a key: one more, one less, another one, two in the wrong order.
        "one word, any key" => {
            let word = words.iter().find(|w| is_hangul(w) && w.chars().count() >= 3)?;
            return Some((any_key(word, dice)?, word.clone()));
        }
        "short word, one slip" => {
            let word = words.iter().find(|w| is_hangul(w) && (2..=3).contains(&w.chars().count()))?;
            return Some((any_key(word, dice)?, word.clone()));
        }
        "slip, no spaces" => {
            let i = dice.below(words.len());
            let mut words = words.clone();
            words[i] = slip(&words[i], dice)?;
            words.concat()
        }
        "half-typed, no spaces" => {
            let end = words.last()?.chars().next_back().filter(|c| jamo::is_syllable(*c))?;
            let whole = words.concat();
            let head = whole.strip_suffix(end)?;
            if !head.ends_with(jamo::is_syllable) {
                return None;
            }
            // The next key joins the previous syllable: 수제 쿠키, typed as far as 수제쿸.
            keyboard::compose(&format!(
                "{}{}",
                jamo::keys(head),
                jamo::keys(&jamo::initial(end)?.to_string())
            ))
        }
        "other order" => {
            let mut words = words.clone();
            words.reverse();
            words.join(" ")
        }
        "whole title" => {
            let title = item.title.trim();
            if title.chars().count() < 5 {
                return None;
            }
            return Some((title.to_owned(), title.to_owned()));
        }
        "wrong keyboard" => {
            if !words.iter().all(|w| is_hangul(w) && w.chars().count() >= 2) {
                return None;
            }
            words.iter().map(|w| jamo::keys(w)).collect::<Vec<_>>().join(" ")
        }
        "mixed scripts" => {
            let mixed = words.iter().any(|w| w.chars().any(|c| c.is_ascii_alphanumeric()))
                && words.iter().any(|w| w.chars().any(jamo::is_syllable));
            if !mixed {
                return None;
            }
            if dice.below(2) == 0 {
                words.concat()
            } else {
                plain.to_uppercase()
            }
        }
        _ => return None,
    };
    Some((query, plain))
}

pub const CLASSES: [&str; 16] = [
    "as written",
    "spaces dropped",
    "spaces added",
    "particle added",
    "half-typed",
    "initials",
    "one slip",
    "one word, one slip",
    "one word, any key",
    "short word, one slip",
    "slip, no spaces",
    "half-typed, no spaces",
    "other order",
    "whole title",
    "wrong keyboard",
    "mixed scripts",
];
