//! The files of `src` as the structure tests read them.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of `src`.
pub struct Source {
    /// The path below `src/`, with `/`.
    pub path: String,
    /// The code without line comments and inline tests.
    pub code: String,
    pub lines: usize,
}

impl Source {
    pub fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Returns the part of the feature, such as `queries` for `stories/queries/cards.rs`.
    pub fn part(&self) -> &str {
        let part = self.path.split('/').nth(1).unwrap_or("");
        part.strip_suffix(".rs").unwrap_or(part)
    }

    /// Returns the paths after `crate::` as lists of names; `crate::{a, b::c}` is split at its first level.
    pub fn imports(&self) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        for (at, _) in self.code.match_indices("crate::") {
            let rest = &self.code[at + 7..];
            if let Some(group) = rest.strip_prefix('{') {
                let mut depth = 0;
                let mut item = String::new();
                for c in group.chars() {
                    match c {
                        '}' if depth == 0 => break,
                        ',' if depth == 0 => found.push(names(&std::mem::take(&mut item))),
                        _ => {
                            depth += i32::from(c == '{') - i32::from(c == '}');
                            item.push(c);
                        }
                    }
                }
                found.push(names(&item));
            } else {
                found.push(names(rest));
            }
        }
        found
    }
}

pub fn names(path: &str) -> Vec<String> {
    path.trim_start()
        .split("::")
        .map(|n| n.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>())
        .take_while(|n| !n.is_empty())
        .take(3)
        .collect()
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, into);
        } else if path.extension().is_some_and(|e| e == "rs") {
            into.push(path);
        }
    }
}

/// Every file of `src` but those of tests.
pub fn sources() -> Vec<Source> {
    all().into_iter().filter(|s| !s.path.ends_with("tests.rs")).collect()
}

/// Every file of `src`.
pub fn all() -> Vec<Source> {
    let src = root().join("src");
    let mut paths = Vec::new();
    walk(&src, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let tested = text.split("#[cfg(test)]").next().unwrap();
            let code: Vec<&str> = tested.lines().map(|l| l.split("//").next().unwrap()).collect();
            Source {
                path: path.strip_prefix(&src).unwrap().to_string_lossy().replace('\\', "/"),
                code: code.join("\n"),
                lines: text.lines().count(),
            }
        })
        .collect()
}
