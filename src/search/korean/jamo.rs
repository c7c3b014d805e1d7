//! Takes Hangul apart: a syllable into the keys that type it, and into its initial consonant.
//!
//! Words are compared as *keystrokes* of the standard two-set keyboard (KS X 5002), each key one
//! ASCII letter: 원피스 is `dnjsvltm`. Half-typed syllables are then plain prefixes, a slip of one
//! key is an edit distance of one, and text typed in the wrong keyboard mode is the same string.
//! `keyboard` composes keys into syllables again.

/// Keys of the 19 initial consonants, in Unicode's order.
const INITIAL_KEYS: [&str; 19] = [
    "r", "R", "s", "e", "E", "f", "a", "q", "Q", "t", "T", "d", "w", "W", "c", "z", "x", "v", "g",
];
/// Keys of the 21 vowels, in Unicode's order.
const VOWEL_KEYS: [&str; 21] = [
    "k", "o", "i", "O", "j", "p", "u", "P", "h", "hk", "ho", "hl", "y", "n", "nj", "np", "nl", "b", "m", "ml", "l",
];
/// Keys of the 27 finals, in Unicode's order, after an empty entry for no final.
const FINAL_KEYS: [&str; 28] = [
    "", "r", "R", "rt", "s", "sw", "sg", "e", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "qt", "t", "T", "d", "w",
    "c", "z", "x", "v", "g",
];
/// Keys of the 30 consonants of the compatibility block (ㄱ U+3131 to ㅎ U+314E).
const CONSONANT_KEYS: [&str; 30] = [
    "r", "R", "rt", "s", "sw", "sg", "e", "E", "f", "fr", "fa", "fq", "ft", "fx", "fv", "fg", "a", "q", "Q", "qt", "t", "T", "d",
    "w", "W", "c", "z", "x", "v", "g",
];
/// The 19 initials as compatibility letters.
const INITIALS: [char; 19] = [
    'ㄱ', 'ㄲ', 'ㄴ', 'ㄷ', 'ㄸ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅃ', 'ㅅ', 'ㅆ', 'ㅇ', 'ㅈ', 'ㅉ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
];
/// The 27 finals as compatibility letters.
const FINALS: [char; 27] = [
    'ㄱ', 'ㄲ', 'ㄳ', 'ㄴ', 'ㄵ', 'ㄶ', 'ㄷ', 'ㄹ', 'ㄺ', 'ㄻ', 'ㄼ', 'ㄽ', 'ㄾ', 'ㄿ', 'ㅀ', 'ㅁ', 'ㅂ', 'ㅄ', 'ㅅ', 'ㅆ', 'ㅇ',
    'ㅈ', 'ㅊ', 'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
];

const FIRST_SYLLABLE: u32 = 0xAC00;
const LAST_SYLLABLE: u32 = 0xD7A3;
const FIRST_CONSONANT: u32 = 0x3131;
const FIRST_VOWEL: u32 = 0x314F;
const LAST_VOWEL: u32 = 0x3163;

fn at<T: Copy>(table: &[T], index: u32) -> Option<T> {
    usize::try_from(index).ok().and_then(|i| table.get(i).copied())
}

/// Returns true for a whole Hangul syllable, 가 to 힣.
pub fn is_syllable(c: char) -> bool {
    (FIRST_SYLLABLE..=LAST_SYLLABLE).contains(&u32::from(c))
}

/// Returns true for a lone consonant, ㄱ to ㅎ.
pub fn is_consonant(c: char) -> bool {
    (FIRST_CONSONANT..FIRST_VOWEL).contains(&u32::from(c))
}

/// Returns true for a lone consonant or vowel, ㄱ to ㅣ.
pub fn is_jamo(c: char) -> bool {
    (FIRST_CONSONANT..=LAST_VOWEL).contains(&u32::from(c))
}

/// Returns the initial consonant of a syllable, or a lone consonant as it is. Returns `None` for any other
/// character.
pub fn initial(c: char) -> Option<char> {
    if is_syllable(c) {
        at(&INITIALS, (u32::from(c) - FIRST_SYLLABLE) / 588)
    } else if is_consonant(c) {
        Some(c)
    } else {
        None
    }
}

/// Returns true if the syllable ends in a consonant (받침), which decides the particles that can follow.
pub fn has_final(c: char) -> bool {
    is_syllable(c) && !(u32::from(c) - FIRST_SYLLABLE).is_multiple_of(28)
}

/// Appends the keys that type `c`. A character that is not Hangul is appended as it is.
pub fn push_keys(c: char, out: &mut String) {
    let code = u32::from(c);
    if is_syllable(c) {
        let index = code - FIRST_SYLLABLE;
        for part in [
            at(&INITIAL_KEYS, index / 588),
            at(&VOWEL_KEYS, index % 588 / 28),
            at(&FINAL_KEYS, index % 28),
        ] {
            out.push_str(part.unwrap_or_default());
        }
    } else if is_consonant(c) {
        out.push_str(at(&CONSONANT_KEYS, code - FIRST_CONSONANT).unwrap_or_default());
    } else if is_jamo(c) {
        out.push_str(at(&VOWEL_KEYS, code - FIRST_VOWEL).unwrap_or_default());
    } else {
        out.push(c);
    }
}

/// Returns the keys that type `text`.
pub fn keys(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push_keys(c, &mut out));
    out
}

/// Returns the lone form of a conjoining letter (U+1100 block), for letters that NFC could not join.
pub fn lone_form(c: char) -> Option<char> {
    let code = u32::from(c);
    match code {
        0x1100..=0x1112 => at(&INITIALS, code - 0x1100),
        0x1161..=0x1175 => char::from_u32(FIRST_VOWEL + code - 0x1161),
        0x11A8..=0x11C2 => at(&FINALS, code - 0x11A8),
        _ => None,
    }
}

/// Returns the index of the initial consonant that these keys type.
pub fn initial_index(keys: &str) -> Option<u32> {
    position(&INITIAL_KEYS, keys)
}

/// Returns the index of the vowel that these keys type.
pub(super) fn vowel_index(keys: &str) -> Option<u32> {
    position(&VOWEL_KEYS, keys)
}

/// Returns the index of the final that these keys type. No keys are index 0, no final.
pub fn final_index(keys: &str) -> Option<u32> {
    position(&FINAL_KEYS, keys)
}

fn position(table: &[&str], keys: &str) -> Option<u32> {
    table.iter().position(|k| *k == keys).and_then(|i| u32::try_from(i).ok())
}

/// Returns the indexes of the initial, vowel and final of a syllable. This is the inverse of
/// [`syllable`].
pub fn letters(c: char) -> Option<(u32, u32, u32)> {
    let index = u32::from(c).checked_sub(FIRST_SYLLABLE).filter(|_| is_syllable(c))?;
    Some((index / 588, index % 588 / 28, index % 28))
}

/// Returns the keys of a final by its index; for index 0 they are empty.
pub fn final_keys(index: u32) -> &'static str {
    at(&FINAL_KEYS, index).unwrap_or_default()
}

/// Returns the syllable of an initial, a vowel and a final, by index; 0 is no final.
pub fn syllable(initial: u32, vowel: u32, last: u32) -> Option<char> {
    char::from_u32(FIRST_SYLLABLE + initial * 588 + vowel * 28 + last)
}

/// Returns the lone letter of a vowel by its index.
pub(super) fn vowel_letter(index: u32) -> Option<char> {
    char::from_u32(FIRST_VOWEL + index)
}

/// Returns the lone letter that a key sequence types.
pub fn letter(keys: &str) -> Option<char> {
    position(&CONSONANT_KEYS, keys)
        .and_then(|i| char::from_u32(FIRST_CONSONANT + i))
        .or_else(|| vowel_index(keys).and_then(|i| char::from_u32(FIRST_VOWEL + i)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_become_the_keys_that_type_them() {
        assert_eq!(keys("원피스"), "dnjsvltm");
        assert_eq!(keys("닭갈비"), "ekfrrkfql");
        assert_eq!(keys("쿠ㅋ"), "znz");
        assert_eq!(keys("꽃x1"), "Rhcx1");
    }

    #[test]
    fn initials_and_finals() {
        let initials: String = "수제쿠키".chars().filter_map(initial).collect();
        assert_eq!(initials, "ㅅㅈㅋㅋ");
        assert!(has_final('원'));
        assert!(!has_final('스'));
        assert_eq!(initial('a'), None);
    }

    #[test]
    fn lone_conjoining_letters_take_their_lone_form() {
        assert_eq!(lone_form('\u{1109}'), Some('ㅅ'));
        assert_eq!(lone_form('\u{1161}'), Some('ㅏ'));
        assert_eq!(lone_form('\u{11C2}'), Some('ㅎ'));
        assert_eq!(lone_form('a'), None);
    }
}
