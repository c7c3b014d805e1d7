//! Reasons for a report, grounds for an action, and the possible actions.

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
        Some(match code {
            "remove" => Self::Remove,
            "restore" => Self::Restore,
            "dismiss" => Self::Dismiss,
            _ => return None,
        })
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Remove => "remove",
            Self::Restore => "restore",
            Self::Dismiss => "dismiss",
        }
    }

    /// Returns the locale key of its words in the log.
    pub fn key(self) -> &'static str {
        match self {
            Self::Remove => "moderation-did-remove",
            Self::Restore => "moderation-did-restore",
            Self::Dismiss => "moderation-did-dismiss",
        }
    }
}

/// Acts in the audit log that are not decisions on a case: code and locale key.
const OTHER_ACTS: [(&str, &str); 6] = [
    ("look", "moderation-did-look"),
    ("appeal", "moderation-did-appeal"),
    ("role_member", "moderation-did-role_member"),
    ("role_moderator", "moderation-did-role_moderator"),
    ("role_admin", "moderation-did-role_admin"),
    ("password_reset", "moderation-did-password_reset"),
];

/// The acts by which the log can be filtered.
pub const LOG_FILTERS: [&str; 5] = ["remove", "restore", "dismiss", "appeal", "look"];

/// Returns the locale key of an act in the log. Returns `None` for an unknown
/// act.
pub fn act_key(code: &str) -> Option<&'static str> {
    Action::from_code(code)
        .map(Action::key)
        .or_else(|| OTHER_ACTS.iter().find(|(c, _)| *c == code).map(|(_, key)| *key))
}

/// The kinds of content that can be reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Story,
    Comment,
    Product,
    Account,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Story, Self::Comment, Self::Product, Self::Account];

    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "story" => Self::Story,
            "comment" => Self::Comment,
            "product" => Self::Product,
            "account" => Self::Account,
            _ => return None,
        })
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Comment => "comment",
            Self::Product => "product",
            Self::Account => "account",
        }
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
