//! Acknowledged data is kept, failures leave nothing half-done, and everything goes on without a restart.
//! (The search index is in safety_index.rs, and disks that fail are in safety_disk.rs.)

use std::fs;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use storyplus::app::App;
use storyplus::db::Db;
use storyplus::error::AppError;

use crate::support::child::{Program, run, said, succeed};
use crate::support::people::sign_up;
use crate::support::{Client, Site};

const STORY: &[(&str, &str)] = &[
    ("body", "어제 비 와서 못 연 만큼 오늘은 일찍 열어요"),
    ("visibility", "public"),
];

async fn write(client: &Client) -> crate::support::Answer {
    client.post_json("/stories", STORY).await
}

fn on_postgres() -> bool {
    std::env::var("STORYPLUS_TEST_POSTGRES").is_ok()
}

#[derive(QueryableByName)]
struct Pragma {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn pragma(db: &mut Db, name: &str) -> i64 {
    let column = if name == "busy_timeout" { "timeout" } else { name };
    diesel::sql_query(format!("SELECT {column} AS n FROM pragma_{name}"))
        .get_result::<Pragma>(db)
        .unwrap()
        .n
}

/// SAFETY-D1: the settings with which SQLite is opened.
#[actix_web::test]
async fn sqlite_keeps_its_promises() {
    let site = Site::start().await;
    if on_postgres() {
        return site.stop().await;
    }
    let look = |db: &mut Db| {
        #[derive(QueryableByName)]
        struct Mode {
            #[diesel(sql_type = Text)]
            mode: String,
        }
        let mode: Mode = diesel::sql_query("SELECT journal_mode AS mode FROM pragma_journal_mode")
            .get_result(db)
            .unwrap();
        assert_eq!(mode.mode, "wal");
        assert_eq!(pragma(db, "synchronous"), 2, "FULL");
        assert_eq!(pragma(db, "foreign_keys"), 1);
        assert!(pragma(db, "busy_timeout") >= 5000);
        Ok(())
    };
    site.app.db.read_now(look).unwrap();
    site.app.db.write_now(|tx| look(tx)).unwrap();
    site.stop().await;
}

/// SAFETY-D1, SAFETY-D2: a kill at any instant loses nothing that was acknowledged, and leaves no row without
/// its files and no wrong counter.
#[actix_web::test]
async fn what_was_answered_survives_a_kill() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let mut kept: Vec<String> = Vec::new();
    for round in 0..3_usize {
        let program = Program::serve(&data, &[]);
        let person = sign_up(program.client(), &format!("사람{round}")).await;
        // Three people write when the program is killed.
        let written = std::sync::atomic::AtomicUsize::new(0);
        let writers = (0..3).map(|_| {
            let client = person.client.twin();
            let written = &written;
            async move {
                let mut done = Vec::new();
                // The loop ends when the server is gone.
                while let Some(answer) = client.try_post("/stories", STORY).await {
                    assert_eq!(answer.status, 200, "{}", answer.body);
                    written.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    done.push(answer.json()["id"].as_str().unwrap().to_owned());
                }
                done
            }
        });
        let killer = async {
            let client = program.client();
            while written.load(std::sync::atomic::Ordering::Relaxed) < 8 + 5 * round {
                client.get("/login").await.expect(200);
            }
            program.kill();
        };
        let (answered, ()) = tokio::join!(futures_util::future::join_all(writers), killer);
        kept.extend(answered.into_iter().flatten());
    }
    assert!(kept.len() > 20, "only {} stories were written", kept.len());
    succeed(&data, &["doctor"]);
    let program = Program::serve(&data, &[]);
    let client = program.client();
    for id in &kept {
        client.get(&format!("/stories/{id}")).await.expect(200);
    }
    program.terminate();
    assert!(program.ended());
}

/// SAFETY-D4: another process locks the database. Reads go on, and writes are answered in time.
#[actix_web::test]
async fn a_locked_database_is_waited_for_and_then_refused() {
    let site = Site::start().await;
    if on_postgres() {
        return site.stop().await;
    }
    let person = site.person("하늘").await;
    let file = site.app.config.data_dir.join("storyplus.db");
    let mut other = SqliteConnection::establish(&file.display().to_string()).unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    let (refused, read) = tokio::join!(person.client.post("/stories", STORY), person.client.get("/friends"));
    read.expect(200);
    let refused = refused.expect(503);
    assert_eq!(refused.headers["retry-after"], "5");
    assert!(refused.body.contains("지금은 바빠요"));
    other.batch_execute("ROLLBACK").unwrap();
    write(&person.client).await.expect(200);
    site.stop().await;
}

/// SAFETY-D4: the file is moved away. Nothing is written into a file that nobody will find again.
#[actix_web::test]
async fn an_absent_database_takes_no_writes() {
    let site = Site::start().await;
    if on_postgres() {
        return site.stop().await;
    }
    let person = site.person("하늘").await;
    let file = site.app.config.data_dir.join("storyplus.db");
    let away = file.with_extension("away");
    fs::rename(&file, &away).unwrap();
    person.client.post("/stories", STORY).await.expect(503);
    person.client.get("/readyz").await.expect(503);
    person.client.get("/healthz").await.expect(200);
    person.client.get("/friends").await.expect(200);
    // Another file in its place is not the database.
    fs::copy(&away, &file).unwrap();
    person.client.post("/stories", STORY).await.expect(503);
    fs::rename(&away, &file).unwrap();
    write(&person.client).await.expect(200);
    person.client.get("/readyz").await.expect(200);
    site.stop().await;
}

/// SAFETY-D4 on PostgreSQL: the server goes away and comes back.
#[actix_web::test]
async fn postgres_may_go_away_and_come_back() {
    let Ok(admin) = std::env::var("STORYPLUS_TEST_POSTGRES") else {
        return;
    };
    let site = Site::start_with(&[("checkout_timeout", "1s")]).await;
    let person = site.person("하늘").await;
    let url = site.app.config.database_url.expose();
    let name = url.rsplit('/').next().unwrap().to_owned();
    let mut admin = PgConnection::establish(&admin).unwrap();
    let gone = format!(
        "ALTER DATABASE {name} ALLOW_CONNECTIONS false; \
         SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    );
    admin.batch_execute(&gone).unwrap();
    person.client.post("/stories", STORY).await.expect(503);
    person.client.get("/readyz").await.expect(503);
    person.client.get("/healthz").await.expect(200);
    admin
        .batch_execute(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
        .unwrap();
    let start = Instant::now();
    while person.client.get("/readyz").await.status != 200 {
        assert!(start.elapsed() < Duration::from_secs(20), "it does not come back");
    }
    write(&person.client).await.expect(200);
    site.stop().await;
}

/// SAFETY-D4: a damaged database is refused with a sentence, and not touched.
#[actix_web::test]
async fn a_corrupt_database_is_refused() {
    let site = Site::start().await;
    if on_postgres() {
        return site.stop().await;
    }
    for n in 0..30 {
        site.person(&format!("사람{n}")).await;
    }
    let (dir, config) = site.close().await;
    let file = dir.path().join("data/storyplus.db");
    let whole = fs::read(&file).unwrap();
    let middle = whole.len() / 2;
    let mut garbled = whole.clone();
    garbled[4096..4096 * 12].fill(0xAA);
    let breakages: [(&str, Vec<u8>); 4] = [
        ("another file", "이것은 데이터베이스가 아니에요".repeat(300).into_bytes()),
        ("garbled", garbled),
        ("cut", whole[..middle].to_vec()),
        ("zeroes", vec![0; 8192]),
    ];
    for (what, bytes) in breakages {
        fs::write(&file, &bytes).unwrap();
        let Err(AppError::Start(sentence)) = App::open(config.clone()) else {
            panic!("{what}: opened");
        };
        assert!(sentence.contains("storyplus restore"), "{what}: {sentence}");
        assert!(fs::read(&file).unwrap() == bytes, "{what}: the file was changed");
    }
    fs::write(&file, &whole).unwrap();
    App::open(config).unwrap();
}

const YEAR: i64 = 365 * 24 * 3_600_000;

/// SAFETY-D6: the clock jumps by years between two starts, back and forth.
#[actix_web::test]
async fn the_clock_may_jump_by_years() {
    let mut site = Site::start().await;
    let person = site.person("하늘").await;
    let mut ids = vec![
        write(&person.client).await.expect(200).json()["id"]
            .as_str()
            .unwrap()
            .parse::<i64>()
            .unwrap(),
    ];
    for off_by in [-5 * YEAR, 4 * YEAR, 2 * YEAR] {
        site = site.restart(off_by).await;
        let client = person.client.moved_to(&site.origin);
        // The person is still logged in, and the new story is the newest.
        let id: i64 = write(&client).await.expect(200).json()["id"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap();
        assert!(id > *ids.last().unwrap(), "with a clock off by {off_by}");
        ids.push(id);
    }
    // A session does not live forever either: somebody else comes each day, this person does not.
    let other = site.person("바다").await;
    for _ in 0..61 {
        site.app.clock.shift(24 * 3_600_000);
        other.client.get("/friends").await.expect(200);
        storyplus::accounts::jobs::flush(&site.app).unwrap();
        storyplus::accounts::jobs::sweep(&site.app).unwrap();
    }
    other.client.get("/friends").await.expect(200);
    let gone = person.client.moved_to(&site.origin).get("/friends").await.expect(303);
    assert!(gone.location().starts_with("/login"));
    site.stop().await;
}

/// SAFETY-D6: a sale alarm goes off once, however the clock is set.
#[actix_web::test]
async fn what_is_due_happens_once() {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
    use storyplus::jobs::{Job, Kind, enqueue, runner::drain_kinds};
    static RANG: AtomicUsize = AtomicUsize::new(0);
    fn ring(_: &App, _: &Job) -> Result<(), AppError> {
        RANG.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
    let site = Site::start().await;
    let app = &site.app;
    let kinds = &[Kind {
        name: "alarm",
        work: ring,
    }];
    app.db.write_now(|tx| enqueue(tx, "alarm", &(), tx.now() + YEAR)).unwrap();
    for (jump, rang) in [(0, 0), (-3 * YEAR, 0), (5 * YEAR, 1), (-5 * YEAR, 1), (9 * YEAR, 1)] {
        app.clock.shift(jump);
        drain_kinds(app, kinds, &AtomicBool::new(false)).unwrap();
        assert_eq!(RANG.load(Ordering::Relaxed), rang, "after {jump}");
    }
    site.stop().await;
}

/// SAFETY-D7: one server per SQLite file, also if two data folders name the same one by different paths.
#[actix_web::test]
async fn a_second_server_on_the_same_file_refuses() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("elsewhere").join("site.db");
    fs::create_dir(file.parent().unwrap()).unwrap();
    let link = dir.path().join("link.db");
    let url = file.display().to_string();
    let first = Program::serve(&dir.path().join("one"), &[("database_url", &url)]);
    std::os::unix::fs::symlink(&file, &link).unwrap();
    let detour = dir.path().join("one/../elsewhere/./site.db");
    for path in [&file, &link, &detour] {
        for command in [&["serve", "--bind", "127.0.0.1:0"][..], &["migrate"]] {
            let output = crate::support::child::storyplus(&dir.path().join("two"))
                .args(command)
                .env("STORYPLUS_DATABASE_URL", path)
                .output()
                .unwrap();
            let said = said(&output);
            assert!(
                !output.status.success() && said.contains("is in use by another Story Plus"),
                "{said}"
            );
        }
    }
    drop(first);
}

/// SAFETY-D2: the files of a site are for its user alone, and uploads that were arriving when the server was
/// killed are gone at the next start.
#[actix_web::test]
async fn files_are_private_and_cut_uploads_do_not_stay() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let program = Program::serve(&data, &[]);
    sign_up(program.client(), "하늘").await.post_photo("사진").await.expect(200);
    fs::write(data.join("incoming").join("cut-off"), vec![0; 1_000]).unwrap();
    let mut folders = vec![data.clone()];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with("cut-off") {
                continue;
            }
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{} is {mode:o}", path.display());
            seen += 1;
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    assert!(seen > 8);
    program.kill();
    let _program = Program::serve(&data, &[]);
    assert_eq!(fs::read_dir(data.join("incoming")).unwrap().count(), 0);
}

/// SAFETY-D7: one server per data folder; a kill leaves no lock behind.
#[actix_web::test]
async fn a_second_server_refuses_and_a_kill_leaves_no_lock() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let first = Program::serve(&data, &[]);
    for command in [&["serve", "--bind", "127.0.0.1:0"][..], &["migrate"]] {
        let second = run(&data, command);
        assert_eq!(second.status.code(), Some(1));
        let said = said(&second);
        assert!(said.contains("is in use by another Story Plus"), "{said}");
        assert!(said.contains(&format!("process {}", first.id())), "{said}");
    }
    // Commands that only look, or write a row, may run beside the server.
    succeed(&data, &["doctor"]);
    succeed(&data, &["user", "create", "a@example.kr", "--handle", "하늘"]);
    first.kill();
    let again = Program::serve(&data, &[]);
    again.client().get("/readyz").await.expect(200);
    again.terminate();
    assert!(again.ended());
}

/// SAFETY-D7: after SIGTERM the running request ends, no new one is taken, and the process ends in time.
#[actix_web::test]
async fn sigterm_drains() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let program = Program::serve(&data, &[]);
    let person = sign_up(program.client(), "하늘").await;
    let host = program.origin.strip_prefix("http://").unwrap().to_owned();
    let (name, session) = ("session", person.client.cookie("session").unwrap());
    let mut under_way = tokio::net::TcpStream::connect(&host).await.unwrap();
    let body = "body=slow&visibility=public";
    let head = format!(
        "POST /stories HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\ncookie: {name}={session}\r\naccept: application/json\r\n\
         expect: 100-continue\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    under_way.write_all(head.as_bytes()).await.unwrap();
    // The response to `Expect` shows that the request has reached its handler.
    let mut said = [0; 256];
    let n = under_way.read(&mut said).await.unwrap();
    assert!(String::from_utf8_lossy(&said[..n]).starts_with("HTTP/1.1 100 "));
    program.terminate();
    let start = Instant::now();
    while tokio::net::TcpStream::connect(&host).await.is_ok() {
        assert!(start.elapsed() < Duration::from_secs(10), "new connections are still taken");
    }
    under_way.write_all(body.as_bytes()).await.unwrap();
    let mut answer = String::new();
    under_way.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert!(program.ended());
    assert!(start.elapsed() < Duration::from_secs(10));
}
