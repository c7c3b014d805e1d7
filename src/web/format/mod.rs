//! Formats times, in Seoul time. Every function accepts any `i64`: invented values look odd, but
//! never panic.
//!
//! Not here: the words, which are in `assets/locales/*/common.ftl` under `time-…` and are read
//! once; numbers and prices (`web/numbers.rs`).

use std::sync::LazyLock;

use super::i18n::{Locale, Texts};

mod civil;

use civil::Civil;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// A moment, ready for `<time datetime="{iso}" title="{exact}">{shown}</time>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// RFC 3339, for machines.
    pub iso: String,
    /// Date and time in full, for hover.
    pub exact: String,
    /// Relative, for reading: 방금 · 3분 전 · 어제 · 11월 3일.
    pub shown: String,
}

/// Formats a moment in all three ways, as seen from `now`.
pub fn when(locale: Locale, ms: i64, now: i64) -> When {
    When {
        iso: rfc3339(ms),
        exact: full(locale, ms),
        shown: relative(locale, ms, now),
    }
}

/// Formats a moment as people say it: 방금 · 3분 전 · 2시간 전 · 어제 · 11월 3일 · 2025년 11월 3일. A future
/// moment (a schedule) includes its time. Less than a minute ahead counts as now, since clocks
/// differ.
pub fn relative(locale: Locale, ms: i64, now: i64) -> String {
    let words = Words::get(locale);
    let (ms, now) = (civil::clamp(ms), civil::clamp(now));
    let ago = now - ms;
    if ago <= -MINUTE {
        return day_and_time(locale, ms, now);
    }
    if ago < MINUTE {
        return words.now.clone();
    }
    if ago < HOUR {
        return nth(&words.minutes, ago / MINUTE);
    }
    let days = civil::day_number(now) - civil::day_number(ms);
    // Late in the evening is not yet "yesterday" a few hours later.
    if days == 0 || ago < 6 * HOUR {
        return nth(&words.hours, ago / HOUR);
    }
    if days == 1 {
        return words.yesterday.clone();
    }
    if Civil::of(now).year == Civil::of(ms).year {
        words.day(ms)
    } else {
        date(locale, ms)
    }
}

/// Formats a day: `2025년 11월 3일`, `Nov 3, 2025`.
pub fn date(locale: Locale, ms: i64) -> String {
    let day = Words::get(locale).day(ms);
    Texts::get(locale).with(
        "time-date",
        &[("year", Civil::of(ms).year.to_string().into()), ("day", (&day).into())],
    )
}

/// Formats date and time in full: `2025년 11월 3일 오후 2:05`.
pub fn full(locale: Locale, ms: i64) -> String {
    let time = time(locale, ms);
    Texts::get(locale).with("time-at", &[("date", date(locale, ms).into()), ("time", time.into())])
}

/// Formats the time of day: `오후 2:05`, `2:05 PM`.
pub fn time(locale: Locale, ms: i64) -> String {
    let civil = Civil::of(ms);
    let hour = if civil.hour % 12 == 0 { 12 } else { civil.hour % 12 };
    let clock = format!("{hour}:{:02}", civil.minute);
    Texts::get(locale).with(
        if civil.hour < 12 { "time-am" } else { "time-pm" },
        &[("clock", clock.into())],
    )
}

/// Formats a moment for machines, in Seoul time: `2025-11-03T14:05:00+09:00`. Clamped to the years
/// 1 to 9999.
pub fn rfc3339(ms: i64) -> String {
    let c = Civil::of(ms);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+09:00",
        c.year, c.month, c.day, c.hour, c.minute, c.second
    )
}

/// Returns the value of `<input type="datetime-local">`, in Seoul time: `2025-11-03T14:05`.
pub fn form_time(ms: i64) -> String {
    let c = Civil::of(ms);
    format!("{:04}-{:02}-{:02}T{:02}:{:02}", c.year, c.month, c.day, c.hour, c.minute)
}

/// Returns the value of `<input type="date">`, in Seoul time: `2025-11-03`.
pub fn form_date(ms: i64) -> String {
    let c = Civil::of(ms);
    format!("{:04}-{:02}-{:02}", c.year, c.month, c.day)
}

/// Parses the value of a date or date-time field (Seoul time) into milliseconds. Returns `None` if
/// there is no such moment.
pub fn parse_form_time(text: &str) -> Option<i64> {
    let (day, clock) = text.trim().split_once(['T', ' ']).unwrap_or((text.trim(), "00:00"));
    let [year, month, day] = numbers(day, '-')?;
    let [hour, minute, second] = match clock.matches(':').count() {
        1 => numbers::<2>(clock, ':').map(|[h, m]| [h, m, 0]),
        _ => numbers::<3>(clock, ':'),
    }?;
    Civil {
        year,
        month,
        day,
        hour,
        minute,
        second,
    }
    .ms()
}

/// Parses `N` unsigned numbers of at most four digits each.
fn numbers<const N: usize>(text: &str, separator: char) -> Option<[i64; N]> {
    let parts: Option<Vec<i64>> = text
        .split(separator)
        .map(|p| {
            ((1..=4).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))
                .then(|| p.parse().ok())
                .flatten()
        })
        .collect();
    parts?.try_into().ok()
}

fn day_and_time(locale: Locale, ms: i64, now: i64) -> String {
    if Civil::of(now).year != Civil::of(ms).year {
        return full(locale, ms);
    }
    let day = Words::get(locale).day(ms);
    Texts::get(locale).with("time-at", &[("date", day.into()), ("time", time(locale, ms).into())])
}

/// Every short phrase of time, formatted once: a page of stories needs dozens.
struct Words {
    now: String,
    minutes: Vec<String>,
    hours: Vec<String>,
    yesterday: String,
    /// The days of 12 months of 31 days.
    days: Vec<String>,
}

static WORDS_KO: LazyLock<Words> = LazyLock::new(|| Words::load(Locale::Ko));
static WORDS_EN: LazyLock<Words> = LazyLock::new(|| Words::load(Locale::En));

impl Words {
    fn get(locale: Locale) -> &'static Self {
        match locale {
            Locale::Ko => &WORDS_KO,
            Locale::En => &WORDS_EN,
        }
    }

    fn load(locale: Locale) -> Self {
        let t = Texts::get(locale);
        let ago = |key: &str, to: i64| (0..to).map(|n| t.with(key, &[("n", n.into())])).collect();
        let day = |month: i64, day: i64| t.with("time-day", &[("month", month.into()), ("day", day.into())]);
        Self {
            now: t.text("time-now"),
            minutes: ago("time-minutes-ago", 60),
            // Up to 24 hours, because a recent moment of the day before is also given in hours.
            hours: ago("time-hours-ago", 24),
            yesterday: t.text("time-yesterday"),
            days: (1..=12)
                .flat_map(|m| (1..=31).map(move |d| (m, d)))
                .map(|(m, d)| day(m, d))
                .collect(),
        }
    }

    fn day(&self, ms: i64) -> String {
        let civil = Civil::of(ms);
        nth(&self.days, (civil.month - 1) * 31 + civil.day - 1)
    }
}

fn nth(words: &[String], n: i64) -> String {
    usize::try_from(n)
        .ok()
        .and_then(|n| words.get(n))
        .cloned()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
