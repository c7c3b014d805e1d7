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
