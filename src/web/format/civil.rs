//! Calendar arithmetic for Seoul, a fixed nine hours ahead of UTC (no daylight saving since 1988).

/// Nine hours, in milliseconds.
const OFFSET: i64 = 9 * 3_600_000;
const DAY: i64 = 86_400_000;
/// 0001-01-01 and the end of 9999-12-31, in Seoul.
const FIRST: i64 = -62_135_596_800_000 - OFFSET;
const LAST: i64 = 253_402_300_799_999 - OFFSET;

/// A moment on the wall clock. The fields are `i64`, so that invalid input can be held and refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Civil {
    pub year: i64,
    pub month: i64,
    pub day: i64,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
}

/// Limits a moment to the years 1 to 9999, those that RFC 3339 can write.
pub(super) fn clamp(ms: i64) -> i64 {
    ms.clamp(FIRST, LAST)
}

/// Returns the days since 1970-01-01 in Seoul.
pub(super) fn day_number(ms: i64) -> i64 {
    (clamp(ms) + OFFSET).div_euclid(DAY)
}

impl Civil {
    /// Howard Hinnant's `civil_from_days`: years start in March, so that the leap day comes last.
    pub(super) fn of(ms: i64) -> Self {
        let seconds = (clamp(ms) + OFFSET).rem_euclid(DAY) / 1_000;
        let days = day_number(ms) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day: day_of_year - (153 * shifted + 2) / 5 + 1,
            hour: seconds / 3_600,
            minute: seconds / 60 % 60,
            second: seconds % 60,
        }
    }

    /// Returns milliseconds UTC, or `None` if no calendar has that day or time.
    pub(super) fn ms(self) -> Option<i64> {
        let Self {
            year,
            month,
            day,
            hour,
            minute,
            second,
        } = self;
        let in_range = (1..=9_999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=31).contains(&day)
            && (0..24).contains(&hour)
            && (0..60).contains(&minute)
            && (0..60).contains(&second);
        if !in_range {
            return None;
        }
        let shifted_year = if month <= 2 { year - 1 } else { year };
        let era = shifted_year.div_euclid(400);
        let year_of_era = shifted_year.rem_euclid(400);
        let shifted_month = if month > 2 { month - 3 } else { month + 9 };
        let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        let days = era * 146_097 + day_of_era - 719_468;
        let ms = days * DAY + (hour * 3_600 + minute * 60 + second) * 1_000 - OFFSET;
        // 31 November became 1 December: refused.
        (Self::of(ms) == self).then_some(ms)
    }
}
