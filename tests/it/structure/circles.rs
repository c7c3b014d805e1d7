//! No file of `src` depends on itself through others: whoever reads a file can read first what it stands on.
//!
//! A file depends on the files that its `use` lines and its paths (`crate::…`, `super::…`, `module::…`) lead to. A name
//! that a `mod.rs` only re-exports leads to the file that defines it. Inline tests do not count.

use std::collections::{BTreeMap, BTreeSet};

use super::sources::{Source, sources};

type Path = Vec<String>;
/// A file, by its index, and the name that is meant in it.
type Target = (usize, Option<String>);

/// The files as a tree of modules.
struct Tree {
    sources: Vec<Source>,
    modules: BTreeMap<Path, usize>,
    /// For each file, the names it re-exports and where they lead.
    exports: Vec<BTreeMap<String, Target>>,
}

/// Returns `catalog::queries::lists` for `catalog/queries/lists.rs`, and `catalog::queries` for its `mod.rs`.
fn module(path: &str) -> Path {
    let mut parts: Path = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if matches!(parts.last().map(String::as_str), Some("mod" | "lib")) {
        parts.pop();
    }
    parts
}

/// The paths of a use tree: `a::{b, c::{d}}` becomes `a::b` and `a::c::d`.
fn leaves(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((before, rest)) = tree.split_once('{') else {
        return if tree.is_empty() { Vec::new() } else { vec![tree.to_owned()] };
    };
    let inside = rest.rsplit_once('}').unwrap().0;
    let (mut items, mut depth) = (vec![String::new()], 0);
    for c in inside.chars() {
        match c {
            ',' if depth == 0 => items.push(String::new()),
            _ => {
                depth += i32::from(c == '{') - i32::from(c == '}');
                items.last_mut().unwrap().push(c);
            }
        }
    }
    items
        .iter()
        .flat_map(|item| leaves(item))
        .map(|leaf| format!("{before}{leaf}"))
        .collect()
}

/// The `use` statements of a file: whether each is a re-export, and its tree.
fn statements(code: &str) -> (Vec<(bool, String)>, String) {
    let (mut found, mut rest, mut statement) = (Vec::new(), String::new(), None::<(bool, String)>);
    for line in code.lines() {
        let trimmed = line.trim_start();
        if statement.is_none() {
            let exported = trimmed.starts_with("pub");
            let tree = match trimmed.split_once("use ") {
                Some((before, tree)) if before.is_empty() || (exported && !before.contains(['{', ';'])) => tree,
                _ => {
                    rest.push_str(line);
                    rest.push('\n');
                    continue;
                }
            };
            statement = Some((exported, tree.to_owned()));
        } else if let Some((_, tree)) = &mut statement {
            tree.push_str(trimmed);
        }
        if let Some((exported, tree)) = statement.take_if(|(_, tree)| tree.contains(';')) {
            found.push((exported, tree.split(';').next().unwrap().to_owned()));
        }
    }
    (found, rest)
}

/// Paths of two and more names in code.
fn paths(code: &str) -> Vec<String> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    code.split(|c: char| !is_name(c) && c != ':')
        .map(|path| path.trim_matches(':'))
        .filter(|path| path.contains("::"))
        .map(str::to_owned)
        .collect()
}

/// Inline modules see their file as `super`.
fn without_inline_super(code: &str) -> String {
    let mut inside = false;
    let lines = code.lines().map(|line| {
        let starts = (line.starts_with("mod ") || line.starts_with("pub")) && line.contains("mod ") && line.ends_with('{');
        inside = (inside || starts) && line != "}";
        if inside {
            line.replace("super::", "self::")
        } else {
            line.to_owned()
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

impl Tree {
    fn read() -> Self {
        let mut sources = sources();
        for source in &mut sources {
            source.code = without_inline_super(&source.code);
        }
        let modules = sources.iter().enumerate().map(|(at, s)| (module(&s.path), at)).collect();
        let mut tree = Self {
            sources,
            modules,
            exports: Vec::new(),
        };
        tree.exports = (0..tree.sources.len()).map(|file| tree.exported_by(file)).collect();
        tree
    }

    fn exported_by(&self, file: usize) -> BTreeMap<String, Target> {
        let (uses, _) = statements(&self.sources[file].code);
        let exported = uses
            .iter()
            .filter(|(exported, _)| *exported)
            .flat_map(|(_, tree)| leaves(tree));
        exported
            .filter_map(|path| {
                let name = path.rsplit([':', ' ']).next().unwrap().to_owned();
                Some((name, self.find(file, &path)?))
            })
            .collect()
    }

    /// Follows a path from a file to the deepest module of this crate.
    fn find(&self, file: usize, path: &str) -> Option<Target> {
        let own = module(&self.sources[file].path);
        let path = path.split(" as ").next().unwrap();
        let mut names = path.split("::").map(str::trim).filter(|name| !name.is_empty()).peekable();
        let mut at = match *names.peek()? {
            "crate" => {
                names.next();
                Path::new()
            }
            "super" | "self" => {
                let mut at = own;
                while let Some(name) = names.next_if(|name| matches!(*name, "super" | "self")) {
                    if name == "super" {
                        at.pop()?;
                    }
                }
                at
            }
            first => {
                let child = [own.as_slice(), &[first.to_owned()]].concat();
                self.modules.contains_key(&child).then_some(own)?
            }
        };
        while let Some(name) = names.peek() {
            let deeper = [at.as_slice(), &[(*name).to_owned()]].concat();
            if !self.modules.contains_key(&deeper) {
                break;
            }
            at = deeper;
            names.next();
        }
        Some((*self.modules.get(&at)?, names.next().map(str::to_owned)))
    }

    /// The file that defines what a target names.
    fn defines(&self, target: Target) -> usize {
        let (mut file, mut name) = target;
        for _ in 0..6 {
            let Some((next, inner)) = name.as_ref().and_then(|name| self.exports[file].get(name)) else {
                break;
            };
            (file, name) = (*next, inner.clone());
        }
        file
    }

    fn depends_on(&self, file: usize) -> BTreeSet<usize> {
        let (uses, code) = statements(&self.sources[file].code);
        let used = uses.iter().flat_map(|(_, tree)| leaves(tree));
        used.chain(paths(&code))
            .filter_map(|path| self.find(file, &path))
            .map(|target| self.defines(target))
            .filter(|other| *other != file)
            .collect()
    }
}

/// Files that cannot be laid in an order, after every file that stands on nothing else was taken away.
fn in_circles(mut arrows: BTreeMap<usize, BTreeSet<usize>>) -> BTreeMap<usize, BTreeSet<usize>> {
    loop {
        let before = arrows.len();
        let used: BTreeSet<usize> = arrows.values().flatten().copied().collect();
        arrows.retain(|file, on| !on.is_empty() && used.contains(file));
        let left: BTreeSet<usize> = arrows.keys().copied().collect();
        arrows.values_mut().for_each(|on| on.retain(|other| left.contains(other)));
        if arrows.len() == before {
            return arrows;
        }
    }
}

#[test]
fn no_file_depends_on_itself_through_others() {
    let tree = Tree::read();
    let arrows: BTreeMap<_, _> = (0..tree.sources.len()).map(|file| (file, tree.depends_on(file))).collect();
    let known: usize = arrows.values().map(BTreeSet::len).sum();
    assert!(
        known > 1_000,
        "only {known} dependencies were found: the reading of `use` lines is broken"
    );
    let path = |file: &usize| tree.sources[*file].path.as_str();
    let left: Vec<String> = in_circles(arrows)
        .iter()
        .map(|(file, on)| format!("{} -> {}", path(file), on.iter().map(path).collect::<Vec<_>>().join(", ")))
        .collect();
    assert!(left.is_empty(), "files in circles, or between two:\n{}\n", left.join("\n"));
}

#[test]
fn a_circle_is_seen() {
    let on = |files: &[usize]| files.iter().copied().collect::<BTreeSet<_>>();
    let line = BTreeMap::from([(1, on(&[2])), (2, on(&[3])), (3, on(&[]))]);
    assert!(in_circles(line).is_empty());
    let circle = BTreeMap::from([(1, on(&[2])), (2, on(&[3])), (3, on(&[2])), (4, on(&[1]))]);
    assert_eq!(in_circles(circle).into_keys().collect::<Vec<_>>(), [2, 3]);
    assert_eq!(leaves("a::{b, c::{d, e}}"), ["a::b", "a::c::d", "a::c::e"]);
}
