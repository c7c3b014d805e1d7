//! Types of settings that the standard library lacks, and the parsers of all settings.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use url::Url;

use crate::text::clean_line;
use crate::web::i18n::Locale;

/// The site's public address, without a path: `https://story.example`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    origin: String,
    https: bool,
}

impl PublicUrl {
    /// Parses an `http` or `https` address with a host and nothing after it.
    pub fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        let https = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        bare.then(|| Self {
            origin: url.origin().ascii_serialization(),
            https,
        })
    }

    /// Returns the address at which a browser on this machine reaches a server bound there.
    pub(super) fn of_bind(bind: SocketAddr) -> Option<Self> {
        if bind.ip().is_unspecified() {
            Self::parse(&format!("http://localhost:{}", bind.port()))
        } else {
            Self::parse(&format!("http://{bind}"))
        }
    }

    /// Returns scheme, host and port, as browsers send them in `Origin`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the host, with the port unless it is the scheme's default, as browsers send it in
    /// `Host`.
    pub fn host(&self) -> &str {
        self.origin.split_once("://").map_or("", |(_, host)| host)
    }

    /// Returns true if people connect over TLS.
    pub fn https(&self) -> bool {
        self.https
    }

    /// Returns true if a `Host` header names this site. While the public address is only derived
    /// from the bound one, every loopback name of that counts too.
    pub fn accepts_host(&self, host: &str, bind: SocketAddr) -> bool {
        self.is_spelling_of(host) || (self.is_bind(bind) && is_loopback_name(host, bind))
    }

    /// Returns true if a `Host` header is this site's in another spelling: some clients and proxies
    /// also send the scheme's default port, and a name may end with the dot of the root (RFC 9110,
    /// 4.2.3; RFC 1034, 3.1).
    fn is_spelling_of(&self, host: &str) -> bool {
        let scheme = if self.https { "https" } else { "http" };
        let (name, port) = match host.rsplit_once(':') {
            // Colons within brackets belong to an IPv6 address.
            Some((name, port)) if !port.contains(']') => (name, Some(port)),
            _ => (host, None),
        };
        let name = name.strip_suffix('.').unwrap_or(name);
        let plain = port.map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"));
        let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
        plain.chars().all(known) && Self::parse(&format!("{scheme}://{plain}")).is_some_and(|other| other.origin == self.origin)
    }

    /// Returns true if an `Origin` header is this site's own.
    pub fn is_own(&self, origin: &str, bind: SocketAddr) -> bool {
        origin.eq_ignore_ascii_case(&self.origin)
            || (self.is_bind(bind)
                && origin
                    .strip_prefix("http://")
                    .is_some_and(|host| is_loopback_name(host, bind)))
    }

    fn is_bind(&self, bind: SocketAddr) -> bool {
        Self::of_bind(bind).as_ref() == Some(self)
    }

    /// Returns the part of an address on this site after its origin (of a `Referer`), or `None` if
    /// it belongs to another site, or to another server on this machine.
    pub fn path_of<'a>(&self, address: &'a str, bind: SocketAddr) -> Option<&'a str> {
        let start = address.find("://")? + 3;
        let end = address
            .get(start..)?
            .find(['/', '?', '#'])
            .map_or(address.len(), |at| start + at);
        let (origin, rest) = address.split_at_checked(end)?;
        self.is_own(origin, bind).then_some(if rest.is_empty() { "/" } else { rest })
    }

    /// Returns the full address of a path that starts with `/`.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }
}

fn is_loopback_name(host: &str, bind: SocketAddr) -> bool {
    let port = bind.port();
    ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|name| host == format!("{name}:{port}") || (port == 80 && host == *name))
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

/// The engine and the address of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// SQLite: a file on this machine.
    Sqlite(PathBuf),
    /// PostgreSQL: a server.
    Postgres(PostgresUrl),
}

/// Address of a PostgreSQL server. Its `Display` and `Debug` hide the password.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl(String);

impl DatabaseUrl {
    /// Parses `postgres://…`, `postgresql://…`, `sqlite:PATH`, `sqlite://PATH`, or a path.
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(url) = postgres(text) {
            return Some(Self::Postgres(url));
        }
        let path = text
            .strip_prefix("sqlite://")
            .or_else(|| text.strip_prefix("sqlite:"))
            .unwrap_or(text);
        // A database in memory would lose everything at the next stop.
        let usable = !path.is_empty() && !path.contains("://") && !path.contains(":memory:") && !path.contains(['\0', '?']);
        usable.then(|| Self::Sqlite(PathBuf::from(path)))
    }
}

impl PostgresUrl {
    /// Returns the address with its password, for the connection itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl DatabaseUrl {
    /// Returns the address with its password, for the connection itself; a SQLite file as
    /// `sqlite:PATH`.
    pub fn expose(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("sqlite:{}", path.display()),
            Self::Postgres(url) => url.expose().to_owned(),
        }
    }
}

impl DatabaseUrl {
    pub fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite(_))
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => write!(f, "{url}"),
        }
    }
}

impl fmt::Display for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hide_password(&self.0))
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresUrl({self})")
    }
}

/// Returns a database address without its secrets. Works on text instead of a parsed URL, since it
/// must also hide the secrets of a malformed one.
pub(super) fn hide_password(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.to_owned();
    };
    // An unescaped password may hold any character: the last @ ends it.
    let (user, server) = match rest.rsplit_once('@') {
        Some((user, server)) => (Some(user), server),
        None => (None, rest),
    };
    let user = user
        .map(|u| {
            u.split_once(':')
                .map_or_else(|| format!("{u}@"), |(name, _)| format!("{name}:***@"))
        })
        .unwrap_or_default();
    let (place, query) = server.split_once('?').map_or((server, None), |(p, q)| (p, Some(q)));
    let hidden = |pair: &str| match pair.split_once('=') {
        Some((name, _)) if name.to_ascii_lowercase().contains("pass") => format!("{name}=***"),
        _ => pair.to_owned(),
    };
    let query = query
        .map(|q| format!("?{}", q.split('&').map(hidden).collect::<Vec<_>>().join("&")))
        .unwrap_or_default();
    format!("{scheme}://{user}{place}{query}")
}

/// The cost of hashing one password (argon2id, one lane).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
}

impl PasswordCost {
    /// The least that the settings accept: 19 MiB and 2 passes, as OWASP's password storage page
    /// recommends. Only code (tests that sign up a crowd) can use less.
    pub const LEAST: Self = Self {
        memory_kib: 19 * 1024,
        passes: 2,
    };

    pub(super) fn parse(text: &str) -> Option<Self> {
        at_most(text, Self::LEAST.passes, 20).map(|passes| Self { passes, ..Self::LEAST })
    }
}

/// The format of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Pretty on a terminal, JSON elsewhere.
    Auto,
    /// For people.
    Pretty,
    /// For machines, one object per line.
    Json,
}

impl LogFormat {
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text {
            "auto" => Some(Self::Auto),
            "pretty" => Some(Self::Pretty),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

pub(super) fn switch(text: &str) -> Option<bool> {
    match text {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

pub(super) fn address(text: &str) -> Option<SocketAddr> {
    text.replacen("localhost:", "127.0.0.1:", 1).parse().ok()
}

pub(super) fn postgres(text: &str) -> Option<PostgresUrl> {
    let rest = text
        .strip_prefix("postgres://")
        .or_else(|| text.strip_prefix("postgresql://"))?;
    (!rest.is_empty() && !text.contains('\0') && is_escaped(rest)).then(|| PostgresUrl(text.to_owned()))
}

/// Returns true if the part before the path can be read in one way only. A password with an
/// unescaped `@`, `/` or `?` would be cut there, and the client library would print its rest as the
/// name of a host or port.
fn is_escaped(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match authority.matches('@').count() {
        0 => authority.split(',').all(|host| {
            let after_brackets = host.rsplit(']').next().unwrap_or(host);
            let port = after_brackets.split_once(':').map_or("", |(_, port)| port);
            port.bytes().all(|digit| digit.is_ascii_digit())
        }),
        1 => true,
        _ => false,
    }
}

/// Parses addresses and networks separated by commas.
pub(super) fn nets(text: &str) -> Option<Vec<IpNet>> {
    let net = |s: &str| s.parse::<IpNet>().ok().or_else(|| s.parse::<IpAddr>().ok().map(IpNet::from));
    text.split(',').map(str::trim).filter(|s| !s.is_empty()).map(net).collect()
}

pub(super) fn path(text: &str) -> Option<PathBuf> {
    (!text.is_empty() && !text.contains('\0')).then(|| PathBuf::from(text))
}

pub(super) fn at_most(text: &str, from: u32, to: u32) -> Option<u32> {
    text.parse().ok().filter(|n| (from..=to).contains(n))
}

pub(super) fn short_line(text: &str) -> Option<String> {
    let line = clean_line(text);
    (1..=40).contains(&line.chars().count()).then_some(line)
}

pub(super) fn any_text(text: &str) -> Option<String> {
    let line = clean_line(text);
    (1..=200).contains(&line.chars().count()).then_some(line)
}

pub(super) fn locale(text: &str) -> Option<Locale> {
    Locale::ALL.into_iter().find(|l| l.code() == text)
}

/// Parses `500ms`, `30s`, `5m`, `1h` or whole seconds; more than zero, at most an hour.
pub(super) fn duration(text: &str) -> Option<Duration> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number: u64 = text.get(..digits)?.parse().ok()?;
    let unit = match text.get(digits..)?.trim() {
        "ms" => 1,
        "" | "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    let ms = number.checked_mul(unit)?;
    (1..=3_600_000).contains(&ms).then(|| Duration::from_millis(ms))
}

/// Accepts `level` or `target=level`, separated by commas.
pub(super) fn log_filter(text: &str) -> Option<String> {
    let level = |s: &str| {
        ["off", "error", "warn", "info", "debug", "trace"]
            .iter()
            .any(|l| s.eq_ignore_ascii_case(l))
    };
    let target = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '-'));
    let directive = |s: &str| s.split_once('=').map_or_else(|| level(s), |(t, l)| target(t) && level(l));
    text.split(',').map(str::trim).all(directive).then(|| text.to_owned())
}
