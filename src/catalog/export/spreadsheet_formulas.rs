//! Protection against cells that a spreadsheet would evaluate. A title such as `=HYPERLINK(…)`
//! would run on the computer of anyone who opens the file. An apostrophe in front makes it text; an
//! import removes it again.
//!
//! Cells in which spaces, quotes or apostrophes come before such a sign are marked too, since some
//! programs drop them, and so that a text with an apostrophe of its own survives:
//! `undo(mark(text)) == text` for every text.

use std::borrow::Cow;

fn is_sign(c: char) -> bool {
    // Includes the full-width forms, which some programs treat alike.
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠')
}

fn dangerous(text: &str) -> bool {
    text.trim_start_matches(['\'', '"', ' ', '\n']).starts_with(is_sign)
}

/// Returns the cell as it is written to a file.
pub fn mark(text: &str) -> Cow<'_, str> {
    if dangerous(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Returns the cell as it was before `mark`.
pub fn undo(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if dangerous(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_calculated_is_text() {
        for cell in ["=1+1", "+82 10", "-쿠키", "@you", "＝1", "\"=1\"", "'=1", " =1", "\t=1"] {
            let marked = mark(cell);
            assert!(marked.starts_with('\''), "{cell}");
            assert_eq!(undo(&marked), cell);
        }
    }

    #[test]
    fn other_words_stay_as_they_are() {
        for cell in ["", "쿠키", "'90년대 쿠키", "''", "1-2", "a=b", "'"] {
            assert_eq!(mark(cell), cell);
            assert_eq!(undo(cell), cell);
        }
        // A file from elsewhere that marks its cells the same way.
        assert_eq!(undo("'=SUM(A1)"), "=SUM(A1)");
    }
}
