//! Parsing of prices.

use crate::text;

/// The reason a price could not be parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceError {
    Empty,
    NotANumber,
    Negative,
    /// The won has no smaller unit.
    Fraction,
    TooHigh,
}

/// Parses a price as people and files write it into whole won: `12000`, `12,000`, `12000원`,
/// `₩12,000`, `１２，０００`, `12000 KRW`, `12000.00`, `5만원`, `1만 5천`, `1.5만`. Only digits are read,
/// never a float.
pub fn parse_price(typed: &str) -> Result<i64, PriceError> {
    // Full-width forms (U+FF01 to U+FF5E), as Korean and Japanese keyboards send them.
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
    for sign in ["원", "₩", "KRW", "WON"] {
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
    if number.contains(|c| UNITS.iter().any(|(unit, _)| *unit == c)) {
        return in_units(number);
    }
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let digits = ungroup(whole).ok_or(PriceError::NotANumber)?;
    match fraction {
        None => {}
        Some("0" | "00") => {}
        // `12.000` means twelve thousand in some countries, so it is refused instead of guessed.
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

/// Words for ten thousands and thousands. Larger ones are left out: `1억 2천` means a different sum
/// when spoken.
const UNITS: [(char, i64); 2] = [('만', 10_000), ('천', 1_000)];

/// Parses `1만 5천 300`: each unit at most once, larger units first, the remainder last.
fn in_units(number: &str) -> Result<i64, PriceError> {
    let (mut rest, mut won) = (number, 0_i64);
    for (unit, worth) in UNITS {
        if let Some((before, after)) = rest.split_once(unit) {
            won = won.saturating_add(times(before.trim(), worth)?);
            rest = after;
        }
    }
    let rest = rest.trim();
    if !rest.is_empty() {
        let rest = times(rest, 1)?;
        // `5만5` means 55,000 in speech, so it is refused instead of guessed.
        if rest < 100 {
            return Err(PriceError::NotANumber);
        }
        won = won.saturating_add(rest);
    }
    if won > PRICE_MAX { Err(PriceError::TooHigh) } else { Ok(won) }
}

/// Multiplies a count by a unit. Decimals are allowed as far as the unit divides into whole won.
fn times(count: &str, worth: i64) -> Result<i64, PriceError> {
    let (whole, fraction) = count.split_once('.').unwrap_or((count, "0"));
    let digits = ungroup(whole).ok_or(PriceError::NotANumber)?;
    if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return Err(PriceError::NotANumber);
    }
    // Twelve digits of any unit exceed every price and are far from overflowing.
    let whole: i64 = digits
        .parse()
        .ok()
        .filter(|n| *n < 1_000_000_000_000)
        .ok_or(PriceError::TooHigh)?;
    let mut parts = whole.saturating_mul(worth);
    let mut worth = worth;
    for digit in fraction.trim_end_matches('0').bytes() {
        if worth % 10 != 0 {
            return Err(PriceError::Fraction);
        }
        worth /= 10;
        parts = parts.saturating_add(i64::from(digit - b'0').saturating_mul(worth));
    }
    Ok(parts)
}

/// Removes the commas between thousands; `None` if they are anywhere else.
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

/// Maximum price in won. A neighbourhood shop sells nothing dearer, so more is a typing mistake.
pub const PRICE_MAX: i64 = 1_000_000_000;

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
            "12000 ₩",
        ] {
            assert_eq!(parse_price(typed), Ok(12_000), "{typed}");
        }
        assert_eq!(parse_price("0"), Ok(0));
        for (typed, won) in [
            ("5만원", 50_000),
            ("5만", 50_000),
            ("５만 원", 50_000),
            ("₩ 5만", 50_000),
            ("3천원", 3_000),
            ("1만5천원", 15_000),
            ("1만 5천", 15_000),
            ("1만5000원", 15_000),
            ("1.5만", 15_000),
            ("0.5만원", 5_000),
            ("12만 3,400원", 123_400),
            ("1만5천300", 15_300),
            ("100000만", PRICE_MAX),
        ] {
            assert_eq!(parse_price(typed), Ok(won), "{typed}");
        }
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
            ("만", NotANumber),
            ("천만", NotANumber),
            ("2천만", NotANumber),
            ("5천1만", NotANumber),
            ("1만2만", NotANumber),
            ("1만.5", NotANumber),
            ("만5천", NotANumber),
            ("1.만", NotANumber),
            ("1.23456만", Fraction),
            ("5만5", NotANumber),
            ("1억2천", NotANumber),
            ("100001만", TooHigh),
            ("9999999999999999999만", TooHigh),
            ("-5만", Negative),
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
