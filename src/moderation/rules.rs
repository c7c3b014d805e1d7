//! Reasons for a report, grounds for an action, and the possible actions.

use crate::audit::Act;

/// The maximum length of the text of a report or decision, in characters.
pub const TEXT_LIMIT: usize = 1_000;

/// The number of reporters from which a case is shown as urgent.
pub const URGENT_REPORTS: i32 = 3;

/// The time in which an author may appeal a removal: six months (183 days).
pub const APPEAL_MS: i64 = 183 * 24 * 3600 * 1000;

/// Returns the time until which an action can be appealed, in milliseconds
/// since 1970 UTC.
pub fn appeal_until(acted_at: i64) -> i64 {
    acted_at.saturating_add(APPEAL_MS)
}

/// The reasons for a report: code and locale key.
pub const REASONS: [(&str, &str); 7] = [
    ("spam", "report-reason-spam"),
    ("fraud", "report-reason-fraud"),
    ("rights", "report-reason-rights"),
    ("harm", "report-reason-harm"),
    ("sexual", "report-reason-sexual"),
    ("privacy", "report-reason-privacy"),
    ("other", "report-reason-other"),
];

/// The grounds for a removal: code and locale key.
pub const GROUNDS: [(&str, &str); 6] = [
    ("deception", "moderation-ground-deception"),
    ("rights", "moderation-ground-rights"),
    ("harm", "moderation-ground-harm"),
    ("sexual", "moderation-ground-sexual"),
    ("spam", "moderation-ground-spam"),
    ("law", "moderation-ground-law"),
];

pub fn reason_key(code: &str) -> &'static str {
    REASONS
        .iter()
        .find(|(c, _)| *c == code)
        .map_or("report-reason-other", |(_, key)| key)
}

pub fn ground_key(code: &str) -> &'static str {
    GROUNDS
        .iter()
        .find(|(c, _)| *c == code)
        .map_or("moderation-ground-none", |(_, key)| key)
}

/// A moderator's decision on a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Action {
    /// Hides the content from everyone at once.
    Remove,
    /// Undoes a removal.
    Restore,
    /// Leaves the content as it is and closes the case.
    Dismiss,
}

impl Action {
    pub fn from_code(code: &str) -> Option<Self> {
        code.parse().ok()
    }

    pub fn code(self) -> &'static str {
        self.into()
    }

    /// Returns the locale key of its words in the log.
    pub fn key(self) -> &'static str {
        match self {
            Self::Remove => "moderation-did-remove",
            Self::Restore => "moderation-did-restore",
            Self::Dismiss => "moderation-did-dismiss",
        }
    }

    /// Returns the act under which the audit log keeps it.
    pub fn act(self) -> Act {
        match self {
            Self::Remove => Act::Remove,
            Self::Restore => Act::Restore,
            Self::Dismiss => Act::Dismiss,
        }
    }
}

/// The acts by which the log can be filtered.
pub const LOG_FILTERS: [Act; 5] = [Act::Remove, Act::Restore, Act::Dismiss, Act::Appeal, Act::Look];

/// Returns the locale key of an act in the moderators' log. Returns `None` for an act of shop staff.
pub fn act_key(act: Act) -> Option<&'static str> {
    Some(match act {
        Act::Remove => Action::Remove.key(),
        Act::Restore => Action::Restore.key(),
        Act::Dismiss => Action::Dismiss.key(),
        Act::Look => "moderation-did-look",
        Act::Appeal => "moderation-did-appeal",
        Act::RoleMember => "moderation-did-role_member",
        Act::RoleModerator => "moderation-did-role_moderator",
        Act::RoleAdmin => "moderation-did-role_admin",
        Act::PasswordReset => "moderation-did-password_reset",
        _ => return None,
    })
}

/// The kinds of content that can be reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    Story,
    Comment,
    Product,
    Account,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Story, Self::Comment, Self::Product, Self::Account];

    pub fn from_code(code: &str) -> Option<Self> {
        code.parse().ok()
    }

    pub fn code(self) -> &'static str {
        self.into()
    }

    pub fn key(self) -> &'static str {
        match self {
            Self::Story => "moderation-kind-story",
            Self::Comment => "moderation-kind-comment",
            Self::Product => "moderation-kind-product",
            Self::Account => "moderation-kind-account",
        }
    }

    /// Returns the locale key of the text that explains the effect of a
    /// removal.
    pub fn remove_help(self) -> &'static str {
        match self {
            Self::Story => "moderation-remove-help-story",
            Self::Comment => "moderation-remove-help-comment",
            Self::Product => "moderation-remove-help-product",
            Self::Account => "moderation-remove-help-account",
        }
    }
}
