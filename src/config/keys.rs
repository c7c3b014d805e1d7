//! The table of settings: name, default, meaning. Not here: reading and checking their values.

use std::fmt::Write as _;

/// The form of a value in TOML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    List,
}

/// One setting.
#[derive(Debug)]
pub(super) struct Key {
    pub name: &'static str,
    pub kind: Kind,
    /// The default as text; empty for a key that may be unset or is derived from another.
    pub default: &'static str,
    /// The form of a valid value, completing "expected …".
    pub expects: &'static str,
    /// An explanation for people who edit the file.
    help: &'static str,
}

const fn key(name: &'static str, kind: Kind, default: &'static str, expects: &'static str, help: &'static str) -> Key {
    Key {
        name,
        kind,
        default,
        expects,
        help,
    }
}

const DURATION: &str = "a time such as 500ms, 30s, 5m, or whole seconds; at most 1h";

/// Every setting, in the order of the file.
pub(super) const KEYS: &[Key] = &[
    key(
        "bind",
        Kind::Text,
        "127.0.0.1:8080",
        "an IP address and a port, such as 127.0.0.1:8080",
        "Address and port to listen on.",
    ),
    key(
        "public_url",
        Kind::Text,
        "",
        "http:// or https:// with a host and nothing after it",
        "Address that people type; made from bind if unset. With https, cookies are Secure and bound to the host.",
    ),
    key(
        "trusted_proxies",
        Kind::List,
        "",
        "IP addresses or networks, such as 10.0.0.0/8",
        "Reverse proxies whose X-Forwarded-For (or Forwarded) and X-Forwarded-Proto are believed. Nobody's are by default.",
    ),
    key(
        "data_dir",
        Kind::Text,
        "./data",
        "a folder",
        "Folder of photos, search index and the SQLite file.",
    ),
    key(
        "database_url",
        Kind::Text,
        "",
        "postgres://user:password@host/name (in the password, @ is written %40, / %2F and ? %3F), sqlite:PATH or the path of a SQLite file",
        "Database; storyplus.db in data_dir if unset.",
    ),
    key(
        "database_replica_url",
        Kind::Text,
        "",
        "postgres://user:password@host/name",
        "PostgreSQL replica for reads that may be a moment late.",
    ),
    key(
        "database_pool",
        Kind::Number,
        "8",
        "a number from 1 to 200",
        "Database connections for reading (and, on PostgreSQL, as many for writing).",
    ),
    key(
        "node_id",
        Kind::Number,
        "0",
        "a number from 0 to 1022",
        "This node's number in ids; nodes that share a PostgreSQL database have different ones.",
    ),
    key(
        "site_name",
        Kind::Text,
        "스토리플러스",
        "1 to 40 characters on one line",
        "Name of the site, in titles.",
    ),
    key(
        "default_locale",
        Kind::Text,
        "ko",
        "ko or en",
        "Language of those whose browser asks for none that is spoken here.",
    ),
    key(
        "operator_contact",
        Kind::Text,
        "",
        "up to 200 characters on one line",
        "How people reach you: mail address, page or telephone number.",
    ),
    key(
        "shops_per_login",
        Kind::Number,
        "3",
        "a number from 0 to 1000",
        "Business accounts that one login may own.",
    ),
    key(
        "rate_limits",
        Kind::Text,
        "on",
        "on or off",
        "Limits on how often one account or address may sign up, write, ask for friendship, report, upload and search.",
    ),
    key(
        "max_connections_per_address",
        Kind::Number,
        "256",
        "a number from 0 to 100000",
        "Open connections from one address, 0 for no limit. Behind a proxy, let the proxy limit them.",
    ),
    key(
        "header_timeout",
        Kind::Text,
        "10s",
        DURATION,
        "Time a client has to send the headers of a request.",
    ),
    key(
        "body_rate",
        Kind::Number,
        "2048",
        "bytes a second, from 1 to 100000000",
        "Slowest acceptable upload, in bytes a second on average.",
    ),
    key(
        "handler_timeout",
        Kind::Text,
        "30s",
        DURATION,
        "Time the server has to make an answer once the request is there.",
    ),
    key(
        "response_timeout",
        Kind::Text,
        "60s",
        DURATION,
        "Time a client has to take the answer.",
    ),
    key(
        "checkout_timeout",
        Kind::Text,
        "5s",
        DURATION,
        "Time to wait for a database connection before answering 503.",
    ),
    key(
        "shutdown_grace",
        Kind::Text,
        "30s",
        DURATION,
        "Time that running requests get after SIGTERM.",
    ),
    key(
        "uploads_at_once",
        Kind::Number,
        "2",
        "a number from 1 to 64",
        "Memory for decoding photos, in hundreds of MB: so many usual ones at once. One that needs more (up to 440 MB) waits until it is alone and until so much is free.",
    ),
    key(
        "hashes_at_once",
        Kind::Number,
        "2",
        "a number from 1 to 64",
        "Passwords hashed at once; each takes 19 MB of memory.",
    ),
    key(
        "password_cost",
        Kind::Number,
        "2",
        "a number from 2 to 20",
        "Passes of argon2id over its memory; more makes stolen hashes harder to guess and each log-in slower.",
    ),
    key(
        "log",
        Kind::Text,
        "info",
        "off, error, warn, info, debug or trace, also by part: info,storyplus=debug",
        "What is logged.",
    ),
    key(
        "log_format",
        Kind::Text,
        "auto",
        "auto, pretty or json",
        "How it is logged; auto is pretty on a terminal and json elsewhere.",
    ),
];

/// Returns a commented `storyplus.toml` with every key at its default.
pub fn example() -> String {
    let mut text = String::from(
        "# Settings of Story Plus. Each is overridden by a variable (STORYPLUS_BIND for bind),\n\
         # and some by a flag (--bind). `storyplus config` prints what is in force.\n",
    );
    for key in KEYS {
        let default = toml_value(key.kind, key.default);
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "\n# {}\n# Expected: {}.\n#{} = {default}\n",
            key.help, key.expects, key.name
        );
    }
    text
}

pub(super) fn toml_value(kind: Kind, text: &str) -> String {
    let quoted = |s: &str| toml::Value::String(s.to_owned()).to_string();
    match kind {
        Kind::Number => text.to_owned(),
        Kind::Text => quoted(text),
        Kind::List => {
            let items: Vec<String> = text.split(',').map(str::trim).filter(|s| !s.is_empty()).map(quoted).collect();
            format!("[{}]", items.join(", "))
        }
    }
}
