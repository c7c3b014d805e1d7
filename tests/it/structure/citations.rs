//! Comments name other files and items of the project; each of them exists.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::sources::root;

/// Names of files that every feature may have; without a folder they mean no one of them.
const OF_EVERY_FEATURE: &[&str] = &["rules.rs", "queries.rs", "actions.rs", "pages.rs", "jobs.rs", "mod.rs"];
const FOLDERS: &[&str] = &["src", "tests", "templates", "assets", "migrations", ".ci", ".github"];

/// Every file of the project below `FOLDERS`, from its root, with `/`.
fn files() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders: Vec<PathBuf> = FOLDERS.iter().map(|name| root().join(name)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if !path.ends_with("node_modules") {
                    folders.push(path);
                }
            } else {
                found.insert(path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found
}

/// The comments of a file, as (line, text).
fn comments<'a>(path: &str, text: &'a str) -> Vec<(usize, &'a str)> {
    let mark = if path.ends_with(".sql") { "--" } else { "//" };
    let comment = |line: &'a str| {
        let (before, after) = line.split_once(mark)?;
        // An address, or a text in quotes.
        (!before.ends_with(':') && before.matches('"').count() % 2 == 0).then_some(after)
    };
    text.lines()
        .enumerate()
        .filter_map(|(n, line)| Some((n + 1, comment(line)?)))
        .collect()
}

fn commented() -> Vec<(String, String)> {
    let read = |path: String| Some((path.clone(), fs::read_to_string(root().join(&path)).ok()?));
    files()
        .into_iter()
        .filter(|path| path.ends_with(".rs") || path.ends_with(".sql"))
        .filter_map(read)
        .collect()
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Words such as `search/engine/plan.rs`; file names of other kinds count only with a folder.
fn cited_files(comment: &str) -> Vec<&str> {
    comment
        .split(|c: char| !(is_word(c) || matches!(c, '/' | '.' | '-')))
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| {
            let ending = Path::new(word).extension().and_then(|e| e.to_str());
            let source = ending == Some("rs");
            let other =
                word.contains('/') && matches!(ending, Some("sql" | "html" | "css" | "js" | "mjs" | "ftl" | "toml" | "md"));
            (source || other) && !word.starts_with('/') && Path::new(word).file_stem().is_some()
        })
        .collect()
}

#[test]
fn every_file_that_a_comment_names_exists() {
    let files = files();
    let mut missing = BTreeSet::new();
    for (path, text) in commented() {
        let folder = Path::new(&path).parent().unwrap();
        let feature: PathBuf = Path::new(&path).components().take(2).collect();
        let near = [
            PathBuf::new(),
            "src".into(),
            "templates".into(),
            "assets".into(),
            folder.into(),
            folder.parent().unwrap_or(folder).into(),
            feature,
            Path::new(&path).with_extension(""),
        ];
        for (line, comment) in comments(&path, &text) {
            for cited in cited_files(comment)
                .into_iter()
                .filter(|cited| !OF_EVERY_FEATURE.contains(cited))
            {
                let there = near.iter().any(|base| files.contains(base.join(cited).to_str().unwrap()));
                if !there && !root().join(cited).exists() {
                    missing.insert(format!("{path}:{line} names {cited}"));
                }
            }
        }
    }
    assert!(
        missing.is_empty(),
        "\n{}\n",
        missing.into_iter().collect::<Vec<_>>().join("\n")
    );
}

/// Paths in backticks such as `photos::actions::attach_photos`.
fn cited_items(comment: &str) -> Vec<Vec<&str>> {
    let spans = comment.split('`').skip(1).step_by(2);
    spans
        .map(|span| span.trim_end_matches("()"))
        .filter(|span| span.contains("::") && span.chars().all(|c| is_word(c) || c == ':'))
        .map(|span| {
            let names = span.split("::").filter(|n| !n.is_empty());
            names.filter(|n| !matches!(*n, "crate" | "self" | "super" | "Self")).collect()
        })
        .filter(|names: &Vec<&str>| names.len() > 1)
        .collect()
}

/// A file of `src`: the names of its folders and itself, and every word of its code.
struct Words {
    path: Vec<String>,
    code: BTreeSet<String>,
    defines: BTreeSet<String>,
}

fn words() -> Vec<Words> {
    super::sources::all()
        .into_iter()
        .map(|source| {
            let all: Vec<&str> = source.code.split(|c: char| !is_word(c)).filter(|w| !w.is_empty()).collect();
            let keyword = |w: &str| matches!(w, "mod" | "struct" | "enum" | "trait" | "type");
            Words {
                path: source.path.trim_end_matches(".rs").split('/').map(str::to_owned).collect(),
                defines: all.windows(2).filter(|w| keyword(w[0])).map(|w| w[1].to_owned()).collect(),
                code: all.into_iter().map(str::to_owned).collect(),
            }
        })
        .collect()
}

#[test]
fn every_item_that_a_comment_names_exists() {
    let words = words();
    let ours: BTreeSet<&String> = words.iter().flat_map(|w| w.path.iter().chain(&w.defines)).collect();
    let mut missing = BTreeSet::new();
    for (path, text) in commented().into_iter().filter(|(path, _)| path.ends_with(".rs")) {
        for (line, comment) in comments(&path, &text) {
            for names in cited_items(comment) {
                // A path of another crate.
                if !ours.contains(&names[0].to_owned()) {
                    continue;
                }
                let (last, lead) = names.split_last().unwrap();
                let holds = |w: &Words| {
                    let leads_here = lead.iter().all(|name| {
                        let name = (*name).to_owned();
                        w.path.contains(&name)
                            || w.defines.contains(&name)
                            || (name.starts_with(char::is_uppercase) && w.code.contains(&name))
                    });
                    leads_here && (w.code.contains(*last) || w.path.iter().any(|part| part == last))
                };
                if !words.iter().any(holds) {
                    missing.insert(format!("{path}:{line} names {}", names.join("::")));
                }
            }
        }
    }
    assert!(
        missing.is_empty(),
        "\n{}\n",
        missing.into_iter().collect::<Vec<_>>().join("\n")
    );
}
