//! Styles and scripts, as .github/CONTRIBUTING.md wants them: rules in layers, colours from the tokens, one
//! declaration per line, and no file, class or hook that nothing uses.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const LONGEST_LINE: usize = 120;
/// The functions that make a colour; `color-mix` mixes tokens.
const COLOURS: &[&str] = &[
    "rgb(",
    "rgba(",
    "hsl(",
    "hsla(",
    "hwb(",
    "lab(",
    "lch(",
    "oklab(",
    "oklch(",
    "light-dark(",
];

struct File {
    name: String,
    text: String,
}

fn assets(folder: &str) -> Vec<File> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(folder);
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            File {
                name,
                text: fs::read_to_string(&path).unwrap(),
            }
        })
        .collect();
    files.sort_by(|a, b| a.name.cmp(&b.name));
    files
}

/// Returns the text with each comment as blanks, so that lines keep their numbers.
fn without_comments(css: &str) -> String {
    let mut out = String::new();
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        let end = rest[start..].find("*/").map_or(rest.len(), |n| start + n + 2);
        out.push_str(&rest[..start]);
        out.extend(rest[start..end].chars().filter(|c| *c == '\n'));
        rest = &rest[end..];
    }
    out + rest
}

fn none(broken: &BTreeSet<String>) {
    assert!(broken.is_empty(), "{broken:#?}");
}

/// The heads of the blocks and the statements that stand in nothing else.
fn top_level(css: &str) -> Vec<String> {
    let (mut depth, mut head, mut heads) = (0_usize, String::new(), Vec::new());
    for c in css.chars() {
        match c {
            '{' | ';' if depth == 0 => heads.push(std::mem::take(&mut head).trim().to_owned()),
            _ if depth == 0 && c != '}' => head.push(c),
            _ => {}
        }
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    heads
}

#[test]
fn every_rule_stands_in_a_declared_layer() {
    let files = assets("css");
    let first = files.first().unwrap();
    assert_eq!(
        first.name, "_layers.css",
        "the stylesheet begins with the order of the layers"
    );
    let order = top_level(&without_comments(&first.text));
    let [order] = order.as_slice() else {
        panic!("_layers.css holds one statement: {order:?}")
    };
    let layers: BTreeSet<&str> = order.strip_prefix("@layer").unwrap().split(',').map(str::trim).collect();
    let mut broken = BTreeSet::new();
    for file in &files[1..] {
        for head in top_level(&without_comments(&file.text)) {
            if !head.strip_prefix("@layer ").is_some_and(|layer| layers.contains(layer)) {
                broken.insert(format!("{}: {head}", file.name));
            }
        }
    }
    none(&broken);
}

fn has_hex_colour(line: &str) -> bool {
    line.split('#').skip(1).any(|rest| {
        let digits = rest.chars().take_while(char::is_ascii_hexdigit).count();
        let ends = rest
            .chars()
            .nth(digits)
            .is_none_or(|c| !c.is_alphanumeric() && c != '-' && c != '_');
        ends && (3..=8).contains(&digits)
    })
}

#[test]
fn colours_come_from_the_tokens() {
    let mut broken = BTreeSet::new();
    for file in assets("css").iter().filter(|file| file.name != "tokens.css") {
        for (n, line) in without_comments(&file.text).lines().enumerate() {
            let words = line.replace("in oklab", "");
            let function = COLOURS.iter().any(|name| {
                let before = words.split(name).next().unwrap_or_default();
                words.contains(name) && !before.ends_with(|c: char| c.is_alphanumeric() || c == '-')
            });
            if function || has_hex_colour(&words) {
                broken.insert(format!("{}:{}: {}", file.name, n + 1, line.trim()));
            }
        }
    }
    none(&broken);
}

#[test]
fn styles_have_one_declaration_per_line() {
    let mut broken = BTreeSet::new();
    for file in assets("css") {
        for (n, line) in without_comments(&file.text).lines().map(str::trim).enumerate() {
            let inside = line.trim_end_matches(['{', '}', ';']);
            if inside.contains(['{', '}', ';']) {
                broken.insert(format!("{}:{}: {line}", file.name, n + 1));
            }
        }
    }
    none(&broken);
}

#[test]
fn lines_of_styles_and_scripts_are_short() {
    let mut broken = BTreeSet::new();
    for file in assets("css").iter().chain(&assets("js")) {
        for (n, line) in file.text.lines().enumerate() {
            if line.chars().count() > LONGEST_LINE || line.contains('\t') {
                broken.insert(format!("{}:{}", file.name, n + 1));
            }
        }
    }
    none(&broken);
}

#[test]
fn every_script_is_imported_and_says_what_it_does() {
    let files = assets("js");
    let mut broken = BTreeSet::new();
    for file in &files {
        let import = format!("'./{}'", file.name);
        if file.name != "app.js" && !files.iter().any(|other| other.text.contains(&import)) {
            broken.insert(format!("{} is imported by no other", file.name));
        }
        if !file.text.starts_with("// ") {
            broken.insert(format!("{} does not begin with a comment", file.name));
        }
    }
    none(&broken);
}

fn read(folder: &Path, ends: &str, into: &mut String) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            read(&path, ends, into);
        } else if path.extension().is_some_and(|e| e == ends) {
            into.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

/// The attributes that styles read; every other `data-…` belongs to the script that it is named after.
const OF_STYLES: &[&str] = &["data-label", "data-n", "data-takes-dates", "data-takes-value", "data-theme"];

/// Returns the names of the attributes that begin with `data-`, and the values that stand in quotes behind them.
fn data_attributes(html: &str) -> Vec<(&str, &str)> {
    let starts = html.match_indices("data-").map(|(at, _)| at);
    let attributes = starts.filter(|at| html[..*at].ends_with(|c: char| c.is_whitespace() || c == '}'));
    attributes
        .map(|at| {
            let rest = &html[at..];
            let (name, rest) = rest.split_at(rest.find(|c| !is_name(c)).unwrap_or(rest.len()));
            (
                name,
                rest.strip_prefix("=\"")
                    .and_then(|rest| rest.split('"').next())
                    .unwrap_or_default(),
            )
        })
        .collect()
}

#[test]
fn every_hook_of_a_template_names_its_script() {
    let scripts: Vec<String> = assets("js")
        .iter()
        .filter_map(|file| file.name.strip_suffix(".js").map(str::to_owned))
        .collect();
    let mut html = String::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), "html", &mut html);
    let mut broken = BTreeSet::new();
    for (name, value) in data_attributes(&html) {
        let known = if name == "data-js" {
            value
                .split_whitespace()
                .all(|word| scripts.iter().any(|script| script == word))
        } else {
            OF_STYLES.contains(&name) || scripts.iter().any(|script| name.starts_with(&format!("data-{script}-")))
        };
        if !known {
            broken.insert(format!("{name}=\"{value}\""));
        }
    }
    none(&broken);
}

/// Everything that puts elements on a page: templates, scripts, and the modules that choose a class.
fn page_makers() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut text = String::new();
    read(&root.join("templates"), "html", &mut text);
    read(&root.join("assets/js"), "js", &mut text);
    read(&root.join("src"), "rs", &mut text);
    text
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

/// All names in the text, and what comes before a name that a template completes (`feel-{{ kind }}`).
fn names(text: &str) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let all = text.split(|c| !is_name(c)).filter(|name| !name.is_empty()).collect();
    let begun = text.split("{{").filter_map(|before| before.rsplit(|c| !is_name(c)).next());
    (all, begun.filter(|name| name.ends_with('-')).collect())
}

#[test]
fn every_class_of_the_styles_is_used() {
    let makers = page_makers();
    let (whole, begun) = names(&makers);
    let mut broken = BTreeSet::new();
    for file in assets("css") {
        for part in without_comments(&file.text).split('.').skip(1) {
            let class: String = part.chars().take_while(|c| is_name(*c)).collect();
            let completed = begun.iter().any(|start| class.starts_with(start));
            if class.starts_with(char::is_alphabetic) && !whole.contains(class.as_str()) && !completed {
                broken.insert(format!("{}: .{class}", file.name));
            }
        }
    }
    none(&broken);
}
