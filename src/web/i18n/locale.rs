//! The two languages of the site, and the choice of one for a browser.

/// A language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// Korean, the first language of the site.
    #[default]
    Ko,
    En,
}

impl Locale {
    /// Every locale, in the order in which people choose.
    pub const ALL: [Self; 2] = [Self::Ko, Self::En];

    /// Returns the language code, for `<html lang>`, settings and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::En => "en",
        }
    }

    /// Returns the language's own name, for the language switch.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ko => "한국어",
            Self::En => "English",
        }
    }

    /// Returns the code for Open Graph's `og:locale`.
    pub fn og(self) -> &'static str {
        match self {
            Self::Ko => "ko_KR",
            Self::En => "en_US",
        }
    }

    /// Returns the locale of a language tag (`ko`, `ko-KR`, `EN_us`).
    pub fn from_code(tag: &str) -> Option<Self> {
        let language = tag.trim().split(['-', '_']).next()?;
        Self::ALL.into_iter().find(|l| l.code().eq_ignore_ascii_case(language))
    }

    /// Returns the best match for an `Accept-Language` header (RFC 9110, 12.5.4), or `default`.
    pub fn negotiate(accept_language: Option<&str>, default: Self) -> Self {
        /// Ranges that are looked at; browsers send a handful.
        const CONSIDERED: usize = 20;
        let mut best: Option<(u16, Self)> = None;
        for range in accept_language.unwrap_or_default().split(',').take(CONSIDERED) {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let weight = parts
                .find_map(|p| p.trim().strip_prefix("q=").or_else(|| p.trim().strip_prefix("Q=")))
                .map_or(1_000, quality);
            let locale = if tag == "*" { Some(default) } else { Self::from_code(tag) };
            // The first of equals wins: browsers list languages by preference.
            if let Some(locale) = locale
                && weight > best.map_or(0, |(w, _)| w)
            {
                best = Some((weight, locale));
            }
        }
        best.map_or(default, |(_, locale)| locale)
    }
}

/// Parses a weight in thousandths; an unreadable one counts as 0, not acceptable.
fn quality(text: &str) -> u16 {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = fraction.len() <= 3 && fraction.bytes().all(|b| b.is_ascii_digit());
    match whole {
        "1" if digits => 1_000,
        "0" if digits => format!("{fraction:0<3}").parse().unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negotiation() {
        use Locale::{En, Ko};
        for (header, chosen) in [
            ("ko-KR,ko;q=0.9,en-US;q=0.8,en;q=0.7", Ko),
            ("en-US,en;q=0.9,ko;q=0.8", En),
            ("fr, en;q=0.5, ko;q=0.6", Ko),
            ("ko;q=0, en;q=0.1", En),
            ("fr-FR,de", Ko),
            ("*", Ko),
            ("en;q=0.2,*;q=0.1", En),
            ("EN", En),
            ("en;q=abc, ,;;;q=9", Ko),
            ("en; q=0.9 , ko ; q=0.95", Ko),
            ("", Ko),
        ] {
            assert_eq!(Locale::negotiate(Some(header), Ko), chosen, "{header}");
        }
        assert_eq!(Locale::negotiate(None, En), En);
    }
}
