//! Holds the templates to a form that can be read and diffed: short lines, no tabs, one spelling, and none that
//! nothing renders.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Characters of a line, at most.
const WIDTH: usize = 140;

/// Texts of the files below `folder` that end so, by their paths in it.
fn texts(folder: &Path, ending: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_str().is_some_and(|name| name.ends_with(ending)) {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

fn templates() -> BTreeMap<String, String> {
    texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), "")
}

#[test]
fn lines_are_short_and_indented_with_spaces() {
    let mut wrong = Vec::new();
    for (name, text) in templates() {
        for (n, line) in text.lines().enumerate() {
            let at = format!("templates/{name}:{}", n + 1);
            let width = line.chars().count();
            if width > WIDTH {
                wrong.push(format!("{at}: {width} characters, at most {WIDTH}"));
            }
            if line.contains('\t') {
                wrong.push(format!("{at}: a tab"));
            }
            if line.ends_with(' ') {
                wrong.push(format!("{at}: a space at the end"));
            }
            if ["{% elif", "{%- elif"].iter().any(|tag| line.contains(tag)) {
                wrong.push(format!("{at}: write else if"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_template_is_rendered_or_part_of_one_that_is() {
    let templates = templates();
    let sources = texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), ".rs");
    let named = |text: &str| -> BTreeSet<String> {
        let names = text.split('"').filter(|quoted| templates.contains_key(*quoted));
        names.map(ToOwned::to_owned).collect()
    };
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut next: Vec<String> = sources.values().flat_map(|text| named(text)).collect();
    while let Some(name) = next.pop() {
        next.extend(named(&templates[&name]).into_iter().filter(|part| !used.contains(part)));
        used.insert(name);
    }
    let unused: Vec<_> = templates.keys().filter(|name| !used.contains(*name)).collect();
    assert!(unused.is_empty(), "{unused:#?}");
}
