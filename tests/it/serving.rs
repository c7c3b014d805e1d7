//! Every response: health checks, missing pages, hosts, origins, security headers.

use crate::support::Site;

/// Holds SAFETY-W6 and SAFETY-I3.
#[actix_web::test]
async fn a_fresh_site_answers_and_knows_its_host() {
    let site = Site::start().await;
    let client = site.client();
    client.get("/healthz").await.expect(200);
    client.get("/readyz").await.expect(200);
    let missing = client.get("/nothing-here").await.expect(404);
    assert!(missing.body.contains("찾을 수 없어요"));
    assert_eq!(missing.headers["x-content-type-options"], "nosniff");
    let policy = missing.headers["content-security-policy"].to_str().unwrap();
    for part in [
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{part}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(missing.headers["cache-control"], "no-store");
    assert!(!missing.headers.contains_key("server"));
    let strange = client.request(reqwest::Method::GET, "/").header("host", "evil.example");
    client.send(strange).await.expect(400);
    let foreign = client
        .request(reqwest::Method::POST, "/logout")
        .header("origin", "http://evil.example");
    // There are two Origin headers, and the first is ours, so `Sec-Fetch-Site` decides.
    let foreign = foreign.header("sec-fetch-site", "cross-site");
    client.send(foreign).await.expect(403);
    site.stop().await;
}

#[actix_web::test]
async fn stylesheet_scripts_and_icons_come_packed_to_those_who_take_it() {
    let site = Site::start().await;
    let client = site.client();
    let page = client.get("/").await.expect(200).body;
    let folder = page.split("/assets/").nth(1).unwrap().split('/').next().unwrap().to_owned();
    let get = |name: &str, accept: &'static str| {
        let path = format!("/assets/{folder}/{name}");
        let asked = client.request(reqwest::Method::GET, &path).header("accept-encoding", accept);
        client.send(asked)
    };
    for name in ["app.css", "js/suggest.js", "img/icons.svg"] {
        let plain = get(name, "identity").await.expect(200);
        let packed = get(name, "br, gzip;q=0.8").await.expect(200);
        let size = |answer: &crate::support::Answer| answer.headers["content-length"].to_str().unwrap().parse::<usize>().unwrap();
        assert_eq!(packed.headers["content-encoding"], "gzip", "{name}");
        assert!(
            size(&packed) * 2 < size(&plain),
            "{name}: {} of {}",
            size(&packed),
            size(&plain)
        );
        for answer in [plain, get(name, "gzip;q=0").await.expect(200)] {
            assert!(!answer.headers.contains_key("content-encoding"), "{name}");
            assert_eq!(answer.headers["vary"], "Accept-Encoding");
        }
    }
    // Compressed formats are sent as they are.
    let picture = get("img/icon-192.png", "gzip").await.expect(200);
    assert_eq!(picture.headers["content-type"], "image/png");
    site.stop().await;
}
