//! Handles: the `@name` of an account, its rules and its look-alikes. Not here: the check that a
//! handle is free (accounts/queries/logins.rs, by the unique columns `handle` and
//! `handle_skeleton`).

use std::collections::HashSet;
use std::sync::LazyLock;

use super::clean::nfc;

/// The fewest characters of a handle.
pub const HANDLE_MIN: usize = 2;
/// The most characters of a handle.
pub const HANDLE_MAX: usize = 30;

/// A handle that may be given to an account: NFC, lower case, not reserved,
/// and 2 to 30 characters of Hangul syllables, `a-z`, `0-9`, `_` and `.`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Handle(String);

/// The reason that a typed handle was refused. Its sentence is in the locale files under
/// [`Self::key`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandleError {
    /// Fewer than [`HANDLE_MIN`] characters.
    TooShort,
    /// More than [`HANDLE_MAX`] characters.
    TooLong,
    /// A character outside the alphabet of handles.
    Character(char),
    /// A dot at an end, or two in a row.
    Dots,
    /// Only `_` and `.`.
    NoLetter,
    /// A word that the site reserves, or one that looks like it.
    Reserved,
}

impl HandleError {
    /// Returns the key of the message in the locale files. `handle-character` takes `character`,
    /// `handle-too-short` `min`, `handle-too-long` `max`.
    pub fn key(self) -> &'static str {
        match self {
            Self::TooShort => "handle-too-short",
            Self::TooLong => "handle-too-long",
            Self::Character(_) => "handle-character",
            Self::Dots => "handle-dots",
            Self::NoLetter => "handle-no-letter",
            Self::Reserved => "handle-reserved",
        }
    }
}

impl Handle {
    /// Checks a handle that someone wants to take.
    ///
    /// # Errors
    /// Fails with the first rule that it breaks.
    pub fn parse(typed: &str) -> Result<Self, HandleError> {
        let handle = normal(typed);
        check(&handle)?;
        if RESERVED.contains(&skeleton(&handle)) {
            return Err(HandleError::Reserved);
        }
        Ok(Self(handle))
    }

    /// Returns a handle from an address or a mention in its stored form, or `None` if no account
    /// can have it. Reserved words pass, since the site may own some.
    pub fn lookup(typed: &str) -> Option<String> {
        // An address may be of any length; decomposed Hangul takes three times the length.
        if typed.len() > HANDLE_MAX * 12 {
            return None;
        }
        let handle = normal(typed);
        check(&handle).is_ok().then_some(handle)
    }

    /// Returns the stored form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the value of the unique look-alike column.
    pub fn skeleton(&self) -> String {
        skeleton(&self.0)
    }

    /// Returns the stored form, owned.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl std::fmt::Display for Handle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Handle {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// Returns true if a stored handle may contain the character.
pub(super) fn is_handle_char(c: char) -> bool {
    matches!(c, 'a'..='z' | '0'..='9' | '_' | '.' | '가'..='힣')
}

fn normal(typed: &str) -> String {
    nfc(typed.trim()).to_lowercase()
}

fn check(handle: &str) -> Result<(), HandleError> {
    if let Some(c) = handle.chars().find(|c| !is_handle_char(*c)) {
        return Err(HandleError::Character(c));
    }
    match handle.chars().count() {
        n if n < HANDLE_MIN => return Err(HandleError::TooShort),
        n if n > HANDLE_MAX => return Err(HandleError::TooLong),
        _ => {}
    }
    if handle.starts_with('.') || handle.ends_with('.') || handle.contains("..") {
        return Err(HandleError::Dots);
    }
    if handle.chars().all(|c| matches!(c, '_' | '.')) {
        return Err(HandleError::NoLetter);
    }
    Ok(())
}

/// Returns the handle as it looks at a glance: two handles with the same skeleton may not both
/// exist. Dots and underscores are dropped, `0`=`o`, `1`=`i`=`l`, `rn`=`m`, `vv`=`w`; Hangul is
/// compared as it is.
pub fn skeleton(handle: &str) -> String {
    let folded: String = handle
        .chars()
        .filter_map(|c| match c {
            '_' | '.' => None,
            '0' => Some('o'),
            '1' | 'i' => Some('l'),
            c => Some(c),
        })
        .collect();
    folded.replace("rn", "m").replace("vv", "w")
}

/// Skeletons of the reserved words, so that `adm1n` is refused like `admin`.
static RESERVED: LazyLock<HashSet<String>> = LazyLock::new(|| RESERVED_WORDS.split_whitespace().map(skeleton).collect());

/// Words that could pass for the site itself, that an address may need, or that other software
/// treats as nobody. Account names never come first in a path, so the list is short.
const RESERVED_WORDS: &str = "
    about abuse account accounts admin administrator admins all anonymous api appeal appeals assets
    auth billing blog bot business careers compose config contact copyright daemon deleted demo dev
    developer developers discover docs everyone faq favicon favicon.ico feed feeds friend friends
    ftp guest health healthz help here home hostmaster info jobs legal login logout mail mailer me
    media moderation moderator moderators mods mod new news nobody none noreply no_reply notice notices
    notification notifications null official operator ops owner payment payments postmaster press
    privacy product products readyz register report reports robots robots.txt root rss safety
    search security service settings shop shops signin signout signup sitemap site ssl staff static
    status stories story storyplus story_plus support sysadmin system team terms test undefined
    unknown user users verified verify webmaster wish wishes www you
    가게 고객센터 고객지원 고객상담 공식 공식계정 관리자 나 너 느낌 도움말 로그인 로그아웃 루트
    모두 모두에게 설정 소식받기 스토리 스토리플러스 스토리플러스팀 스토리플러스공식 시스템 신고
    신고센터 안내 알림 약관 없음 운영자 운영진 운영팀 익명 전체 조치 주인 찾기 친구 탈퇴
    탈퇴한사용자 탈퇴한계정 공지 공지사항 개인정보 결제 경찰 경찰청 사이버수사대 금융감독원
";

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn good_handles() {
        for (typed, stored) in [
            ("수제쿠키", "수제쿠키"),
            (" Cookie.Lab_2 ", "cookie.lab_2"),
            ("봄", ""),
            ("ab", "ab"),
            ("제주_귤밭", "제주_귤밭"),
        ] {
            assert_eq!(Handle::parse(typed).map(Handle::into_string).unwrap_or_default(), stored);
        }
        let parts: String = "수제쿠키".nfd().collect();
        assert_eq!(Handle::parse(&parts).unwrap().as_str(), "수제쿠키");
        assert_eq!(
            Handle::lookup(&"가".nfd().collect::<String>().repeat(30))
                .unwrap()
                .chars()
                .count(),
            30
        );
    }

    #[test]
    fn refused_handles() {
        use HandleError::*;
        for (typed, why) in [
            ("a", TooShort),
            ("", TooShort),
            (&"가".repeat(31), TooLong),
            ("a-b", Character('-')),
            ("ㅋㅋ", Character('ㅋ')),
            ("a b", Character(' ')),
            ("аdmin", Character('а')),
            ("ab\u{200B}", Character('\u{200B}')),
            (".ab", Dots),
            ("ab.", Dots),
            ("a..b", Dots),
            ("__", NoLetter),
            ("Admin", Reserved),
            ("adm1n", Reserved),
            ("a_d_min", Reserved),
            ("관리.자", Reserved),
            ("스토리플러스", Reserved),
        ] {
            assert_eq!(Handle::parse(typed).unwrap_err(), why, "{typed}");
        }
        assert!(Handle::lookup("admin").is_some());
        assert!(Handle::lookup("a/b").is_none());
        assert!(Handle::lookup(&"가".repeat(31)).is_none());
    }

    #[test]
    fn look_alikes() {
        for (a, b) in [
            ("cookie", "c00k1e"),
            ("morning", "moming"),
            ("www1", "vvvvvvi"),
            ("a_b.c", "abc"),
            ("bil", "b1l"),
        ] {
            assert_eq!(skeleton(a), skeleton(b), "{a} {b}");
        }
        assert_ne!(skeleton("쿠키"), skeleton("구키"));
    }

    proptest! {
        #[test]
        fn stored_form_is_stable(typed in "[a-zA-Z0-9_.가-힣ㄱ-ㅎ ]{0,34}") {
            if let Ok(handle) = Handle::parse(&typed) {
                prop_assert_eq!(Handle::parse(handle.as_str()).unwrap(), handle.clone());
                prop_assert_eq!(Handle::lookup(handle.as_str()), Some(handle.as_str().to_owned()));
                prop_assert!(!handle.skeleton().is_empty());
                prop_assert_eq!(skeleton(&handle.skeleton()), handle.skeleton());
            }
        }

        #[test]
        fn never_panics(typed in any::<String>()) {
            let _ = Handle::parse(&typed);
            let _ = Handle::lookup(&typed);
        }
    }
}
