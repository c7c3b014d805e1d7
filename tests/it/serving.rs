//! The frame every answer stands in: health, unknown pages, hosts, origins.

use crate::support::Site;

#[actix_web::test]
async fn a_fresh_site_answers_and_knows_its_host() {
    let site = Site::start().await;
    let client = site.client();
    client.get("/healthz").await.expect(200);
    client.get("/readyz").await.expect(200);
    let missing = client.get("/nothing-here").await.expect(404);
    assert!(missing.body.contains("찾을 수 없어요"));
    assert_eq!(missing.headers["x-content-type-options"], "nosniff");
    let strange = client.request(reqwest::Method::GET, "/").header("host", "evil.example");
    client.send(strange).await.expect(400);
    let foreign = client
        .request(reqwest::Method::POST, "/logout")
        .header("origin", "http://evil.example");
    // Two Origin headers: the first is ours, so this one replaces it.
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
    // What is packed already stays as it is.
    let picture = get("img/icon-192.png", "gzip").await.expect(200);
    assert_eq!(picture.headers["content-type"], "image/png");
    site.stop().await;
}
