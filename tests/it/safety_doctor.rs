//! SAFETY-D14: `doctor` finds everything that it checks when it is wrong, `doctor --repair` corrects every
//! counter, and the rest is named. Beside it `healthcheck`, which asks a running server.

use std::collections::BTreeMap;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use storyplus::cli::doctor::{Weight, look, queries};
use storyplus::db::Db;

use crate::support::Site;
use crate::support::child::{Program, run, said};
use crate::support::people::{Person, sign_up};

/// Fills a site so that no counter is zero.
async fn rich(site: &Site) -> (Person, Person) {
    let (haneul, bada) = (site.person("하늘").await, site.person("바다").await);
    let url = storyplus::accounts::url(&bada.handle);
    haneul.client.post(&format!("{url}/friend/request"), &[]).await.expect(303);
    let url = storyplus::accounts::url(&haneul.handle);
    bada.client.post(&format!("{url}/friend/accept"), &[]).await.expect(303);
    let shop = site.shop(&haneul, "오븐하루").await;
    let product = haneul.product(&shop, &[("title", "수제 쿠키"), ("price", "19800")]).await;
    for colour in ["흰색", "검은색", "파란색"] {
        let variant = [
            ("title", "컵"),
            ("price", "9000"),
            ("item_group_id", "cup"),
            ("color", colour),
        ];
        haneul.product(&shop, &variant).await;
    }
    let with_product = [
        ("body", "새로 나왔어요"),
        ("visibility", "public"),
        ("products", &*product.to_string()),
    ];
    haneul.client.post_json("/stories", &with_product).await.expect(200);
    haneul.act_as_self().await;
    bada.client.post("/@오븐하루/follow", &[]).await.expect(303);
    bada.client
        .post(&format!("/products/{product}/wish"), &[("on", "true")])
        .await
        .expect(303);
    let answer = haneul.post_photo("오늘").await.expect(200);
    let story: i64 = answer.json()["id"].as_str().unwrap().parse().unwrap();
    for kind in ["like", "cool", "happy", "sad", "cheer_up"] {
        let person = site.person(&format!("{kind}.person")).await;
        person
            .client
            .post(&format!("/stories/{story}/feeling"), &[("kind", kind)])
            .await
            .expect(303);
    }
    bada.client
        .post(&format!("/stories/{story}/up"), &[("on", "true")])
        .await
        .expect(303);
    bada.comment(story, "안녕하세요").await;
    bada.share(story, "보세요").await;
    let lift = "UPDATE story_ups SET id = 77 WHERE id = 0; UPDATE accounts SET last_up_id = \
                COALESCE((SELECT max(u.id) FROM story_ups u WHERE u.account_id = accounts.id), 0)";
    site.app.db.write_now(|tx| Ok(tx.batch_execute(lift)?)).unwrap();
    (haneul, bada)
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Returns every value of every counter, by row.
fn values(db: &mut Db) -> BTreeMap<(&'static str, &'static str), Vec<String>> {
    let mut all = BTreeMap::new();
    for counter in queries::COUNTERS {
        let sql = format!(
            "SELECT CAST({} AS TEXT) AS line FROM {} ORDER BY {}",
            counter.column,
            counter.table,
            if counter.table == "story_products" { "story_id" } else { "id" }
        );
        let lines: Vec<Line> = diesel::sql_query(sql).load(db).unwrap();
        all.insert((counter.table, counter.column), lines.into_iter().map(|l| l.line).collect());
    }
    all
}

fn wrongs(site: &Site) -> Vec<String> {
    let report = look(&site.app, false).unwrap();
    let wrong = report.0.into_iter().filter(|f| f.weight == Weight::Wrong);
    wrong.map(|f| format!("{} {}", f.what, f.advice)).collect()
}

#[actix_web::test]
async fn each_counter_that_is_wrong_is_found_and_mended() {
    let site = Site::start().await;
    let (_, bada) = rich(&site).await;
    let app = &site.app;
    assert_eq!(wrongs(&site), Vec::<String>::new());
    let right = app.db.read_now(|db| Ok(values(db))).unwrap();
    for ((table, column), values) in &right {
        assert!(values.iter().any(|v| v != "0"), "{table}.{column} is nowhere counted");
    }
    for counter in queries::COUNTERS {
        let (table, column) = (counter.table, counter.column);
        let wrong = match column {
            "is_front" => "NOT is_front".to_owned(),
            // This value may be too high, never too low.
            "last_up_id" => "0".to_owned(),
            column => format!("{column} + 1"),
        };
        let damage = format!("UPDATE {table} SET {column} = {wrong}");
        app.db.write_now(|tx| Ok(tx.batch_execute(&damage)?)).unwrap();
        let found = wrongs(&site);
        assert!(
            found
                .iter()
                .any(|f| f.contains(&format!("wrong {column}")) && f.contains("doctor --repair")),
            "{column}: {found:?}"
        );
        assert!(app.db.write_now(queries::repair).unwrap() > 0);
        assert_eq!(wrongs(&site), Vec::<String>::new(), "{table}.{column}");
        let mended = app.db.read_now(|db| Ok(values(db))).unwrap();
        assert_eq!(mended, right, "{table}.{column}");
    }
    // The actions themselves count correctly what was taken back or hidden.
    let story: i64 = {
        use storyplus::db::schema::stories;
        let of_bada = stories::table.filter(stories::author_id.eq(bada.id)).select(stories::id);
        app.db.read_now(|db| Ok(of_bada.first(db)?)).unwrap()
    };
    for removed in [true, false, true] {
        app.db
            .write_now(|tx| storyplus::stories::actions::set_removed(tx, story, removed))
            .unwrap();
        assert_eq!(wrongs(&site), Vec::<String>::new());
    }
    site.stop().await;
}

/// SAFETY-D14: damage that no command repairs is named, with what to do.
#[actix_web::test]
async fn what_cannot_be_mended_is_named() {
    let site = Site::start().await;
    let (haneul, _) = rich(&site).await;
    let app = &site.app;
    let named = |words: &str, advice: &str| {
        let found = wrongs(&site);
        assert!(
            found.iter().any(|f| f.contains(words) && f.contains(advice)),
            "{words}: {found:?}"
        );
    };
    // The file of a photo.
    let file = walk(app.media.root()).into_iter().next().unwrap();
    let bytes = std::fs::read(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    named("files are missing for 1 of 1", "from your last backup");
    std::fs::write(&file, bytes).unwrap();
    // One side of a friendship.
    let id = haneul.id;
    app.db
        .write_now(|tx| Ok(tx.batch_execute(&format!("DELETE FROM friendships WHERE account_id = {id}"))?))
        .unwrap();
    named("seen from one side only", "Ask for help");
    app.db.write_now(queries::repair).unwrap();
    app.db
        .write_now(|tx| Ok(tx.batch_execute(&format!("DELETE FROM friendships WHERE friend_id = {id}"))?))
        .unwrap();
    app.db.write_now(queries::repair).unwrap();
    // A job that was given up after its last attempt.
    app.db
        .write_now(|tx| {
            storyplus::jobs::enqueue(tx, "lost", &(), tx.now())?;
            Ok(tx.batch_execute("UPDATE jobs SET dead_at = 1, last_error = 'out of luck'")?)
        })
        .unwrap();
    named("was given up: out of luck", "job.id");
    app.db.write_now(|tx| Ok(tx.batch_execute("DELETE FROM jobs")?)).unwrap();
    // A row that refers to a missing row (PostgreSQL does not allow that).
    if std::env::var("STORYPLUS_TEST_POSTGRES").is_err() {
        let file = app.config.data_dir.join("storyplus.db").display().to_string();
        let mut other = SqliteConnection::establish(&file).unwrap();
        other
            .batch_execute("PRAGMA foreign_keys = OFF; UPDATE story_photos SET photo_id = 7")
            .unwrap();
        named("1 rows name rows that are not there", "Restore your last backup");
        other
            .batch_execute("UPDATE story_photos SET photo_id = (SELECT max(id) FROM photos)")
            .unwrap();
    }
    assert_eq!(wrongs(&site), Vec::<String>::new());
    site.stop().await;
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(walk(&path))
        } else {
            all.push(path)
        }
    }
    all
}

/// SAFETY-D14: the command ends with 1 and a sentence if something is wrong, and with 0 after it was
/// repaired. It sweeps unused photos if no server runs, and leaves them to a running server.
#[actix_web::test]
async fn the_command_mends_and_sweeps() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let program = Program::serve(&data, &[]);
    let person = sign_up(program.client(), "하늘").await;
    person.post_photo("하나").await.expect(200);
    let hash = "ab".repeat(32);
    let stray = data.join("media/ab").join(format!("{hash}-320.jpg"));
    std::fs::create_dir_all(stray.parent().unwrap()).unwrap();
    std::fs::write(&stray, b"nobody's").unwrap();
    let yesterday = std::time::SystemTime::now() - std::time::Duration::from_secs(25 * 3600);
    std::fs::File::open(&stray).unwrap().set_modified(yesterday).unwrap();
    let damage = || {
        let mut db = SqliteConnection::establish(&data.join("storyplus.db").display().to_string()).unwrap();
        db.batch_execute("PRAGMA busy_timeout = 5000; UPDATE accounts SET story_count = 9")
            .unwrap();
    };
    damage();
    let found = run(&data, &["doctor"]);
    assert_eq!(found.status.code(), Some(1));
    assert!(
        said(&found).contains("wrong story_count") && said(&found).contains("a server uses it"),
        "{}",
        said(&found)
    );
    assert!(said(&found).contains("1 files that nothing shows"), "{}", said(&found));
    let beside = run(&data, &["doctor", "--repair"]);
    assert!(
        beside.status.success() && said(&beside).contains("Counters put right: 1."),
        "{}",
        said(&beside)
    );
    assert!(stray.exists(), "the server's own to sweep");
    program.terminate();
    assert!(program.ended());
    damage();
    let alone = run(&data, &["doctor", "--repair"]);
    assert!(alone.status.success(), "{}", said(&alone));
    assert!(said(&alone).contains("0 rows and 1 files removed"), "{}", said(&alone));
    assert!(!stray.exists());
    // A missing site is reported, and not created.
    let nowhere = dir.path().join("nowhere");
    let nothing = run(&nowhere, &["doctor"]);
    assert_eq!(nothing.status.code(), Some(1));
    assert!(said(&nothing).contains("storyplus migrate"), "{}", said(&nothing));
}

/// SAFETY-D14: `healthcheck` tells a healthy server from a sick one and from none.
#[actix_web::test]
async fn healthcheck_asks_the_server() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let program = Program::serve(&data, &[]);
    let bind = program.origin.strip_prefix("http://").unwrap().to_owned();
    let check = || run(&data, &["healthcheck", "--bind", &bind]);
    assert!(check().status.success(), "{}", said(&check()));
    // Without its database the server is alive, but not ready.
    let file = data.join("storyplus.db");
    let away = data.join("away.db");
    std::fs::rename(&file, &away).unwrap();
    let unwell = check();
    assert_eq!(unwell.status.code(), Some(1));
    assert!(
        said(&unwell).contains("is not ready") && said(&unwell).contains("503"),
        "{}",
        said(&unwell)
    );
    program.client().get("/healthz").await.expect(200);
    std::fs::rename(&away, &file).unwrap();
    assert!(check().status.success());
    program.terminate();
    assert!(program.ended());
    let gone = check();
    assert_eq!(gone.status.code(), Some(1));
    assert!(said(&gone).contains("no answer from"), "{}", said(&gone));
}
