//! Dependencies: no version with a known advisory (.ci/advisories.toml), no licence that binds others, one
//! registry; and nothing in the tree that reveals the machine on which it was written.

use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn toml(path: &str) -> toml::Table {
    std::fs::read_to_string(Path::new(ROOT).join(path)).unwrap().parse().unwrap()
}

fn rows<'a>(table: &'a toml::Table, key: &str) -> Vec<&'a toml::Table> {
    table[key]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row.as_table().unwrap())
        .collect()
}

/// Returns major, minor and patch; anything after a `-` or `+` does not count.
fn version(text: &str) -> [u64; 3] {
    let mut parts = [0; 3];
    let core = text.split(['-', '+']).next().unwrap();
    for (part, number) in parts.iter_mut().zip(core.split('.')) {
        *part = number.parse().unwrap();
    }
    parts
}

/// Holds SAFETY-I7.
#[test]
fn no_version_with_a_known_advisory() {
    let list = toml(".ci/advisories.toml");
    let lock = toml("Cargo.lock");
    let advisories = rows(&list, "advisory");
    assert!(advisories.len() > 20);
    let mut bad = Vec::new();
    for package in rows(&lock, "package") {
        let name = package["name"].as_str().unwrap();
        let locked = package["version"].as_str().unwrap();
        for advisory in advisories.iter().filter(|row| row["crate"].as_str() == Some(name)) {
            let fixed = advisory["fixed"].as_str().unwrap();
            if version(locked) < version(fixed) {
                bad.push(format!(
                    "{name} {locked} is below {fixed}: {} ({})",
                    advisory["id"], advisory["what"]
                ));
            }
        }
    }
    assert!(bad.is_empty(), "{bad:#?}");
}

/// Holds SAFETY-I7.
#[test]
fn everything_comes_from_the_public_registry() {
    const PUBLIC: &str = "registry+https://github.com/rust-lang/crates.io-index";
    for package in rows(&toml("Cargo.lock"), "package") {
        if let Some(source) = package.get("source") {
            assert_eq!(source.as_str(), Some(PUBLIC), "{}", package["name"]);
        }
    }
}

/// Returns true if every AND part of an SPDX expression leaves a choice without the GPL family.
fn leaves_free(licence: &str) -> bool {
    licence
        .replace(['(', ')'], " ")
        .replace('/', " OR ")
        .split(" AND ")
        .all(|part| part.split(" OR ").any(|name| !name.contains("GPL")))
}

/// Holds SAFETY-I7.
#[test]
fn no_licence_that_binds_others() {
    assert!(leaves_free("MIT OR LGPL-2.1-or-later"));
    assert!(!leaves_free("(MIT OR Apache-2.0) AND AGPL-3.0"));
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--offline", "--format-version=1", "--filter-platform"])
        .arg(format!("{}-unknown-linux-gnu", std::env::consts::ARCH))
        .current_dir(ROOT)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100);
    for package in packages {
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(leaves_free(licence), "{}: {licence}", package["name"]);
        assert!(
            !licence.is_empty() || package["license_file"].is_string(),
            "{} has no licence",
            package["name"]
        );
    }
}

/// Returns the files that git knows, or none in an archive without git.
fn tracked() -> Vec<PathBuf> {
    let output = Command::new("git").args(["ls-files", "-z"]).current_dir(ROOT).output();
    let Ok(output) = output else { return Vec::new() };
    output
        .stdout
        .split(|byte| *byte == 0)
        .filter(|name| !name.is_empty())
        .map(|name| Path::new(ROOT).join(String::from_utf8_lossy(name).as_ref()))
        .collect()
}

/// Returns the hosts of registries and mirrors that this machine is set up with, without the public ones.
fn hosts_here() -> Vec<String> {
    const PUBLIC: [&str; 10] = [
        "index.crates.io",
        "static.crates.io",
        "crates.io",
        "github.com",
        "doc.rust-lang.org",
        "deb.debian.org",
        "security.debian.org",
        "www.debian.org",
        "deb.nodesource.com",
        "static.rust-lang.org",
    ];
    let home = std::env::var("HOME").unwrap_or_default();
    let cargo = std::env::var("CARGO_HOME").unwrap_or_else(|_| format!("{home}/.cargo"));
    let mut texts = vec![];
    for (key, value) in std::env::vars() {
        let key = key.to_uppercase();
        if ["REGISTR", "PROXY", "MIRROR", "INDEX_URL"]
            .iter()
            .any(|part| key.contains(part))
        {
            texts.push(value);
        }
    }
    let mut files = vec![
        format!("{cargo}/config.toml"),
        format!("{cargo}/config"),
        format!("{home}/.npmrc"),
        "/etc/npmrc".to_owned(),
        "/usr/etc/npmrc".to_owned(),
        "/etc/pip.conf".to_owned(),
        format!("{home}/.config/pip/pip.conf"),
    ];
    for folder in [
        format!("{cargo}/registry/index"),
        "/etc/apt/sources.list.d".to_owned(),
        "/etc/apt".to_owned(),
    ] {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            files.push(
                if path.is_dir() { path.join("config.json") } else { path }
                    .display()
                    .to_string(),
            );
        }
    }
    texts.extend(files.iter().filter_map(|path| std::fs::read_to_string(path).ok()));
    if let Ok(output) = Command::new("npm").args(["config", "get", "registry"]).output() {
        texts.push(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let mut hosts: Vec<String> = texts
        .iter()
        .flat_map(|text| text.split("://").skip(1))
        .filter_map(|rest| rest.split(['/', '"', '\'', ' ', '\n', ':', '?']).next())
        .map(|host| host.rsplit('@').next().unwrap_or(host).to_lowercase())
        .filter(|host| host.contains('.') && !host.starts_with("127.") && !PUBLIC.contains(&host.as_str()))
        .collect();
    hosts.sort();
    hosts.dedup();
    hosts
}

#[test]
fn nothing_tells_of_the_machine() {
    let mut words = hosts_here();
    // Put together here, so that this file does not contain what it looks for.
    words.extend(["root", "work", "home", "Users"].map(|folder| format!("/{folder}/")));
    words.push("\"resolved\":".to_owned());
    let mut told = Vec::new();
    for path in tracked() {
        let own = path == Path::new(ROOT).join(file!());
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for word in words.iter().filter(|word| !own && text.contains(word.as_str())) {
            told.push(format!("{} holds «{word}»", path.strip_prefix(ROOT).unwrap().display()));
        }
    }
    assert!(told.is_empty(), "{told:#?}");
}
