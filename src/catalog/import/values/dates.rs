//! Dates of a sale as files write them.

use crate::web::format::rfc3339;

/// Splits both ends of a sale: Google's `from/until`, and `~` or ` - ` between them as people
/// write. Either end may be missing. Text that is not a date is kept, for the rules to refuse.
pub fn period(cell: &str) -> (String, String) {
    let cell = crate::text::clean_line(cell);
    for between in ["~", "～", "〜", " - ", " – ", "부터"] {
        if let Some((from, until)) = cell.split_once(between) {
            return (moment(from), moment(until.trim_end_matches("까지")));
        }
    }
    // These signs also separate year, month and day.
    for between in ['/', '-'] {
        if let Some((from, until)) = cell.split_once(between).filter(|_| cell.matches(between).count() == 1) {
            return (moment(from), moment(until));
        }
    }
    (moment(&cell), String::new())
}

/// Rewrites `2026.11.23`, `2026/11/23`, `2026. 11. 23.`, `2026년 11월 23일`, `20261123` or `26.11.23`
/// as `2026-11-23`. A time after it (with 오전 or 오후 too) and an offset are kept.
pub fn moment(typed: &str) -> String {
    let typed = typed.trim();
    let Some((day, rest)) = day(typed) else {
        return typed.to_owned();
    };
    let rest = rest.trim();
    if rest.is_empty() {
        return day;
    }
    match rest.strip_prefix(['T', 't']) {
        Some(clock) => format!("{day}T{clock}"),
        None => format!("{day} {}", noon(rest)),
    }
}

/// Parses the day at the beginning of a text. Returns it and the rest of the text.
fn day(text: &str) -> Option<(String, &str)> {
    let (year, rest) = digits(text);
    let (year, month, date, rest) = if year.len() == 8 {
        (year.get(..4)?, year.get(4..6)?, year.get(6..)?, rest)
    } else {
        let (month, rest) = digits(parted(rest, '년')?);
        let (date, rest) = digits(parted(rest, '월')?);
        (year, month, date, rest)
    };
    let fits = matches!(year.len(), 2 | 4 | 8) && matches!(month.len(), 1 | 2) && matches!(date.len(), 1 | 2);
    if !fits {
        return None;
    }
    let century = if year.len() == 2 { "20" } else { "" };
    let rest = rest.trim_start_matches([' ', '일', '.']);
    // The day of the week: `2026.11.23(월)`.
    let rest = match rest.strip_prefix('(').and_then(|r| r.split_once(')')) {
        Some((name, rest)) if name.chars().count() <= 3 => rest,
        _ => rest,
    };
    Some((format!("{century}{year}-{month:0>2}-{date:0>2}"), rest))
}

fn digits(text: &str) -> (&str, &str) {
    let end = text.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Skips the separator between year, month and day.
fn parted(text: &str, sign: char) -> Option<&str> {
    let rest = text.trim_start().strip_prefix(['-', '.', '/', sign])?;
    Some(rest.trim_start())
}

/// Rewrites `오후 6:30` as `18:30`.
fn noon(clock: &str) -> String {
    let (later, rest) = match (clock.strip_prefix("오전"), clock.strip_prefix("오후")) {
        (Some(rest), _) => (0, rest),
        (_, Some(rest)) => (12, rest),
        _ => return clock.to_owned(),
    };
    let (hour, minutes) = digits(rest.trim_start());
    match hour.parse::<u32>() {
        Ok(hour) if (1..=12).contains(&hour) => format!("{:02}{minutes}", hour % 12 + later),
        _ => clock.to_owned(),
    }
}

/// Formats a moment like Google, in Seoul time: `2026-11-23T00:00+0900`, with seconds only if they
/// are not zero.
pub(super) fn google(ms: i64) -> String {
    let full = rfc3339(ms);
    let (clock, offset) = full.split_at_checked(19).unwrap_or((&full, ""));
    let clock = clock.strip_suffix(":00").unwrap_or(clock);
    format!("{clock}{}", offset.replace(':', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_as_files_and_people_write_them() {
        for (cell, from, until) in [
            (
                "2026-11-23T00:00+0900/2026-12-01T23:59+0900",
                "2026-11-23T00:00+0900",
                "2026-12-01T23:59+0900",
            ),
            ("2026-11-23 ~ 2026-11-30", "2026-11-23", "2026-11-30"),
            ("2026.11.23~2026.12.1", "2026-11-23", "2026-12-01"),
            ("2026/11/23 ~ 2026/11/30", "2026-11-23", "2026-11-30"),
            ("2026-11-23/", "2026-11-23", ""),
            ("/2026-11-30", "", "2026-11-30"),
            ("2026-11-23 10:00 ~ 2026-11-30 18:00", "2026-11-23 10:00", "2026-11-30 18:00"),
            ("2026. 11. 23. ~ 2026. 12. 1.", "2026-11-23", "2026-12-01"),
            ("2026년 11월 23일 ~ 2026년 12월 1일", "2026-11-23", "2026-12-01"),
            ("2026년 11월 23일부터 2026년 12월 1일까지", "2026-11-23", "2026-12-01"),
            ("2026.11.23(월) ~ 2026.12.01(화)", "2026-11-23", "2026-12-01"),
            ("20261123~20261201", "2026-11-23", "2026-12-01"),
            ("20261123-20261201", "2026-11-23", "2026-12-01"),
            ("20261123/20261201", "2026-11-23", "2026-12-01"),
            ("26.11.23 ~ 26.12.1", "2026-11-23", "2026-12-01"),
            (
                "2026. 11. 23. 오전 12:00:00 ~ 2026-12-01 오후 6:30",
                "2026-11-23 00:00:00",
                "2026-12-01 18:30",
            ),
            // Not a date: kept as written.
            ("11/24/2026", "11/24/2026", ""),
            ("내일 ~ 모레", "내일", "모레"),
            ("2026-13 ~", "2026-13", ""),
            ("", "", ""),
        ] {
            assert_eq!(period(cell), (from.to_owned(), until.to_owned()), "{cell}");
        }
    }
}
