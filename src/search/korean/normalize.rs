//! Brings all text into the one spelling in which it is compared, and divides it into words and runs.
//!
//! `fold` is applied to documents, queries and snippets alike: NFC, lower case, no accents, no
//! look-alikes (full width, squared units), no invisible characters. `words` divides folded text.
//! `engine::analyzer` turns the words into the tokens of each field.

use super::jamo;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text, so that all spellings of the same text become equal.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfc() {
        fold_char(c, &mut out);
    }
    out
}

/// Folds one character of NFC text. Appends nothing for an invisible character.
pub fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        // Control characters, line ends among them, end a sentence.
        out.push(if c.is_ascii_control() && c != '\t' {
            '\n'
        } else {
            c.to_ascii_lowercase()
        });
    } else if jamo::is_syllable(c) || jamo::is_jamo(c) {
        out.push(c);
    } else if let Some(lone) = jamo::lone_form(c) {
        out.push(lone);
    } else if !is_invisible(c) {
        // Compatibility forms: ㎖ → ml, Ａ → a, ① → 1, é → e. Hangul letters are handled above,
        // because NFKD would turn them into conjoining letters.
        for d in std::iter::once(c).nfkd().filter(|d| !is_combining_mark(*d)) {
            match jamo::lone_form(d) {
                Some(lone) => out.push(lone),
                None => out.extend(d.to_lowercase()),
            }
        }
    }
}

/// Returns true for zero-width and directional marks, variation selectors, skin tones and tags, none of
/// which is a letter.
fn is_invisible(c: char) -> bool {
    matches!(u32::from(c),
        0x00AD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
        | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F
        | 0xFEFF | 0xFFA0 | 0x1F3FB..=0x1F3FF | 0xE0000..=0xE01EF)
}

/// The class of the characters in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Hangul syllables, Chinese characters and kana, which can be written without spaces.
    Syllables,
    /// Lone Hangul letters: ㅅㅈㅋㅋ.
    Jamo,
    /// Letters of other scripts.
    Letters,
    /// A number, without the commas of its thousands: 12000, 1.5.
    Digits,
    /// One emoji or symbol.
    Symbol,
}

/// A longest possible stretch of one class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub class: Class,
    pub text: String,
}

/// The gap before a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// A space, or a mark that joins words. People leave out both (수제-쿠키, 수제 쿠키, 수제쿠키).
    Space,
    /// The end of a sentence, or a bracket. No phrase matches across it.
    Break,
}

/// A word: runs without a gap between them, such as 500ml or iphone케이스를.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub gap: Gap,
    /// True if it is written as a hashtag.
    pub tag: bool,
    pub runs: Vec<Run>,
}

impl Word {
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Returns true if the word consists of lone consonants only: ㅅㅈㅋㅋ.
    pub fn is_initials(&self) -> bool {
        self.runs.iter().all(|run| run.text.chars().all(jamo::is_consonant))
    }
}

/// Returns the class of a folded character, or `None` for a separator.
pub fn class(c: char) -> Option<Class> {
    if jamo::is_syllable(c) || is_unspaced(c) {
        Some(Class::Syllables)
    } else if jamo::is_jamo(c) {
        Some(Class::Jamo)
    } else if c.is_ascii_digit() {
        Some(Class::Digits)
    } else if c.is_alphabetic() {
        Some(Class::Letters)
    } else if c.is_numeric() {
        Some(Class::Digits)
    } else if !c.is_ascii() && is_symbol(c) {
        Some(Class::Symbol)
    } else {
        None
    }
}

/// Returns true for Chinese characters and kana.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0x20000..=0x3FFFF)
}

/// Returns true for emoji and dingbats, but not for arrows, bullets, lines or typographic marks.
fn is_symbol(c: char) -> bool {
    matches!(u32::from(c),
        0x231A..=0x231B | 0x23E9..=0x23FA | 0x2600..=0x27BF | 0x2B50 | 0x2B55 | 0x1F000..=0x1FAFF)
}

/// Returns true for spaces and for marks that join words rather than end a sentence.
fn joins(c: char) -> bool {
    c.is_whitespace() && c != '\n'
        || matches!(
            c,
            '-' | '_' | '/' | '\'' | '’' | '·' | '・' | '&' | '+' | '~' | '*' | '"' | '#' | '@' | '%'
        )
}

/// Divides folded text into words.
pub fn words(folded: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut gap = Some(Gap::Break);
    let mut tag = false;
    let mut last = None;
    let mut chars = folded.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(class) = class(c) else {
            let within_number = matches!(c, ',' | '.')
                && last == Some(Class::Digits)
                && gap.is_none()
                && chars.peek().is_some_and(char::is_ascii_digit);
            if within_number {
                if c == '.' {
                    push(&mut words, Class::Digits, c, false);
                }
                continue;
            }
            if !joins(c) {
                gap = Some(Gap::Break);
            } else if gap.is_none() {
                gap = Some(Gap::Space);
            }
            tag = c == '#';
            continue;
        };
        if class == Class::Symbol || last == Some(Class::Symbol) {
            gap = gap.or(Some(Gap::Space));
        }
        let new_run = gap.is_some() || last != Some(class) || class == Class::Symbol;
        if let Some(gap) = gap.take() {
            words.push(Word {
                gap,
                tag,
                runs: Vec::new(),
            });
            tag = false;
        }
        push(&mut words, class, c, new_run);
        last = Some(class);
    }
    words
}

fn push(words: &mut [Word], class: Class, c: char, new_run: bool) {
    let Some(word) = words.last_mut() else { return };
    match word.runs.last_mut() {
        Some(run) if !new_run => run.text.push(c),
        _ => word.runs.push(Run {
            class,
            text: c.to_string(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(&fold(text))
            .iter()
            .map(|w| w.runs.iter().map(|r| r.text.clone()).collect::<Vec<_>>().join("|"))
            .collect()
    }

    #[test]
    fn spellings_of_the_same_text_fold_to_one() {
        let nfd: String = "원피스 ㅅㅈ".nfd().collect();
        assert_eq!(fold(&nfd), "원피스 ㅅㅈ");
        assert_eq!(fold("Ｉｐｈｏｎｅ ㎖ Café\u{200B}"), "iphone ml cafe");
        assert_eq!(fold("\u{1109}\u{110C}"), "ㅅㅈ");
        assert_eq!(fold("👍🏽"), "👍");
    }

    #[test]
    fn words_and_runs() {
        assert_eq!(
            texts("iPhone케이스를 500ml 12,000원, 1.5L"),
            ["iphone|케이스를", "500|ml", "12000|원", "1.5|l"]
        );
        assert_eq!(texts("맛있는🍓🍓딸기"), ["맛있는", "🍓", "🍓", "딸기"]);
        assert_eq!(texts("끝. 1, 2"), ["끝", "1", "2"]);
    }

    #[test]
    fn gaps_and_tags() {
        let words = words("수제-쿠키 (선물) #생일");
        let gaps: Vec<Gap> = words.iter().map(|w| w.gap).collect();
        assert_eq!(gaps, [Gap::Break, Gap::Space, Gap::Break, Gap::Break]);
        assert!(words.last().is_some_and(|word| word.tag));
    }
}
