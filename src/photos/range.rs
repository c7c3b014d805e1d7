//! Conditional and partial requests (RFC 9110, sections 13 and 14). Pure functions.

use std::ops::Range;

/// The part of a file that a `Range` header requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The whole file: there is no range, or one that may be ignored.
    Whole,
    /// These bytes (206).
    Bytes(Range<u64>),
    /// None of the requested bytes exist (416).
    Nothing,
}

/// Parses `bytes=0-99`, `bytes=100-` and `bytes=-500` for a file of `len`
/// bytes. Several ranges, other units and malformed headers mean the whole
/// file.
pub fn part(header: Option<&str>, len: u64) -> Part {
    let Some(spec) = header.and_then(|h| h.strip_prefix("bytes=")) else {
        return Part::Whole;
    };
    let Some((from, to)) = spec.trim().split_once('-') else {
        return Part::Whole;
    };
    let number = |text: &str| -> Option<u64> {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        // A number that does not fit is beyond the end of any file.
        digits.then(|| text.parse().unwrap_or(u64::MAX))
    };
    let range = match (number(from), number(to)) {
        (Some(from), Some(to)) if from <= to => from..to.saturating_add(1).min(len),
        (Some(from), None) if to.is_empty() => from..len,
        (None, Some(last)) if from.is_empty() => len.saturating_sub(last)..len,
        _ => return Part::Whole,
    };
    if range.start < range.end {
        Part::Bytes(range)
    } else {
        Part::Nothing
    }
}

/// Returns true if `If-None-Match` contains this tag. The comparison is weak.
pub fn matches(header: Option<&str>, tag: &str) -> bool {
    header.is_some_and(|h| {
        h.split(',')
            .map(str::trim)
            .any(|t| t == "*" || t.strip_prefix("W/").unwrap_or(t) == tag)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        let bytes = |a, b| Part::Bytes(a..b);
        for (header, expected) in [
            ("bytes=0-99", bytes(0, 100)),
            ("bytes=0-0", bytes(0, 1)),
            ("bytes=990-2000", bytes(990, 1000)),
            ("bytes=999-", bytes(999, 1000)),
            ("bytes=-5", bytes(995, 1000)),
            ("bytes=-5000", bytes(0, 1000)),
            ("bytes=0-99999999999999999999999", bytes(0, 1000)),
            ("bytes=1000-", Part::Nothing),
            ("bytes=99999999999999999999999-", Part::Nothing),
            ("bytes=-0", Part::Nothing),
            ("bytes=5-4", Part::Whole),
            ("bytes=0-1,4-5", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("lines=0-1", Part::Whole),
        ] {
            assert_eq!(part(Some(header), 1000), expected, "{header}");
        }
        assert_eq!(part(None, 1000), Part::Whole);
        assert_eq!(part(Some("bytes=0-"), 0), Part::Nothing);
    }

    #[test]
    fn tags_are_compared_weakly() {
        assert!(matches(Some("\"a\", W/\"b\""), "\"b\""));
        assert!(matches(Some("*"), "\"b\""));
        assert!(!matches(Some("\"a\""), "\"b\""));
        assert!(!matches(None, "\"b\""));
    }
}
