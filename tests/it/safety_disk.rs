//! Disks that are full, out of inodes, read-only or not syncing. Each test runs the real program: on a small
//! disk of its own if the machine lets a test mount one, and everywhere with a library that makes its writes
//! fail (support/faults.rs).

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::child::{Program, said, succeed};
use crate::support::faults::{Fault, Faults};
use crate::support::people::{Person, sign_up};
use crate::support::{Answer, Client, skipped};

const STORY: &[(&str, &str)] = &[
    ("body", "어제 비 와서 못 연 만큼 오늘은 일찍 열어요"),
    ("visibility", "public"),
];

async fn write(client: &Client) -> Answer {
    client.post_json("/stories", STORY).await
}

fn id(answer: &Answer) -> String {
    answer.json()["id"].as_str().unwrap().to_owned()
}

/// Returns a command that runs on a small disk of its own, or `None` if this machine allows none.
fn own_disk(options: &str, dir: &Path) -> Option<Command> {
    fs::create_dir_all(dir).unwrap();
    let mut command = Command::new("unshare");
    let script = format!("mount -t tmpfs -o {options} tmpfs \"$0\" && exec \"$@\"");
    command.args(["-rm", "sh", "-c", &script]).arg(dir);
    let mut probe = Command::new("unshare");
    probe.args(["-rm", "sh", "-c", &script]).arg(dir).arg("true");
    if probe.output().is_ok_and(|o| o.status.success()) {
        Some(command)
    } else {
        skipped("this machine gives no disk of its own to a test");
        None
    }
}

/// SAFETY-D4: the disk is full, then has room again.
#[actix_web::test]
async fn a_full_disk_refuses_writes_and_recovers() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let Some(outer) = own_disk("size=48m", &data) else { return };
    let program = Program::serve_within(outer, &data, &[]);
    let person = sign_up(program.client(), "하늘").await;
    write(&person.client).await.expect(200);
    let disk = program.root().join(data.strip_prefix("/").unwrap());
    fill(&disk.join("ballast"));
    // Pages that the log already has may still take some writes.
    let mut refused = write(&person.client).await;
    for _ in 0..200 {
        if refused.status != 200 {
            break;
        }
        refused = write(&person.client).await;
    }
    let refused = refused.expect(507);
    assert_eq!(refused.headers["retry-after"], "60");
    let page = person.client.post("/stories", STORY).await.expect(507);
    assert!(page.body.contains("저장할 자리가 없어요"));
    let photo = upload(&person).await;
    assert!(matches!(photo.status, 507 | 422), "{}", photo.body);
    person.client.get("/friends").await.expect(200);
    fs::remove_file(disk.join("ballast")).unwrap();
    write(&person.client).await.expect(200);
    upload(&person).await.expect(200);
    program.terminate();
    assert!(program.ended());
}

/// SAFETY-D4: no inodes are left. Photos are refused, text is not.
#[actix_web::test]
async fn no_inodes_refuse_photos_and_recover() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let Some(outer) = own_disk("size=64m,nr_inodes=400", &data) else {
        return;
    };
    let program = Program::serve_within(outer, &data, &[]);
    let person = sign_up(program.client(), "하늘").await;
    let disk = program.root().join(data.strip_prefix("/").unwrap());
    let stuffing: Vec<_> = (0..1000)
        .map(|n| disk.join(format!("stuffing-{n}")))
        .take_while(|path| fs::File::create(path).is_ok())
        .collect();
    assert!(stuffing.len() < 400);
    let refused = upload(&person).await;
    assert!(matches!(refused.status, 507 | 422), "{}", refused.body);
    write(&person.client).await.expect(200);
    for path in stuffing {
        fs::remove_file(path).unwrap();
    }
    upload(&person).await.expect(200);
    program.terminate();
    assert!(program.ended());
}

/// SAFETY-D4: a read-only folder is refused at the start with a sentence.
#[actix_web::test]
async fn a_read_only_folder_is_refused_at_the_start() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let Some(mut outer) = own_disk("size=1m,ro", &data) else {
        return;
    };
    let output = outer
        .arg(env!("CARGO_BIN_EXE_storyplus"))
        .arg("serve")
        .env("STORYPLUS_DATA_DIR", &data)
        .env("STORYPLUS_BIND", "127.0.0.1:0")
        .output()
        .unwrap();
    assert!(!output.status.success());
    let said = said(&output);
    assert!(
        said.contains("cannot be written") && said.contains("STORYPLUS_DATA_DIR"),
        "{said}"
    );
}

/// SAFETY-D1, SAFETY-D4: fsync fails. Nothing is acknowledged that was not safe, and everything goes on when
/// fsync works again.
#[actix_web::test]
async fn a_failed_fsync_is_no_success() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let faults = Faults::under(&data);
    let program = Program::serve_within(faults.outer(), &data, &[]);
    let person = sign_up(program.client(), "하늘").await;
    let before = id(&write(&person.client).await.expect(200));
    faults.begin(Fault::Sync);
    let refused = person.client.post("/stories", STORY).await.expect(503);
    assert!(refused.headers.contains_key("retry-after"));
    person.client.get(&format!("/stories/{before}")).await.expect(200);
    assert!(upload(&person).await.status >= 422);
    faults.end(Fault::Sync);
    write(&person.client).await.expect(200);
    upload(&person).await.expect(200);
    program.terminate();
    assert!(program.ended());
    succeed(&data, &["doctor"]);
}

/// SAFETY-D4: the disk turns read-only under a running server, as after an error that the kernel found, or is
/// full, and recovers. Reads go on, writes are told when to come back, nothing half-done stays.
#[actix_web::test]
async fn a_disk_that_takes_no_writes_is_read_from_and_recovered_on() {
    for (fault, status, words) in [
        (Fault::ReadOnly, 503, "지금은 바빠요"),
        (Fault::Full, 507, "저장할 자리가 없어요"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        let faults = Faults::under(&data);
        let program = Program::serve_within(faults.outer(), &data, &[]);
        let person = sign_up(program.client(), "하늘").await;
        let before = id(&write(&person.client).await.expect(200));
        let shown = format!("/stories/{before}");
        // Twice, since connections opened during the fault must not stay broken.
        for round in 0..2 {
            faults.begin(fault);
            let page = person.client.post("/stories", STORY).await.expect(status);
            assert!(page.headers.contains_key("retry-after") && page.body.contains(words));
            let refused = write(&person.client).await.expect(status);
            assert!(refused.headers.contains_key("retry-after"));
            assert_eq!(upload(&person).await.status, status);
            for path in [shown.as_str(), "/friends", "/healthz", "/search?q=비"] {
                person.client.get(path).await.expect(200);
            }
            // Newcomers can read too: their pages ask for connections of their own.
            let crowd = (0..12).map(|_| {
                let client = program.client();
                let path = shown.clone();
                async move { client.get(&path).await.expect(200) }
            });
            futures_util::future::join_all(crowd).await;
            faults.end(fault);
            write(&person.client).await.expect(200);
            upload(&person).await.expect(200);
            person.client.get("/readyz").await.expect(200);
            assert_eq!(stories(&data), 1 + 2 * (round + 1), "what was refused is not there");
        }
        assert_eq!(fs::read_dir(data.join("incoming")).unwrap().count(), 0);
        program.terminate();
        assert!(program.ended());
        succeed(&data, &["doctor"]);
    }
}

/// Returns the number of stories that another process reads.
fn stories(data: &Path) -> i64 {
    use diesel::prelude::*;
    let mut db = SqliteConnection::establish(&data.join("storyplus.db").display().to_string()).unwrap();
    storyplus::db::schema::stories::table.count().get_result(&mut db).unwrap()
}

fn fill(file: &Path) {
    use std::io::Write;
    let mut file = fs::File::create(file).unwrap();
    for size in [1 << 20, 4096, 1] {
        let block = vec![0_u8; size];
        while file.write_all(&block).is_ok() {}
    }
}

async fn upload(person: &Person) -> Answer {
    person.post_photo("쿠키").await
}
