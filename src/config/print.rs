//! The settings in force, as `storyplus config` prints them.

use std::fmt::Write as _;

use super::keys::{KEYS, Key, Kind, toml_value};
use super::read::{Found, Origin};
use super::values::Config;

/// One line of `storyplus config`.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    name: &'static str,
    value: Option<String>,
    origin: Origin,
}

/// Returns the values in force with their sources, without passwords.
pub(super) fn shown(config: &Config, found: &Found) -> Vec<Shown> {
    let shown = |key: &Key| {
        let (text, origin) = found.text(key);
        let text = match key.name {
            "public_url" => config.public_url.to_string(),
            "database_url" => config.database_url.to_string(),
            "database_replica_url" => config
                .database_replica_url
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            _ => text,
        };
        let unset = text.is_empty() && key.kind != Kind::List;
        Shown {
            name: key.name,
            value: (!unset).then(|| toml_value(key.kind, &text)),
            origin,
        }
    };
    KEYS.iter().map(shown).collect()
}

pub(super) fn print(lines: &[Shown]) -> String {
    let pairs: Vec<(String, &Origin)> = lines
        .iter()
        .map(|line| match &line.value {
            Some(value) => (format!("{} = {value}", line.name), &line.origin),
            None => (format!("# {} is not set", line.name), &line.origin),
        })
        .collect();
    let width = pairs
        .iter()
        .map(|(text, _)| text.chars().count())
        .max()
        .unwrap_or_default()
        .min(60);
    pairs.iter().fold(String::new(), |mut out, (text, origin)| {
        let _ = writeln!(out, "{text:<width$}  # {origin}");
        out
    })
}
