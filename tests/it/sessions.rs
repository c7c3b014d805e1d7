//! Log-in and log-out: sessions and their end, the slowdown of guesses, and responses that do not reveal who
//! has an account.

use reqwest::Method;
use storyplus::access::SiteRole;
use storyplus::accounts::{actions, jobs};

use crate::support::people::{PASSWORD, Person};
use crate::support::{Client, Site};

const NEW: &str = "새로 정한 긴 비밀번호";

async fn log_in(site: &Site, person: &Person) -> Client {
    let client = site.client();
    let fields = [("email", person.email.as_str()), ("password", PASSWORD)];
    client.post("/login", &fields).await.expect(303);
    client
}

/// Returns true if the token still belongs to a session.
async fn lives(site: &Site, token: &str) -> bool {
    let client = site.client();
    client.set_cookie("session", token);
    client.get("/settings").await.status == 200
}

/// Holds SAFETY-W5.
#[actix_web::test]
async fn a_token_is_long_hidden_and_new_at_every_log_in() {
    let site = Site::start().await;
    let person = site.person("하늘").await;
    let first = person.client.cookie("session").unwrap();
    assert_eq!(first.len(), 64, "256 bits in hexadecimal");
    let dump = site
        .app
        .db
        .read_now(|db| storyplus::accounts::queries::sessions::of_login(db, 0, 10))
        .unwrap();
    assert!(dump.is_empty());
    // Logging in again from the same browser replaces the session.
    let fields = [("email", person.email.as_str()), ("password", PASSWORD)];
    let answer = person.client.post("/login", &fields).await.expect(303);
    let cookie = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|c| c.to_str().unwrap().to_owned())
        .find(|c| c.starts_with("session="))
        .unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"));
    assert!(!cookie.contains("Secure"), "no TLS here");
    let second = person.client.cookie("session").unwrap();
    assert_ne!(first, second);
    assert!(!lives(&site, &first).await && lives(&site, &second).await);
    // A planted or invented token is worth nothing and is not taken over.
    for planted in ["", "x", &"0".repeat(64), &"가".repeat(100)] {
        let client = site.client();
        client.set_cookie("session", &storyplus::text::encode_component(planted));
        client.post("/login", &fields).await.expect(303);
        assert_ne!(client.cookie("session").unwrap(), planted);
    }
    person.client.post("/logout", &[]).await.expect(303);
    assert!(!lives(&site, &second).await);
    person.client.post("/logout", &[]).await.expect(303);
    site.stop().await;
}

/// Holds SAFETY-W5.
#[actix_web::test]
async fn behind_tls_the_cookie_is_bound_to_the_host() {
    let site = Site::start_with(&[("public_url", "https://story.example")]).await;
    let client = site.client();
    let fields = [
        ("email", "a@example.kr"),
        ("password", PASSWORD),
        ("handle", "하늘"),
        ("display_name", "하늘"),
    ];
    let post = client
        .http
        .post(format!("{}/signup", site.origin))
        .header("host", "story.example")
        .header("origin", "https://story.example")
        .form(&fields);
    let answer = client.send(post).await.expect(303);
    let cookie = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|c| c.to_str().unwrap())
        .find(|c| c.starts_with("__Host-session="))
        .unwrap();
    assert!(cookie.contains("Secure") && cookie.contains("HttpOnly") && !cookie.contains("Domain"));
    site.stop().await;
}

/// Holds SAFETY-W5.
#[actix_web::test]
async fn a_new_password_ends_all_other_sessions() {
    let site = Site::start().await;
    let person = site.person("하늘").await;
    let before = person.client.cookie("session").unwrap();
    let (phone, tablet) = (log_in(&site, &person).await, log_in(&site, &person).await);
    let page = person.client.get("/settings/account").await.expect(200).body;
    assert_eq!(page.matches("class=\"person\"").count(), 3);
    assert_eq!(page.matches("지금 이 기기").count(), 1);
    let wrong = [("current_password", "틀린 비밀번호예요"), ("password", NEW)];
    let answer = person.client.post("/settings/password", &wrong).await.expect(422);
    assert!(answer.body.contains("지금 비밀번호가 맞지 않아요"));
    let weak = [("current_password", PASSWORD), ("password", "12345678")];
    person.client.post("/settings/password", &weak).await.expect(422);
    assert!(lives(&site, &phone.cookie("session").unwrap()).await);

    let right = [("current_password", PASSWORD), ("password", NEW)];
    person.client.post("/settings/password", &right).await.expect(303);
    person.client.get("/settings").await.expect(200);
    assert!(!lives(&site, &before).await, "this session goes on under a new token");
    for other in [phone, tablet] {
        assert!(!lives(&site, &other.cookie("session").unwrap()).await);
    }
    let old = [("email", person.email.as_str()), ("password", PASSWORD)];
    site.client().post("/login", &old).await.expect(422);
    let new = [("email", person.email.as_str()), ("password", NEW)];
    site.client().post("/login", &new).await.expect(303);
    site.stop().await;
}

/// Holds SAFETY-W5.
#[actix_web::test]
async fn one_ends_single_sessions_of_ones_own_only() {
    let site = Site::start().await;
    let (person, other) = (site.person("하늘").await, site.person("바다").await);
    let phone = log_in(&site, &person).await;
    let page = person.client.get("/settings/account").await.expect(200).body;
    let id = page
        .split("name=\"session\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    // Neither somebody else nor a pattern can end it.
    other
        .client
        .post("/settings/sessions/end", &[("session", &id)])
        .await
        .expect(303);
    for made_up in ["%", "_", "________________", "0000", "'"] {
        person
            .client
            .post("/settings/sessions/end", &[("session", made_up)])
            .await
            .expect(404);
    }
    assert!(lives(&site, &phone.cookie("session").unwrap()).await);
    person
        .client
        .post("/settings/sessions/end", &[("session", &id)])
        .await
        .expect(303);
    assert!(!lives(&site, &phone.cookie("session").unwrap()).await);
    let third = log_in(&site, &person).await;
    person.client.post("/settings/sessions/end", &[]).await.expect(303);
    assert!(!lives(&site, &third.cookie("session").unwrap()).await);
    person.client.get("/settings").await.expect(200);
    other.client.get("/settings").await.expect(200);
    site.stop().await;
}

/// Holds SAFETY-W5.
#[actix_web::test]
async fn rights_renew_the_token_a_reset_ends_it() {
    let site = Site::start().await;
    let owner = site.person("주인장").await;
    let before = owner.client.cookie("session").unwrap();
    site.shop(&owner, "오븐하루").await;
    let acting = owner.client.cookie("session").unwrap();
    assert_ne!(before, acting);
    assert!(!lives(&site, &before).await);
    site.promote(&owner, SiteRole::Moderator).await;
    let moderating = owner.client.cookie("session").unwrap();
    assert_ne!(acting, moderating, "the request after it brought a new token");
    assert!(!lives(&site, &acting).await);
    let page = owner.client.get("/act-as").await.expect(200).body;
    assert!(page.contains("is-acting"), "still logged in, still acting as the shop");

    let email = owner.email.clone();
    let hash = storyplus::accounts::passwords::hash_now(site.app.config.password_cost, NEW).unwrap();
    let done = site.app.db.write(move |tx| actions::reset_password(tx, &email, &hash)).await;
    assert!(done.unwrap());
    assert!(!lives(&site, &moderating).await);
    site.client()
        .post("/login", &[("email", &owner.email), ("password", NEW)])
        .await
        .expect(303);
    let nobody = site
        .app
        .db
        .write(|tx| actions::promote(tx, "nobody@example.kr", SiteRole::Admin))
        .await;
    assert!(!nobody.unwrap());
    site.stop().await;
}

/// Holds SAFETY-D6.
#[actix_web::test]
async fn sessions_outlive_a_clock_that_was_set_and_die_of_idleness() {
    const DAY: i64 = 24 * 3600 * 1000;
    let site = Site::start().await;
    let person = site.person("하늘").await;
    let token = person.client.cookie("session").unwrap();
    let shift = |by: i64| {
        site.app
            .db
            .write(move |tx| storyplus::accounts::queries::sessions::shift(tx, by))
    };
    // The machine starts years later, or years earlier.
    for years in [-4 * 365 * DAY, 4 * 365 * DAY] {
        shift(years).await.unwrap();
        let app = site.app.clone();
        storyplus::db::run_blocking(move || jobs::sweep(&app)).await.unwrap();
        assert!(lives(&site, &token).await);
        let seen = site
            .app
            .db
            .read_now(storyplus::accounts::queries::sessions::newest_seen)
            .unwrap()
            .unwrap();
        assert!((site.app.clock.now() - seen).abs() < DAY, "and does not live for ever");
    }
    // An idle session ends while others are in use.
    let active = site.person("바다").await;
    site.app.clock.shift(61 * DAY);
    let fields = [("email", active.email.as_str()), ("password", PASSWORD)];
    active.client.post("/login", &fields).await.expect(303);
    assert!(!lives(&site, &token).await);
    let app = site.app.clone();
    storyplus::db::run_blocking(move || jobs::sweep(&app)).await.unwrap();
    assert!(lives(&site, &active.client.cookie("session").unwrap()).await);
    site.stop().await;
}

#[actix_web::test]
async fn last_seen_is_noted_in_batches() {
    const MINUTE: i64 = 60 * 1000;
    let site = Site::start().await;
    let person = site.person("하늘").await;
    let seen = || {
        site.app
            .db
            .read_now(storyplus::accounts::queries::sessions::newest_seen)
            .unwrap()
            .unwrap()
    };
    let first = seen();
    site.app.clock.shift(11 * MINUTE);
    person.client.get("/settings").await.expect(200);
    assert_eq!(seen(), first, "a page view writes nothing");
    let app = site.app.clone();
    storyplus::db::run_blocking(move || jobs::flush(&app)).await.unwrap();
    assert!(seen() >= first + 11 * MINUTE);
    site.stop().await;
}

/// Holds SAFETY-W8.
#[actix_web::test]
async fn guessing_slows_down_by_account_and_is_forgiven() {
    let site = Site::start().await;
    let person = site.person("하늘").await;
    let wrong = [("email", person.email.as_str()), ("password", "틀린 비밀번호예요")];
    let right = [("email", person.email.as_str()), ("password", PASSWORD)];
    let guesser = site.client();
    for _ in 0..5 {
        guesser.post("/login", &wrong).await.expect(422);
    }
    let slow = guesser.post("/login", &wrong).await.expect(429);
    let wait: u64 = slow.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=2).contains(&wait));
    assert!(
        slow.body.contains(&format!("value=\"{}\"", person.email)),
        "the email typed is kept"
    );
    assert!(guesser.post_json("/login", &wrong).await.expect(429).json()["error"].is_string());
    // The correct password has to wait too, and is let in afterwards.
    guesser.post("/login", &right).await.expect(429);
    // The owner's open session is not touched.
    person.client.get("/settings").await.expect(200);
    site.app.clock.shift(1_100);
    guesser.post("/login", &wrong).await.expect(422);
    site.app.clock.shift(1_100);
    guesser.post("/login", &wrong).await.expect(429);
    site.app.clock.shift(1_000);
    guesser.post("/login", &right).await.expect(303);
    // After the log-in five tries are free again.
    for _ in 0..5 {
        guesser.post("/login", &wrong).await.expect(422);
    }
    guesser.post("/login", &wrong).await.expect(429);
    site.stop().await;
}

/// Holds SAFETY-W8.
#[actix_web::test]
async fn guessing_slows_down_by_address_and_at_once() {
    let site = Site::start_with(&[("trusted_proxies", "127.0.0.1")]).await;
    let person = site.person("하늘").await;
    let from = |address: &'static str, email: String, password: &'static str| {
        let client = site.client();
        async move {
            let request = client
                .request(Method::POST, "/login")
                .header("x-forwarded-for", address)
                .form(&[("email", email.as_str()), ("password", password)]);
            client.send(request).await.status
        }
    };
    // Many guesses at once against one account gain nothing: five are judged, the rest has to wait.
    let burst = (0..12).map(|_| from("203.0.113.1", person.email.clone(), "틀린 비밀번호예요"));
    let statuses = futures_util::future::join_all(burst).await;
    assert_eq!(statuses.iter().filter(|s| **s == 422).count(), 5, "{statuses:?}");
    // One address with a list of emails has to wait after twenty; other addresses do not.
    for n in 0..15 {
        assert_eq!(
            from("203.0.113.1", format!("nobody{n}@example.kr"), "아무 비밀번호나").await,
            422
        );
    }
    assert_eq!(
        from("203.0.113.1", "nobody99@example.kr".into(), "아무 비밀번호나").await,
        429
    );
    assert_eq!(
        from("203.0.113.2", "nobody99@example.kr".into(), "아무 비밀번호나").await,
        422
    );
    // Addresses that the client claims in front of the proxy count for nothing.
    assert_eq!(
        from("198.51.100.9, 203.0.113.1", "nobody98@example.kr".into(), "아무 비밀번호나").await,
        429
    );
    site.stop().await;
}

/// Returns the page without the email that was typed into it and without the parts that always differ.
fn blank(body: &str, email: &str) -> String {
    body.replace(email, "…")
        .lines()
        .filter(|l| !l.contains("문의할 때"))
        .collect()
}

/// Holds SAFETY-W7.
#[actix_web::test]
async fn nobody_learns_who_has_an_account() {
    let site = Site::start().await;
    let person = site.person("하늘").await;
    let (known, unknown) = (person.email.clone(), "nobody@example.kr".to_owned());
    let mut answers = Vec::new();
    for email in [&known, &unknown] {
        let client = site.client();
        let mut pages = Vec::new();
        for _ in 0..6 {
            let answer = client
                .post("/login", &[("email", email), ("password", "틀린 비밀번호예요")])
                .await;
            let mut names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
            names.sort();
            pages.push((answer.status, blank(&answer.body, email), names));
        }
        answers.push(pages);
    }
    assert!(answers[0] == answers[1], "log-in: same status, words, headers, slow-down");

    // Sign-up: the sentence does not give the reason, and appears only if everything else was correct.
    let sign_up = |email: String, handle: &'static str| {
        let client = site.client();
        async move {
            let fields = [
                ("email", email.as_str()),
                ("password", PASSWORD),
                ("handle", handle),
                ("display_name", "새"),
            ];
            client.post("/signup", &fields).await
        }
    };
    let taken = [sign_up(known.clone(), "하늘").await, sign_up(unknown.clone(), "하늘").await];
    assert_eq!(blank(&taken[0].body, &known), blank(&taken[1].body, &unknown));
    let refused = sign_up(known.clone(), "빈이름").await.expect(422);
    assert!(refused.body.contains("이 이메일로는 가입할 수 없어요"));
    assert!(!refused.body.contains("이미 가입"));
    // A list of addresses soon takes long.
    let mut slowed = false;
    for _ in 0..25 {
        slowed |= sign_up(known.clone(), "빈이름").await.status == 429;
    }
    assert!(slowed);
    site.stop().await;
}

/// Holds SAFETY-W7.
#[actix_web::test]
async fn an_unknown_email_takes_as_long_as_a_wrong_password() {
    // At the real cost, since the hash takes most of the time.
    let site = Site::start_with(&[("password_cost", "2")]).await;
    let person = site.person("하늘").await;
    // The fastest of several in turns, since other tests run beside this one.
    let mut quickest = [f64::MAX; 2];
    for _ in 0..4 {
        for (slot, email) in quickest.iter_mut().zip([person.email.as_str(), "nobody@example.kr"]) {
            let client = site.client();
            let start = std::time::Instant::now();
            let fields = [("email", email), ("password", "틀린 비밀번호예요")];
            client.post("/login", &fields).await.expect(422);
            *slot = slot.min(start.elapsed().as_secs_f64());
        }
    }
    let [known, unknown] = quickest;
    assert!(
        (0.5..2.0).contains(&(known / unknown)),
        "known {known} s, unknown {unknown} s"
    );
    assert!(unknown > 0.008, "an unknown email costs a hash too: {unknown} s");
    site.stop().await;
}

/// Holds SAFETY-L4.
#[actix_web::test]
async fn a_flood_of_log_ins_is_sent_away_and_pages_stay_fast() {
    let site = Site::start_with(&[("hashes_at_once", "1"), ("password_cost", "4")]).await;
    let flood = (0..60).map(|n| {
        let client = site.client();
        async move {
            let email = format!("flood{n}@example.kr");
            let fields = [
                ("email", email.as_str()),
                ("password", PASSWORD),
                ("handle", "아무나"),
                ("display_name", "나"),
            ];
            let fields: Vec<_> = fields.into_iter().take(4).collect();
            // Different handles, so that each request hashes a password.
            let handle = format!("아무나{n}");
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(k, v)| (*k, if *k == "handle" { handle.as_str() } else { *v }))
                .collect();
            client.post("/signup", &fields).await
        }
    });
    let page = async {
        let start = std::time::Instant::now();
        site.client().get("/login").await.expect(200);
        start.elapsed()
    };
    let (answers, page) = futures_util::future::join(futures_util::future::join_all(flood), page).await;
    let sent_away: Vec<_> = answers.iter().filter(|a| a.status == 429).collect();
    assert!(!sent_away.is_empty() && sent_away.iter().all(|a| a.headers.contains_key("retry-after")));
    assert!(answers.iter().any(|a| a.status == 303));
    assert!(answers.iter().all(|a| [303, 429].contains(&a.status)));
    assert!(page.as_secs() < 2, "a page took {page:?}");
    site.stop().await;
}

/// Holds SAFETY-W9.
#[actix_web::test]
async fn where_one_goes_after_entering_is_on_this_site() {
    let site = Site::start().await;
    let person = site.person("하늘").await;
    for (next, to) in [
        ("/settings?x=1", "/settings?x=1"),
        ("", "/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/\tevil", "/"),
        ("javascript:alert(1)", "/"),
        ("/login?next=/login", "/"),
    ] {
        let fields = [("email", person.email.as_str()), ("password", PASSWORD), ("next", next)];
        let answer = site.client().post("/login", &fields).await.expect(303);
        assert_eq!(answer.location(), to, "{next:?}");
        let path = format!("/login?next={}", storyplus::text::encode_component(next));
        assert_eq!(person.client.get(&path).await.expect(303).location(), to, "{next:?}");
    }
    site.stop().await;
}

/// Holds SAFETY-W6.
#[actix_web::test]
async fn nothing_changes_from_elsewhere_or_by_looking() {
    let site = Site::start().await;
    let person = site.person("하늘").await;
    for path in [
        "/logout",
        "/settings/password",
        "/settings/sessions/end",
        "/notifications/read",
        "/shops",
    ] {
        let asked = person.client.get(path).await;
        assert!([404, 405].contains(&asked.status), "GET {path} answers {}", asked.status);
        let plain = person.client.http.post(format!("{}{path}", site.origin));
        let cookie = format!("session={}", person.client.cookie("session").unwrap());
        assert_eq!(
            plain.header("cookie", cookie).send().await.unwrap().status(),
            403,
            "neither header: {path}"
        );
    }
    person.client.get("/settings").await.expect(200);
    site.stop().await;
}
