//! The never-words of .github/GLOSSARY.md are no names of types, modules and files, and functions are no longer
//! than a screen.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::sources::{root, sources};

/// Never-words that are names for something else as well: that other meaning.
const ELSEWHERE: &[(&str, &str)] = &[
    ("admin", "a role of the whole site"),
    ("answer", "the answer to a request"),
    ("answers", "the answer to a request"),
    ("brand", "a product's brand"),
    ("files", "files of a disk"),
    ("found", "a result that a function returns to its own module"),
    ("front", "the page of a visitor"),
    ("goods", "products beside a story in discover"),
    ("item", "a line of a feed"),
    ("kind", "the kind of a thing"),
    ("member", "a logged-in person as a handler's type"),
    ("meta", "the data of a request beside its body"),
    ("place", "a position"),
    ("profile", "the page of an account"),
    ("quote", "the story that a share quotes"),
    ("reply", "what a handler returns"),
    ("site", "the whole site"),
    ("store", "a store of files"),
    ("tag", "a hashtag in a hashtag's module"),
    ("tally", "counts of an act or of a search"),
    ("user", "the command `user`, and a suspended user"),
    ("visit", "the request as a handler's argument"),
    ("walk", "a walk through a file"),
];

/// `ProductTag` and `product_tag` are both `product`, `tag`.
fn parts(name: &str) -> Vec<String> {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_uppercase() {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake.split('_').filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The never-words with the code words of their row, and every code word of the glossary.
fn glossary() -> (BTreeMap<String, String>, BTreeSet<Vec<String>>) {
    let text = fs::read_to_string(root().join(".github/GLOSSARY.md")).unwrap();
    let (mut never, mut code) = (BTreeMap::new(), BTreeSet::new());
    for row in text.lines().filter(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [.., words, nevers] = cells.as_slice() else { continue };
        code.extend(words.split('`').skip(1).step_by(2).map(parts));
        // What stands in brackets limits a never-word to one meaning, so it is no word for this test.
        let mut depth = 0;
        let bare: String = nevers
            .chars()
            .filter(|c| {
                depth += i32::from(*c == '(');
                let inside = depth > 0;
                depth -= i32::from(*c == ')');
                !inside
            })
            .collect();
        for word in bare.split([',', ';']).map(str::trim) {
            if !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic()) && word != "never" {
                never.insert(word.to_lowercase(), (*words).to_owned());
            }
        }
    }
    (never, code)
}

#[test]
fn never_words_are_no_names() {
    let (never, code_words) = glossary();
    assert!(never.len() > 50, "the glossary was not understood");
    let stale: Vec<_> = ELSEWHERE.iter().filter(|(word, _)| !never.contains_key(*word)).collect();
    assert!(stale.is_empty(), "no never-words: {stale:?}");
    let mut broken = BTreeSet::new();
    // The demo's world is told in everyday words.
    for source in sources().iter().filter(|s| s.room() != "demo") {
        let words: Vec<&str> = source.code.split_whitespace().collect();
        let defined = words
            .windows(2)
            .filter(|w| matches!(w[0], "struct" | "enum" | "trait" | "type" | "mod"));
        let names = defined.map(|w| w[1].split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap());
        let file = source.path.trim_end_matches(".rs").rsplit('/').next().unwrap();
        for name in names.chain([file]) {
            let parts = parts(name);
            for part in parts.iter().filter(|part| !ELSEWHERE.iter().any(|(word, _)| word == part)) {
                let Some(better) = never.get(part) else { continue };
                // `sale_alarms` is a code word, although `alarms` alone is not.
                let of_code_word = |word: &Vec<String>| word.contains(part) && parts.windows(word.len()).any(|w| w == word);
                if !code_words.iter().any(of_code_word) {
                    broken.insert(format!("{}: {name}: not {part}, but {better}", source.path));
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.into_iter().collect::<Vec<_>>().join("\n"));
}

/// Lines of a function, its signature included.
const MOST_LINES: usize = 70;
/// Functions that are tables.
const TABLES: &[(&str, &str)] = &[
    ("catalog/import/columns/names.rs", "names"),
    ("catalog/import/values/choices.rs", "availability"),
    ("catalog/export/csv.rs", "sample"),
];

#[test]
fn functions_are_no_longer_than_a_screen() {
    let mut long = BTreeSet::new();
    for source in sources().iter().filter(|s| s.room() != "demo") {
        let lines: Vec<&str> = source.code.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let Some((before, rest)) = line.split_once("fn ") else {
                continue;
            };
            if !before
                .split_whitespace()
                .all(|w| w.starts_with("pub") || matches!(w, "async" | "const" | "super)" | "in"))
            {
                continue;
            }
            let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
            let indent = &line[..line.len() - line.trim_start().len()];
            let end = format!("{indent}}}");
            let length = lines[at..]
                .iter()
                .position(|l| *l == end || (l.ends_with(';') && l.starts_with(line)))
                .map_or(1, |n| n + 1);
            if length > MOST_LINES && !line.ends_with('}') && !TABLES.contains(&(source.path.as_str(), name)) {
                long.insert(format!("{}: {name} has {length} lines", source.path));
            }
        }
    }
    assert!(long.is_empty(), "\n{}\n", long.into_iter().collect::<Vec<_>>().join("\n"));
}

/// A page of a list is `paging::PAGE_SIZE` long, and a query is asked for `paging::LIMIT`.
#[test]
fn no_page_size_is_written_as_a_number() {
    let mut broken = BTreeSet::new();
    for source in sources().iter().filter(|s| s.room() != "demo") {
        for (n, line) in source.code.lines().enumerate() {
            let limited = ["limit(", "limit:", "after, ", "before, ", "i64::MAX, ", "cut("];
            for before in limited {
                let numbers = line
                    .match_indices(before)
                    .map(|(at, _)| line[at + before.len()..].trim_start());
                let literal = |rest: &str| {
                    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
                    digits.len() > 1 && !rest[digits.len()..].starts_with(['.', '_', 'u', 'i'])
                };
                if numbers.into_iter().any(literal) {
                    broken.insert(format!("{}:{}: {}", source.path, n + 1, line.trim()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{}\n", broken.into_iter().collect::<Vec<_>>().join("\n"));
}
