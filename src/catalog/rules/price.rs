//! Reading a price.

use super::PRICE_MAX;
use crate::text;

/// Why a price could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceError {
    Empty,
    NotANumber,
    Negative,
    /// Won has no smaller unit.
    Fraction,
    TooHigh,
}

/// Whole won out of what people and files write: `12000`, `12,000`, `12000원`,
/// `₩12,000`, `１２，０００`, `12000 KRW`, `12000.00`. Digits only are read, never a float.
pub fn parse_price(typed: &str) -> Result<i64, PriceError> {
    // Full-width forms (U+FF01 to U+FF5E) as Korean and Japanese keyboards send them.
    let plain: String = text::clean_line(typed)
        .chars()
        .map(|c| match c {
            '！'..='～' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
            '￦' | '\\' => '₩',
            '−' | '–' | '—' => '-',
            c => c.to_ascii_uppercase(),
        })
        .collect();
    let mut number = plain.trim();
    for sign in ["₩", "KRW"] {
        number = number.strip_prefix(sign).unwrap_or(number).trim();
    }
    for sign in ["원", "KRW", "WON"] {
        number = number.strip_suffix(sign).unwrap_or(number).trim();
    }
    if number.is_empty() {
        return Err(if plain.trim().is_empty() {
            PriceError::Empty
        } else {
            PriceError::NotANumber
        });
    }
    if let Some(rest) = number.strip_prefix('-') {
        return Err(if rest.contains(|c: char| c.is_ascii_digit()) {
            PriceError::Negative
        } else {
            PriceError::NotANumber
        });
    }
    let number = number.strip_prefix('+').unwrap_or(number);
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let digits = ungroup(whole).ok_or(PriceError::NotANumber)?;
    match fraction {
        None => {}
        Some("0" | "00") => {}
        // `12.000` may mean twelve thousand elsewhere: asked, never guessed.
        Some(f) if !f.is_empty() && f.bytes().all(|b| b.is_ascii_digit()) => return Err(PriceError::Fraction),
        Some(_) => return Err(PriceError::NotANumber),
    }
    let significant = digits.trim_start_matches('0');
    if significant.len() > 18 {
        return Err(PriceError::TooHigh);
    }
    let won: i64 = if significant.is_empty() {
        0
    } else {
        significant.parse().map_err(|_| PriceError::NotANumber)?
    };
    if won > PRICE_MAX { Err(PriceError::TooHigh) } else { Ok(won) }
}

/// Digits without their commas; commas only where thousands have them.
fn ungroup(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let mut out = first.to_owned();
    if !digits(first) {
        return None;
    }
    for group in groups {
        if first.len() > 3 || group.len() != 3 || !digits(group) {
            return None;
        }
        out.push_str(group);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_as_people_write_them() {
        for typed in [
            "12000",
            "12,000",
            "12000원",
            "12,000 원",
            "₩12,000",
            "￦12,000",
            "\\12,000",
            "１２０００",
            "１２，０００원",
            " 12000 ",
            "12000 KRW",
            "krw 12000",
            "12000.00",
            "12000.0",
            "012000",
            "+12000",
        ] {
            assert_eq!(parse_price(typed), Ok(12_000), "{typed}");
        }
        assert_eq!(parse_price("0"), Ok(0));
        assert_eq!(parse_price("1,000,000,000"), Ok(PRICE_MAX));
    }

    #[test]
    fn prices_that_are_none() {
        use PriceError::*;
        for (typed, error) in [
            ("", Empty),
            ("  ", Empty),
            ("원", NotANumber),
            ("₩", NotANumber),
            ("만원", NotANumber),
            ("1e5", NotANumber),
            ("12 000", NotANumber),
            ("1,2000", NotANumber),
            ("12,00", NotANumber),
            ("1200,000", NotANumber),
            (",000", NotANumber),
            ("0x10", NotANumber),
            ("NaN", NotANumber),
            ("inf", NotANumber),
            ("-", NotANumber),
            ("12.", NotANumber),
            (".5", NotANumber),
            ("1.2.3", NotANumber),
            ("-1", Negative),
            ("-12,000원", Negative),
            ("−5", Negative),
            ("12.5", Fraction),
            ("12.000", Fraction),
            ("12,000.50", Fraction),
            ("1000000001", TooHigh),
            ("99999999999999999999999999999999", TooHigh),
        ] {
            assert_eq!(parse_price(typed), Err(error), "{typed}");
        }
    }
}
