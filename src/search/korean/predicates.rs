//! Verbs and adjectives by their stem: 예쁜, 예뻐요 and 예쁘고 are one word, and so are 따뜻한 and 따뜻해서.
//!
//! There is no morphological analysis. A list of endings is removed, and the rest is written in one way
//! that all forms of a word share, even if it is not a word itself (부드러운, 부드럽게 and 부드러워요 are
//! all 부드럽; 예뻐요 and 예쁜 are 예쁘). The stem is indexed beside the word as typed and searched beside
//! it, so that a wrong cut finds a little more and hides nothing.
//!
//! Words that look like nouns are left alone: 쿠키는 (는 after a vowel), and nouns of two syllables that
//! end as verbs do (반지, 창고, 연어).

use super::jamo;

/// The condition that an ending sets on the syllable before it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum After {
    Any,
    /// A syllable that ends in a consonant.
    Consonant,
    /// A syllable that ends in a vowel.
    Vowel,
    /// As `Consonant`, or 하. After any other vowel the ending would be the particle.
    ConsonantOrHa,
}
use After::{Any, Consonant, ConsonantOrHa, Vowel};

/// Endings after an unchanged stem, longest first.
const PLAIN: &[(&str, After)] = &[
    ("습니다", Consonant),
    ("는데요", ConsonantOrHa),
    ("거든요", Any),
    ("던데요", Any),
    ("는데", ConsonantOrHa),
    ("네요", Any),
    ("지만", Any),
    ("지요", Any),
    ("거나", Any),
    ("고요", Any),
    ("구요", Any),
    ("고서", Any),
    ("더라", Any),
    ("던데", Any),
    ("도록", Any),
    ("다는", Any),
    ("다고", Any),
    ("세요", Vowel),
    ("으면", Consonant),
    ("으니", Consonant),
    ("으며", Consonant),
    ("는", ConsonantOrHa),
    ("은", Consonant),
    ("을", Consonant),
    ("음", Consonant),
    ("던", Any),
    ("게", Any),
    ("고", Any),
    ("지", Any),
    ("죠", Any),
    ("기", Any),
    ("네", Any),
    ("다", Any),
    ("면", Vowel),
    ("니", Vowel),
    ("며", Vowel),
];

/// Endings after a past (예뻤, 먹었) or a future (먹겠).
const TENSED: &[&str] = &[
    "",
    "다",
    "어요",
    "어",
    "습니다",
    "던",
    "는데",
    "는데요",
    "네요",
    "지만",
    "을",
    "고",
    "고요",
    "구요",
    "음",
    "지",
    "죠",
    "지요",
    "다고",
    "다는",
    "으면",
    "으니",
    "으며",
    "거든요",
    "더니",
];

/// Indexes of the finals ㄴ, ㄹ, ㅁ, ㅂ, ㅆ and ㅎ.
const N: u32 = 4;
const R: u32 = 8;
const M: u32 = 16;
const B: u32 = 17;
const SS: u32 = 20;
const H: u32 = 27;
/// Indexes of the initials ㅇ, which is silent, and ㅎ.
const NO_INITIAL: u32 = 11;
const INITIAL_H: u32 = 18;

/// Returns the stem that all forms of this word share, or `None` if it does not look like a verb or an
/// adjective.
pub fn stem(word: &str) -> Option<String> {
    let chars: Vec<char> = word.chars().collect();
    if chars.len() < 2 || !chars.iter().all(|c| jamo::is_syllable(*c)) {
        return None;
    }
    let stem = tensed(&chars)
        .or_else(|| plain(&chars))
        .or_else(|| joined(&chars))
        .or_else(|| contracted(&chars))?;
    let (last, before) = stem.split_last()?;
    // A single syllable that ends in a vowel may be left over from any word.
    if before.is_empty() && !jamo::has_final(*last) {
        return None;
    }
    shared(&stem)
}

/// Removes a tense and the ending after it: 예뻤어요, 먹겠습니다.
fn tensed(chars: &[char]) -> Option<Vec<char>> {
    let at = chars
        .iter()
        .rposition(|c| jamo::letters(*c).is_some_and(|(_, _, last)| last == SS))?;
    let (head, tail) = chars.split_at(at);
    let (tense, tail) = tail.split_first()?;
    let tail: String = tail.iter().collect();
    if head.is_empty() || !TENSED.contains(&tail.as_str()) {
        return None;
    }
    if *tense == '겠' {
        // A past may come before it: 먹었겠다.
        return tensed(head).or_else(|| Some(head.to_vec()));
    }
    let (first, vowel, _) = jamo::letters(*tense)?;
    let open = jamo::syllable(first, vowel, 0)?;
    connective(head, open)
}

/// Removes an ending of [`PLAIN`]: 예쁘고, 먹는데.
fn plain(chars: &[char]) -> Option<Vec<char>> {
    let word: String = chars.iter().collect();
    let fits = |(ending, after): &(&str, After)| {
        let head: Vec<char> = word.strip_suffix(ending)?.chars().collect();
        let last = *head.last()?;
        let fits = match after {
            Any => true,
            Consonant => jamo::has_final(last),
            Vowel => !jamo::has_final(last),
            ConsonantOrHa => jamo::has_final(last) || last == '하',
        };
        // 반지 and 창고 are nouns. 작은 and 먹는 are as short, but no noun ends like them.
        let short = chars.len() == 2 && !matches!(*ending, "은" | "는");
        // The stem of 예쁩니다 ends before ㅂ, so `joined` removes it. 찍어네요 lacks a tense, and 있았던 is
        // not a valid past: both are slips.
        let polite = *ending == "다" && last == '니';
        let connective = matches!(head.as_slice(), [.., before, '아' | '어'] if jamo::has_final(*before));
        let (_, vowel, own) = jamo::letters(last)?;
        let past = own == SS && is_connective(vowel);
        (fits && !short && !polite && !connective && !past).then_some(head)
    };
    PLAIN.iter().find_map(fits)
}

/// Removes an ending that merges with the last syllable of the stem: 예쁜, 예쁠, 예쁨, 예쁩니다.
fn joined(chars: &[char]) -> Option<Vec<char>> {
    const ENDINGS: [(&str, &[u32]); 4] = [("니다", &[B]), ("데요", &[N]), ("데", &[N]), ("", &[N, R, M])];
    let word: String = chars.iter().collect();
    let (head, finals) = ENDINGS
        .iter()
        .find_map(|(ending, finals)| Some((word.strip_suffix(ending)?, finals)))?;
    let last = head.chars().next_back()?;
    // These follow nouns, except 던, which follows an unchanged stem.
    if matches!(last, '는' | '은' | '을' | '를' | '만' | '인' | '들' | '님' | '던') {
        return None;
    }
    let (first, vowel, own) = jamo::letters(last)?;
    let open = jamo::syllable(first, vowel, 0).filter(|_| finals.contains(&own))?;
    let mut stem: Vec<char> = head.chars().collect();
    stem.pop();
    stem.push(open);
    Some(stem)
}

/// Removes 요 or 서 after a connective: 예뻐요, 먹어서.
fn contracted(chars: &[char]) -> Option<Vec<char>> {
    let (tail, head) = chars.split_last()?;
    let (last, before) = head.split_last()?;
    // 이에요 and 예요 turn any noun into a sentence.
    let is_noun = matches!(last, '에' | '예' | '이');
    if !matches!(tail, '요' | '서') || is_noun || before.is_empty() {
        return None;
    }
    connective(before, *last)
}

/// Returns the stem of a connective that ends in the open syllable `last`: 먹 for 먹어, and for 마셔 the
/// whole, which `shared` turns into 마시.
fn connective(before: &[char], last: char) -> Option<Vec<char>> {
    let (first, vowel, _) = jamo::letters(last).filter(|(_, _, own)| *own == 0)?;
    let (_, stem_vowel, stem_final) = jamo::letters(*before.last()?)?;
    if stem_final != 0 && matches!(last, '아' | '어') {
        // 아 follows only ㅏ, ㅑ and ㅗ, and neither 아 nor 어 follows a past. Anything else is a slip.
        let bright = matches!(stem_vowel, 0 | 2 | 8);
        let past = stem_final == SS && is_connective(stem_vowel);
        return (bright == (last == '아') && !past).then(|| before.to_vec());
    }
    let is_connective = is_connective(vowel) || vowel == 1 && first == INITIAL_H;
    is_connective.then(|| [before, &[last]].concat())
}

/// Returns true for the vowels in which a connective can end: ㅏ ㅓ ㅕ ㅘ ㅙ ㅝ.
fn is_connective(vowel: u32) -> bool {
    matches!(vowel, 0 | 4 | 6 | 9 | 10 | 14)
}

/// Returns one spelling for all stems of a word, regular or not.
fn shared(stem: &[char]) -> Option<String> {
    let (last, before) = stem.split_last()?;
    let mut before = before.to_vec();
    let (first, vowel, last) = jamo::letters(*last)?;
    // ㄹ and ㅎ are lost in some forms: 만들고 and 만든, 노랗고 and 노란.
    let last = if matches!(last, R | H) { 0 } else { last };
    let vowel = match (vowel, last) {
        // 해 comes from 하, ㅏ and ㅓ from ㅡ (바빠, 예뻐), ㅕ from ㅣ, ㅘ from ㅗ, ㅙ from ㅚ, ㅝ from ㅜ.
        (1, 0) if first == INITIAL_H => 18,
        (0 | 4, 0) => 18,
        (6, 0) => 20,
        (9, 0) => 8,
        (10, 0) => 11,
        (14, 0) => 13,
        (vowel, _) => vowel,
    };
    // 부드러우 comes from 부드럽, whose ㅂ became a vowel.
    if first == NO_INITIAL
        && last == 0
        && matches!(vowel, 8 | 13)
        && let Some((first, vowel, 0)) = before.last().and_then(|c| jamo::letters(*c))
    {
        before.pop();
        before.push(jamo::syllable(first, vowel, B)?);
        return Some(before.into_iter().collect());
    }
    let end = jamo::syllable(first, vowel, last)?;
    // 빨라 comes from 빠르.
    if end == '르'
        && let Some((first, vowel, R)) = before.last().and_then(|c| jamo::letters(*c))
    {
        before.pop();
        before.push(jamo::syllable(first, vowel, 0)?);
    }
    before.push(end);
    Some(before.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_share_a_stem() {
        for forms in [
            "예쁜 예뻐요 예쁘고 예쁘네요 예뻤어요 예쁩니다 예쁠 예쁘게 예쁜데 예뻐서 예쁨",
            "따뜻한 따뜻해요 따뜻하게 따뜻했어요 따뜻합니다 따뜻해서 따뜻하고 따뜻함 따뜻하네요 따뜻하다",
            "부드러운 부드러워요 부드럽고 부드럽게 부드러웠어요 부드럽습니다 부드러움",
            "귀여운 귀여워요 귀엽다 귀엽네요 귀여워서",
            "맛있는 맛있어요 맛있게 맛있었어요 맛있습니다 맛있네요 맛있고 맛있다",
            "좋은 좋아요 좋습니다 좋네요 좋았어요 좋아서",
            "작은 작아요 작아서 작네요",
            "먹는 먹어요 먹었습니다 먹겠습니다 먹었겠네요",
            "마시고 마셔요 마셨어요 마시기 마실",
            "빠른 빨라요 빠르게 빨랐어요 빠릅니다",
            "만든 만들어요 만들었어요 만들고 만들기",
            "노란 노랗고 노랗게",
            "가벼운 가벼워요 가볍고 가볍습니다",
            "시원한 시원해서 시원하게",
            "구운 구워요 구웠습니다",
        ] {
            let stems: Vec<Option<String>> = forms.split(' ').map(stem).collect();
            assert!(
                stems
                    .iter()
                    .all(|one| one.is_some() && *one == stems.first().cloned().flatten()),
                "{forms}: {stems:?}"
            );
        }
    }

    #[test]
    fn nouns_are_left_alone() {
        for noun in [
            "쿠키",
            "쿠키는",
            "반지",
            "창고",
            "연어",
            "쿠키예요",
            "원피스를",
            "가게에서",
            "책이에요",
            "iphone",
            "",
            "꽃",
        ] {
            assert_eq!(stem(noun), None, "{noun}");
        }
        for slip in ["많았아요", "찍어네요", "있았던"] {
            assert_eq!(stem(slip), None, "{slip}");
        }
    }
}
