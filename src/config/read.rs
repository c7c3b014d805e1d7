//! Gathers raw values from the file, the environment and the flags, and reports mistakes. Not here:
//! the form of valid values (`types.rs`).

use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};

use super::keys::{KEYS, Key};
use super::overrides::Overrides;
use super::types::hide_password;

const PREFIX: &str = "STORYPLUS_";
const DEFAULT_FILE: &str = "storyplus.toml";

/// The source of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    Default,
    File { path: PathBuf, line: usize },
    Variable(String),
    Flag(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{} line {line}", path.display()),
            Self::Variable(name) => f.write_str(name),
            Self::Flag(name) => write!(f, "--{name}"),
        }
    }
}

/// One mistake in the settings, as a sentence for the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem(String);

/// All mistakes in the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError(pub(super) Vec<Problem>);

impl ConfigError {
    /// Returns the mistakes, in the order of the settings.
    pub fn problems(&self) -> &[Problem] {
        &self.0
    }

    fn one(text: String) -> Self {
        Self(vec![Problem(text)])
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.0.iter().enumerate() {
            write!(f, "{}{problem}", if i > 0 { "\n" } else { "" })?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}

/// Returns the environment variables of this program.
pub(super) fn environment() -> Result<Vec<(String, String)>, ConfigError> {
    let mut found = Vec::new();
    for (name, value) in std::env::vars_os() {
        let Some(name) = name.to_str().filter(|n| n.starts_with(PREFIX)) else {
            continue;
        };
        let Some(value) = value.to_str() else {
            return Err(ConfigError::one(format!("{name} is not valid UTF-8")));
        };
        found.push((name.to_owned(), value.to_owned()));
    }
    Ok(found)
}

/// Reads the file that was asked for, or `storyplus.toml` if it exists.
pub(super) fn file(flags: &Overrides, variables: &[(String, String)]) -> Result<Option<(PathBuf, String)>, ConfigError> {
    let variable = variables
        .iter()
        .find(|(name, value)| name == "STORYPLUS_CONFIG" && !value.is_empty());
    let asked = flags
        .config
        .clone()
        .or_else(|| variable.map(|(_, value)| PathBuf::from(value)));
    let path = asked.clone().unwrap_or_else(|| PathBuf::from(DEFAULT_FILE));
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some((path, text))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && asked.is_none() => Ok(None),
        Err(error) => Err(ConfigError::one(format!(
            "configuration file {} cannot be read: {error}",
            path.display()
        ))),
    }
}

/// Raw values by key; a later source replaces an earlier one.
pub(super) struct Found {
    raw: HashMap<&'static str, (String, Origin)>,
    pub(super) problems: Vec<Problem>,
}

impl Found {
    pub(super) fn gather(flags: &Overrides, variables: &[(String, String)], file: Option<(&Path, &str)>) -> Self {
        let mut found = Self {
            raw: HashMap::new(),
            problems: Vec::new(),
        };
        if let Some((path, text)) = file {
            found.take_file(path, text);
        }
        for (name, value) in variables {
            found.take_variable(name, value);
        }
        let Overrides {
            config: _,
            bind,
            public_url,
            data_dir,
            database_url,
        } = flags;
        for (name, value) in [
            ("bind", bind),
            ("public_url", public_url),
            ("data_dir", data_dir),
            ("database_url", database_url),
        ] {
            if let Some(value) = value {
                found.raw.insert(name, (value.clone(), Origin::Flag(name.replace('_', "-"))));
            }
        }
        found
    }

    /// Returns the text and the source of a key, or its default.
    pub(super) fn text(&self, key: &Key) -> (String, Origin) {
        self.raw
            .get(key.name)
            .cloned()
            .unwrap_or_else(|| (key.default.to_owned(), Origin::Default))
    }

    /// Parses a key that always has a value. Returns `None` for a bad value, and records the
    /// mistake.
    pub(super) fn value<T>(&mut self, name: &'static str, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let key = KEYS.iter().find(|k| k.name == name)?;
        let (text, origin) = self.text(key);
        let value = parse(text.trim());
        if value.is_none() {
            self.note(key, &text, &origin, key.expects);
        }
        value
    }

    /// Parses a key that may be unset, which gives `Some(None)`. Returns `None` for a bad value,
    /// and records the mistake.
    pub(super) fn optional<T>(&mut self, name: &'static str, parse: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
        let set = self.raw.get(name).is_some_and(|(text, _)| !text.trim().is_empty());
        if set { self.value(name, parse).map(Some) } else { Some(None) }
    }

    /// Records that a value contradicts another one.
    pub(super) fn refuse(&mut self, name: &'static str, expects: &str) {
        if let Some(key) = KEYS.iter().find(|k| k.name == name) {
            let (text, origin) = self.text(key);
            self.note(key, &text, &origin, expects);
        }
    }

    fn note(&mut self, key: &Key, text: &str, origin: &Origin, expects: &str) {
        let text = if key.name.starts_with("database_") {
            hide_password(text)
        } else {
            text.to_owned()
        };
        self.problems
            .push(Problem(format!("{} = {text:?} ({origin}): expected {expects}", key.name)));
    }

    fn take_variable(&mut self, name: &str, value: &str) {
        let Some(rest) = name.strip_prefix(PREFIX) else {
            return;
        };
        // Set by test runs, and by Kubernetes for a service that is called storyplus.
        let foreign = ["TEST_", "SERVICE_", "PORT_"].iter().any(|p| rest.starts_with(p)) || rest == "PORT";
        // In compose files an empty variable means "not set".
        if foreign || rest == "CONFIG" || value.is_empty() {
            return;
        }
        let lower = rest.to_ascii_lowercase();
        match KEYS
            .iter()
            .find(|k| k.name == lower && rest.bytes().all(|b| !b.is_ascii_lowercase()))
        {
            Some(key) => {
                self.raw
                    .insert(key.name, (value.to_owned(), Origin::Variable(name.to_owned())));
            }
            None => self.unknown(&format!("variable {name}"), &lower, |key| {
                format!("{PREFIX}{}", key.to_ascii_uppercase())
            }),
        }
    }

    fn take_file(&mut self, path: &Path, text: &str) {
        let table: toml::Table = match text.trim_start_matches('\u{FEFF}').parse() {
            Ok(table) => table,
            Err(error) => {
                // The error's own text quotes the line, which may hold a password.
                let line = error
                    .span()
                    .and_then(|s| text.get(..s.start))
                    .map_or(1, |before| before.matches('\n').count() + 1);
                self.problems
                    .push(Problem(format!("{} line {line}: {}", path.display(), error.message())));
                return;
            }
        };
        for (name, value) in &table {
            let origin = Origin::File {
                path: path.to_owned(),
                line: line_of(text, name),
            };
            match (KEYS.iter().find(|k| k.name == name), plain(value)) {
                (Some(key), Some(value)) => {
                    self.raw.insert(key.name, (value, origin));
                }
                (Some(key), None) => self
                    .problems
                    .push(Problem(format!("{name} ({origin}): expected {}", key.expects))),
                (None, _) => self.unknown(&format!("setting {name} ({origin})"), name, ToOwned::to_owned),
            }
        }
    }

    fn unknown(&mut self, what: &str, name: &str, spelled: impl Fn(&str) -> String) {
        let nearest = KEYS
            .iter()
            .map(|k| (strsim::damerau_levenshtein(k.name, name), k.name))
            .min()
            .map(|(_, nearest)| format!("; the nearest known is {}", spelled(nearest)))
            .unwrap_or_default();
        self.problems.push(Problem(format!("unknown {what}{nearest}")));
    }
}

/// Returns the value as the text that a variable would hold, or `None` for tables, dates and mixed
/// lists.
fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(n) => Some(n.to_string()),
        toml::Value::Array(items) => items
            .iter()
            .map(|i| i.as_str().map(str::to_owned))
            .collect::<Option<Vec<_>>>()
            .map(|v| v.join(",")),
        _ => None,
    }
}

/// Returns the line of a top-level key.
fn line_of(text: &str, name: &str) -> usize {
    let names = |line: &str| {
        let line = line.trim_start().trim_start_matches(['[', '"', '\'']);
        line.strip_prefix(name)
            .is_some_and(|rest| rest.trim_start_matches(['"', '\'', ' ', '\t']).starts_with(['=', ']', '.']))
    };
    text.lines().position(names).map_or(1, |i| i + 1)
}
