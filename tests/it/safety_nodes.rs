//! SAFETY-W3 across processes: acts of the command line or of another node take effect at the next request of
//! a running server, cached pages and open sessions included.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use storyplus::app::App;
use storyplus::config::{Config, Overrides, PasswordCost};
use storyplus::stories::actions::set_removed;

use crate::support::child::{Program, said, within};
use crate::support::people::{PASSWORD, sign_up};
use crate::support::{Client, Scratch};

/// A running server, with its database as another process opens it.
struct Beside {
    dir: tempfile::TempDir,
    scratch: Option<Scratch>,
    program: Program,
}

impl Beside {
    fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let scratch = Scratch::new();
        let data = dir.path().join("data");
        let program = serve(&data, scratch.as_ref(), "1");
        Self { dir, scratch, program }
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn url(&self) -> String {
        let file = || self.data().join("storyplus.db").display().to_string();
        self.scratch.as_ref().map_or_else(file, |s| s.url.clone())
    }

    /// Opens the site as another process, like the command line.
    fn other(&self) -> App {
        let variables = [
            ("STORYPLUS_DATA_DIR", self.data().display().to_string()),
            ("STORYPLUS_DATABASE_URL", self.url()),
        ];
        let variables: Vec<_> = variables.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
        let mut config = Config::from_parts(&Overrides::default(), &variables, None).unwrap().config;
        config.node_id = storyplus::config::COMMAND_LINE_NODE;
        config.password_cost = PasswordCost {
            memory_kib: 64,
            passes: 1,
        };
        App::attach(config).unwrap()
    }

    fn command(&self, arguments: &[&str], input: &str) -> String {
        use std::io::Write;
        let mut command = within(Command::new("env"), &self.data());
        command.env("STORYPLUS_DATABASE_URL", self.url()).args(arguments);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
        said(&output)
    }
}

fn serve(data: &Path, scratch: Option<&Scratch>, node: &str) -> Program {
    fs::create_dir_all(data.parent().unwrap()).unwrap();
    match scratch {
        Some(scratch) => Program::serve(data, &[("database_url", scratch.url.as_str()), ("node_id", node)]),
        None => Program::serve(data, &[("node_id", node)]),
    }
}

async fn pages(client: &Client, paths: &[&str]) -> Vec<u16> {
    let mut statuses = Vec::new();
    for path in paths {
        statuses.push(client.get(path).await.status);
    }
    statuses
}

/// SAFETY-W3: visitors' pages are cached in memory. A removal by another process is visible at the next
/// request all the same, and so is its undo.
#[actix_web::test]
async fn a_removal_by_another_process_bites_at_the_next_request() {
    let beside = Beside::start();
    let person = sign_up(beside.program.client(), "하늘").await;
    let story = person.story("비 오는 날의 쿠키", "public").await;
    let visitor = beside.program.client();
    let (page, profile) = (format!("/stories/{story}"), storyplus::accounts::url(&person.handle));
    let paths = ["/", "/discover", profile.as_str()];
    let other = beside.other();
    for _ in 0..3 {
        let mut shown = Vec::new();
        // The second response comes from the cache.
        for _ in 0..2 {
            assert!(visitor.get(&page).await.expect(200).body.contains("비 오는 날의 쿠키"));
            shown.clear();
            for path in paths {
                shown.push(visitor.get(path).await.expect(200).body.contains("비 오는 날의 쿠키"));
            }
        }
        assert!(shown.contains(&true), "{shown:?}");
        other.db.write_now(|tx| set_removed(tx, story, true)).unwrap();
        for path in paths {
            let body = visitor.get(path).await.expect(200).body;
            assert!(!body.contains("비 오는 날의 쿠키"), "{path}");
        }
        visitor.get(&page).await.expect(404);
        other.db.write_now(|tx| set_removed(tx, story, false)).unwrap();
        let mut again = Vec::new();
        for path in paths {
            again.push(visitor.get(path).await.expect(200).body.contains("비 오는 날의 쿠키"));
        }
        assert_eq!(again, shown);
    }
}

/// SAFETY-W3: `user promote`, `user reset-password`, a suspension and `doctor --repair` beside the server.
#[actix_web::test]
async fn the_command_line_bites_at_the_next_request() {
    let beside = Beside::start();
    let person = sign_up(beside.program.client(), "하늘").await;
    let phone = beside.program.client();
    let log_in = [("email", person.email.as_str()), ("password", PASSWORD)];
    phone.post("/login", &log_in).await.expect(303);

    // Rights: the next request has them with a new token, and the old token is worth nothing.
    let before = person.client.cookie("session").unwrap();
    assert_eq!(pages(&person.client, &["/moderation"]).await, [404]);
    beside.command(&["user", "promote", &person.email, "moderator"], "");
    person.client.get("/moderation").await.expect(200);
    let renewed = person.client.cookie("session").unwrap();
    assert_ne!(before, renewed);
    let thief = beside.program.client();
    thief.set_cookie("session", &before);
    assert!(thief.get("/friends").await.expect(303).location().starts_with("/login"));
    beside.command(&["user", "promote", &person.email, "member"], "");
    assert_eq!(pages(&person.client, &["/moderation"]).await, [404]);
    assert_ne!(renewed, person.client.cookie("session").unwrap());

    // A reset: every session ends at once, the old password is wrong, the new one correct.
    beside.command(
        &["user", "reset-password", &person.email, "--password-stdin"],
        "여름 바람 부는 언덕\n",
    );
    for client in [&person.client, &phone] {
        assert!(client.get("/friends").await.expect(303).location().starts_with("/login"));
    }
    phone.post("/login", &log_in).await.expect(422);
    let new = [("email", person.email.as_str()), ("password", "여름 바람 부는 언덕")];
    phone.post("/login", &new).await.expect(303);
    phone.get("/friends").await.expect(200);

    // A corrected number is correct on the page that visitors got from the cache.
    let story = person_story(&phone, "숫자").await;
    let other = beside.other();
    let page = format!("/stories/{story}");
    let visitor = beside.program.client();
    let share = |n: i64| format!("공유 {n}");
    assert!(!visitor.get(&page).await.expect(200).body.contains(&share(7)));
    other
        .db
        .write_now(|tx| {
            use diesel::prelude::*;
            use storyplus::db::schema::stories;
            diesel::update(stories::table.find(story))
                .set(stories::share_count.eq(7))
                .execute(&mut **tx)?;
            Ok(())
        })
        .unwrap();
    for _ in 0..2 {
        assert!(visitor.get(&page).await.expect(200).body.contains(&share(7)));
    }
    assert!(beside.command(&["doctor", "--repair"], "").contains("Counters put right: 1."));
    assert!(!visitor.get(&page).await.expect(200).body.contains(&share(7)));

    // A suspended person is gone from the next request on, with the session.
    let id = person.id;
    other
        .db
        .write_now(|tx| storyplus::accounts::takedown::remove(tx, id))
        .unwrap();
    assert!(phone.get("/friends").await.expect(303).location().starts_with("/login"));
    visitor.get(&page).await.expect(404);
}

async fn person_story(client: &Client, body: &str) -> i64 {
    let answer = client
        .post_json("/stories", &[("body", body), ("visibility", "public")])
        .await
        .expect(200);
    answer.json()["id"].as_str().unwrap().parse().unwrap()
}

/// SAFETY-W3: two nodes on one PostgreSQL database are one site.
#[actix_web::test]
async fn two_nodes_are_one_site() {
    let Some(scratch) = Scratch::new() else { return };
    let dir = tempfile::tempdir().unwrap();
    let [one, two] = ["1", "2"].map(|node| serve(&dir.path().join(node), Some(&scratch), node));
    let person = sign_up(one.client(), "하늘").await;
    let there = person.client.moved_to(&two.origin);
    there.get("/friends").await.expect(200);
    let visitors = [one.client(), two.client()];
    for round in 0..4 {
        let (here, away) = if round % 2 == 0 {
            (&person.client, &visitors[1])
        } else {
            (&there, &visitors[0])
        };
        let story = person_story(here, "두 곳에서").await;
        let page = format!("/stories/{story}");
        for _ in 0..2 {
            away.get(&page).await.expect(200);
            let profile = away.get("/@하늘").await.expect(200).body;
            assert!(profile.contains(&page), "{profile}");
        }
        here.post(&format!("{page}/delete"), &[]).await.expect(303);
        away.get(&page).await.expect(404);
    }
    // A log-out on one node counts on both.
    there.post("/logout", &[]).await.expect(303);
    assert!(
        person
            .client
            .get("/friends")
            .await
            .expect(303)
            .location()
            .starts_with("/login")
    );
}
