//! Both migration trees agree in names, tables, columns, kinds of types, keys, checks and indexes, and so
//! does src/db/schema.rs. They are read as text, so this holds where no PostgreSQL is at hand.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The folders of the migrations, oldest first.
fn folders() -> BTreeSet<String> {
    fs::read_dir(root().join("migrations"))
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect()
}

/// Returns the statements of a file in one spelling: no comments, single spaces, and one name for both ways
/// to number a row automatically.
fn statements(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let text: Vec<&str> = text.lines().map(|l| l.split("--").next().unwrap()).collect();
    text.join(" ")
        .split(';')
        .map(|s| s.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|s| !s.is_empty())
        .map(|s| {
            s.replace("INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", "NUMBERED")
                .replace("BIGSERIAL NOT NULL PRIMARY KEY", "NUMBERED")
                // SQLite stores any integer in 64 bits there.
                .replace("id INTEGER NOT NULL PRIMARY KEY", "id BIGINT NOT NULL PRIMARY KEY")
                .replace(" WITHOUT ROWID", "")
                // SQLite compares bytes anyway.
                .replace(" COLLATE \"C\"", "")
                .replace("BYTEA", "BYTES")
                .replace("BLOB", "BYTES")
        })
        .collect()
}

/// The file of one step: for both engines, or the one for this engine.
fn file_of(folder: &str, step: &str, engine: &str) -> PathBuf {
    let folder = root().join("migrations").join(folder);
    let of_engine = folder.join(format!("{step}.{engine}.sql"));
    if of_engine.exists() {
        of_engine
    } else {
        folder.join(format!("{step}.sql"))
    }
}

#[test]
fn both_engines_have_the_same_migrations() {
    for folder in folders() {
        let stamp = folder.split('_').next().unwrap();
        let digits = stamp.replace('-', "");
        assert!(
            digits.len() == 14 && digits.bytes().all(|b| b.is_ascii_digit()),
            "{folder} begins with no stamp like 2026-11-22-000000"
        );
        for step in ["up", "down"] {
            let (sqlite, postgres) = (file_of(&folder, step, "sqlite"), file_of(&folder, step, "postgres"));
            let one_for_both = sqlite == postgres;
            let (left, right) = (fs::read_to_string(&sqlite).unwrap(), fs::read_to_string(&postgres).unwrap());
            assert!(
                one_for_both || left != right,
                "{folder}: the two {step} files are equal, so one for both will do"
            );
            assert_eq!(statements(&sqlite), statements(&postgres), "{folder}/{step}");
            let alone = root().join("migrations").join(&folder).join(format!("{step}.sql"));
            assert!(
                one_for_both || !alone.exists(),
                "{} is not read by either engine",
                alone.display()
            );
        }
    }
}

/// Column name and nullability, by table.
type Tables = BTreeMap<String, Vec<(String, bool)>>;

fn migrated() -> Tables {
    let mut tables = Tables::new();
    for folder in folders() {
        for statement in statements(&file_of(&folder, "up", "sqlite")) {
            if let Some(rest) = statement.strip_prefix("ALTER TABLE ") {
                let (table, column) = rest.split_once(" ADD COLUMN ").unwrap();
                let name = column.split(' ').next().unwrap().to_owned();
                tables.get_mut(table).unwrap().push((name, !column.contains("NOT NULL")));
                continue;
            }
            let Some(rest) = statement.strip_prefix("CREATE TABLE ") else {
                continue;
            };
            let (name, body) = rest.split_once(" (").unwrap();
            let body = body.strip_suffix(')').unwrap();
            let columns = split(body)
                .into_iter()
                .filter(|c| {
                    !["PRIMARY KEY ", "UNIQUE ", "CHECK ", "FOREIGN KEY "]
                        .iter()
                        .any(|k| c.starts_with(k))
                })
                .map(|c| {
                    let nullable = !c.contains("NOT NULL") && !c.contains("NUMBERED");
                    (c.split(' ').next().unwrap().to_owned(), nullable)
                })
                .collect();
            tables.insert(name.to_owned(), columns);
        }
    }
    tables
}

/// Splits at the commas of the outermost level.
fn split(body: &str) -> Vec<String> {
    let (mut depth, mut parts) = (0, vec![String::new()]);
    for c in body.chars() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if c == ',' && depth == 0 {
            parts.push(String::new());
        } else {
            parts.last_mut().unwrap().push(c);
        }
    }
    parts.into_iter().map(|p| p.trim().to_owned()).collect()
}

/// Returns column names and types as src/db/schema.rs has them, by table.
pub fn declared_types() -> BTreeMap<String, Vec<(String, String)>> {
    let text = fs::read_to_string(root().join("src/db/schema.rs")).unwrap();
    let mut tables = BTreeMap::new();
    for block in text.split("diesel::table! {").skip(1) {
        let mut lines = block.lines().map(str::trim).filter(|l| !l.is_empty());
        let name = lines.next().unwrap().split(' ').next().unwrap().to_owned();
        let columns = lines
            .take_while(|l| *l != "}")
            .filter_map(|l| l.trim_end_matches(',').split_once(" -> "))
            .map(|(column, kind)| (column.to_owned(), kind.to_owned()))
            .collect();
        tables.insert(name, columns);
    }
    tables
}

fn declared() -> Tables {
    let nullable = |(column, kind): (String, String)| (column, kind.starts_with("Nullable<"));
    let tables = declared_types().into_iter();
    tables
        .map(|(table, columns)| (table, columns.into_iter().map(nullable).collect()))
        .collect()
}

#[test]
fn the_program_declares_what_the_migrations_make() {
    let (migrated, declared) = (migrated(), declared());
    assert!(migrated.len() >= 32);
    assert_eq!(
        migrated.keys().collect::<Vec<_>>(),
        declared.keys().collect::<Vec<_>>(),
        "tables"
    );
    for (table, columns) in migrated {
        assert_eq!(columns, declared[&table], "{table}");
    }
}
