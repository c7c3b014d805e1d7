//! Parsing of the dates at which a sale begins and ends.

use crate::text;
use crate::web::format::parse_form_time;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// Minutes from UTC to Seoul time, which dates without an offset are read in.
const SEOUL: i64 = 9 * 60;

/// The end of a sale that a date is given for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    From,
    Until,
}

/// Parses an ISO 8601 date or date and time into milliseconds UTC: `2026-11-30`,
/// `2026-11-30T18:00`, `2026-11-30 18:00:00`, `2026-11-30T18:00+0900`, `…Z`. Without an offset it
/// is Seoul time. A last day without a time includes the whole day; a day may end at 24:00. Returns
/// `None` if it is not a valid moment.
pub fn parse_moment(typed: &str, edge: Edge) -> Option<i64> {
    let typed = text::clean_line(typed);
    // A year with fewer digits is a typing mistake, or a different order of day, month and year.
    if typed.bytes().position(|b| b == b'-') != Some(4) {
        return None;
    }
    let Some((day, clock)) = typed.split_once(['T', 't', ' ']) else {
        let start = parse_form_time(&typed)?;
        return Some(if edge == Edge::Until { start + DAY } else { start });
    };
    let (clock, offset) = match clock.find(['Z', 'z', '+', '-']) {
        Some(at) => {
            let (clock, offset) = clock.split_at(at);
            (clock.trim_end(), minutes(offset)?)
        }
        None => (clock, SEOUL),
    };
    // Programs write fractions of a second, which do not matter here.
    let clock = clock.split_once('.').map_or(clock, |(whole, _)| whole);
    let in_seoul = match clock {
        "24:00" | "24:00:00" => parse_form_time(day)? + DAY,
        clock => parse_form_time(&format!("{day}T{clock}"))?,
    };
    Some(in_seoul + (SEOUL - offset) * MINUTE)
}

/// Parses an offset (`Z`, `+09:00`, `+0900`, `-05`) into minutes.
fn minutes(offset: &str) -> Option<i64> {
    if offset.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    let digits: String = offset.get(1..)?.chars().filter(|c| *c != ':').collect();
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let hours: i64 = digits.get(..2)?.parse().ok()?;
    let rest: i64 = digits.get(2..).filter(|r| !r.is_empty()).map_or(Ok(0), str::parse).ok()?;
    (hours <= 14 && rest < 60).then_some(sign * (hours * 60 + rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_as_people_and_files_write_them() {
        // 2026-11-30T00:00 in Seoul.
        let midnight = 1_795_964_400_000;
        for (typed, after) in [
            ("2026-11-30", 0),
            ("2026-11-30T00:00", 0),
            ("2026-11-30 00:00:00", 0),
            ("2026-11-30T18:30", 1_110),
            ("2026-11-30T00:00+09:00", 0),
            ("2026-11-30T00:00+0900", 0),
            ("2026-11-29T15:00Z", 0),
            ("2026-11-29T15:00:00.000z", 0),
            ("2026-11-29T07:00-08", 0),
            ("2026-11-29T24:00", 0),
        ] {
            assert_eq!(parse_moment(typed, Edge::From), Some(midnight + after * MINUTE), "{typed}");
        }
        assert_eq!(parse_moment("2026-11-30", Edge::Until), Some(midnight + DAY));
        assert_eq!(parse_moment("2026-11-30T00:00", Edge::Until), Some(midnight));
        for typed in [
            "",
            "tomorrow",
            "2026-13-01",
            "26-11-30",
            "2026-11-30T24:01",
            "2026-02-30",
            "2026-11-30T25:00",
            "2026-11-30T10:00+99:00",
            "2026-11-30T10:00+9",
            "2026-11-30T+09:00",
            "2026-11-30T10:00é",
            "2026-11-30T10:00+é",
        ] {
            assert_eq!(parse_moment(typed, Edge::From), None, "{typed}");
        }
    }
}
