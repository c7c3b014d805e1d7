//! SAFETY-D8: the program upgrades a site of the first schema at its start and loses nothing, whatever kills
//! the upgrade and whatever is in its way. Newer schemas are refused, the way back is open, and the live
//! schema is the one that src/db/schema.rs declares.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use diesel_migrations::MigrationHarness;
use storyplus::config::{Config, Overrides, PasswordCost};
use storyplus::db::migration_files::{POSTGRES, SQLITE};
use storyplus::db::{Db, ids, pool};

use crate::support::child::{Program, said, succeed, within};
use crate::support::faults::{counted_into, killed_at};
use crate::support::people::PASSWORD;
use crate::support::{Client, Scratch};

const FIRST: &str = "2026-11-22-000000_foundation";

fn migrations() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations")
}

/// The SQL of a migration for this database's engine.
fn up(db: &Db, folder: &str) -> String {
    let engine = if db.is_sqlite() { "sqlite" } else { "postgres" };
    let of_engine = fs::read_to_string(migrations().join(folder).join(format!("up.{engine}.sql")));
    of_engine.unwrap_or_else(|_| fs::read_to_string(migrations().join(folder).join("up.sql")).unwrap())
}

/// Returns the migrations after the first, oldest first.
fn later() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(migrations())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != FIRST)
        .collect();
    names.sort();
    assert!(!names.is_empty());
    names
}

/// Returns the version as diesel stores it: the digits of the stamp.
fn version(folder: &str) -> String {
    folder.split('_').next().unwrap().replace('-', "")
}

/// A data folder and a database of the first schema with a few people in it, as the first version of the
/// program left them.
struct Old {
    dir: tempfile::TempDir,
    scratch: Option<Scratch>,
}

const MOMENTS: [i64; 3] = [1_700_000_000_000, 1_700_000_500_000, 1_700_000_900_001];

impl Old {
    fn make() -> Self {
        let old = Self {
            dir: tempfile::tempdir().unwrap(),
            scratch: Scratch::new(),
        };
        fs::create_dir(old.data()).unwrap();
        let mut db = old.db();
        let up = up(&db, FIRST);
        let cost = PasswordCost {
            memory_kib: 64,
            passes: 1,
        };
        let hash = storyplus::accounts::passwords::hash_now(cost, PASSWORD).unwrap();
        let [first, second, third] = MOMENTS;
        let rows = format!(
            "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
             INSERT INTO __diesel_schema_migrations (version) VALUES ('{version}');
             INSERT INTO logins (id, email, password_hash, created_at) VALUES (11, 'haneul@example.kr', '{hash}', {first}), (12, 'bada@example.kr', '{hash}', {first});
             INSERT INTO accounts (id, kind, login_id, handle, handle_skeleton, display_name, friend_count, story_count, last_story_id, created_at) VALUES
                (21, 'personal', 11, 'haneul', 'haneul', '하늘', 1, 2, 33, {first}), (22, 'personal', 12, 'bada', 'bada', '바다', 1, 1, 32, {first});
             INSERT INTO accounts (id, kind, handle, handle_skeleton, display_name, product_count, created_at) VALUES (23, 'business', 'oven', 'oven', '오븐', 1, {first});
             INSERT INTO staff (business_id, login_id, role, created_at) VALUES (23, 11, 'owner', {first});
             INSERT INTO friendships (account_id, friend_id, created_at) VALUES (21, 22, {first}), (22, 21, {first});
             INSERT INTO products (id, account_id, login_id, sku, title, price, created_at, updated_at) VALUES (41, 23, 11, 'C-1', '수제 쿠키', 19800, {first}, {first});
             INSERT INTO stories (id, author_id, login_id, body, visibility, product_count, up_count, created_at) VALUES
                (31, 21, 11, '비 오는 날', 0, 1, 1, {first}), (32, 22, 12, '바다에 왔어요', 0, 0, 1, {first}), (33, 21, 11, '맑은 날', 1, 0, 1, {first});
             INSERT INTO story_products (story_id, position, product_id) VALUES (31, 0, 41);
             INSERT INTO story_ups (story_id, account_id, created_at) VALUES (31, 22, {third}), (32, 21, {first}), (33, 22, {second});
             INSERT INTO search_changes (kind, target_id) VALUES ('story', 31), ('product', 41)",
            version = version(FIRST),
        );
        db.batch_execute(&up).unwrap();
        db.batch_execute(&rows).unwrap();
        old
    }

    /// Returns an independent copy.
    fn copy(&self) -> Self {
        let copy = Self {
            dir: tempfile::tempdir().unwrap(),
            scratch: self.scratch.as_ref().and_then(|s| Scratch::copy_of(s.name())),
        };
        fs::create_dir(copy.data()).unwrap();
        if self.scratch.is_none() {
            fs::copy(self.file(), copy.file()).unwrap();
        }
        copy
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn file(&self) -> PathBuf {
        self.data().join("storyplus.db")
    }

    fn url(&self) -> String {
        match &self.scratch {
            Some(scratch) => scratch.url.clone(),
            None => self.file().display().to_string(),
        }
    }

    fn db(&self) -> Db {
        pool::open(&self.url()).unwrap()
    }

    fn command(&self, mut command: Command) -> Command {
        command.env("STORYPLUS_DATABASE_URL", self.url());
        command
    }

    fn migrate(&self) -> std::process::Output {
        self.command(within(Command::new("env"), &self.data()))
            .arg("migrate")
            .output()
            .unwrap()
    }

    fn config(&self) -> Config {
        let variables = [
            ("STORYPLUS_DATA_DIR", self.data().display().to_string()),
            ("STORYPLUS_DATABASE_URL", self.url()),
        ];
        let variables: Vec<_> = variables.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
        Config::from_parts(&Overrides::default(), &variables, None).unwrap().config
    }

    /// Returns the copies beside the SQLite file.
    fn copies(&self) -> Vec<PathBuf> {
        fs::read_dir(self.data())
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.display().to_string().contains("before-upgrade"))
            .collect()
    }
}

#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    of: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn lines(db: &mut Db, sql: &str) -> Vec<String> {
    let lines: Vec<Line> = diesel::sql_query(sql).load(db).unwrap();
    lines.into_iter().map(|l| l.line).collect()
}

/// Name, type and nullability of each column of each table, in order.
type Columns = BTreeMap<String, Vec<(String, String, bool)>>;

/// Returns the schema as the engine itself reports it.
fn columns(db: &mut Db) -> Columns {
    let sql = if db.is_sqlite() {
        "SELECT m.name AS of, c.name AS name, lower(c.type) AS kind, c.\"notnull\" = 0 AS nullable FROM sqlite_schema m \
         JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid"
    } else {
        "SELECT table_name::text AS of, column_name::text AS name, data_type::text AS kind, is_nullable = 'YES' AS nullable \
         FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position"
    };
    let rows: Vec<Column> = diesel::sql_query(sql).load(db).unwrap();
    let mut columns = Columns::new();
    for row in rows.into_iter().filter(|r| r.of != "__diesel_schema_migrations") {
        columns.entry(row.of).or_default().push((row.name, row.kind, row.nullable));
    }
    columns
}

fn indexes(db: &mut Db) -> Vec<String> {
    let sql = if db.is_sqlite() {
        "SELECT name AS line FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1"
    } else {
        "SELECT indexname::text AS line FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
    };
    lines(db, sql)
}

/// Returns every row of these tables, with these columns.
fn rows(db: &mut Db, columns: &Columns) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for (table, columns) in columns {
        let cell = |(name, _, _): &(String, String, bool)| match db.is_sqlite() {
            true => format!("quote({name})"),
            false => format!("coalesce({name}::text, 'NULL')"),
        };
        let cells: Vec<String> = columns.iter().map(cell).collect();
        let sql = format!("SELECT {} AS line FROM {table} ORDER BY 1", cells.join(" || ' ' || "));
        all.insert(table.clone(), lines(db, &sql));
    }
    all
}

/// Asserts the state after the upgrade, whatever happened on the way: every old row as it was, with the
/// defaults of the new columns.
fn upgraded(old: &Old, before: &Columns, kept: &BTreeMap<String, Vec<String>>) {
    let mut db = old.db();
    assert_eq!(&rows(&mut db, before), kept);
    let [first, second, third] = MOMENTS.map(ids::first_at);
    let ups = lines(
        &mut db,
        "SELECT CAST(id AS TEXT) AS line FROM story_ups ORDER BY story_id, account_id",
    );
    assert_eq!(ups, [third, first, second].map(|id| id.to_string()));
    let last = lines(&mut db, "SELECT CAST(last_up_id AS TEXT) AS line FROM accounts ORDER BY id");
    assert_eq!(last, [first, third, 0].map(|id| id.to_string()));
    let applied = lines(&mut db, "SELECT version AS line FROM __diesel_schema_migrations ORDER BY 1");
    let all: Vec<String> = std::iter::once(FIRST.to_owned())
        .chain(later())
        .map(|f| version(&f))
        .collect();
    assert_eq!(applied, all);
    assert!(old.copies().iter().all(|c| c.extension().is_none_or(|e| e != "part")));
}

/// SAFETY-D8: this program serves a site of the first version with all its content. A copy of the SQLite file
/// with the old schema stays beside it.
#[actix_web::test]
async fn an_old_site_is_upgraded_at_the_start_and_loses_nothing() {
    let old = Old::make();
    let (before, kept) = {
        let mut db = old.db();
        let before = columns(&mut db);
        let kept = rows(&mut db, &before);
        (before, kept)
    };
    let url = old.url();
    let settings = [("database_url", url.as_str())];
    let program = Program::serve(&old.data(), &settings);
    let client = program.client();
    let page = client.get("/stories/31").await.expect(200).body;
    assert!(page.contains("비 오는 날") && page.contains("수제 쿠키"));
    let fields = [("email", "haneul@example.kr"), ("password", PASSWORD)];
    client.post("/login", &fields).await.expect(303);
    assert!(client.get("/stories/33").await.expect(200).body.contains("맑은 날"));
    assert!(client.get("/").await.expect(200).body.contains("바다에 왔어요"));
    client.get("/products/41").await.expect(200);
    program.terminate();
    assert!(program.ended());
    {
        // The log-in adds a session; nothing else in the old rows may differ.
        let mut db = old.db();
        db.batch_execute("DELETE FROM sessions; DELETE FROM login_failures").unwrap();
    }
    // The log-in may renew the password hash at the current cost.
    let mut kept = kept;
    let now = rows(&mut old.db(), &before);
    kept.insert("logins".to_owned(), now["logins"].clone());
    upgraded(&old, &before, &kept);
    let doctor = old
        .command(within(Command::new("env"), &old.data()))
        .arg("doctor")
        .output()
        .unwrap();
    assert!(doctor.status.success(), "{}", said(&doctor));

    let copies = old.copies();
    if old.scratch.is_some() {
        assert!(copies.is_empty(), "PostgreSQL is backed up by its own tools");
        return;
    }
    assert_eq!(copies.len(), 1, "{copies:?}");
    assert!(copies[0].display().to_string().ends_with(&version(FIRST)));
    let url = copies[0].display().to_string();
    pool::refuse_what_is_not_ours(&url).unwrap();
    let mut copy = Db::Sqlite(SqliteConnection::establish(&url).unwrap());
    assert_eq!(columns(&mut copy), before, "the old schema");
    let rows_then = rows(&mut copy, &before);
    assert_eq!(rows_then["story_ups"], kept["story_ups"]);
    assert_eq!(rows_then["stories"], kept["stories"]);
    // A start without an upgrade makes no further copy.
    assert!(succeed(&old.data(), &["migrate"]).contains("up to date."));
    assert_eq!(old.copies().len(), 1);
}

/// SAFETY-D8: `migrate` is killed before each write, sync or message; the next start completes it.
#[test]
fn a_killed_upgrade_completes_at_the_next_start() {
    let template = Old::make();
    let (before, kept) = {
        let mut db = template.db();
        let before = columns(&mut db);
        let kept = rows(&mut db, &before);
        // Afterwards the file alone is the database.
        if db.is_sqlite() {
            db.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        }
        (before, kept)
    };
    let total: usize = {
        let whole = template.copy();
        let file = whole.dir.path().join("count");
        let output = whole
            .command(within(counted_into(&file), &whole.data()))
            .arg("migrate")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", said(&output));
        upgraded(&whole, &before, &kept);
        fs::read_to_string(file).unwrap().parse().unwrap()
    };
    assert!(total > 10, "{total} calls");
    let rounds = 24.min(total);
    let mut killed = 0;
    for round in 0..rounds {
        let nth = 1 + round * total / rounds;
        let old = template.copy();
        let output = old
            .command(within(killed_at(nth), &old.data()))
            .arg("migrate")
            .output()
            .unwrap();
        killed += usize::from(output.status.signal() == Some(9));
        let again = old.migrate();
        assert!(again.status.success(), "killed at {nth} of {total}: {}", said(&again));
        upgraded(&old, &before, &kept);
    }
    // The number of calls may differ a little between runs.
    assert!(killed + 2 >= rounds, "only {killed} of {rounds} were killed");
}

/// Returns an obstacle for each statement, and how to remove it.
fn obstacles(up: &str, there: &Columns, indexed: &[String]) -> Vec<(String, String)> {
    let pair = |put: String, take: String| Some((put, take));
    up.lines()
        .filter_map(|line| match line.split([' ', '(']).collect::<Vec<_>>()[..] {
            ["CREATE", "TABLE", name, ..] => pair(format!("CREATE TABLE {name} (x BIGINT)"), format!("DROP TABLE {name}")),
            ["CREATE", "INDEX", name, ..] if !indexed.iter().any(|i| i == name) => pair(
                format!("CREATE INDEX {name} ON logins (created_at)"),
                format!("DROP INDEX {name}"),
            ),
            ["ALTER", "TABLE", table, "ADD", "COLUMN", column, ..] if there.contains_key(table) => pair(
                format!("ALTER TABLE {table} ADD COLUMN {column} BIGINT"),
                format!("ALTER TABLE {table} DROP COLUMN {column}"),
            ),
            _ => None,
        })
        .collect()
}

/// SAFETY-D8: each statement of the later migrations meets an obstacle. The upgrade fails as a whole, and
/// completes when the obstacle is gone.
#[test]
fn an_upgrade_that_fails_half_way_leaves_nothing_of_it() {
    let old = Old::make();
    let mut db = old.db();
    let before = columns(&mut db);
    let kept = rows(&mut db, &before);
    let config = old.config();
    let mut tried = 0;
    for folder in later() {
        let up = up(&db, &folder);
        for (put, take) in obstacles(&up, &columns(&mut db), &indexes(&mut db)) {
            tried += 1;
            db.batch_execute(&put).unwrap();
            let there = (columns(&mut db), indexes(&mut db));
            assert!(storyplus::db::migrate(&config).is_err(), "{put} stood in nobody's way");
            assert_eq!((columns(&mut db), indexes(&mut db)), there, "{put}");
            assert_eq!(rows(&mut db, &before), kept, "{put}");
            db.batch_execute(&take).unwrap();
        }
        // Applied by hand, so that only the next one is pending.
        db.batch_execute(&up).unwrap();
        let applied = format!(
            "INSERT INTO __diesel_schema_migrations (version) VALUES ('{}')",
            version(&folder)
        );
        db.batch_execute(&applied).unwrap();
    }
    assert!(tried > 20, "{tried}");
    drop(db);
    assert!(storyplus::db::migrate(&config).unwrap().is_empty());
    upgraded(&old, &before, &kept);
}

/// SAFETY-D8: every command refuses a database of a newer program with a sentence, and leaves it as it is.
#[test]
fn a_newer_schema_is_refused_and_not_touched() {
    let old = Old::make();
    assert!(old.migrate().status.success());
    let (all, kept) = {
        let mut db = old.db();
        db.batch_execute(
            "CREATE TABLE things_of_tomorrow (id BIGINT); INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231000000')",
        )
        .unwrap();
        let all = columns(&mut db);
        let kept = rows(&mut db, &all);
        (all, kept)
    };
    let bytes = || old.scratch.is_none().then(|| fs::read(old.file()).unwrap());
    let before = bytes();
    let archive = old.dir.path().join("backup.tar").display().to_string();
    for command in [
        &["serve", "--bind", "127.0.0.1:0"][..],
        &["migrate"],
        &["doctor", "--repair"],
        &["backup", &archive],
        &["user", "create", "new@example.kr", "--handle", "new"],
        &["reindex"],
    ] {
        let output = old
            .command(within(Command::new("env"), &old.data()))
            .args(command)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{command:?}");
        let said = said(&output);
        for words in [
            "newer Story Plus",
            "29991231000000",
            "Nothing was changed",
            "restore a backup",
        ] {
            assert!(said.contains(words), "{command:?}: {said}");
        }
    }
    assert!(bytes() == before, "the file was changed");
    assert!(!Path::new(&archive).exists());
    let mut db = old.db();
    assert_eq!(columns(&mut db), all);
    assert_eq!(rows(&mut db, &all), kept);
}

fn revert(db: &mut Db) -> String {
    match db {
        Db::Sqlite(conn) => conn.revert_last_migration(SQLITE).unwrap().to_string(),
        Db::Postgres(conn) => conn.revert_last_migration(POSTGRES).unwrap().to_string(),
    }
}

/// SAFETY-D8: the way back, to the first schema with its rows as they were, and to nothing.
#[test]
fn down_migrations_lead_back_to_the_first_and_to_nothing() {
    let old = Old::make();
    let mut db = old.db();
    let first = (columns(&mut db), indexes(&mut db));
    let kept = rows(&mut db, &first.0);
    storyplus::db::migrate(&old.config()).unwrap();
    let newest = (columns(&mut db), indexes(&mut db));
    for round in 0..2 {
        for folder in later().iter().rev() {
            assert_eq!(revert(&mut db), version(folder));
        }
        assert_eq!((columns(&mut db), indexes(&mut db)), first, "round {round}");
        assert_eq!(rows(&mut db, &first.0), kept);
        // The way forth again.
        storyplus::db::migrate(&old.config()).unwrap();
        assert_eq!((columns(&mut db), indexes(&mut db)), newest, "round {round}");
    }
    for _ in 0..=later().len() {
        revert(&mut db);
    }
    assert_eq!((columns(&mut db), indexes(&mut db)), (Columns::new(), leftover(&db)));
}

/// Returns the indexes of diesel's own table, which remain.
fn leftover(db: &Db) -> Vec<String> {
    match db.is_sqlite() {
        true => Vec::new(),
        false => vec!["__diesel_schema_migrations_pkey".to_owned()],
    }
}

/// The program creates exactly the database that src/db/schema.rs declares, types included.
#[test]
fn the_live_schema_is_what_the_program_declares() {
    let old = Old::make();
    storyplus::db::migrate(&old.config()).unwrap();
    let mut db = old.db();
    let sqlite = db.is_sqlite();
    let kind = |declared: &str| -> &'static str {
        match (declared, sqlite) {
            ("BigInt", _) => "bigint",
            ("Integer", _) => "integer",
            ("Text", _) => "text",
            ("Bool", _) => "boolean",
            ("Binary", true) => "blob",
            ("Binary", false) => "bytea",
            _ => panic!("no type is known for {declared}"),
        }
    };
    let mut declared = Columns::new();
    for (table, columns) in crate::structure::schema_twins::declared_types() {
        let columns = columns.into_iter().map(|(name, declared)| {
            let bare = declared.strip_prefix("Nullable<").and_then(|d| d.strip_suffix('>'));
            (name, kind(bare.unwrap_or(&declared)).to_owned(), bare.is_some())
        });
        declared.insert(table, columns.collect());
    }
    let mut live = columns(&mut db);
    for (table, columns) in live.iter_mut().filter(|_| sqlite) {
        // A key that determines where its row is stored is an INTEGER there, which holds 64 bits.
        for (column, there) in columns.iter_mut().zip(&declared[table]) {
            if column.1 == "integer" && there.1 == "bigint" {
                column.1 = "bigint".to_owned();
            }
        }
    }
    assert_eq!(live, declared);
}

/// SAFETY-D8: of two starts at once, one migrates, the other waits or is refused, and nothing is done twice.
#[test]
fn two_who_upgrade_at_once_do_it_once() {
    let old = Old::make();
    let mut db = old.db();
    let before = columns(&mut db);
    let kept = rows(&mut db, &before);
    drop(db);
    let other = tempfile::tempdir().unwrap();
    let children: Vec<_> = [old.data(), other.path().join("data")]
        .iter()
        .map(|data| {
            // On PostgreSQL each node has its own data folder; a SQLite file has one.
            let data = if old.scratch.is_some() { data.clone() } else { old.data() };
            let mut command = old.command(within(Command::new("env"), &data));
            command.arg("migrate");
            command
                .stdout(std::process::Stdio::piped())
                .stderr(std::process::Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let outputs: Vec<_> = children.into_iter().map(|c| c.wait_with_output().unwrap()).collect();
    let refused = |o: &std::process::Output| said(o).contains("is in use by another Story Plus");
    assert!(
        outputs.iter().all(|o| o.status.success() || refused(o)),
        "{:?}",
        outputs.iter().map(said).collect::<Vec<_>>()
    );
    assert_eq!(outputs.iter().filter(|o| said(o).contains("applied:")).count(), 1);
    upgraded(&old, &before, &kept);
}

/// SAFETY-D8: somebody who was logged in before an upgrade still is after it.
#[actix_web::test]
async fn sessions_outlive_an_upgrade() {
    let old = Old::make();
    let token = storyplus::access::load::new_token().unwrap();
    let hash = storyplus::access::load::token_hash(&token);
    let now = storyplus::db::clock::Clock::start().now();
    old.db()
        .batch_execute(&format!(
            "INSERT INTO sessions (token_hash, login_id, device, created_at, last_seen_at) VALUES ('{hash}', 11, 'x', {now}, {now})"
        ))
        .unwrap();
    let url = old.url();
    let program = Program::serve(&old.data(), &[("database_url", url.as_str())]);
    let client = Client::to(&program.origin);
    client.set_cookie("session", &token);
    client.get("/stories/33").await.expect(200);
}
