//! What can go wrong in an act, as one type. Mistakes in a form are not here:
//! they come back as the form itself (web/request.rs, `Outcome::Invalid`).
//!
//! What a person may not see is `NotFound`. `Denied` and `RuleBroken` own the
//! key of their sentence in the locale files and the link that helps. Internal
//! text never reaches a person: it is logged once, with the request id that
//! the error page shows.

use std::error::Error as StdError;
use std::fmt;
use std::panic::Location;

/// The words of a refusal: a key of the locale files, what fills it, and
/// where to go from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    pub key: &'static str,
    pub args: Vec<(&'static str, String)>,
    /// Path and locale key of the link that helps.
    pub help: Option<(String, &'static str)>,
}

impl Sentence {
    pub fn new(key: &'static str) -> Self {
        Self {
            key,
            args: Vec::new(),
            help: None,
        }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, value.into()));
        self
    }

    pub fn help(mut self, path: impl Into<String>, label: &'static str) -> Self {
        self.help = Some((path.into(), label));
        self
    }
}

#[derive(Debug)]
pub enum AppError {
    /// Does not exist, or is not for this person's eyes: the same answer.
    NotFound,
    /// A member's act, and nobody is logged in.
    SignIn,
    /// The person may see the thing but not do this: 403.
    Denied(Sentence),
    /// A rule of the product stands against it: 409.
    Rule(Sentence),
    /// The address is there, but not for this method: 405.
    Method { allow: &'static str },
    /// Seconds until it makes sense to try again: 429.
    TooMany { retry_after: u64 },
    /// The body came slower than is acceptable: 408.
    TooSlow,
    /// The body is over its limit: 413.
    TooLarge,
    /// A value that no form of ours sends (a made-up choice, `on=perhaps`): 422.
    Invalid,
    /// The request itself makes no sense (broken multipart, bad encoding): 400.
    BadRequest,
    /// The database does not take this now, in its own words: full (507), or away, locked or not to be
    /// read (503). `db::Database` notes the words and hands on `StorageFull` or `Busy`.
    Database { full: bool, words: String },
    /// The site cannot take this now: 503.
    Busy,
    /// No space left: 507.
    StorageFull,
    /// The program cannot start; the sentence is for the operator.
    Start(String),
    Internal {
        source: Box<dyn StdError + Send + Sync>,
        at: &'static Location<'static>,
    },
}

impl AppError {
    #[track_caller]
    pub fn internal(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Internal {
            source: source.into(),
            at: Location::caller(),
        }
    }

    #[track_caller]
    pub fn from_box(source: Box<dyn StdError + Send + Sync>) -> Self {
        Self::Internal {
            source,
            at: Location::caller(),
        }
    }

    pub fn start(sentence: impl Into<String>) -> Self {
        Self::Start(sentence.into())
    }

    pub fn denied(key: &'static str) -> Self {
        Self::Denied(Sentence::new(key))
    }

    pub fn rule(key: &'static str) -> Self {
        Self::Rule(Sentence::new(key))
    }

    /// The HTTP status that answers it.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::SignIn => 401,
            Self::Denied(_) => 403,
            Self::Method { .. } => 405,
            Self::Rule(_) => 409,
            Self::TooMany { .. } => 429,
            Self::TooSlow => 408,
            Self::TooLarge => 413,
            Self::Invalid => 422,
            Self::BadRequest => 400,
            Self::Busy | Self::Database { full: false, .. } => 503,
            Self::StorageFull | Self::Database { full: true, .. } => 507,
            Self::Start(_) | Self::Internal { .. } => 500,
        }
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(sentence) => f.write_str(sentence),
            Self::Internal { source, at } => write!(f, "{source} (at {at})"),
            Self::Database { words, .. } => f.write_str(words),
            Self::Denied(s) | Self::Rule(s) => f.write_str(s.key),
            other => write!(f, "{}", other.status()),
        }
    }
}

impl StdError for AppError {}

const FULL: &[&str] = &["database or disk is full", "No space left"];
const AWAY: &[&str] = &[
    "database is locked",
    "readonly database",
    "disk I/O error",
    "unable to open database",
    "disk image is malformed",
    "malformed database schema",
    "file is not a database",
    "locking protocol",
    "lock timeout",
    "the database system is",
    "server closed the connection",
    "terminating connection",
    "connection not open",
];

impl From<diesel::result::Error> for AppError {
    #[track_caller]
    fn from(error: diesel::result::Error) -> Self {
        if let diesel::result::Error::DatabaseError(_, info) = &error {
            // SQLite says these in words only; the sentences are its own, in English, in every locale.
            let words = info.message();
            let says = |hints: &[&str]| hints.iter().any(|hint| words.contains(hint));
            let full = says(FULL);
            if full || says(AWAY) {
                return Self::Database {
                    full,
                    words: words.to_owned(),
                };
            }
        }
        Self::Internal {
            source: Box::new(error),
            at: Location::caller(),
        }
    }
}

impl From<std::io::Error> for AppError {
    #[track_caller]
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::StorageFull,
            std::io::ErrorKind::ReadOnlyFilesystem => Self::Busy,
            _ => Self::Internal {
                source: Box::new(error),
                at: Location::caller(),
            },
        }
    }
}
