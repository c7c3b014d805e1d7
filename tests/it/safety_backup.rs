//! SAFETY-D9: `restore` brings back what `backup` wrote, byte for byte. An incomplete or damaged backup is
//! refused with a sentence and changes nothing. Everything runs through the real program, on a SQLite site.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::Command;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use crate::support::child::{Program, run, said, succeed, within};
use crate::support::faults::{counted_into, killed_at};
use crate::support::people::{PASSWORD, Person, sign_up};
use crate::support::{Answer, Client};

/// A site with a person, a shop, a product, and stories with text and with a photo.
struct Filled {
    person: Person,
    /// Addresses whose pages must be the same afterwards.
    pages: Vec<String>,
    photo: String,
}

async fn fill(program: &Program) -> Filled {
    let person = sign_up(program.client(), "하늘").await;
    let words = person.story("어제 비 와서 못 연 만큼 오늘은 일찍 열어요", "public").await;
    let private = person.story("나만 보는 말", "only_me").await;
    let pictured = id(&person.post_photo("쿠키").await.expect(200));
    let shop = person.opens("오븐하루").await;
    let product = person.product(&shop, &[("title", "수제 쿠키"), ("price", "19800")]).await;
    person.act_as_self().await;
    let page = person.client.get(&format!("/stories/{pictured}")).await.expect(200).body;
    let photo = page.split("\"/media/").nth(1).unwrap().split('"').next().unwrap();
    Filled {
        pages: vec![
            format!("/stories/{words}"),
            format!("/stories/{private}"),
            format!("/stories/{pictured}"),
            format!("/products/{product}"),
        ],
        photo: format!("/media/{photo}"),
        person,
    }
}

fn id(answer: &Answer) -> i64 {
    answer.json()["id"].as_str().unwrap().parse().unwrap()
}

async fn bytes(client: &Client, path: &str) -> Vec<u8> {
    let response = client.request(reqwest::Method::GET, path).send().await.unwrap();
    assert_eq!(response.status().as_u16(), 200);
    response.bytes().await.unwrap().to_vec()
}

/// Returns the content of a page, without the parts that differ between any two responses.
fn gist(page: &str) -> String {
    let main = page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    // Drops the rest of tags that begin so: times, and the keys of forms.
    let without = |page: &str, start: &str| -> String {
        page.split(start)
            .map(|piece| piece.split_once('>').map_or(piece, |(_, rest)| rest))
            .collect()
    };
    without(&without(main, "<time"), "<input type=\"hidden\" name=\"key\"")
}

async fn gists(filled: &Filled, client: &Client) -> Vec<String> {
    let mut all = Vec::new();
    for page in &filled.pages {
        all.push(gist(&client.get(page).await.expect(200).body));
    }
    all
}

/// Returns a site with everything, its backup, and the responses that it gave. Made once for the tests that
/// only read it.
async fn backed_up(dir: &Path) -> (Filled, Vec<String>, Vec<u8>, Vec<u8>) {
    let data = dir.join("data");
    let program = Program::serve(&data, &[]);
    let filled = fill(&program).await;
    let pages = gists(&filled, &filled.person.client).await;
    let photo = bytes(&filled.person.client, &filled.photo).await;
    let file = dir.join("backup.tar");
    let said = succeed(&data, &["backup", &file.display().to_string()]);
    assert!(said.contains("storyplus restore"), "{said}");
    program.terminate();
    assert!(program.ended());
    let archive = fs::read(&file).unwrap();
    (filled, pages, photo, archive)
}

#[actix_web::test]
async fn a_backup_brings_everything_back() {
    let dir = tempfile::tempdir().unwrap();
    let (filled, pages, photo, _) = backed_up(dir.path()).await;
    let file = dir.path().join("backup.tar").display().to_string();
    // An existing file is not overwritten, and a folder in use is not written into.
    let data = dir.path().join("data");
    let again = run(&data, &["backup", &file]);
    assert!(!again.status.success() && said(&again).contains("is there already and was not touched"));
    let onto = run(&data, &["restore", &file]);
    assert!(
        !onto.status.success() && said(&onto).contains("There is a site in"),
        "{}",
        said(&onto)
    );

    let other = dir.path().join("other");
    let restored = succeed(&other, &["restore", &file]);
    assert!(restored.contains("Restored the site of"), "{restored}");
    let program = Program::serve(&other, &[]);
    let client = filled.person.client.moved_to(&program.origin);
    assert_eq!(gists(&filled, &client).await, pages, "the session too");
    assert!(bytes(&client, &filled.photo).await == photo);
    let fields = [("email", filled.person.email.as_str()), ("password", PASSWORD)];
    program.client().post("/login", &fields).await.expect(303);
    // A server is running there.
    let running = run(&other, &["restore", &file, "--replace"]);
    assert!(said(&running).contains("is in use by another Story Plus"));
    let fresh = id(&client
        .post_json("/stories", &[("body", "다시"), ("visibility", "public")])
        .await
        .expect(200));
    program.terminate();
    assert!(program.ended());
    succeed(&other, &["doctor"]);

    // The site is put aside and replaced: everything newer than the backup is in the folder that the command
    // names.
    let replaced = succeed(&other, &["restore", &file, "--replace"]);
    let aside = fs::read_dir(&other).unwrap().map(|e| e.unwrap().path());
    let aside = aside
        .into_iter()
        .find(|p| p.display().to_string().contains("before-restore-"))
        .unwrap();
    assert!(replaced.contains(&aside.display().to_string()), "{replaced}");
    let mut old = SqliteConnection::establish(&aside.join("database.sqlite").display().to_string()).unwrap();
    use storyplus::db::schema::stories;
    assert_eq!(stories::table.find(fresh).count().get_result::<i64>(&mut old).unwrap(), 1);
    let program = Program::serve(&other, &[]);
    program.client().get(&format!("/stories/{fresh}")).await.expect(404);
    assert_eq!(gists(&filled, &filled.person.client.moved_to(&program.origin)).await, pages);
}

/// A member of an archive: name as bytes, kind, content.
type Member = (Vec<u8>, tar::EntryType, Vec<u8>);

fn members(archive: &[u8]) -> Vec<Member> {
    let mut archive = tar::Archive::new(archive);
    let entries = archive.entries().unwrap();
    entries
        .map(|entry| {
            let mut entry = entry.unwrap();
            let name = entry.path_bytes().into_owned();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            (name, entry.header().entry_type(), content)
        })
        .collect()
}

/// Packs members under any name, also those that the library itself would refuse.
fn pack(members: &[Member]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, kind, content) in members {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o600);
        header.set_entry_type(*kind);
        if !kind.is_file() {
            header.set_link_name("/etc").unwrap();
        }
        header.as_mut_bytes()[..name.len()].copy_from_slice(name);
        header.set_cksum();
        archive.append(&header, content.as_slice()).unwrap();
    }
    archive.into_inner().unwrap()
}

/// Packs the members with correct checksums.
fn summed(mut members: Vec<Member>) -> Vec<u8> {
    members.retain(|(name, _, _)| name != b"sha256.txt");
    let sums: String = members
        .iter()
        .map(|(name, _, content)| {
            let sum = storyplus::text::hex(&Sha256::digest(content));
            format!("{sum}  {}\n", String::from_utf8_lossy(name))
        })
        .collect();
    members.push((b"sha256.txt".to_vec(), tar::EntryType::Regular, sums.into_bytes()));
    pack(&members)
}

/// The operator's synonyms are part of the site.
#[actix_web::test]
async fn synonyms_come_along() {
    let dir = tempfile::tempdir().unwrap();
    let (data, restored) = (dir.path().join("data"), dir.path().join("restored"));
    succeed(&data, &["migrate"]);
    fs::write(data.join("synonyms.txt"), "원피스, 드레스\n").unwrap();
    let file = dir.path().join("backup.tar").display().to_string();
    succeed(&data, &["backup", &file]);
    succeed(&restored, &["restore", &file]);
    assert_eq!(fs::read_to_string(restored.join("synonyms.txt")).unwrap(), "원피스, 드레스\n");
    // A backup without synonyms puts the existing ones aside, like everything else.
    fs::remove_file(data.join("synonyms.txt")).unwrap();
    let without = dir.path().join("without.tar").display().to_string();
    succeed(&data, &["backup", &without]);
    succeed(&restored, &["restore", &without, "--replace"]);
    assert!(!restored.join("synonyms.txt").exists());
}

/// A backup cannot have the name of a file of the database.
#[actix_web::test]
async fn a_backup_is_never_written_over_the_database() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    succeed(&data, &["migrate"]);
    for ending in ["", "-wal", "-shm"] {
        let file = data.join(format!("storyplus.db{ending}"));
        let output = run(&data, &["backup", &file.display().to_string()]);
        assert!(!output.status.success() && said(&output).contains("a file of the database"));
    }
    succeed(&data, &["doctor"]);
}

/// Returns everything in a folder but the lock that each command takes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).into_iter().flatten() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().display().to_string();
            if path.is_dir() {
                all.insert(name, Vec::new());
                folders.push(path);
            } else if name != "storyplus.lock" {
                all.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    all
}

fn changed(database: &[u8], sql: &str) -> Vec<u8> {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), database).unwrap();
    let mut conn = SqliteConnection::establish(&file.path().display().to_string()).unwrap();
    conn.batch_execute(sql).unwrap();
    drop(conn);
    fs::read(file.path()).unwrap()
}

/// Returns archives that are no complete backup, each with a word of the sentence that refuses it.
fn damaged(whole: &[u8]) -> Vec<(String, Vec<u8>, &'static str)> {
    let members = members(whole);
    let at = |name: &str| members.iter().position(|m| m.0.starts_with(name.as_bytes())).unwrap();
    let with = |name: &str, content: Vec<u8>| {
        let mut members = members.clone();
        members[at(name)].2 = content;
        members
    };
    let plus = |name: &[u8], kind: tar::EntryType| {
        let mut members = members.clone();
        members.insert(1, (name.to_vec(), kind, b"evil".to_vec()));
        summed(members)
    };
    let mut all = vec![
        ("nothing".to_owned(), Vec::new(), "cut short"),
        (
            "no tar".to_owned(),
            "이것은 백업이 아니에요 ".repeat(300).into_bytes(),
            "no whole backup",
        ),
        ("zeroes".to_owned(), vec![0; 20_480], "cut short"),
    ];
    for part in 1..12 {
        all.push((
            format!("cut at {part}/12"),
            whole[..whole.len() * part / 12].to_vec(),
            "no whole backup",
        ));
    }
    // One byte of each kind of content is changed.
    for name in ["backup.json", "database.sqlite", "media/", "sha256.txt"] {
        let mut content = members[at(name)].2.clone();
        let middle = content.len() / 2;
        content[middle] ^= 0x01;
        all.push((format!("a byte of {name}"), pack(&with(name, content)), "no whole backup"));
    }
    // One byte of each header is changed.
    for nth in 0..members.len() {
        let before: usize = members[..nth].iter().map(|m| 512 + m.2.len().div_ceil(512) * 512).sum();
        let mut bytes = whole.to_vec();
        bytes[before + 3] ^= 0x01;
        all.push((format!("the header of member {nth}"), bytes, "no whole backup"));
    }
    for name in ["backup.json", "database.sqlite", "media/"] {
        let mut members = members.clone();
        members.remove(at(name));
        all.push((format!("without {name}"), pack(&members), "missing or damaged"));
    }
    let mut unlisted = members.clone();
    unlisted.insert(1, (b"media/ab/stray.jpg".to_vec(), tar::EntryType::Regular, b"x".to_vec()));
    all.push(("a file in no list".to_owned(), pack(&unlisted), "in no checksum"));
    let mut twice = members.clone();
    twice.insert(1, members[at("database.sqlite")].clone());
    all.push(("a member twice".to_owned(), pack(&twice), "twice"));
    for name in [
        "../evil",
        "/tmp/storyplus-evil",
        "media/../../evil",
        "media/ab/../../../evil",
        "media/ab/.evil",
        "storyplus.db",
        "./../evil",
    ] {
        all.push((name.to_owned(), plus(name.as_bytes(), tar::EntryType::Regular), "it holds"));
    }
    for kind in [
        tar::EntryType::Symlink,
        tar::EntryType::Link,
        tar::EntryType::Directory,
        tar::EntryType::Fifo,
    ] {
        all.push((format!("{kind:?}"), plus(b"media/ab/link.jpg", kind), "it holds"));
    }
    let head = |find: &str, put: &str| {
        let text = String::from_utf8(members[at("backup.json")].2.clone()).unwrap();
        assert!(text.contains(find));
        summed(with("backup.json", text.replace(find, put).into_bytes()))
    };
    all.push((
        "a newer format".to_owned(),
        head("\"format\": 2", "\"format\": 3"),
        "newer program",
    ));
    all.push((
        "another engine".to_owned(),
        head("\"sqlite\"", "\"postgresql\""),
        "PostgreSQL",
    ));
    let database = &members[at("database.sqlite")].2;
    let newer = changed(
        database,
        "INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231000000')",
    );
    all.push((
        "a newer schema".to_owned(),
        summed(with("database.sqlite", newer)),
        "newer Story Plus",
    ));
    // Archives with correct checksums and a database other than the one that was saved.
    let mut none = members.clone();
    none.remove(at("database.sqlite"));
    all.push(("no database at all".to_owned(), summed(none), "no database in it"));
    let foreign = changed(&[], "CREATE TABLE recipes (id INTEGER PRIMARY KEY, flour TEXT)");
    let older = changed(
        database,
        "DELETE FROM __diesel_schema_migrations WHERE version = (SELECT max(version) FROM __diesel_schema_migrations)",
    );
    for (what, other) in [
        ("an empty database", Vec::new()),
        ("a foreign database", foreign),
        ("an older schema", older),
    ] {
        all.push((
            what.to_owned(),
            summed(with("database.sqlite", other)),
            "not the one that was saved",
        ));
    }
    for act in [
        "CREATE TRIGGER promote AFTER UPDATE ON logins BEGIN UPDATE logins SET site_role = 'admin'; END",
        "CREATE VIEW promote AS SELECT 1",
    ] {
        let acting = changed(database, act);
        all.push((act.to_owned(), summed(with("database.sqlite", acting)), "\"promote\""));
    }
    all.push((
        "a head that never ends".to_owned(),
        summed(with("backup.json", vec![b' '; 100_000])),
        "far too long",
    ));
    all.push((
        "a line of checksums that never ends".to_owned(),
        pack(&with("sha256.txt", vec![b'a'; 100_000])),
        "checksums cannot be read",
    ));
    let mut garbled = database.clone();
    garbled[4096..4096 * 8].fill(0xAA);
    all.push((
        "a garbled database".to_owned(),
        summed(with("database.sqlite", garbled)),
        "damaged",
    ));
    all
}

#[actix_web::test]
async fn what_is_no_whole_backup_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (_, _, _, whole) = backed_up(dir.path()).await;
    let site = dir.path().join("data");
    let untouched = files(&site);
    let file = dir.path().join("damaged.tar");
    // The test's own tool is right: an archive that it packs again can be restored.
    fs::write(&file, summed(members(&whole))).unwrap();
    succeed(&dir.path().join("control"), &["restore", &file.display().to_string()]);
    for (what, bytes, word) in damaged(&whole) {
        fs::write(&file, bytes).unwrap();
        let empty = dir.path().join("empty").join("data");
        fs::create_dir_all(empty.parent().unwrap()).unwrap();
        for (data, more) in [(&empty, None), (&site, Some("--replace"))] {
            let name = file.display().to_string();
            let mut arguments = vec!["restore", name.as_str()];
            arguments.extend(more);
            let output = run(data, &arguments);
            let said = said(&output);
            assert_eq!(output.status.code(), Some(1), "{what}: {said}");
            assert!(said.contains("othing was changed") && said.contains(word), "{what}: {said}");
            assert!(!said.contains("os error") && !said.contains("src/"), "{what}: {said}");
        }
        assert!(files(&empty).is_empty(), "{what}");
        assert!(files(&site) == untouched, "{what}");
        let around: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert!(!around.iter().any(|n| n == "evil"), "{what}");
    }
    assert!(!Path::new("/tmp/storyplus-evil").exists());
    let absent = run(&site, &["restore", "no-such-file.tar"]);
    assert!(said(&absent).contains("no-such-file.tar cannot be read"));
}

/// A backup beside a server that is written to is of one moment: complete, with correct counters, with every
/// photo, and with everything that was acknowledged before it began.
#[actix_web::test]
async fn a_backup_beside_writers_is_of_one_moment() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let program = Program::serve(&data, &[]);
    let person = sign_up(program.client(), "하늘").await;
    let mut answered = Vec::new();
    for round in 0..3 {
        let file = dir.path().join(format!("{round}.tar")).display().to_string();
        answered.push(id(&person.post_photo("앞서").await.expect(200)));
        let done = std::sync::atomic::AtomicBool::new(false);
        let writers = (0..3).map(|n| {
            let twin = Person {
                client: person.client.twin(),
                handle: person.handle.clone(),
                email: person.email.clone(),
                id: person.id,
            };
            let done = &done;
            async move {
                let mut written = 0;
                while !done.load(std::sync::atomic::Ordering::Relaxed) || written == 0 {
                    if n == 0 {
                        twin.post_photo("사진").await.expect(200);
                    } else {
                        let story = twin.story("쓰는 중", "public").await;
                        twin.comment(story, "말").await;
                    }
                    written += 1;
                }
            }
        });
        let backup = async {
            let (data, file) = (data.clone(), file.clone());
            let output = actix_web::web::block(move || run(&data, &["backup", &file])).await.unwrap();
            done.store(true, std::sync::atomic::Ordering::Relaxed);
            output
        };
        let (output, _) = futures_util::join!(backup, futures_util::future::join_all(writers));
        assert!(output.status.success(), "{}", said(&output));
        let restored = dir.path().join(format!("restored-{round}"));
        succeed(&restored, &["restore", &file]);
        succeed(&restored, &["doctor"]);
        let mut db = SqliteConnection::establish(&restored.join("storyplus.db").display().to_string()).unwrap();
        use storyplus::db::schema::stories;
        let there: i64 = stories::table
            .filter(stories::id.eq_any(&answered))
            .count()
            .get_result(&mut db)
            .unwrap();
        assert_eq!(usize::try_from(there).unwrap(), answered.len());
    }
}

/// After a restore was killed, the server starts on the old site or on the new one, or says that the site is
/// incomplete; the same restore again completes it.
#[actix_web::test]
async fn a_killed_restore_is_not_taken_for_a_site() {
    let dir = tempfile::tempdir().unwrap();
    let (filled, pages, _, _) = backed_up(dir.path()).await;
    let file = dir.path().join("backup.tar").display().to_string();
    let count = dir.path().join("count");
    let counted = dir.path().join("counted");
    let restore = |outer: Command, data: &Path| within(outer, data).args(["restore", &file, "--replace"]).output().unwrap();
    assert!(restore(counted_into(&count), &counted).status.success());
    let total: usize = fs::read_to_string(&count).unwrap().parse().unwrap();
    let (mut killed, mut told) = (0, 0);
    // The moves are at the end.
    let rounds: Vec<usize> = (0..6)
        .map(|n| 1 + n * total / 6)
        .chain(total.saturating_sub(16)..total)
        .collect();
    for (round, nth) in rounds.iter().enumerate() {
        let data = dir.path().join(format!("round-{round}"));
        let output = restore(killed_at(*nth), &data);
        killed += usize::from(output.status.signal() == Some(9));
        let look = run(&data, &["migrate"]);
        if said(&look).contains("did not finish") {
            assert!(!look.status.success() && said(&look).contains("restore FILE --replace"));
            told += 1;
        }
        let again = run(&data, &["restore", &file, "--replace"]);
        assert!(again.status.success(), "killed at {nth} of {total}: {}", said(&again));
        succeed(&data, &["doctor"]);
    }
    assert!(
        killed > rounds.len() / 2 && told > 0,
        "{killed} killed, {told} told of {}",
        rounds.len()
    );
    let data = dir.path().join(format!("round-{}", rounds.len() - 1));
    let program = Program::serve(&data, &[]);
    assert_eq!(gists(&filled, &filled.person.client.moved_to(&program.origin)).await, pages);
}
