//! SAFETY-D5: nothing that was acknowledged is lost, whatever runs beside the server and whatever happens to
//! the files of its SQLite database.
//!
//! A pool that renewed its connections after half an hour once dropped the locks of the database with them,
//! and the next program that closed the file deleted the log under the server. So a server here runs through
//! hours: its clock is many times as fast (libfaketime, Debian's `faketime`).

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::support::child::{Program, run, said, succeed};
use crate::support::faults::{Fault, Faults};
use crate::support::people::{Person, sign_up};
use crate::support::{Client, skipped};

/// The factor by which the server's clock is faster, and the duration of the test on this clock.
const FASTER: u32 = 300;
const REAL: Duration = Duration::from_secs(16);

/// Deadlines that are long enough on such a clock.
const PATIENT: &[(&str, &str)] = &[
    ("handler_timeout", "3600s"),
    ("checkout_timeout", "3600s"),
    ("response_timeout", "3600s"),
    ("header_timeout", "3600s"),
    ("body_rate", "1"),
];

/// Returns a command whose program has the fast clock, or `None` if the library is not installed.
fn fast() -> Option<Command> {
    let found = fs::read_dir("/usr/lib").ok()?.flatten().find_map(|folder| {
        let library = folder.path().join("faketime/libfaketime.so.1");
        library.is_file().then_some(library)
    });
    let Some(library) = found else {
        skipped("libfaketime is not installed (Debian: faketime)");
        return None;
    };
    let mut outer = Command::new("env");
    outer.arg(format!("LD_PRELOAD={}", library.display()));
    outer.arg(format!("FAKETIME=+0 x{FASTER}"));
    Some(outer)
}

/// Writes until told to stop, and collects the id of every acknowledged story.
async fn write(client: Client, acknowledged: &Mutex<Vec<String>>, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        let story = [
            ("body", "어제 비 와서 못 연 만큼 오늘은 일찍 열어요"),
            ("visibility", "public"),
        ];
        // A connection that was idle for a moment here was idle too long by the server's clock.
        let Some(answer) = client.try_post("/stories", &story).await else {
            continue;
        };
        if answer.status == 200 {
            acknowledged
                .lock()
                .unwrap()
                .push(answer.json()["id"].as_str().unwrap().to_owned());
        }
    }
}

/// Returns the three files of the database as (device, inode).
fn identities(data: &Path) -> [Option<(u64, u64)>; 3] {
    ["", "-wal", "-shm"].map(|ending| {
        let found = fs::metadata(data.join(format!("storyplus.db{ending}"))).ok()?;
        Some((found.dev(), found.ino()))
    })
}

/// Returns true if the process holds a lock on the file, by the kernel's list. The list is read in pieces,
/// and a lock that others release between two of them can hide this one; a lock that is lost is missing in
/// every reading.
fn holds_lock(process: u32, file: &Path) -> bool {
    let inode = fs::metadata(file).unwrap().ino();
    let (process, inode) = (format!(" {process} "), format!(":{inode} "));
    (0..50).any(|_| {
        let locks = fs::read_to_string("/proc/locks").unwrap();
        locks.lines().any(|lock| lock.contains(&process) && lock.contains(&inode))
    })
}

/// Returns the stories in a database that no server uses.
fn stories(data: &Path) -> Vec<String> {
    use diesel::prelude::*;
    let mut db = SqliteConnection::establish(&data.join("storyplus.db").display().to_string()).unwrap();
    let ids: Vec<i64> = storyplus::db::schema::stories::table
        .select(storyplus::db::schema::stories::id)
        .load(&mut db)
        .unwrap();
    ids.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn all_there(acknowledged: &[String], data: &Path) {
    let there = stories(data);
    let lost: Vec<_> = acknowledged.iter().filter(|id| !there.contains(id)).collect();
    assert!(lost.is_empty(), "{} of {} are lost: {lost:?}", lost.len(), acknowledged.len());
}

/// Returns the programs that people run beside a server, each once.
fn others(data: &Path, round: usize) -> Vec<Command> {
    let database = data.join("storyplus.db");
    let own = |args: &[&str]| {
        let mut command = crate::support::child::storyplus(data);
        command.args(args);
        command
    };
    let shell = |script: &str| {
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).arg("sh").arg(&database);
        command
    };
    let archive = data.with_extension(format!("{round}.tar"));
    let archive = archive.to_str().unwrap();
    vec![
        // Another SQLite opens and closes it, for reading and for writing.
        shell("command -v sqlite3 >/dev/null || exit 0; sqlite3 \"$1\" 'select count(*) from stories'"),
        shell("command -v sqlite3 >/dev/null || exit 0; sqlite3 \"$1\" 'pragma wal_checkpoint(truncate); pragma quick_check'"),
        shell("command -v sqlite3 >/dev/null || exit 0; sqlite3 \"$1\" 'vacuum into \"'\"$1\".copy-$$'\"'; rm -f \"$1\".copy-*"),
        // It is copied, as backup scripts do, and read to the end with the descriptor held, as replicators
        // do.
        shell("for f in \"$1\" \"$1\"-wal \"$1\"-shm; do cp \"$f\" \"$f\".cp; sha256sum \"$f\" >/dev/null; rm \"$f\".cp; done"),
        shell("exec 3<\"$1\" 4<\"$1\"-wal; cat <&3 >/dev/null; cat <&4 >/dev/null; exec 3<&- 4<&-"),
        own(&["doctor"]),
        own(&["doctor", "--repair"]),
        own(&["backup", archive]),
        own(&[
            "user",
            "create",
            &format!("n{round}@example.kr"),
            "--handle",
            &format!("n{round}"),
        ]),
        own(&["config"]),
        own(&["migrate"]),
        own(&["restore", archive, "--replace"]),
        own(&["serve"]),
    ]
}

/// SAFETY-D5: a server runs for hours, under load, beside everything that people run. At every look it has
/// its lock and its files, and after a kill everything that it acknowledged is there.
#[actix_web::test]
async fn a_long_lived_server_loses_nothing_beside_other_programs() {
    let Some(outer) = fast() else { return };
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let program = Program::serve_within(outer, &data, PATIENT);
    let person = sign_up(program.client(), "하늘").await;
    let before = identities(&data);
    assert!(before.iter().all(Option::is_some), "{before:?}");

    let (acknowledged, stop) = (Mutex::default(), AtomicBool::new(false));
    let writers = (0..3).map(|_| write(person.client.twin(), &acknowledged, &stop));
    let (folder, id) = (data.clone(), program.id());
    let beside = actix_web::rt::task::spawn_blocking(move || {
        let (start, mut round) = (Instant::now(), 0);
        while start.elapsed() < REAL {
            for mut other in others(&folder, round) {
                let line = format!("{other:?}");
                let output = other.stdin(Stdio::null()).output().unwrap();
                assert!(
                    holds_lock(id, &folder.join("storyplus.db")),
                    "after {line} the lock is gone: {}",
                    said(&output)
                );
                assert_eq!(identities(&folder), before, "after {line}: {}", said(&output));
            }
            round += 1;
        }
        round
    });
    let watched = async {
        let rounds = beside.await;
        stop.store(true, Ordering::Relaxed);
        rounds
    };
    let (rounds, _) = futures_util::future::join(watched, futures_util::future::join_all(writers)).await;
    assert!(rounds.unwrap() > 0);
    program.kill();
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() > 20, "only {} stories in {REAL:?}", acknowledged.len());
    all_there(&acknowledged, &data);
    succeed(&data, &["doctor"]);
}

/// Waits until the copy of everything acknowledged is beside the database.
async fn rescued(data: &Path) -> PathBuf {
    let start = Instant::now();
    loop {
        let found = storyplus::db::sqlite_files::rescue::found(&data.join("storyplus.db")).unwrap();
        if let Some(copy) = found.first() {
            return copy.clone();
        }
        assert!(start.elapsed() < Duration::from_secs(30), "no copy is made");
        tokio::task::yield_now().await;
    }
}

/// SAFETY-D5: a file of the database is deleted, moved away or replaced under a running server. The server
/// stops writing, says so once in the log and to everyone who asks, and after a kill the next start has
/// everything that it acknowledged.
#[actix_web::test]
async fn files_that_are_taken_away_stop_writing_and_lose_nothing() {
    type Harm = (&'static str, &'static str, &'static str);
    let harms: &[Harm] = &[
        ("the log is deleted", "storyplus.db-wal", "rm storyplus.db-wal"),
        ("its index is deleted", "storyplus.db-shm", "rm storyplus.db-shm"),
        ("both are deleted", "storyplus.db-wal", "rm storyplus.db-wal storyplus.db-shm"),
        ("everything is deleted", "storyplus.db", "rm storyplus.db*"),
        ("the database is moved away", "storyplus.db", "mv storyplus.db away.db"),
        (
            "the database is another",
            "storyplus.db",
            "cp storyplus.db other.db && mv other.db storyplus.db",
        ),
        (
            "the log is another",
            "storyplus.db-wal",
            "rm storyplus.db-wal && : > storyplus.db-wal",
        ),
    ];
    for (what, named, harm) in harms {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        let program = Program::serve(&data, &[]);
        let person = sign_up(program.client(), "하늘").await;
        let mut acknowledged = Vec::new();
        for n in 0..5 {
            acknowledged.push(person.story(&format!("{n}번째"), "public").await.to_string());
        }
        let done = Command::new("sh").args(["-c", harm]).current_dir(&data).status().unwrap();
        assert!(done.success());
        for _ in 0..3 {
            let story = [("body", "없을 이야기"), ("visibility", "public")];
            let refused = person.client.post("/stories", &story).await.expect(503);
            assert!(refused.headers.contains_key("retry-after"), "{what}");
        }
        // Reads go on in the files that are open.
        let page = format!("/stories/{}", acknowledged[4]);
        person.client.get(&page).await.expect(200);
        let ready = person.client.get("/readyz").await.expect(503);
        assert!(
            ready.body.contains(named) && ready.body.contains("Restart"),
            "{what}: {}",
            ready.body
        );
        // Without its index the log is complete; otherwise its content is saved.
        if *named != "storyplus.db-shm" {
            rescued(&data).await;
            // Our own commands do not touch it meanwhile.
            for args in [
                &["user", "promote", "x@example.kr", "admin"][..],
                &["doctor"],
                &["backup", "x.tar"],
            ] {
                let output = run(&data, args);
                assert!(
                    !output.status.success() && said(&output).contains("Restart the server"),
                    "{what}"
                );
            }
        }
        let said_so = program.log().iter().filter(|line| line.contains("no longer the one")).count();
        assert_eq!(said_so, 1, "{what}: {:#?}", program.log());
        program.kill();

        let program = Program::serve(&data, &[]);
        let client = person.client.moved_to(&program.origin);
        for id in &acknowledged {
            client.get(&format!("/stories/{id}")).await.expect(200);
        }
        client.get("/readyz").await.expect(200);
        let story = [("body", "다시"), ("visibility", "public")];
        client.post("/stories", &story).await.expect(303);
        program.terminate();
        assert!(program.ended(), "{what}");
        all_there(&acknowledged, &data);
        succeed(&data, &["doctor"]);
    }
}

/// SAFETY-D5: if somebody else wrote to the database after its log was taken away, only a person knows which
/// of the two to keep. The start is refused, and neither is touched.
#[actix_web::test]
async fn a_copy_and_a_database_that_both_go_on_are_a_persons_choice() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let program = Program::serve(&data, &[]);
    sign_up(program.client(), "하늘").await.story("하나", "public").await;
    fs::remove_file(data.join("storyplus.db-wal")).unwrap();
    let copy = rescued(&data).await;
    program.kill();
    let database = data.join("storyplus.db");
    let mut changed = fs::read(&database).unwrap();
    changed.push(0);
    fs::write(&database, &changed).unwrap();
    let output = run(&data, &["serve"]);
    let said = said(&output);
    assert!(!output.status.success() && said.contains("To go on with"), "{said}");
    assert_eq!(fs::read(&database).unwrap(), changed);
    // As the sentence says, the person keeps the existing database.
    fs::remove_file(copy).unwrap();
    changed.pop();
    fs::write(&database, &changed).unwrap();
    let program = Program::serve(&data, &[]);
    program.client().get("/readyz").await.expect(200);
}

/// SAFETY-D4: files cannot be read for a while. Pages say so, and work again when the disk does, without a
/// restart; the log has one line at the beginning and one at the end, not one per attempt.
#[actix_web::test]
async fn a_disk_that_cannot_be_read_is_recovered_from_without_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let faults = Faults::under(&data);
    let program = Program::serve_within(faults.outer(), &data, &[]);
    let person = sign_up(program.client(), "하늘").await;
    // More than the page caches of the connections hold, so that reads go to the disk.
    let mut ids = Vec::new();
    for n in 0..40 {
        let body = format!("{n} {}", "긴 이야기예요. ".repeat(380));
        ids.push(person.story(&body, "public").await);
    }
    for _ in 0..2 {
        faults.begin(Fault::Unreadable);
        let mut refused = 0;
        for id in &ids {
            let answer = program.client().get(&format!("/stories/{id}")).await;
            assert!(matches!(answer.status, 200 | 503), "{}", answer.status);
            refused += usize::from(answer.status == 503);
        }
        assert!(refused > 0, "nothing was read from the disk");
        for _ in 0..20 {
            person
                .client
                .post("/stories", &[("body", "못 씀"), ("visibility", "public")])
                .await;
        }
        faults.end(Fault::Unreadable);
        for id in &ids {
            program.client().get(&format!("/stories/{id}")).await.expect(200);
        }
        person.story("다시 씀", "public").await;
        program.client().get("/readyz").await.expect(200);
    }
    let log = program.log();
    assert!(log.iter().any(|line| line.contains("this fails now")), "{log:#?}");
    assert!(log.iter().any(|line| line.contains("this works again")), "{log:#?}");
    let loud = log.iter().filter(|l| l.contains("ERROR") || l.contains("WARN")).count();
    assert!(loud < 30, "{loud} lines: {log:#?}");
    program.terminate();
    assert!(program.ended());
    succeed(&data, &["doctor"]);
}

/// SAFETY-D14: a disk that takes no writes is visible to monitoring, and the log does not fill it.
#[actix_web::test]
async fn a_server_that_cannot_write_says_so_once_and_to_whoever_watches() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let faults = Faults::under(&data);
    let program = Program::serve_within(faults.outer(), &data, &[]);
    let person: Person = sign_up(program.client(), "하늘").await;
    for fault in [Fault::Full, Fault::ReadOnly] {
        program.client().get("/readyz").await.expect(200);
        let quiet = program.log().len();
        faults.begin(fault);
        for _ in 0..100 {
            let answer = person
                .client
                .post("/stories", &[("body", "못 씀"), ("visibility", "public")])
                .await;
            assert!(matches!(answer.status, 503 | 507), "{}", answer.status);
        }
        let ready = program.client().get("/readyz").await.expect(503);
        assert!(ready.body.contains("takes no writes"), "{}", ready.body);
        faults.end(fault);
        person.story("다시 씀", "public").await;
        program.client().get("/readyz").await.expect(200);
        let lines = program.log().len() - quiet;
        assert!((2..20).contains(&lines), "{lines} lines: {:#?}", program.log());
    }
}
