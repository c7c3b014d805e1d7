//! Limits and checks of accounts: lengths, the shape of an email, passwords that are too common,
//! and the waits after wrong ones. Handles have their own rules (text/handle.rs).

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::text::{HandleError, count, nfc};

pub const DISPLAY_NAME_MAX: usize = 40;
pub const BIO_MAX: usize = 300;
pub const CATEGORY_MAX: usize = 40;
pub const PASSWORD_MIN: usize = 8;
pub const PASSWORD_MAX: usize = 128;
/// RFC 5321, 4.5.3.1: 256 with the angle brackets.
pub const EMAIL_MAX: usize = 254;
/// Times that a handle may be changed; links to the old one break.
pub const RENAMES_MAX: i32 = 3;
/// Lengths of the seller details.
pub const DETAIL_MAX: usize = 100;
pub const OPENING_HOURS_MAX: usize = 300;

/// Categories that a shop may choose from; anything else is stored as it was typed.
pub const CATEGORIES: [&str; 16] = [
    "dessert",
    "rice_cake",
    "cafe",
    "food",
    "farm",
    "clothes",
    "flowers",
    "pottery",
    "books",
    "leather",
    "craft",
    "living",
    "beauty",
    "pets",
    "repair",
    "other",
];

/// A mistake in a field, without its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    Missing,
    TooLong {
        max: usize,
        count: usize,
    },
    Email,
    PasswordShort,
    PasswordLong,
    PasswordCommon,
    Handle(HandleError),
    HandleTaken,
    /// Used both for a known email and for a refused one.
    EmailUnusable,
    /// Used both for an unknown email and for a wrong password.
    NoSuchLogin,
    WrongPassword,
    BusinessNumber,
}

/// Checks a line that must not be empty.
pub fn required(text: &str, max: usize) -> Result<(), Mistake> {
    if text.is_empty() {
        return Err(Mistake::Missing);
    }
    at_most(text, max)
}

pub fn at_most(text: &str, max: usize) -> Result<(), Mistake> {
    let count = count(text);
    if count > max {
        return Err(Mistake::TooLong { max, count });
    }
    Ok(())
}

/// Returns an email as it is stored and looked up: trimmed and in lower case.
pub fn normal_email(typed: &str) -> String {
    nfc(typed.trim()).to_lowercase()
}

/// Checks only the shape of an email; nothing but mail can show that it arrives.
pub fn judge_email(email: &str) -> Result<(), Mistake> {
    if email.is_empty() {
        return Err(Mistake::Missing);
    }
    let fine = |c: char| {
        !c.is_whitespace()
            && !c.is_control()
            && !"<>()[],;:\\\"".contains(c)
            && crate::text::clean_line(&c.to_string()).chars().eq([c])
    };
    let label = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && !l.starts_with('-')
            && !l.ends_with('-')
            && l.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let shape = email.rsplit_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && local.len() <= 64
            && !local.contains('@')
            && local.chars().all(fine)
            && domain.contains('.')
            && domain.split('.').all(label)
    });
    if email.len() <= EMAIL_MAX && shape {
        Ok(())
    } else {
        Err(Mistake::Email)
    }
}

/// Checks a password: 8 to 128 characters after NFC (so that a keyboard that sends Hangul in parts
/// types the same password), and not among the most common ones.
pub fn judge_password(password: &str, email: &str, handle: &str) -> Result<(), Mistake> {
    match count(password) {
        0 => return Err(Mistake::Missing),
        n if n < PASSWORD_MIN => return Err(Mistake::PasswordShort),
        n if n > PASSWORD_MAX => return Err(Mistake::PasswordLong),
        _ => {}
    }
    let plain = nfc(password).to_lowercase();
    let own = [email, email.split('@').next().unwrap_or(email), handle];
    if own.contains(&plain.as_str()) || is_common(&plain) {
        return Err(Mistake::PasswordCommon);
    }
    Ok(())
}

/// Formats ten digits as 123-45-67890; an empty text stays empty.
pub fn business_number(typed: &str) -> Result<String, Mistake> {
    if typed.is_empty() {
        return Ok(String::new());
    }
    let digits: String = typed.chars().filter(|c| !matches!(c, '-' | ' ' | '–' | '.')).collect();
    match (digits.get(..3), digits.get(3..5), digits.get(5..)) {
        (Some(a), Some(b), Some(c)) if digits.len() == 10 && digits.bytes().all(|b| b.is_ascii_digit()) => {
            Ok(format!("{a}-{b}-{c}"))
        }
        _ => Err(Mistake::BusinessNumber),
    }
}

/// Digits of a session's hash that its owner's page shows.
pub const SESSION_ID_LENGTH: usize = 16;

pub fn is_session_id(id: &str) -> bool {
    id.len() == SESSION_ID_LENGTH && id.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// Returns browser and system under their everyday names, read from a User-Agent header.
pub fn device_name(agent: &str) -> Option<String> {
    // The order matters: most browsers also claim to be those further down.
    let named =
        |names: &[(&'static str, &'static str)]| names.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name);
    let browser = named(&[
        ("KAKAOTALK", "KakaoTalk"),
        ("NAVER", "Naver"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Whale", "Whale"),
        ("Edg", "Edge"),
        ("OPR", "Opera"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
        ("curl", "curl"),
    ]);
    let system = named(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => Some(format!("{browser} · {system}")),
        (Some(one), None) | (None, Some(one)) => Some(one.to_owned()),
        (None, None) => None,
    }
}

static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").split_whitespace().collect());

fn is_common(plain: &str) -> bool {
    let letters = plain.trim_end_matches(|c: char| c.is_ascii_digit() || c == '!');
    let suffix = plain.len() - letters.len();
    let known = |word: &str| COMMON.contains(word) || COMMON.contains(unleet(word).as_str());
    known(plain) || (suffix <= 4 && known(letters)) || is_run(plain) || is_repeat(plain)
}

/// Undoes letter substitutions: `p@ssw0rd` is `password`.
fn unleet(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            '0' => 'o',
            '1' | '!' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            c => c,
        })
        .collect()
}

/// Returns true if the characters follow one another, up or down: 12345678, abcdefgh, 87654321.
fn is_run(word: &str) -> bool {
    let codes: Vec<i64> = word.chars().map(|c| i64::from(u32::from(c))).collect();
    let steps: HashSet<i64> = codes
        .iter()
        .zip(codes.iter().skip(1))
        .map(|(a, b)| match b - a {
            // 0 follows 9 on every keyboard.
            -9 if *b == i64::from(b'0') => 1,
            9 if *a == i64::from(b'0') => -1,
            step => step,
        })
        .collect();
    steps.len() == 1 && steps.iter().all(|s| s.abs() <= 1)
}

/// Returns true if a short piece is repeated: aaaaaaaa, abcabcabc, 12341234.
fn is_repeat(word: &str) -> bool {
    let chars: Vec<char> = word.chars().collect();
    (1..=4).any(|n| chars.len() >= 2 * n && chars.iter().zip(chars.iter().skip(n)).all(|(a, b)| a == b))
}

/// Wrong passwords without any wait, for one email and for one address.
pub const FREE_FOR_EMAIL: i32 = 5;
/// Higher than for an email, since a school or an office may share one address.
pub const FREE_FOR_ADDRESS: i32 = 20;
/// For an IPv6 /48, which may also belong to one customer: it holds 65,536 of the networks that
/// count as one address.
pub const FREE_FOR_NETWORK: i32 = 100;
/// The longest wait for one email.
pub const WAIT_MAX_EMAIL_MS: i64 = 5 * 60 * 1000;
pub const WAIT_MAX_ADDRESS_MS: i64 = 15 * 60 * 1000;
/// Age after which failures are forgotten.
pub const FAILURES_KEPT_MS: i64 = 24 * 3600 * 1000;

/// Time between the turns for one email: all strangers together make 60 guesses an hour.
pub const TURN_EVERY_MS: i64 = 60 * 1000;
/// Time after which an unused turn expires.
pub const TURN_KEPT_MS: i64 = 10 * 60 * 1000;
/// Turns are given out at most this far ahead.
pub const TURNS_AHEAD_MS: i64 = 60 * 60 * 1000;
/// Time for which the places that a login was entered from are remembered.
pub const PLACES_KEPT_MS: i64 = 180 * 24 * 3600 * 1000;

/// Returns how long after the last failure the next try is let in: no wait for the first `free`
/// failures, then 1, 2, 4 … seconds up to `most`.
pub fn wait_ms(failures: i32, free: i32, most: i64) -> i64 {
    let over = failures - free;
    if over < 0 {
        return 0;
    }
    let shift = u32::try_from(over).unwrap_or(0).min(20);
    (1000_i64 << shift).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emails() {
        for good in [
            "a@b.kr",
            "first.last+tag@sub.example.co.kr",
            "한글@한글.한국",
            "o'neil@example.com",
        ] {
            assert_eq!(judge_email(&normal_email(good)), Ok(()), "{good}");
        }
        let long = format!("{}@example.com", "a".repeat(65));
        for bad in [
            "",
            "a",
            "a@",
            "@b.kr",
            "a@b",
            "a b@c.kr",
            "a@b..kr",
            "a@-b.kr",
            "a@b.kr,c@d.kr",
            "a@b@c.kr",
            "a\u{200B}@b.kr",
            &long,
        ] {
            assert!(judge_email(&normal_email(bad)).is_err(), "{bad}");
        }
        assert_eq!(normal_email("  Minji@Example.COM "), "minji@example.com");
    }

    #[test]
    fn passwords() {
        for good in [
            "봄비오는날우산들",
            "korea-seoul-1988",
            "ab cd ef gh",
            "correct horse",
            "밤하늘에 별 하나",
            "xk29-pqm",
        ] {
            assert_eq!(judge_password(good, "minji@example.kr", "민지네"), Ok(()), "{good}");
        }
        for common in [
            "password",
            "Password1",
            "p@ssw0rd",
            "12345678",
            "1234567890",
            "87654321",
            "abcdefgh",
            "aaaaaaaa",
            "abcabcabc",
            "qwertyuiop",
            "iloveyou",
            "password123",
            "minji@example.kr",
            "MINJI.KIM",
            "tkfkdgody",
            "사랑해사랑해사랑해",
        ] {
            let email = if common == "MINJI.KIM" {
                "minji.kim@example.kr"
            } else {
                "minji@example.kr"
            };
            assert_eq!(
                judge_password(common, email, "민지네"),
                Err(Mistake::PasswordCommon),
                "{common}"
            );
        }
        assert_eq!(judge_password("1234567", "", "-"), Err(Mistake::PasswordShort));
        assert_eq!(judge_password("봄비오는날우산", "", "-"), Err(Mistake::PasswordShort));
        assert_eq!(judge_password(&"가나".repeat(64), "", "-"), Err(Mistake::PasswordCommon));
        assert_eq!(
            judge_password(&format!("{}끝", "가나다라마바".repeat(22)), "", "-"),
            Err(Mistake::PasswordLong)
        );
    }

    #[test]
    fn waiting_doubles_and_ends() {
        assert_eq!(wait_ms(0, 5, 60_000), 0);
        assert_eq!(wait_ms(4, 5, 60_000), 0);
        assert_eq!(wait_ms(5, 5, 60_000), 1_000);
        assert_eq!(wait_ms(8, 5, 60_000), 8_000);
        assert_eq!(wait_ms(i32::MAX, 5, 60_000), 60_000);
    }
}
