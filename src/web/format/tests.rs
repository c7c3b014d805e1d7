//! Tests of `web/format/mod.rs`.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::web::numbers::{bytes, count, exact, money, percent_off, won};
use Locale::{En, Ko};
use proptest::prelude::*;

fn at(text: &str) -> i64 {
    parse_form_time(text).unwrap()
}

#[test]
fn counts() {
    for (n, ko, en) in [
        (0, "0", "0"),
        (9_999, "9,999", "9,999"),
        (10_000, "1만", "10K"),
        (12_400, "1.2만", "12.4K"),
        (99_999, "9.9만", "99.9K"),
        (1_234_567, "123만", "1.2M"),
        (99_999_999, "9,999만", "99.9M"),
        (150_000_000, "1.5억", "150M"),
        (-12_400, "-1.2만", "-12.4K"),
        (i64::MAX, "9,223,372조", "9,223,372T"),
        (i64::MIN, "-9,223,372조", "-9,223,372T"),
    ] {
        assert_eq!((count(Ko, n).as_str(), count(En, n).as_str()), (ko, en));
    }
    assert_eq!(exact(i64::MIN), "-9,223,372,036,854,775,808");
}

#[test]
fn prices() {
    assert_eq!(won(Ko, 12_000), "12,000원");
    assert_eq!(won(En, 12_000), "₩12,000");
    assert_eq!(won(En, -500), "-₩500");
    assert_eq!(money(Ko, 12_000, "KRW"), "12,000원");
    assert_eq!(money(En, 123_450, "USD"), "USD 1,234.50");
    assert_eq!(money(En, 1_200, "JPY"), "JPY 1,200");
    assert_eq!(percent_off(10_000, 7_010), Some(29));
    assert_eq!(percent_off(10_000, 0), Some(100));
    for (price, sale) in [(10_000, 10_000), (10_000, 9_999), (0, 0), (-1, -5), (10, 11), (5, -1)] {
        assert_eq!(percent_off(price, sale), None);
    }
    assert_eq!(
        [
            bytes(-1),
            bytes(999),
            bytes(820_400),
            bytes(20_000_000),
            bytes(1_550_000),
            bytes(2_000_000_000)
        ],
        ["0B", "999B", "820KB", "20MB", "1.5MB", "2GB"]
    );
}

#[test]
fn times() {
    let now = at("2026-11-22T16:10");
    for (moment, ko, en) in [
        ("2026-11-22T16:10", "방금", "just now"),
        ("2026-11-22T16:09", "1분 전", "1 min ago"),
        ("2026-11-22T15:11", "59분 전", "59 min ago"),
        ("2026-11-22T14:10", "2시간 전", "2 hr ago"),
        ("2026-11-22T00:00", "16시간 전", "16 hr ago"),
        ("2026-11-21T23:59", "어제", "yesterday"),
        ("2026-11-21T00:00", "어제", "yesterday"),
        ("2026-11-20T23:59", "11월 20일", "Nov 20"),
        ("2026-01-01T00:00", "1월 1일", "Jan 1"),
        ("2025-11-03T12:00", "2025년 11월 3일", "Nov 3, 2025"),
        ("2026-11-24T09:00", "11월 24일 오전 9:00", "Nov 24, 9:00 AM"),
        ("2027-01-01T00:30", "2027년 1월 1일 오전 12:30", "Jan 1, 2027, 12:30 AM"),
    ] {
        assert_eq!(relative(Ko, at(moment), now), ko);
        assert_eq!(relative(En, at(moment), now), en);
    }
    assert_eq!(relative(Ko, at("2026-11-21T22:00"), at("2026-11-22T01:30")), "3시간 전");
    assert_eq!(relative(Ko, now + 59_999, now), "방금");
    assert_eq!(full(Ko, at("2025-11-03T14:05")), "2025년 11월 3일 오후 2:05");
    assert_eq!(full(En, at("2025-11-03T12:05")), "Nov 3, 2025, 12:05 PM");
    assert_eq!(rfc3339(0), "1970-01-01T09:00:00+09:00");
    assert_eq!(form_time(at("2024-02-29T23:59:58")), "2024-02-29T23:59");
    assert_eq!(form_date(at("2024-02-29")), "2024-02-29");
}

#[test]
fn made_up_moments() {
    for text in [
        "",
        "2025",
        "2025-02-29",
        "2025-13-01",
        "2025-00-10",
        "2025-11-31T00:00",
        "2025-11-03T24:00",
        "2025-11-03T1:2:3:4",
        "0000-01-01",
        "99999-01-01",
        "-1-1-1",
        "２０２５-01-01",
        "2025-11-03Tx",
    ] {
        assert_eq!(parse_form_time(text), None, "{text}");
    }
    assert_eq!(rfc3339(i64::MIN), "0001-01-01T00:00:00+09:00");
    assert_eq!(rfc3339(i64::MAX), "9999-12-31T23:59:59+09:00");
}

proptest! {
    #[test]
    fn any_number_and_any_moment(a in any::<i64>(), b in any::<i64>(), near in -100_000_000_000_i64..100_000_000_000) {
        for locale in Locale::ALL {
            let _ = (count(locale, a), won(locale, a), money(locale, a, "USD"), bytes(a), percent_off(a, b));
            let _ = (when(locale, a, b), when(locale, a, a.saturating_add(near)), date(locale, a));
        }
    }

    #[test]
    fn a_moment_comes_back(seconds in -62_135_596_800_i64..253_402_268_399) {
        let ms = seconds * 1_000;
        let text = rfc3339(ms);
        prop_assert_eq!(parse_form_time(text.strip_suffix("+09:00").unwrap()), Some(ms));
    }
}
