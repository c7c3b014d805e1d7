//! Holds .github/ARCHITECTURE.md against the sources: imports between modules, the owner of each table, the
//! files of a feature, the length of files, and the top level.
//!
//! Features publish `queries`, `actions`, `rules` and the types beside them to the features above; their
//! `pages` are for routes.rs only.

use std::collections::BTreeSet;
use std::fs;

use super::sources::{names, root, sources};

/// Features from the lowest to the highest. A feature calls only features with a lower number.
const LAYERS: &[(&str, u8)] = &[
    ("accounts", 1),
    ("notifications", 2),
    ("friends", 3),
    ("photos", 4),
    ("catalog", 5),
    ("stories", 6),
    ("feed", 7),
    ("search", 7),
    ("moderation", 8),
];
/// Modules that import no feature.
const FOUNDATIONS: &[&str] = &["web", "access", "db"];
const MOST_LINES: usize = 450;

/// Known violations of a rule, to be fixed. None is added silently, and one that was fixed has to be removed
/// here.
const DEBTS: &[&str] = &[];

fn layer(room: &str) -> Option<u8> {
    LAYERS.iter().find(|(name, _)| *name == room).map(|(_, n)| *n)
}

#[track_caller]
fn only_debts(broken: &BTreeSet<String>, ends: &str) {
    let debts = DEBTS.iter().filter(|d| d.ends_with(ends)).map(ToString::to_string).collect();
    assert_eq!(*broken, debts, "left: what is broken; right: the debts that are known");
}

#[track_caller]
fn none(broken: BTreeSet<String>) {
    assert!(broken.is_empty(), "\n{}\n", broken.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn features_call_only_downwards_and_never_into_pages() {
    let (mut broken, mut into_pages) = (BTreeSet::new(), BTreeSet::new());
    for source in sources() {
        // These put the program together.
        if matches!(source.room(), "routes" | "cli" | "main") || source.path == "jobs/registry.rs" {
            continue;
        }
        for import in source.imports() {
            let Some(to) = import.first().and_then(|room| layer(room)) else {
                continue;
            };
            let (from, target) = (source.room(), import.join("::"));
            if import[0] == from {
                continue;
            }
            match layer(from) {
                Some(own) if own <= to => {
                    broken.insert(format!("{}: {target} is not below {from}", source.path));
                }
                None if FOUNDATIONS.contains(&from) => {
                    broken.insert(format!("{}: {from} imports the feature {target}", source.path));
                }
                _ => {}
            }
            if import.get(1).is_some_and(|n| n == "pages") {
                into_pages.insert(format!("{}: {target} belongs to routes.rs", source.path));
            }
        }
    }
    none(broken);
    only_debts(&into_pages, "belongs to routes.rs");
}

#[test]
fn each_file_of_a_feature_imports_only_what_it_may() {
    let mut broken = BTreeSet::new();
    for source in sources().iter().filter(|s| layer(s.room()).is_some()) {
        let forbidden: &[&str] = match source.part() {
            "rules" => &["diesel::", "actix_web::", "askama::", "crate::db::clock", "crate::config"],
            "queries" => &["actix_web::", "askama::", "access::permit"],
            "actions" => &["actix_web::", "askama::", "::pages"],
            "pages" => &["diesel::", "db::schema"],
            "jobs" => &["::pages"],
            _ => &[],
        };
        for name in forbidden.iter().filter(|name| source.code.contains(**name)) {
            broken.insert(format!("{}: {name}", source.path));
        }
    }
    none(broken);
}

/// The engine of the search, and what it knows of Korean, are of use without this site: no database, no page.
#[test]
fn the_search_engine_knows_neither_database_nor_pages() {
    const NOT: &[&str] = &["db", "app", "web", "access"];
    let mut broken = BTreeSet::new();
    let engine = |path: &str| path.starts_with("search/engine/") || path.starts_with("search/korean/");
    for source in sources().iter().filter(|s| engine(&s.path)) {
        for import in source
            .imports()
            .into_iter()
            .filter(|import| NOT.contains(&import[0].as_str()))
        {
            broken.insert(format!("{}: {}", source.path, import.join("::")));
        }
        if source.code.contains("diesel::") || source.code.contains("actix_web::") {
            broken.insert(format!("{}: diesel or actix_web", source.path));
        }
    }
    none(broken);
}

/// Tables by the module that writes them.
const OWNERS: &[(&str, &[&str])] = &[
    (
        "accounts",
        &["logins", "accounts", "staff", "sessions", "login_failures", "login_places"],
    ),
    ("friends", &["friend_requests", "friendships", "follows", "blocks"]),
    ("photos", &["photos"]),
    (
        "catalog",
        &[
            "products",
            "product_photos",
            "wishes",
            "shop_sections",
            "catalog_batches",
            "catalog_batch_rows",
            "catalog_batch_photos",
        ],
    ),
    (
        "stories",
        &[
            "stories",
            "story_photos",
            "story_products",
            "story_hashtags",
            "story_feelings",
            "story_ups",
            "comments",
        ],
    ),
    ("notifications", &["notifications"]),
    // Recent searches; search only reads everything else.
    ("search", &["recent_searches"]),
    (
        "moderation",
        &["moderation_cases", "reports", "moderation_actions", "appeals"],
    ),
    ("jobs", &["jobs", "search_changes"]),
    ("audit", &["audit_log"]),
    ("idempotency", &["idempotency_keys"]),
    ("limits", &["rate_limits"]),
];

/// Counters in a row of another module, which change in the transaction of the counted change.
const COUNTERS: &[(&str, &str, &[&str])] = &[
    (
        "friends",
        "accounts",
        &["friend_count", "follower_count", "following_count", "version"],
    ),
    ("catalog", "accounts", &["product_count", "version"]),
    (
        "stories",
        "accounts",
        &["story_count", "last_story_id", "last_up_id", "version"],
    ),
    ("notifications", "accounts", &["unread_count"]),
];

#[test]
fn each_table_is_written_by_one_room() {
    let mut broken = BTreeSet::new();
    for source in sources() {
        for verb in ["insert_into(", "update(", "delete("] {
            for (at, _) in source.code.match_indices(&format!("diesel::{verb}")) {
                let rest = source.code[at + 8 + verb.len()..].trim_start();
                let Some(table) = names(rest).into_iter().next() else {
                    continue;
                };
                let Some((owner, _)) = OWNERS.iter().find(|(_, tables)| tables.contains(&table.as_str())) else {
                    continue;
                };
                let room = source.room();
                if *owner == room {
                    continue;
                }
                let set = columns_set(rest, &table);
                let allowed = COUNTERS
                    .iter()
                    .find(|(by, on, _)| *by == room && *on == table)
                    .map_or(&[][..], |(_, _, columns)| columns);
                let only_counters = verb == "update(" && !set.is_empty() && set.iter().all(|c| allowed.contains(&c.as_str()));
                if !only_counters {
                    broken.insert(format!("{}: {verb}{table}) {set:?}, which is {owner}'s", source.path));
                }
            }
        }
    }
    none(broken);
}

/// Returns the columns that a statement assigns.
fn columns_set(statement: &str, table: &str) -> BTreeSet<String> {
    let statement = statement.split(';').next().unwrap();
    let Some(set) = statement.split(".set(").nth(1) else {
        return BTreeSet::new();
    };
    let set = set.split(".execute(").next().unwrap().split(".returning(").next().unwrap();
    let start = format!("{table}::");
    set.match_indices(&start)
        .filter_map(|(at, _)| {
            let rest = &set[at + start.len()..];
            let column: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            rest[column.len()..].starts_with(".eq(").then_some(column)
        })
        .collect()
}

#[test]
fn files_are_short_and_nothing_is_waved_through() {
    let (mut broken, mut long) = (BTreeSet::new(), BTreeSet::new());
    for source in sources() {
        if source.lines > MOST_LINES && source.path != "db/schema.rs" {
            long.insert(format!("{} is too long", source.path));
        }
        for word in [".unwrap()", ".expect(", "#[allow(", "#![allow(", "todo!(", "unimplemented!("] {
            if source.code.contains(word) {
                broken.insert(format!("{}: {word}", source.path));
            }
        }
    }
    none(broken);
    only_debts(&long, "is too long");
}

/// SAFETY-D5: only SQLite opens the files of a SQLite database, since a process that closes any descriptor of
/// them loses its locks on them (see `src/db/sqlite_files.rs`). So src/db opens nothing but copies and
/// folders, in one file, and nothing else asks for the path of the database, except the settings, the lock
/// beside it, `backup`, which refuses its names, and `restore`, which moves files that nobody uses.
#[test]
fn nothing_but_sqlite_opens_the_database() {
    const OPENS: &[&str] = &[
        "File::open",
        "File::create",
        "OpenOptions",
        "File::options",
        "fs::read(",
        "fs::read_to_string",
        "fs::write",
        "fs::copy",
        "fs::hard_link",
        "rustix::fs::open",
    ];
    const ASKS: &[&str] = &["sqlite_path(", "DatabaseUrl::Sqlite(", "\"storyplus.db"];
    const MAY_ASK: &[&str] = &[
        "config/load.rs",
        "config/types.rs",
        "server/lock.rs",
        "cli/backup.rs",
        "cli/restore.rs",
    ];
    let mut broken = BTreeSet::new();
    for source in sources() {
        let count = |what: &str| source.code.matches(what).count();
        if source.room() == "db" {
            let opens: usize = OPENS.iter().map(|what| count(what)).sum();
            // The folder of a file, and the copy that was just written.
            let may = if source.path == "db/sqlite_files.rs" { 2 } else { 0 };
            if opens > may {
                broken.insert(format!("{} opens files", source.path));
            }
        } else if !MAY_ASK.contains(&source.path.as_str()) {
            for what in ASKS.iter().filter(|what| count(what) > 0) {
                broken.insert(format!("{}: {what}", source.path));
            }
        }
    }
    none(broken);
}

#[test]
fn the_top_level_is_what_the_house_needs() {
    const THERE: &[&str] = &[
        "Cargo.lock",
        "Cargo.toml",
        "LICENSE",
        "README.md",
        "assets",
        "migrations",
        "src",
        "target",
        "templates",
        "tests",
    ];
    let extra: BTreeSet<String> = fs::read_dir(root())
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && !THERE.contains(&name.as_str()))
        .collect();
    none(extra);
}
