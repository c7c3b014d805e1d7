//! Addresses from outside: of clients behind proxies, of hosts, and of pages to go back to.

use reqwest::Method;

use crate::support::Site;

/// Guesses with a new email each time, and returns the statuses.
async fn guesses(site: &Site, lines: &[(&str, &str)], made_up: &str, n: usize) -> Vec<u16> {
    let mut statuses = Vec::new();
    for i in 0..n {
        let client = site.client();
        let mut request = client.request(Method::POST, "/login");
        for (name, line) in lines {
            let line = line.replace("SPOOF", &format!("198.51.{}.{}", i / 200, i % 200));
            let line = line.replace("ROTATE", &format!("{i:x}"));
            request = request.header(*name, line);
        }
        let email = format!("{made_up}{i}@example.kr");
        let request = request.form(&[("email", email.as_str()), ("password", "틀린 비밀번호예요")]);
        statuses.push(client.send(request).await.status);
    }
    statuses
}

/// Holds SAFETY-W9.
#[actix_web::test]
async fn the_limit_by_address_holds_behind_every_proxy() {
    let site = Site::start_with(&[("trusted_proxies", "127.0.0.1")]).await;
    let x = "x-forwarded-for";
    let f = "forwarded";
    let spellings: [&[(&str, &str)]; 14] = [
        &[(x, "SPOOF, 203.0.113.1")],
        // HAProxy adds a line of its own.
        &[(x, "SPOOF"), (x, "203.0.113.2")],
        &[(x, "SPOOF"), (x, "SPOOF, 203.0.113.3")],
        // Azure and others add a port.
        &[(x, "SPOOF, 203.0.113.4:51234")],
        &[(x, "SPOOF, [2001:db8:4::5]:51234")],
        &[(x, "SPOOF, [2001:db8:5::5]")],
        &[(x, "SPOOF, \"2001:db8:6::5\"")],
        &[(x, "SPOOF, ::ffff:203.0.113.6")],
        &[(x, "SPOOF, unknown")],
        &[(x, "SPOOF, _pseudonym")],
        &[(x, "SPOOF, 203.0.113.11, 127.0.0.1")],
        &[(f, "for=SPOOF, for=203.0.113.12;proto=https")],
        &[(f, "for=SPOOF"), (f, "for=\"203.0.113.13:51234\"")],
        &[(f, "for=SPOOF"), (x, "203.0.113.14")],
    ];
    for (n, lines) in spellings.iter().enumerate() {
        let statuses = guesses(&site, lines, &format!("s{n}x"), 24).await;
        let late: Vec<_> = statuses.iter().skip(20).collect();
        assert!(statuses.iter().take(20).all(|s| *s == 422), "{lines:?} {statuses:?}");
        assert!(late.iter().all(|s| **s == 429), "{lines:?} {statuses:?}");
    }
    // An entry that the last proxy left empty does not make an invented address count.
    let statuses = guesses(&site, &[(x, "SPOOF, ")], "empty", 24).await;
    assert_eq!(statuses.last(), Some(&429));
    // The owner of a /48 has many /64 networks, which wait together.
    let statuses = guesses(&site, &[(x, "2001:db8:77:ROTATE::1")], "wide", 104).await;
    assert!(statuses.iter().take(100).all(|s| *s == 422), "{statuses:?}");
    assert!(statuses.iter().skip(100).all(|s| *s == 429), "{statuses:?}");
    site.stop().await;
}

/// Holds SAFETY-W9.
#[actix_web::test]
async fn a_probe_asks_by_any_address_and_pages_by_the_sites_own() {
    let site = Site::start_with(&[("public_url", "https://shop.example.kr")]).await;
    let own = ["10.0.0.5:8080", "127.0.0.1", "localhost:1", "anything.example"];
    for host in own {
        for path in ["/healthz", "/readyz"] {
            let request = site.client().request(Method::GET, path).header("host", host);
            let status = site.client().send(request).await.status;
            assert!([200, 503].contains(&status), "{host}{path}: {status}");
        }
        for path in ["/", "/login", "/healthz/", "/healthz/x", "/assets/0/x.css", "//healthz"] {
            let request = site.client().request(Method::GET, path).header("host", host);
            assert_eq!(site.client().send(request).await.status, 400, "{host}{path}");
        }
    }
    let request = site.client().request(Method::GET, "/login").header("host", "shop.example.kr");
    site.client().send(request).await.expect(200);
    site.stop().await;
}

/// Returns every action that goes back to the page it came from, with its fields.
fn acts(story: i64, product: i64) -> Vec<(String, Vec<(&'static str, String)>)> {
    let on = |value: &str| vec![("on", value.to_owned())];
    let one = |name, value: &str| vec![(name, value.to_owned())];
    vec![
        (format!("/stories/{story}/feeling"), one("kind", "like")),
        (format!("/stories/{story}/up"), on("true")),
        (format!("/products/{product}/wish"), on("true")),
        ("/@귤밭/follow".to_owned(), vec![]),
        ("/@귤밭/unfollow".to_owned(), vec![]),
        ("/@나무/friend/request".to_owned(), vec![]),
        ("/@나무/friend/withdraw".to_owned(), vec![]),
        ("/@나무/block".to_owned(), vec![]),
        ("/@나무/unblock".to_owned(), vec![]),
        ("/act-as".to_owned(), one("account", "바다")),
        ("/settings/language".to_owned(), one("locale", "ko")),
        ("/notifications/read".to_owned(), vec![]),
        ("/search/recent".to_owned(), on("true")),
        ("/search/recent/delete".to_owned(), vec![]),
    ]
}

/// Holds SAFETY-W9.
#[actix_web::test]
async fn no_act_leads_off_the_site() {
    let site = Site::start().await;
    let (reader, other) = (site.person("바다").await, site.person("나무").await);
    let seller = site.person("귤할망").await;
    let shop = site.shop(&seller, "귤밭").await;
    let story = other.story("모두에게", "public").await;
    let fields = [
        ("title", "한라봉"),
        ("price", "12000"),
        ("availability", "in_stock"),
        ("condition", "new"),
    ];
    let made = seller
        .client
        .post_json(&format!("/shops/{}/products", shop.handle), &fields)
        .await;
    let product: i64 = made.expect(200).json()["id"].as_str().unwrap().parse().unwrap();
    let origin = &site.origin;
    let port: u16 = origin.rsplit(':').next().unwrap().parse().unwrap();
    let neighbour = format!("http://127.0.0.1:{}", port ^ 1);
    let pages = [
        format!("{origin}//evil.example/x"),
        format!("{origin}/%2e//evil.example/x"),
        format!("{origin}/..//evil.example/x"),
        format!("{origin}/\\evil.example"),
        format!("{origin}\\\\evil.example/x"),
        format!("{origin}@evil.example/x"),
        format!("{neighbour}/login"),
        format!("http://localhost:{}/phish", port ^ 1),
        "http://localhost/phish".to_owned(),
        format!("{origin}.evil.example/x"),
        "https://evil.example/x".to_owned(),
        "data:text/html,x".to_owned(),
    ];
    let hostile = [
        "//evil.example",
        "/\\evil.example",
        "/.//evil.example",
        "/a/..//evil.example",
        "https://evil.example",
        "/\t/evil.example",
    ];
    for (path, fields) in acts(story, product) {
        let send = |next: Option<&str>, referer: Option<&str>| {
            let mut fields = fields.clone();
            fields.extend(next.map(|n| ("next", n.to_owned())));
            let mut request = reader.client.request(Method::POST, &path).form(&fields);
            if let Some(page) = referer {
                request = request.header("referer", page);
            }
            reader.client.send(request)
        };
        for page in &pages {
            let answer = send(None, Some(page)).await.expect(303);
            let to = answer.location();
            let local = to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\t']);
            assert!(
                local && !to.contains("evil") && !to.contains("phish"),
                "{path} from {page}: {to}"
            );
        }
        for next in hostile {
            let answer = send(Some(next), Some(&format!("{origin}//evil.example"))).await.expect(303);
            let to = answer.location();
            assert!(
                to.starts_with('/') && !to.starts_with("//") && !to.contains("evil"),
                "{path} next {next}: {to}"
            );
        }
    }
    // Addresses of this site are followed, also in Hangul.
    let back = [("locale", "ko"), ("next", "/@하늘?view=list")];
    let answer = reader.client.post("/settings/language", &back).await.expect(303);
    assert_eq!(answer.location(), "/@%ED%95%98%EB%8A%98?view=list");
    let request = reader
        .client
        .request(Method::POST, "/settings/language")
        .form(&[("locale", "ko")]);
    let answer = reader
        .client
        .send(request.header("referer", format!("{origin}/search?q=%EA%B7%A4")))
        .await;
    assert_eq!(answer.expect(303).location(), "/search?q=%EA%B7%A4");
    // The same addresses after a log-in.
    for next in hostile {
        let form = site
            .client()
            .get(&format!("/login?next={}", storyplus::text::encode_component(next)))
            .await;
        form.expect(200);
        let client = site.client();
        let fields = [
            ("email", other.email.as_str()),
            ("password", crate::support::people::PASSWORD),
            ("next", next),
        ];
        assert_eq!(client.post("/login", &fields).await.expect(303).location(), "/", "{next}");
    }
    // A missing page at an address that reads like another host.
    let missing = reader.client.get("//evil.example/phish").await.expect(404);
    assert!(!missing.body.contains("evil.example"), "{}", missing.body);
    site.stop().await;
}
