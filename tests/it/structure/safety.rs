//! Holds .github/SAFETY.md against the tests: every promise is held by tests that exist and cite its id, and every id that
//! is cited is a promise.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Collects every text file below `folder`.
fn texts(folder: &str, into: &mut BTreeMap<String, String>) {
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if !path.ends_with("node_modules") && !path.ends_with("shots") {
                    folders.push(path);
                }
            } else if let Ok(text) = fs::read_to_string(&path) {
                let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
                into.insert(name, text);
            }
        }
    }
}

/// Returns the ids in a text, such as `SAFETY-D1`.
fn ids(text: &str) -> BTreeSet<String> {
    text.match_indices("SAFETY-")
        .map(|(at, start)| {
            let rest = &text[at + start.len()..];
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            format!("{start}{}", &rest[..end])
        })
        .collect()
}

/// Returns the doc comments of a test and of its file, or `None` if there is no such test.
fn comments_of(text: &str, test: &str) -> Option<String> {
    let (before, _) = text.split_once(&format!("fn {test}("))?;
    let above = before.lines().rev().skip(1);
    let own = above.take_while(|line| line.starts_with("///") || line.starts_with("#["));
    let file = text.lines().take_while(|line| line.starts_with("//!"));
    Some(own.chain(file).collect::<Vec<_>>().join("\n"))
}

/// Returns the file of a module of the integration tests, such as `search_site::index`.
fn file_of(module: &str) -> Option<PathBuf> {
    let path = format!("tests/it/{}", module.replace("::", "/"));
    [format!("{path}.rs"), format!("{path}/mod.rs")]
        .into_iter()
        .map(PathBuf::from)
        .find(|path| root().join(path).exists())
}

/// Returns the promises of .github/SAFETY.md: each id with the names in backticks after its `Held by`.
fn promises() -> BTreeMap<String, Vec<String>> {
    let text = fs::read_to_string(root().join(".github/SAFETY.md")).unwrap();
    let mut promises = BTreeMap::new();
    for section in text.split("\n### ").skip(1) {
        let (id, rest) = section.split_once(": ").unwrap();
        let held = rest.split("Held by ").nth(1).unwrap_or_default();
        let names = held.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        assert!(promises.insert(id.to_owned(), names).is_none(), "{id} stands twice");
    }
    promises
}

#[test]
fn every_promise_is_held_by_tests_that_cite_it() {
    let mut broken = Vec::new();
    for (id, names) in promises() {
        if names.is_empty() {
            broken.push(format!("{id} names no test"));
        }
        for name in names {
            if name.contains('/') {
                if !root().join(&name).exists() {
                    broken.push(format!("{id}: there is no file {name}"));
                }
                continue;
            }
            let (module, test) = name.rsplit_once("::").unwrap();
            let Some(file) = file_of(module) else {
                broken.push(format!("{id}: there is no file of {name}"));
                continue;
            };
            let text = fs::read_to_string(root().join(&file)).unwrap();
            let Some(comments) = comments_of(&text, test) else {
                broken.push(format!("{id}: {} has no {test}", file.display()));
                continue;
            };
            if !ids(&comments).contains(&id) {
                broken.push(format!("{name} does not cite {id}"));
            }
        }
    }
    broken.sort();
    broken.dedup();
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn every_id_that_is_cited_is_a_promise() {
    let promises = promises();
    let mut files = BTreeMap::new();
    for folder in ["src", "tests", "migrations", "templates"] {
        texts(folder, &mut files);
    }
    let mut unknown = BTreeSet::new();
    for (name, text) in &files {
        for id in ids(text).iter().filter(|id| !promises.contains_key(*id)) {
            // This file builds ids from their parts.
            if name != "tests/it/structure/safety.rs" {
                unknown.insert(format!("{name}: {id}"));
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:#?}");
}

/// SAFETY-I6: no crate that asks other hosts for something is built into the program, and the only socket that it opens
/// itself is the one of `healthcheck`. (The PostgreSQL client has its own.)
#[test]
fn the_program_has_no_http_client() {
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml")).unwrap().parse().unwrap();
    let dependencies = manifest["dependencies"].as_table().unwrap();
    for client in ["reqwest", "ureq", "hyper", "awc", "curl", "isahc", "attohttpc"] {
        assert!(!dependencies.contains_key(client), "{client}");
    }
    let mut sources = BTreeMap::new();
    texts("src", &mut sources);
    for (name, text) in sources {
        let opens = ["TcpStream::connect", "UdpSocket::"].iter().any(|call| text.contains(call));
        assert!(!opens || name == "src/cli/healthcheck.rs", "{name}");
    }
}
