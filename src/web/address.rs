//! The client's address for rate limits: the peer, or what configured proxies report. Proxies write
//! it in many ways: in one header line or several, with a port, in brackets or quotes, as
//! `X-Forwarded-For` or the standard `Forwarded`. The list is read from the right, as the proxies
//! wrote it. The first entry that is not one of our proxies counts, and nothing to its left, since
//! the sender of the request may have invented that.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use actix_web::http::header::HeaderMap;

/// The client that a limit by address counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Client {
    At(IpAddr),
    /// The name that a proxy gave the client instead of an address (`unknown`, a pseudonym).
    Named(String),
}

impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(address) => address.fmt(f),
            Self::Named(name) => name.fmt(f),
        }
    }
}

impl Client {
    /// Returns the client of a request that came from `peer`.
    pub fn of(peer: IpAddr, headers: &HeaderMap, trusts: impl Fn(IpAddr) -> bool) -> Self {
        if !trusts(peer) {
            return Self::At(peer.to_canonical());
        }
        for entry in forwarded(headers).iter().rev() {
            match read(entry) {
                Some(address) if trusts(address) => {}
                Some(address) => return Self::At(address),
                None if entry.is_empty() => break,
                None => return Self::Named(entry.to_lowercase()),
            }
        }
        Self::At(peer.to_canonical())
    }

    /// Returns the unit that a limit counts: the address, or for IPv6 its /64, which belongs to one
    /// customer.
    pub fn network(&self) -> String {
        self.cut(4)
    }

    /// Returns a wider IPv6 network that may also be one customer's: a /48 holds 65,536 of the
    /// others.
    pub fn wide_network(&self) -> Option<String> {
        match self {
            Self::At(IpAddr::V6(_)) => Some(self.cut(3)),
            _ => None,
        }
    }

    fn cut(&self, groups: usize) -> String {
        match self {
            Self::At(IpAddr::V6(v6)) => {
                let kept: Vec<String> = v6.segments().iter().take(groups).map(|s| format!("{s:x}")).collect();
                kept.join(":")
            }
            other => other.to_string(),
        }
    }
}

/// Returns the entries as the proxies wrote them, the last proxy's last. `Forwarded` counts only if
/// there is no `X-Forwarded-For`: a proxy that writes the one may pass on an invented other.
fn forwarded(headers: &HeaderMap) -> Vec<String> {
    let lines = |name: &str| {
        let lines: Vec<String> = headers
            .get_all(name)
            .map(|v| String::from_utf8_lossy(v.as_bytes()).into_owned())
            .collect();
        (!lines.is_empty()).then(|| lines.join(","))
    };
    if let Some(list) = lines("x-forwarded-for") {
        return list.split(',').map(|e| bare(e).to_owned()).collect();
    }
    let list = lines("forwarded").unwrap_or_default();
    outside_quotes(&list, ',')
        .into_iter()
        .map(|element| {
            let pairs = outside_quotes(element, ';');
            let named = pairs.into_iter().filter_map(|pair| pair.split_once('='));
            let mut named = named.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
            named.next().map_or_else(String::new, |(_, value)| bare(value).to_owned())
        })
        .collect()
}

fn bare(entry: &str) -> &str {
    entry.trim().trim_matches('"').trim()
}

/// Splits the text at separators outside of quotes.
fn outside_quotes(text: &str, separator: char) -> Vec<&str> {
    let mut quoted = false;
    text.split(move |c| {
        quoted ^= c == '"';
        c == separator && !quoted
    })
    .collect()
}

/// Parses an address with or without a port, brackets or a zone.
fn read(entry: &str) -> Option<IpAddr> {
    let host = match entry.parse::<SocketAddr>() {
        Ok(with_port) => return Some(with_port.ip().to_canonical()),
        Err(_) => match entry.strip_prefix('[') {
            Some(rest) => {
                let (host, port) = rest.split_once(']')?;
                if !(port.is_empty() || port.strip_prefix(':').is_some_and(is_port)) {
                    return None;
                }
                host
            }
            // `203.0.113.5:_hidden`, or an invalid port number; an IPv6 address has more colons.
            None => match entry.split_once(':') {
                Some((host, port)) if is_port(port) => host,
                _ => entry,
            },
        },
    };
    let host = host.split_once('%').map_or(host, |(host, _)| host);
    host.parse::<IpAddr>().ok().map(|a| a.to_canonical())
}

/// Returns true for a number, or for an obfuscated port (RFC 7239).
fn is_port(port: &str) -> bool {
    let digits = port.chars().all(|c| c.is_ascii_digit());
    !port.is_empty() && (digits || (port.starts_with('_') && !port.contains(':')))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn client(lines: &[(&'static str, &str)]) -> String {
        let mut headers = HeaderMap::new();
        for (name, line) in lines {
            headers.append(
                HeaderName::from_static(name),
                HeaderValue::from_bytes(line.as_bytes()).unwrap(),
            );
        }
        let trusted = |a: IpAddr| a.is_loopback() || a.to_string().starts_with("10.") || a.to_string() == "fd00::1";
        Client::of(IpAddr::from([127, 0, 0, 1]), &headers, trusted).to_string()
    }

    #[test]
    fn the_first_entry_from_the_right_that_is_no_proxy_counts() {
        let x = "x-forwarded-for";
        for (list, expected) in [
            ("203.0.113.5", "203.0.113.5"),
            ("6.6.6.6, 203.0.113.5", "203.0.113.5"),
            ("6.6.6.6,203.0.113.5 , 10.0.0.3", "203.0.113.5"),
            ("6.6.6.6, 203.0.113.5:51234", "203.0.113.5"),
            ("6.6.6.6, [2001:db8::5]:51234", "2001:db8::5"),
            ("6.6.6.6, [2001:db8::5]", "2001:db8::5"),
            ("6.6.6.6, 2001:db8::5", "2001:db8::5"),
            ("6.6.6.6, \"203.0.113.5\"", "203.0.113.5"),
            ("6.6.6.6, \"[2001:db8::5]:80\"", "2001:db8::5"),
            ("6.6.6.6, ::ffff:203.0.113.5", "203.0.113.5"),
            ("6.6.6.6, [::ffff:203.0.113.5]:80", "203.0.113.5"),
            ("6.6.6.6, ::ffff:10.0.0.3", "6.6.6.6"),
            ("6.6.6.6, 10.0.0.3:4000, [fd00::1]:4000", "6.6.6.6"),
            ("6.6.6.6, fe80::1%eth0", "fe80::1"),
            ("6.6.6.6, unknown", "unknown"),
            ("6.6.6.6, _Hidden", "_hidden"),
            ("6.6.6.6, 203.0.113.5:x", "203.0.113.5:x"),
            ("6.6.6.6, 203.0.113.999", "203.0.113.999"),
            ("6.6.6.6, [2001:db8::5", "[2001:db8::5"),
            ("6.6.6.6, [2001:db8::5]x", "[2001:db8::5]x"),
            ("6.6.6.6, ", "127.0.0.1"),
            ("", "127.0.0.1"),
            ("10.0.0.3, 127.0.0.1", "127.0.0.1"),
        ] {
            assert_eq!(client(&[(x, list)]), expected, "{list}");
        }
        assert_eq!(client(&[]), "127.0.0.1");
        // A proxy that adds its own header line.
        assert_eq!(client(&[(x, "6.6.6.6"), (x, "203.0.113.5")]), "203.0.113.5");
        assert_eq!(client(&[(x, "6.6.6.6"), (x, "203.0.113.5"), (x, "10.0.0.1")]), "203.0.113.5");
    }

    #[test]
    fn the_standard_header_counts_where_the_other_is_missing() {
        let f = "forwarded";
        for (list, expected) in [
            ("for=203.0.113.5", "203.0.113.5"),
            (
                "for=6.6.6.6, For=\"203.0.113.5:51234\";proto=https;by=10.0.0.1",
                "203.0.113.5",
            ),
            ("proto=http;for=\"[2001:db8::5]:4711\"", "2001:db8::5"),
            (
                "for=6.6.6.6, host=\"a,b;for=7.7.7.7\"; for=203.0.113.5, for=10.0.0.2",
                "203.0.113.5",
            ),
            ("for=6.6.6.6, for=_secret", "_secret"),
            ("for=6.6.6.6, for=unknown", "unknown"),
            ("for=6.6.6.6, proto=https", "127.0.0.1"),
        ] {
            assert_eq!(client(&[(f, list)]), expected, "{list}");
        }
        assert_eq!(client(&[(f, "for=6.6.6.6"), (f, "for=203.0.113.5")]), "203.0.113.5");
        assert_eq!(
            client(&[(f, "for=6.6.6.6"), ("x-forwarded-for", "203.0.113.5")]),
            "203.0.113.5"
        );
    }

    #[test]
    fn a_peer_that_is_no_proxy_is_believed_nothing() {
        let mut headers = HeaderMap::new();
        headers.append(
            HeaderName::from_static("x-forwarded-for"),
            HeaderValue::from_static("6.6.6.6"),
        );
        let peer: IpAddr = "::ffff:203.0.113.9".parse().unwrap();
        assert_eq!(Client::of(peer, &headers, |a| a.is_loopback()).to_string(), "203.0.113.9");
    }

    #[test]
    fn networks_of_one_customer_are_one() {
        let at = |text: &str| Client::At(text.parse().unwrap());
        assert_eq!(at("2001:db8:1:2::5").network(), at("2001:db8:1:2:ffff::9").network());
        assert_ne!(at("2001:db8:1:2::5").network(), at("2001:db8:1:3::5").network());
        assert_eq!(at("2001:db8:1:2::5").wide_network(), at("2001:db8:1:3::5").wide_network());
        assert_eq!(at("203.0.113.5").wide_network(), None);
    }
}
