//! Cleaning of text: the characters that survive. Not here: length limits, and HTML escaping
//! (`html.rs`).
//!
//! Removed everywhere: control characters, bidirectional overrides and isolates, zero-width and
//! other invisible characters (Hangul fillers too: they make a name look empty), tag characters,
//! private use, noncharacters. A zero-width joiner and a variation selector stay where they hold an
//! emoji together. Stacks of combining marks are cut after [`MARKS_MAX`].

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark, is_nfc};
use unicode_properties::UnicodeEmoji;

/// Combining marks kept on one base: real scripts need up to four (Hebrew with cantillation,
/// Tibetan).
const MARKS_MAX: usize = 4;

const JOINER: char = '\u{200D}';
const KEYCAP: char = '\u{20E3}';

/// Returns the text in Unicode Normalization Form C. Hangul in NFD (file names and input from Apple
/// systems) becomes whole syllables.
pub fn nfc(text: &str) -> String {
    if is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}

/// Returns the length as people and browsers count it: Unicode scalar values after NFC
/// (`[...s.normalize("NFC")].length` in the browser).
pub fn count(text: &str) -> usize {
    text.nfc().count()
}

/// Cleans one line, for names, titles and search boxes: any run of spaces and line breaks becomes
/// one space, and none is left at the ends.
pub fn clean_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in visible(text).chars() {
        if !c.is_whitespace() {
            line.push(c);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    trimmed(&line)
}

/// Cleans several lines, for stories, comments and descriptions: line breaks become `\n`, any other
/// space a plain one. Blank lines inside stay as they were typed.
pub fn clean_body(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let body: String = visible(&text)
        .chars()
        .map(|c| match c {
            '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\n' => '\n',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    trimmed(&body)
}

/// Cleans the text to one line and returns at most `max` characters of it, ending in `…` if it was
/// cut. Never cuts between a base and its marks or inside a joined emoji.
pub fn excerpt(text: &str, max: usize) -> String {
    let line = clean_line(text);
    let chars: Vec<char> = line.chars().collect();
    if chars.len() <= max {
        return line;
    }
    let mut end = max.saturating_sub(1);
    let glued = |i: usize| {
        let here = chars.get(i).copied().unwrap_or(' ');
        let before = i.checked_sub(1).and_then(|b| chars.get(b)).copied().unwrap_or(' ');
        is_combining_mark(here) || here == JOINER || before == JOINER || is_skin_tone(here)
    };
    while end > 0 && glued(end) {
        end -= 1;
    }
    let mut cut: String = chars.iter().take(end).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

/// Returns the text in NFC without invisible characters, with emoji sequences kept whole and marks
/// limited.
fn visible(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !is_forbidden(*c)).nfc().collect();
    let mut out = String::with_capacity(kept.len());
    let mut last = ' ';
    let mut marks = 0_usize;
    let mut rest = kept.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let keep = if c == JOINER {
            (is_pictograph(last) || is_selector(last) || is_skin_tone(last)) && next.is_some_and(is_pictograph)
        } else if is_selector(c) {
            is_pictograph(last) || (is_keycap_base(last) && next == Some(KEYCAP))
        } else if is_combining_mark(c) {
            marks < MARKS_MAX
        } else {
            true
        };
        if keep {
            marks = if is_combining_mark(c) { marks + 1 } else { 0 };
            out.push(c);
            last = c;
        }
    }
    // Removing a mark can bring together two characters that have one composed form.
    nfc(&out)
}

/// Removes spaces at the ends, and marks at the start, which would attach to whatever the page
/// shows before the text.
fn trimmed(text: &str) -> String {
    text.trim_end()
        .trim_start_matches(|c: char| c.is_whitespace() || is_combining_mark(c))
        .to_owned()
}

/// Returns true for characters that never survive cleaning. The joiner and the two emoji variation
/// selectors depend on their neighbours instead.
fn is_forbidden(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' => false,
        '\u{AD}' | '\u{34F}' | '\u{61C}' => true,
        // Hangul fillers and the blank braille cell count as letters but show nothing.
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{2800}' => true,
        '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' => true,
        '\u{200B}' | '\u{200C}' | '\u{200E}' | '\u{200F}' => true,
        '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => true,
        '\u{FE00}'..='\u{FE0D}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFC}' => true,
        '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{13430}'..='\u{1345F}' => true,
        '\u{E0000}'..='\u{E0FFF}' => true,
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' | '\u{FDD0}'..='\u{FDEF}' => true,
        c => c.is_control() || (u32::from(c) & 0xFFFE) == 0xFFFE,
    }
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE0E}' | '\u{FE0F}')
}

fn is_skin_tone(c: char) -> bool {
    matches!(c, '\u{1F3FB}'..='\u{1F3FF}')
}

fn is_keycap_base(c: char) -> bool {
    matches!(c, '0'..='9' | '#' | '*')
}

/// Returns true for an emoji by itself. Unicode counts digits and `#` as emoji only as the base of
/// a keycap.
pub(super) fn is_pictograph(c: char) -> bool {
    !c.is_ascii() && c.is_emoji_char()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hangul_in_parts_becomes_whole() {
        let parts: String = "수제쿠키".nfd().collect();
        assert_eq!(clean_line(&parts), "수제쿠키");
        assert_eq!(count(&parts), 4);
    }

    #[test]
    fn invisible_and_turning_characters_go() {
        assert_eq!(clean_line("a\u{202E}b\u{200B}c\u{2066}d\u{FEFF}e\u{0}f\u{E0041}"), "abcdef");
        assert_eq!(clean_line("\u{3164}\u{115F}\u{2800} \u{3000}"), "");
        assert_eq!(clean_line("관리\u{AD}자\u{034F}"), "관리자");
        assert_eq!(clean_line("a\u{FE0F}\u{200D}b"), "ab");
    }

    #[test]
    fn emoji_survive_whole() {
        for emoji in ["👨‍👩‍👧‍👦", "👩🏽‍🚀", "❤️‍🔥", "☀️", "1️⃣", "🇰🇷", "🏳️‍🌈", "👍🏿", "©️"]
        {
            assert_eq!(clean_line(emoji), emoji);
            assert_eq!(clean_body(&format!("안녕 {emoji}!")), format!("안녕 {emoji}!"));
        }
    }

    #[test]
    fn stacks_of_marks_are_cut() {
        let zalgo = format!("H{}i", "\u{0301}\u{0316}\u{0489}".repeat(30));
        assert!(count(&clean_line(&zalgo)) <= 2 + MARKS_MAX);
        assert_eq!(clean_line("\u{0301}\u{0301}이름"), "이름");
        assert_eq!(clean_line("tiếng Việt नमस्ते"), "tiếng Việt नमस्ते");
    }

    #[test]
    fn lines() {
        assert_eq!(clean_line("  a\r\n b\u{a0}\u{3000}\tc\u{2028}"), "a b c");
        assert_eq!(clean_body("\r\n a\r\n\r\nb\rc\tx\u{2029}d \n"), "a\n\nb\nc x\nd");
    }

    #[test]
    fn excerpts() {
        assert_eq!(excerpt("가나다라", 4), "가나다라");
        assert_eq!(excerpt("가나다라마", 4), "가나다…");
        assert_eq!(excerpt("ab👨‍👩‍👧‍👦cd", 6), "ab…");
        assert_eq!(excerpt("abc", 0), "…");
    }

    /// Everyday text mixed with hostile characters, which plain random strings rarely contain.
    fn hostile() -> impl Strategy<Value = String> {
        let pool: Vec<char> = "ab 가힣ㄱ각한é👨👩🏽❤☀1#*\u{20E3}\u{200D}\u{FE0F}\u{FE0E}\u{301}\u{316}\u{489}\u{202E}\u{2066}\u{200B}\u{0}\r\n\t\u{85}\u{2028}\u{3164}\u{AD}\u{E0041}\u{1100}\u{1161}\u{11A8}\u{1F1F0}\u{F8FF}\u{FFFF}\u{9C7}\u{9BE}\u{3000}\u{93C}\u{915}"
            .chars()
            .collect();
        prop_oneof![
            prop::collection::vec(prop::sample::select(pool), 0..60).prop_map(|c| c.into_iter().collect()),
            prop::collection::vec(any::<char>(), 0..40).prop_map(|c| c.into_iter().collect()),
        ]
    }

    proptest! {
        #[test]
        fn cleaning_is_complete_and_done_once(text in hostile()) {
            for clean in [clean_line(&text), clean_body(&text)] {
                prop_assert!(is_nfc(&clean));
                let left = clean.chars().find(|c| is_forbidden(*c) || (c.is_control() && *c != '\n'));
                prop_assert_eq!(left, None);
                prop_assert_eq!(clean.trim(), clean.as_str());
            }
            let line = clean_line(&text);
            prop_assert_eq!(&clean_line(&line), &line);
            let body = clean_body(&text);
            prop_assert_eq!(&clean_body(&body), &body);
            let short = excerpt(&text, 7);
            prop_assert!(short.chars().count() <= 7);
        }

        #[test]
        fn ordinary_korean_is_left_alone(text in "[가-힣a-zA-Z0-9.,!?~ㅋㅎㅠ]{1,40}") {
            prop_assert_eq!(clean_line(&text), text.clone());
            prop_assert_eq!(clean_body(&text), text);
        }
    }

    #[test]
    fn a_long_body_is_quick() {
        let text = "\u{301}".repeat(100_000);
        let start = std::time::Instant::now();
        assert_eq!(clean_body(&text), "");
        assert!(start.elapsed().as_secs() < 2);
    }
}
