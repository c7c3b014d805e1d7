//! The error type of every action. Mistakes in a form are not errors: they come back as the form
//! itself (web/request.rs).
//!
//! Anything a person may not see is `NotFound`. `Denied` and `Rule` hold the locale key of their
//! sentence and a link that helps. Internal text never reaches a person: it is logged once, with
//! the request id that the error page shows.

use std::error::Error as StdError;
use std::fmt;
use std::panic::Location;

/// The sentence of a refusal: a locale key, its arguments, and a link to go on with.
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
    /// It does not exist, or this person may not see it: both look the same.
    NotFound,
    /// The action needs a member, and nobody is logged in.
    SignIn,
    /// The person may see the object but not do this to it: 403.
    Denied(Sentence),
    /// A rule of the product forbids it: 409.
    Rule(Sentence),
    /// The address exists, but not for this method: 405.
    Method { allow: &'static str },
    /// Too many requests: 429, with the seconds until a retry makes sense.
    TooMany { retry_after: u64 },
    /// The body arrived more slowly than is acceptable: 408.
    TooSlow,
    /// The body is over its limit: 413.
    TooLarge,
    /// A value that none of our forms sends (an invented choice, `on=perhaps`): 422.
    Invalid,
    /// The request itself is malformed (broken multipart, bad encoding): 400.
    BadRequest,
    /// The database refuses for now, with its own message: it is full (507), or it is unreachable,
    /// locked or unreadable (503). `db::Database` logs the message and returns `StorageFull` or
    /// `Busy` instead.
    Database { full: bool, words: String },
    /// The site cannot handle this now: 503.
    Busy,
    /// No space left: 507.
    StorageFull,
    /// The program cannot start; the sentence is written for the operator.
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

    /// Returns the HTTP status of the response.
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
            // SQLite reports these only as text: its own English sentences, whatever the locale.
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
