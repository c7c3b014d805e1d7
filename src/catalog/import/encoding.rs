//! Decoding of a table's bytes: UTF-8 and UTF-16 with and without byte order mark, and CP949. The
//! encoding is recognised by the bytes alone; anything else is refused with its first invalid line.

use std::cmp::Ordering;

use encoding_rs::EUC_KR;

/// An error of [`decode`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecodeError {
    /// An Excel file that was not saved as CSV.
    Workbook,
    /// Text in an unknown encoding.
    Encoding {
        /// The first invalid line.
        line: usize,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf8Bom,
    Utf16Le,
    Utf16Be,
    /// "ANSI" on Korean Windows; a superset of EUC-KR.
    Cp949,
}

impl Encoding {
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Bom => "UTF-8 BOM",
            Self::Utf16Le => "UTF-16 LE",
            Self::Utf16Be => "UTF-16 BE",
            Self::Cp949 => "CP949",
        }
    }
}

/// Decodes a file and detects its encoding.
///
/// # Errors
/// Returns `Workbook` for an Excel file, and the first invalid line of a text in an unknown
/// encoding.
pub fn decode(bytes: Vec<u8>) -> Result<(String, Encoding), DecodeError> {
    // A zip (xlsx, ods) or the older Excel format, which people choose by mistake.
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(DecodeError::Workbook);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFF, 0xFE]) {
        return Ok((utf16(rest, u16::from_le_bytes)?, Encoding::Utf16Le));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xFE, 0xFF]) {
        return Ok((utf16(rest, u16::from_be_bytes)?, Encoding::Utf16Be));
    }
    let marked = bytes.starts_with(&[0xEF, 0xBB, 0xBF]);
    if let Some(at) = bytes.iter().position(|b| *b == 0) {
        return match unmarked(&bytes) {
            Some(found) => Ok(found),
            // No other encoding of a table has zero bytes.
            None => Err(not_text(bytes.get(..at).unwrap_or_default())),
        };
    }
    match String::from_utf8(bytes) {
        Ok(mut text) if marked => {
            text.drain(..3);
            Ok((text, Encoding::Utf8Bom))
        }
        Ok(text) => Ok((text, Encoding::Utf8)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let start = bytes.get(..valid).unwrap_or_default();
            // Hangul before the fault means damaged UTF-8: three bytes that happen to form a UTF-8
            // syllable would be halves of rare Hanja in CP949.
            if marked || std::str::from_utf8(start).is_ok_and(|s| s.contains(|c| ('가'..='힣').contains(&c))) {
                return Err(not_text(start));
            }
            match EUC_KR.decode_without_bom_handling_and_without_replacement(&bytes) {
                Some(text) => Ok((text.into_owned(), Encoding::Cp949)),
                None => Err(DecodeError::Encoding {
                    line: first_bad_line(&bytes),
                }),
            }
        }
    }
}

/// Decodes UTF-16 without a byte order mark, in the order in which the text has the delimiters and
/// line endings of a table. If both orders do (one gives a cell of strange characters), the one
/// with more ASCII wins: column names, numbers and commas are ASCII.
fn unmarked(bytes: &[u8]) -> Option<(String, Encoding)> {
    let is_table = |text: &String| text.contains(['\n', '\r']) && text.contains([',', '\t', ';']);
    let read = |read: fn([u8; 2]) -> u16| utf16(bytes, read).ok().filter(is_table);
    match (read(u16::from_le_bytes), read(u16::from_be_bytes)) {
        (Some(text), None) => Some((text, Encoding::Utf16Le)),
        (None, Some(text)) => Some((text, Encoding::Utf16Be)),
        (Some(little), Some(big)) => {
            let plain = |text: &str| text.chars().filter(char::is_ascii).count();
            match plain(&little).cmp(&plain(&big)) {
                Ordering::Greater => Some((little, Encoding::Utf16Le)),
                Ordering::Less => Some((big, Encoding::Utf16Be)),
                Ordering::Equal => None,
            }
        }
        (None, None) => None,
    }
}

fn not_text(before: &[u8]) -> DecodeError {
    DecodeError::Encoding { line: lines(before) + 1 }
}

/// Counts line breaks; the second half of a character must never be one.
fn lines(bytes: &[u8]) -> usize {
    let mut lines = 0;
    let mut last = 0;
    for byte in bytes {
        if *byte == b'\r' || (*byte == b'\n' && last != b'\r') {
            lines += 1;
        }
        last = *byte;
    }
    lines
}

/// Returns the first line that is not valid CP949, in which the second half of a character is never
/// a line break.
fn first_bad_line(bytes: &[u8]) -> usize {
    let mut line = 1;
    let mut last = 0;
    for piece in bytes.split_inclusive(|b| *b == b'\n' || *b == b'\r') {
        if EUC_KR.decode_without_bom_handling_and_without_replacement(piece).is_none() {
            return line;
        }
        // The LF of a CRLF comes as a separate piece.
        if !(piece == b"\n" && last == b'\r') {
            line += 1;
        }
        last = piece.last().copied().unwrap_or(0);
    }
    line
}

fn utf16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> Result<String, DecodeError> {
    let mut text = String::with_capacity(bytes.len());
    let (pairs, rest) = bytes.as_chunks::<2>();
    let broken = |text: &str| DecodeError::Encoding {
        line: lines(text.as_bytes()) + 1,
    };
    for unit in char::decode_utf16(pairs.iter().map(|pair| read(*pair))) {
        match unit {
            Ok('\0') | Err(_) => return Err(broken(&text)),
            Ok(c) => text.push(c),
        }
    }
    if rest.is_empty() { Ok(text) } else { Err(broken(&text)) }
}
