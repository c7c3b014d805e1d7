//! The limits of a story, and pure decisions about it.

use crate::text;

/// The maximum length of a story's text, in characters after NFC.
pub const BODY_MAX: usize = 4_000;
/// The maximum number of photos of a story.
pub const PHOTOS_MAX: usize = 20;
/// The maximum number of products shown on a story.
pub const PRODUCTS_MAX: usize = 20;
/// The maximum length of a comment, in characters.
pub const COMMENT_MAX: usize = 1_000;
/// The number of people notified when one text mentions them. With more it
/// would be an address list.
pub const MENTIONS_TOLD: usize = 20;

/// A card folds a text with more lines or characters than this.
const CLAMP_LINES: usize = 6;
const CLAMP_CHARS: usize = 220;

/// The values of `stories.state`.
pub const PUBLISHED: i32 = 0;
pub const DELETED: i32 = 3;
pub const REMOVED: i32 = 4;

/// The audience of a story (`stories.visibility`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Visibility {
    #[default]
    Public,
    Friends,
    OnlyMe,
}

impl Visibility {
    pub const ALL: [Self; 3] = [Self::Public, Self::Friends, Self::OnlyMe];

    pub fn from_code(code: &str) -> Option<Self> {
        code.parse().ok()
    }

    /// Reads a stored value. An unknown number becomes the narrowest audience.
    pub fn from_number(number: i32) -> Self {
        match number {
            0 => Self::Public,
            1 => Self::Friends,
            _ => Self::OnlyMe,
        }
    }

    pub fn number(self) -> i32 {
        match self {
            Self::Public => 0,
            Self::Friends => 1,
            Self::OnlyMe => 2,
        }
    }

    pub fn code(self) -> &'static str {
        self.into()
    }

    pub fn icon(self) -> &'static str {
        match self {
            Self::Public => "globe",
            Self::Friends => "friends",
            Self::OnlyMe => "lock",
        }
    }

    /// Returns the locale key of its name in a row of choices.
    pub fn short_label(self) -> &'static str {
        match self {
            Self::Public => "visibility-short-public",
            Self::Friends => "visibility-short-friends",
            Self::OnlyMe => "visibility-short-only_me",
        }
    }

    /// Returns the locale key of its explanation.
    pub fn help(self) -> &'static str {
        match self {
            Self::Public => "visibility-public-help",
            Self::Friends => "visibility-friends-help",
            Self::OnlyMe => "visibility-only_me-help",
        }
    }

    /// Returns the locale key of its name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Public => "visibility-public",
            Self::Friends => "visibility-friends",
            Self::OnlyMe => "visibility-only_me",
        }
    }
}

/// A feeling about a story; each account can give one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Feeling {
    Like,
    Cool,
    Happy,
    Sad,
    CheerUp,
}

impl Feeling {
    pub const ALL: [Self; 5] = [Self::Like, Self::Cool, Self::Happy, Self::Sad, Self::CheerUp];

    pub fn from_code(code: &str) -> Option<Self> {
        code.parse().ok()
    }

    pub fn code(self) -> &'static str {
        self.into()
    }

    /// Returns the locale key of its name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Like => "feeling-like",
            Self::Cool => "feeling-cool",
            Self::Happy => "feeling-happy",
            Self::Sad => "feeling-sad",
            Self::CheerUp => "feeling-cheer_up",
        }
    }
}

/// The number of times each feeling was given, in the order of `Feeling::ALL`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Feelings(pub [i64; 5]);

impl Feelings {
    pub fn total(&self) -> i64 {
        self.0.iter().sum()
    }

    /// Returns up to three feelings, the most frequent first.
    pub fn top(&self) -> Vec<Feeling> {
        let mut given: Vec<(Feeling, i64)> = Feeling::ALL.into_iter().zip(self.0).filter(|(_, n)| *n > 0).collect();
        given.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        given.into_iter().take(3).map(|(f, _)| f).collect()
    }
}

/// Returns true if a card folds this text.
pub fn is_long(body: &str) -> bool {
    body.lines().count() > CLAMP_LINES || text::count(body) > CLAMP_CHARS
}

/// Returns true if a story has any content.
pub fn says_something(body: &str, photos: usize, shares: bool) -> bool {
    !body.is_empty() || photos > 0 || shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_most_given() {
        assert_eq!(Feelings([0; 5]).top(), []);
        assert_eq!(
            Feelings([1, 5, 0, 2, 2]).top(),
            [Feeling::Cool, Feeling::Sad, Feeling::CheerUp]
        );
        assert_eq!(Feelings([1, 5, 0, 2, 2]).total(), 10);
    }

    #[test]
    fn long_texts() {
        assert!(!is_long("짧아요"));
        assert!(is_long("1\n2\n3\n4\n5\n6\n7"));
        assert!(is_long(&"가".repeat(221)));
        assert!(!is_long(&"가".repeat(220)));
    }

    #[test]
    fn codes_come_back() {
        for v in Visibility::ALL {
            assert_eq!(Visibility::from_code(v.code()), Some(v));
            assert_eq!(Visibility::from_number(v.number()), v);
        }
        for f in Feeling::ALL {
            assert_eq!(Feeling::from_code(f.code()), Some(f));
        }
        assert_eq!(Visibility::from_code("everyone"), None);
    }
}
