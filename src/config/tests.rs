//! Tests of `config/mod.rs`.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::time::Duration;

use super::*;
use crate::web::i18n::Locale;

fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
}

fn with_file(text: &str) -> Result<Settings, ConfigError> {
    Config::from_parts(&Overrides::default(), &[], Some((Path::new("storyplus.toml"), text)))
}

fn mistakes(text: &str) -> String {
    with_file(text).unwrap_err().to_string()
}

#[test]
fn defaults() {
    let c = Config::from_parts(&Overrides::default(), &[], None).unwrap().config;
    assert_eq!(c.bind.to_string(), "127.0.0.1:8080");
    assert_eq!(c.public_url.origin(), "http://127.0.0.1:8080");
    assert!(!c.public_url.https());
    assert_eq!(c.database_url, DatabaseUrl::Sqlite("./data/storyplus.db".into()));
    assert_eq!(
        (c.database_pool, c.uploads_at_once, c.hashes_at_once, c.shops_per_login),
        (8, 2, 2, 3)
    );
    assert!(c.rate_limits);
    assert_eq!(c.shutdown_grace, Duration::from_secs(30));
    assert_eq!(c.default_locale, Locale::Ko);
    assert!(c.trusted_proxies.is_empty() && c.operator_contact.is_none());
}

#[test]
fn the_example_is_the_defaults() {
    let example = example();
    let live: String = example
        .lines()
        .filter_map(|l| l.strip_prefix('#'))
        .filter(|l| !l.starts_with(' '))
        .map(|l| format!("{l}\n"))
        .collect();
    assert_eq!(live.lines().count(), keys::KEYS.len());
    let from_example = with_file(&live).unwrap().config;
    let defaults = with_file(&example).unwrap().config;
    assert_eq!(format!("{from_example:?}"), format!("{defaults:?}"));
}

#[test]
fn flags_over_variables_over_file() {
    let flags = Overrides {
        bind: Some("0.0.0.0:3".into()),
        ..Overrides::default()
    };
    let variables = variables(&[
        ("STORYPLUS_BIND", "127.0.0.1:2"),
        ("STORYPLUS_DATA_DIR", "/b"),
        ("STORYPLUS_LOG", ""),
        ("STORYPLUS_TEST_POSTGRES_URL", "x"),
        ("STORYPLUS_PORT", "tcp://10.0.0.1:80"),
        ("STORYPLUS_TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
    ]);
    let file = "# mine\nbind = \"127.0.0.1:1\"\ndata_dir = '/a'\nsite_name = \"봄\"\nhandler_timeout = 12\nlog = 'warn'\n";
    let settings = Config::from_parts(&flags, &variables, Some((Path::new("my.toml"), file))).unwrap();
    let c = &settings.config;
    assert_eq!(c.bind.port(), 3);
    assert_eq!(c.public_url.origin(), "http://localhost:3");
    assert_eq!(c.data_dir, Path::new("/b"));
    assert_eq!((c.site_name.as_str(), c.log.as_str()), ("봄", "warn"));
    assert_eq!(c.handler_timeout, Duration::from_secs(12));
    assert!(
        c.trusts("10.1.2.3".parse().unwrap()) && c.trusts("::ffff:10.1.2.3".parse().unwrap()) && c.trusts("::1".parse().unwrap())
    );
    assert!(!c.trusts("11.1.2.3".parse().unwrap()));
    let printed = settings.print();
    for line in [
        "bind = \"0.0.0.0:3\" # --bind",
        "public_url = \"http://localhost:3\" # default",
        "data_dir = \"/b\" # STORYPLUS_DATA_DIR",
        "site_name = \"봄\" # my.toml line 4",
        "trusted_proxies = [\"10.0.0.0/8\", \"::1\"] # STORYPLUS_TRUSTED_PROXIES",
        "# operator_contact is not set # default",
        "database_pool = 8 # default",
    ] {
        assert!(
            printed
                .lines()
                .any(|l| l.split_whitespace().collect::<Vec<_>>().join(" ") == line),
            "{line} in\n{printed}"
        );
    }
    assert!(printed.parse::<toml::Table>().is_ok());
}

#[test]
fn unknown_keys_are_refused() {
    assert_eq!(
        mistakes("x = 1\n\nbimd = \"a\""),
        "unknown setting bimd (storyplus.toml line 3); the nearest known is bind\nunknown setting x (storyplus.toml line 1); the nearest known is log"
    );
    assert_eq!(
        mistakes("[server]\nbind = 1"),
        "unknown setting server (storyplus.toml line 1); the nearest known is bind"
    );
    for name in ["STORYPLUS_PUBLICURL", "STORYPLUS_public_url"] {
        let error = Config::from_parts(&Overrides::default(), &variables(&[(name, "x")]), None).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("unknown variable {name}; the nearest known is STORYPLUS_PUBLIC_URL")
        );
    }
}

#[test]
fn bad_values_say_all() {
    assert_eq!(
        mistakes("bind = 'here'\ndatabase_pool = 0"),
        "bind = \"here\" (storyplus.toml line 1): expected an IP address and a port, such as 127.0.0.1:8080\n\
         database_pool = \"0\" (storyplus.toml line 2): expected a number from 1 to 200"
    );
    for bad in [
        "public_url = 'ftp://a'",
        "public_url = 'https://a.kr/path'",
        "public_url = 'https://u:p@a.kr'",
        "trusted_proxies = ['10.0.0.0/33']",
        "trusted_proxies = [1]",
        "data_dir = ''",
        "database_url = 'mysql://a/b'",
        "database_url = 'sqlite::memory:'",
        "database_replica_url = 'postgres://a/b'",
        "default_locale = 'fr'",
        "site_name = ''",
        "header_timeout = '0s'",
        "header_timeout = '99999999999999999999s'",
        "handler_timeout = '2h'",
        "shutdown_grace = true",
        "body_rate = -1",
        "log = 'loud'",
        "log_format = 'xml'",
        "bind = ",
        "bind = 'a'\nbind = 'b'",
    ] {
        assert!(!mistakes(bad).is_empty(), "{bad}");
    }
}

#[test]
fn secrets_are_hidden() {
    let url = "postgres://story:s3cr@t/x@db.kr:5432/story?sslmode=require&sslpassword=s3cr";
    let settings = with_file(&format!(
        "database_url = '{url}'\ndatabase_replica_url = 'postgresql://story:s3cr@replica/story'"
    ))
    .unwrap();
    let DatabaseUrl::Postgres(postgres) = &settings.config.database_url else {
        panic!("no PostgreSQL")
    };
    assert_eq!(postgres.expose(), url);
    for text in [
        settings.print(),
        format!("{settings:?}"),
        mistakes("database_url = 'mysql://a:s3cr@b/c'"),
        mistakes("database_url = 'postgres://a:s3cr@b/c' x"),
    ] {
        assert!(!text.contains("s3cr"), "{text}");
    }
    assert!(
        settings
            .print()
            .contains("postgres://story:***@db.kr:5432/story?sslmode=require&sslpassword=***")
    );
}

#[test]
fn files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.toml");
    let flags = Overrides {
        config: Some(path.clone()),
        ..Overrides::default()
    };
    assert!(
        Config::load_with(&flags, &[])
            .unwrap_err()
            .to_string()
            .contains("own.toml cannot be read")
    );
    std::fs::write(&path, "\u{FEFF}site_name = 'x'").unwrap();
    assert_eq!(Config::load_with(&flags, &[]).unwrap().config.site_name, "x");
}

#[test]
fn public_addresses() {
    for (text, origin, host) in [
        ("https://A.kr:443/", "https://a.kr", "a.kr"),
        ("http://a.kr:81", "http://a.kr:81", "a.kr:81"),
        ("http://[::1]:8080", "http://[::1]:8080", "[::1]:8080"),
        ("https://한글.kr", "https://xn--bj0bj06e.kr", "xn--bj0bj06e.kr"),
    ] {
        let url = PublicUrl::parse(text).unwrap();
        assert_eq!((url.origin(), url.host()), (origin, host));
        assert_eq!(url.join("/@a"), format!("{origin}/@a"));
    }
}

#[test]
fn a_host_is_known_in_each_of_its_spellings() {
    let bind = "127.0.0.1:8080".parse().unwrap();
    let tls = PublicUrl::parse("https://story.example").unwrap();
    for known in [
        "story.example",
        "STORY.example",
        "story.example:443",
        "story.example.",
        "story.example.:443",
    ] {
        assert!(tls.accepts_host(known, bind), "{known}");
    }
    for other in [
        "",
        ".",
        ":",
        "story.example:80",
        "story.example..",
        "story.example@evil.example",
        "evil.example/story.example",
        "story.example:443:443",
        "evil.example",
        "127.0.0.1:8080",
    ] {
        assert!(!tls.accepts_host(other, bind), "{other}");
    }
    let other_port = PublicUrl::parse("http://[2001:db8::1]:8080").unwrap();
    assert!(other_port.accepts_host("[2001:db8::1]:8080", bind));
    assert!(!other_port.accepts_host("[2001:db8::1]", bind));
}
