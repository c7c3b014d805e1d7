//! SAFETY-W8: a stranger who guesses somebody's password, from any number of addresses and without a pause,
//! locks out neither the owner's own browsers nor the owner's open sessions, nor for long a browser that the
//! owner never used, and does not learn who has an account.

use reqwest::Method;
use storyplus::accounts::rules;

use crate::support::people::{PASSWORD, Person};
use crate::support::{Answer, Client, Site};

const SECOND: i64 = 1000;
const WRONG: &str = "틀린 비밀번호예요";

async fn log_in(client: &Client, address: &str, email: &str, password: &str) -> Answer {
    let request = client.request(Method::POST, "/login").header("x-forwarded-for", address);
    client.send(request.form(&[("email", email), ("password", password)])).await
}

fn retry_after(answer: &Answer) -> i64 {
    answer.headers["retry-after"].to_str().unwrap().parse().unwrap()
}

/// A stranger who guesses from a new address each time.
struct Stranger(u32);

impl Stranger {
    async fn guess(&mut self, site: &Site, email: &str) -> Answer {
        self.0 += 1;
        let address = format!("198.{}.{}.{}", self.0 / 65_536, self.0 / 256 % 256, self.0 % 256);
        log_in(&site.client(), &address, email, WRONG).await
    }

    /// Guesses until the wait for the email is as long as it can be.
    async fn lock(&mut self, site: &Site, email: &str) {
        for _ in 0..rules::FREE_FOR_EMAIL + 10 {
            while self.guess(site, email).await.status == 429 {
                site.app.clock.shift(rules::WAIT_MAX_EMAIL_MS + SECOND);
            }
        }
        assert_eq!(self.guess(site, email).await.status, 429);
    }
}

async fn site() -> Site {
    Site::start_with(&[("trusted_proxies", "127.0.0.1")]).await
}

async fn owner(site: &Site) -> Person {
    site.person("하늘").await
}

#[actix_web::test]
async fn a_known_browser_gets_in_at_every_moment_of_an_attack() {
    let site = site().await;
    let owner = owner(&site).await;
    owner.client.post("/logout", &[]).await.expect(303);
    let mut stranger = Stranger(0);
    stranger.lock(&site, &owner.email).await;
    for minute in 0..34 {
        // The stranger comes as soon as the wait is over, each time from another address.
        stranger.guess(&site, &owner.email).await;
        // The owner travels: the browser is known, the address is not.
        let address = format!("203.0.113.{minute}");
        log_in(&owner.client, &address, &owner.email, PASSWORD).await.expect(303);
        owner.client.get("/settings").await.expect(200);
        owner.client.post("/logout", &[]).await.expect(303);
        site.app.clock.shift(60 * SECOND);
    }
    // The same from an address whose free tries the stranger has used up.
    let used_up = "192.0.2.1";
    for n in 0..rules::FREE_FOR_ADDRESS + 1 {
        log_in(&site.client(), used_up, &format!("nobody{n}@example.kr"), WRONG).await;
    }
    log_in(&site.client(), used_up, "nobody@example.kr", WRONG).await.expect(429);
    log_in(&owner.client, used_up, &owner.email, PASSWORD).await.expect(303);
    site.stop().await;
}

#[actix_web::test]
async fn a_known_address_gets_in_without_the_browsers_cookie() {
    let site = site().await;
    let owner = owner(&site).await;
    log_in(&site.client(), "203.0.113.7", &owner.email, PASSWORD)
        .await
        .expect(303);
    let mut stranger = Stranger(0);
    stranger.lock(&site, &owner.email).await;
    log_in(&site.client(), "203.0.113.7", &owner.email, PASSWORD)
        .await
        .expect(303);
    // Guesses from there are counted there, and have to wait like any other.
    for _ in 0..rules::FREE_FOR_EMAIL {
        log_in(&site.client(), "203.0.113.7", &owner.email, WRONG).await.expect(422);
    }
    log_in(&site.client(), "203.0.113.7", &owner.email, WRONG).await.expect(429);
    site.stop().await;
}

#[actix_web::test]
async fn a_new_browser_gets_in_within_minutes_whatever_the_stranger_does() {
    let site = site().await;
    let owner = owner(&site).await;
    let mut stranger = Stranger(0);
    stranger.lock(&site, &owner.email).await;
    let newcomer = site.client();
    let mut waited = 0;
    let mut tries = 0;
    loop {
        tries += 1;
        let answer = log_in(&newcomer, "203.0.113.9", &owner.email, PASSWORD).await;
        if answer.status == 303 {
            break;
        }
        let wait = retry_after(&answer.expect(429));
        assert!(tries < 4 && waited < 600, "after {waited} seconds");
        // The stranger comes at the moment the wait is over, and before the newcomer.
        for _ in 0..wait + 2 {
            site.app.clock.shift(SECOND);
            if waited % 5 == 0 {
                stranger.guess(&site, &owner.email).await;
            }
            waited += 1;
        }
    }
    assert!(waited <= 300, "{waited} seconds");
    site.stop().await;
}

#[actix_web::test]
async fn all_strangers_together_guess_no_faster_than_a_turn_a_minute() {
    let site = site().await;
    let owner = owner(&site).await;
    let mut stranger = Stranger(0);
    stranger.lock(&site, &owner.email).await;
    // Sixty addresses, each of which comes back when it is told to.
    let mut judged = 0;
    for _ in 0..60 {
        for n in 0..30 {
            let address = format!("192.0.2.{n}");
            if log_in(&site.client(), &address, &owner.email, WRONG).await.status == 422 {
                judged += 1;
            }
        }
        site.app.clock.shift(20 * SECOND);
    }
    // Twenty minutes.
    assert!((1..=25).contains(&judged), "{judged}");
    site.stop().await;
}

#[actix_web::test]
async fn forms_of_an_open_session_do_not_wait_for_strangers() {
    let site = site().await;
    let owner = owner(&site).await;
    let mut stranger = Stranger(0);
    stranger.lock(&site, &owner.email).await;
    // Also if the free tries of the owner's own address are used up.
    for n in 0..rules::FREE_FOR_ADDRESS + 1 {
        let fields = [("email", format!("nobody{n}@example.kr")), ("password", WRONG.to_owned())];
        let request = site.client().request(Method::POST, "/login").form(&fields);
        site.client().send(request).await;
    }
    let change = |from: &'static str, to: &'static str| {
        let fields = [("current_password", from), ("password", to)];
        let client = &owner.client;
        async move { client.post("/settings/password", &fields).await }
    };
    const NEW: &str = "가을 밤 긴 노래 하나";
    change(PASSWORD, NEW).await.expect(303);
    // Such forms have a limit of their own: somebody who found the browser open cannot guess forever.
    for _ in 0..rules::FREE_FOR_EMAIL {
        change(WRONG, PASSWORD).await.expect(422);
    }
    change(NEW, PASSWORD).await.expect(429);
    owner
        .client
        .post("/settings/close", &[("current_password", WRONG)])
        .await
        .expect(429);
    site.app.clock.shift(2 * SECOND);
    owner
        .client
        .post("/settings/close", &[("current_password", NEW)])
        .await
        .expect(303);
    site.stop().await;
}

#[actix_web::test]
async fn an_attack_does_not_tell_who_has_an_account() {
    let site = site().await;
    let owner = owner(&site).await;
    let script = |email: String| {
        let site = &site;
        async move {
            let mut seen = Vec::new();
            for n in 0..40 {
                let address = format!("192.0.2.{}", n % 7);
                let answer = log_in(&site.client(), &address, &email, WRONG).await;
                let wait = answer.headers.get("retry-after").cloned();
                let cookies = answer.headers.get_all("set-cookie").iter().count();
                seen.push((answer.status, wait, cookies));
                site.app.clock.shift(7 * SECOND);
            }
            seen
        }
    };
    let (known, unknown) = (
        script(owner.email.clone()).await,
        script("nobody@example.kr".to_owned()).await,
    );
    assert_eq!(known, unknown);
    assert!(known.iter().any(|(status, ..)| *status == 429));
    site.stop().await;
}
