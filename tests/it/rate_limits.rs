//! SAFETY-L6: floods over HTTP, by account and by address. A number of requests pass; the next one is told to
//! wait, with a sentence and `Retry-After`, keeps what was typed, leaves nothing behind, and passes later.

use diesel::prelude::*;
use reqwest::Method;
use storyplus::db::schema::{accounts, comments, rate_limits, reports, stories};
use storyplus::limits;

use crate::support::child::Program;
use crate::support::people::{PASSWORD, Person, sign_up};
use crate::support::{Answer, Client, Scratch, Site};

const SECOND: i64 = 1000;

async fn site() -> Site {
    Site::start_with(&[("rate_limits", "on"), ("trusted_proxies", "127.0.0.1")]).await
}

async fn post_from(client: &Client, address: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let request = client.request(Method::POST, path).header("x-forwarded-for", address);
    client.send(request.form(fields)).await
}

/// Asserts a refusal for at most so many seconds, in words and in the header, and returns it.
#[track_caller]
fn too_early(answer: Answer, most: u64) -> Answer {
    let answer = answer.expect(429);
    let wait: u64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=most).contains(&wait), "{wait}");
    assert!(answer.body.contains("짧은 시간에 요청이 많았어요."), "{}", answer.body);
    answer
}

/// Repeats the action until it is refused. Returns how often it passed, which must be the burst and what came
/// back meanwhile, and the refusal.
macro_rules! flood {
    ($burst:expr, $every:expr, $answer:expr) => {{
        let start = std::time::Instant::now();
        let (burst, mut passed): (u64, u64) = ($burst, 0);
        let refused = loop {
            let answer: Answer = $answer;
            if answer.status == 429 {
                break answer;
            }
            assert!(answer.status < 500, "{}", answer.body);
            passed += 1;
            let most = burst + u64::try_from(start.elapsed().as_millis()).unwrap() / $every + 1;
            assert!(passed <= most, "{passed} passed, {most} may");
        };
        assert!(passed + 1 > burst, "{passed} passed of {burst}");
        (passed, refused)
    }};
}

/// Repeats the action until it is refused, after others have spent most of the limit. Returns how often it
/// passed, and the refusal.
macro_rules! refused {
    ($answer:expr) => {{
        let mut passed = 0_i64;
        let refused = loop {
            let answer: Answer = $answer;
            if answer.status == 429 {
                break answer;
            }
            passed += 1;
            assert!(answer.status < 500 && passed < 1_000, "{} {}", answer.status, answer.body);
        };
        (passed, refused)
    }};
}

/// Checks many at once: at least the burst passes, and at most what came back meanwhile besides.
#[track_caller]
fn passed(statuses: &[u16], burst: u64, every_ms: u64, start: std::time::Instant) -> i64 {
    assert!(statuses.iter().all(|s| [303, 429].contains(s)), "{statuses:?}");
    let passed = u64::try_from(statuses.iter().filter(|s| **s == 303).count()).unwrap();
    let most = burst + u64::try_from(start.elapsed().as_millis()).unwrap() / every_ms + 1;
    assert!((burst..=most).contains(&passed), "{passed} passed, {most} may: {statuses:?}");
    i64::try_from(passed).unwrap()
}

fn count<T: Send + 'static>(site: &Site, of: impl FnOnce(&mut storyplus::db::Db) -> diesel::QueryResult<T>) -> T {
    site.app.db.read_now(|db| Ok(of(db)?)).unwrap()
}

fn unread(site: &Site, person: &Person) -> i64 {
    let id = person.id;
    count(site, move |db| {
        accounts::table.find(id).select(accounts::unread_count).first(db)
    })
}

async fn say(person: &Person, story: i64, body: &str) -> Answer {
    person
        .client
        .post(&format!("/stories/{story}/comments"), &[("body", body)])
        .await
}

#[actix_web::test]
async fn comments_of_an_account() {
    let site = site().await;
    let (author, chatty, other) = (
        site.person("하늘").await,
        site.person("바다").await,
        site.person("구름").await,
    );
    let story = author.story("모두에게", "public").await;
    let start = std::time::Instant::now();
    // All at once: as many are let in as if they had come one by one.
    let flood = (0..80).map(|n| {
        let chatty = &chatty;
        async move { say(chatty, story, &format!("말 {n}")).await.status }
    });
    let statuses = futures_util::future::join_all(flood).await;
    let passed = passed(&statuses, 60, 2_000, start);
    let stand = |site: &Site| {
        let rows = count(site, |db| comments::table.count().get_result::<i64>(db));
        let counter = count(site, move |db| {
            stories::table.find(story).select(stories::comment_count).first::<i64>(db)
        });
        assert_eq!(rows, counter);
        rows
    };
    assert_eq!(stand(&site), passed);
    let (_, late) = refused!(say(&chatty, story, "이 말은 남아 있어요").await);
    let late = too_early(late, 2);
    let before = stand(&site);
    assert!(late.body.contains("이 말은 남아 있어요</textarea>"));
    let path = format!("/stories/{story}/comments");
    let (more, json) = refused!(chatty.client.post_json(&path, &[("body", "말")]).await);
    let json = too_early(json, 2).json();
    assert!(json["error"].as_str().unwrap().ends_with("다시 시도해 주세요."), "{json}");
    assert_eq!(stand(&site), before + more);
    // A mistake is reported as such and costs nothing, and a hidden story is not found.
    say(&chatty, story, "").await.expect(422);
    say(&chatty, 1_234_567, "말").await.expect(404);
    // Nobody else waits.
    say(&other, story, "저는 처음이에요").await.expect(303);
    site.app.clock.shift(2 * SECOND);
    flood!(1, 2_000, say(&chatty, story, "이제 돼요").await);
    site.app.clock.shift(3_600 * SECOND);
    flood!(60, 2_000, say(&chatty, story, "다시").await);
    site.stop().await;
}

#[actix_web::test]
async fn stories_of_an_account() {
    let site = site().await;
    let person = site.person("하늘").await;
    let fields = [("body", "이 글은 남아 있어요"), ("visibility", "friends")];
    let (passed, late) = flood!(60, 10_000, person.client.post("/stories", &fields).await);
    let late = too_early(late, 10);
    assert!(late.body.contains("이 글은 남아 있어요</textarea>"), "{}", late.body);
    let stand = count(&site, |db| stories::table.count().get_result::<i64>(db));
    assert_eq!(stand, i64::try_from(passed).unwrap());
    // An existing story can still be edited.
    let id = count(&site, |db| stories::table.select(stories::id).first::<i64>(db));
    person.client.post(&format!("/stories/{id}/edit"), &fields).await.expect(303);
    site.app.clock.shift(10 * SECOND);
    flood!(1, 10_000, person.client.post("/stories", &fields).await);
    site.stop().await;
}

#[actix_web::test]
async fn mentions_of_one_person() {
    let site = site().await;
    let (author, victim, other) = (
        site.person("하늘").await,
        site.person("바다").await,
        site.person("구름").await,
    );
    for n in 0..20 {
        author.story(&format!("@바다 {n}"), "public").await;
    }
    let fields = [("body", "@바다 또"), ("visibility", "public")];
    let late = too_early(author.client.post("/stories", &fields).await, 60);
    assert!(late.body.contains("@바다 또</textarea>"));
    assert_eq!(unread(&site, &victim), 20);
    // Comments and edits count as well.
    let story = author.story("@구름 안녕", "public").await;
    assert_eq!(unread(&site, &other), 1);
    too_early(say(&author, story, "@바다 또").await, 60);
    too_early(author.client.post(&format!("/stories/{story}/edit"), &fields).await, 60);
    assert_eq!(unread(&site, &victim), 20);
    // A refused request spends nothing, so the other person mentioned beside is not used up.
    for _ in 0..30 {
        say(&author, story, "@바다 @구름").await.expect(429);
    }
    say(&author, story, "@구름").await.expect(303);
    site.app.clock.shift(60 * SECOND);
    say(&author, story, "@바다").await.expect(303);
    site.stop().await;
}

#[actix_web::test]
async fn sign_ups_from_an_address() {
    let site = site().await;
    let new = |n: usize| {
        let email = format!("new{n}@example.kr");
        let handle = format!("new{n}");
        let client = site.client();
        move |address: &'static str| async move {
            let fields = [
                ("email", email.as_str()),
                ("password", PASSWORD),
                ("handle", handle.as_str()),
                ("display_name", "새 사람"),
            ];
            post_from(&client, address, "/signup", &fields).await
        }
    };
    let mut n = 0;
    let (_, late) = flood!(60, 20_000, {
        n += 1;
        new(n)("203.0.113.1").await
    });
    let late = too_early(late, 20);
    assert!(late.body.contains(&format!("value=\"new{n}@example.kr\"")), "{}", late.body);
    new(n + 1)("203.0.113.2").await.expect(303);
    site.app.clock.shift(20 * SECOND);
    new(n + 2)("203.0.113.1").await.expect(303);
    site.stop().await;
}

#[actix_web::test]
async fn friend_requests_to_one_person() {
    let site = site().await;
    let (asker, victim) = (site.person("하늘").await, site.person("바다").await);
    // Somebody withdraws the request and makes it again.
    let (passed, late) = flood!(20, 60_000, {
        asker.client.post("/@바다/friend/withdraw", &[]).await.expect(303);
        asker.client.post("/@바다/friend/request", &[]).await
    });
    too_early(late, 60);
    assert_eq!(unread(&site, &victim), i64::try_from(passed).unwrap());
    // Many invented people behind one address.
    let mut bots = Vec::new();
    for n in 0..10 {
        bots.push(site.person(&format!("bot{n}")).await);
    }
    let before = unread(&site, &victim);
    let mut turn = bots.iter().cycle();
    let (passed, late) = flood!(50, 30_000, {
        let bot = turn.next().unwrap();
        bot.client.post("/@바다/friend/withdraw", &[]).await.expect(303);
        post_from(&bot.client, "203.0.113.1", "/@바다/friend/request", &[]).await
    });
    too_early(late, 30);
    assert_eq!(unread(&site, &victim), before + i64::try_from(passed).unwrap());
    let last = turn.next().unwrap();
    // Another person may be asked, and another address may ask.
    post_from(&last.client, "203.0.113.1", "/@하늘/friend/request", &[])
        .await
        .expect(303);
    post_from(&last.client, "203.0.113.2", "/@바다/friend/request", &[])
        .await
        .expect(303);
    site.stop().await;
}

#[actix_web::test]
async fn reports_of_an_account() {
    let site = site().await;
    let (angry, author) = (site.person("하늘").await, site.person("바다").await);
    let story = author.story("무슨 글", "public").await;
    let target = format!("story:{story}");
    let fields = |text: &'static str| {
        [
            ("target", target.clone()),
            ("reason", "spam".to_owned()),
            ("text", text.to_owned()),
        ]
    };
    let send = |text: &'static str| {
        angry
            .client
            .send(angry.client.request(Method::POST, "/reports").form(&fields(text)))
    };
    flood!(30, 60_000, send("신고").await);
    let late = too_early(send("남아 있는 말").await, 60);
    assert!(late.body.contains("남아 있는 말</textarea>"), "{}", late.body);
    let kept = count(&site, |db| reports::table.select(reports::body).load::<String>(db));
    assert!(kept.iter().all(|body| body == "신고"));
    site.app.clock.shift(60 * SECOND);
    send("신고").await.expect(303);
    site.stop().await;
}

async fn send_photos(client: &Client, n: usize) -> Answer {
    let mut form = reqwest::multipart::Form::new()
        .text("body", "사진")
        .text("visibility", "public");
    for i in 0..n {
        // Files that are no photos cost as much as the smallest photo.
        let part = reqwest::multipart::Part::bytes(b"no photo".to_vec()).file_name(format!("{i}.jpg"));
        form = form.part("photos", part);
    }
    client.post_multipart("/stories", form).await
}

async fn ask(client: &Client, path: &str, address: &str) -> Answer {
    let request = client.request(Method::GET, path).header("x-forwarded-for", address);
    client.send(request).await
}

#[actix_web::test]
async fn photos_of_an_account() {
    let site = site().await;
    let (person, other) = (site.person("하늘").await, site.person("바다").await);
    for _ in 0..20 {
        send_photos(&person.client, 20).await.expect(422);
    }
    too_early(refused!(send_photos(&person.client, 20).await).1, 20);
    send_photos(&other.client, 1).await.expect(422);
    // Stories without photos still pass.
    send_photos(&person.client, 0).await.expect(303);
    site.app.clock.shift(20 * SECOND);
    send_photos(&person.client, 20).await.expect(422);
    refused!(send_photos(&person.client, 20).await);
    site.stop().await;
}

#[actix_web::test]
async fn searches_of_a_visitor_and_of_a_member() {
    let site = site().await;
    let member = site.person("하늘").await;
    let visitor = site.client();
    let (_, late) = flood!(300, 100, ask(&visitor, "/search", "203.0.113.1").await);
    too_early(late, 1);
    let (_, late) = refused!(ask(&site.client(), "/search?q=a", "203.0.113.1").await);
    too_early(late, 1);
    // A logged-in person has a limit of their own, and so has another address.
    ask(&member.client, "/search?q=a", "203.0.113.1").await.expect(200);
    ask(&visitor, "/search?q=a", "203.0.113.2").await.expect(200);
    flood!(1_000, 20, ask(&visitor, "/search/suggest?q=", "203.0.113.1").await);
    site.app.clock.shift(SECOND);
    for _ in 0..10 {
        ask(&visitor, "/search", "203.0.113.1").await.expect(200);
    }
    site.stop().await;
}

#[actix_web::test]
async fn limits_are_swept_and_may_be_turned_off() {
    let site = site().await;
    let person = site.person("하늘").await;
    let story = person.story("글", "public").await;
    say(&person, story, "말").await.expect(303);
    let rows = |site: &Site| count(site, |db| rate_limits::table.count().get_result::<i64>(db));
    assert!(rows(&site) > 0);
    site.app.clock.shift(3_600 * SECOND);
    limits::sweep(&site.app).unwrap();
    assert_eq!(rows(&site), 0);
    site.stop().await;

    let open = Site::start_with(&[("rate_limits", "off")]).await;
    let person = open.person("하늘").await;
    let story = person.story("글", "public").await;
    for _ in 0..70 {
        say(&person, story, "말").await.expect(303);
    }
    assert_eq!(rows(&open), 0);
    open.stop().await;
}

/// Requests that one node let in count at the other.
#[actix_web::test]
async fn two_nodes_count_together() {
    let Some(scratch) = Scratch::new() else {
        return crate::support::skipped("needs PostgreSQL, which two nodes share");
    };
    let dir = tempfile::tempdir().unwrap();
    let serve = |node: &str| {
        let settings = [
            ("database_url", scratch.url.as_str()),
            ("node_id", node),
            ("rate_limits", "on"),
        ];
        Program::serve(&dir.path().join(node), &settings)
    };
    let nodes = [serve("1"), serve("2")];
    let person = sign_up(nodes[0].client(), "하늘").await;
    let story = person.story("글", "public").await;
    let second = person.client.moved_to(&nodes[1].origin);
    let path = format!("/stories/{story}/comments");
    let start = std::time::Instant::now();
    let flood = (0..100).map(|n| {
        let client = if n % 2 == 0 { &person.client } else { &second };
        let path = &path;
        async move { client.post(path, &[("body", "말")]).await.status }
    });
    let statuses = futures_util::future::join_all(flood).await;
    passed(&statuses, 60, 2_000, start);
}
