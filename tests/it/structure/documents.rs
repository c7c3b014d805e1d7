//! Holds the documents (README.md and .github) against the tree: every path in backticks exists.

use std::fs;
use std::path::Path;

/// Folders whose paths are checked. Quoted commands and patterns are not paths.
const FOLDERS: &[&str] = &[
    "src/",
    "tests/",
    "assets/",
    "templates/",
    "migrations/",
    ".github/",
    ".ci/",
    ".githooks/",
];

#[test]
fn every_path_in_the_documents_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut documents = vec![root.join("README.md")];
    for entry in fs::read_dir(root.join(".github")).unwrap() {
        documents.push(entry.unwrap().path());
    }
    let mut missing = Vec::new();
    for document in documents.iter().filter(|path| path.extension().is_some_and(|e| e == "md")) {
        let text = fs::read_to_string(document).unwrap();
        for quoted in text.split('`').skip(1).step_by(2) {
            let plain = quoted.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
            if plain && FOLDERS.iter().any(|folder| quoted.starts_with(folder)) && !root.join(quoted).exists() {
                missing.push(format!("{}: {quoted}", document.strip_prefix(root).unwrap().display()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
