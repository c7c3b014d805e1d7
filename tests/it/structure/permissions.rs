//! Tries every route as every kind of actor. The routes are read from src/routes.rs; one that is not in the
//! table below fails the build.

use std::collections::BTreeSet;

use reqwest::Method;

use crate::support::Site;

/// The actors that a route admits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Door {
    /// Anyone.
    Open,
    /// Logged-in people; others are sent to log in.
    Member,
    /// Moderators; for everyone else the route does not exist.
    Moderator,
}
use Door::{Member, Moderator, Open};

/// Method, path as registered, and actors. `{…}` is filled with something that does not exist, so an admitted
/// actor may get 404, but never an error page or the response of a closed route.
const TABLE: &[(&str, &str, Door)] = &[
    ("get", "/assets/{version}/{name:.*}", Open),
    ("get", "/media/{photo}/{name}", Open),
    ("get", "/healthz", Open),
    ("get", "/readyz", Open),
    ("get", "/", Open),
    ("get", "/feed/new", Member),
    ("get", "/discover", Open),
    ("get", "/sitemap.xml", Open),
    ("get", "/@{handle}/feed.atom", Open),
    ("get", "/@{handle}", Open),
    ("get", "/search", Open),
    ("get", "/search/suggest", Open),
    ("post", "/search/recent", Member),
    ("post", "/search/recent/delete", Member),
    ("get", "/friends", Member),
    ("post", "/@{handle}/friend/{act}", Member),
    ("post", "/@{handle}/follow", Member),
    ("post", "/@{handle}/unfollow", Member),
    ("post", "/@{handle}/block", Member),
    ("post", "/@{handle}/unblock", Member),
    ("get", "/reports/new", Member),
    ("post", "/reports", Member),
    ("get", "/statements", Member),
    ("get", "/statements/{id}", Member),
    ("post", "/statements/{id}/appeal", Member),
    ("get", "/robots.txt", Open),
    ("get", "/favicon.ico", Open),
    ("get", "/manifest.webmanifest", Open),
    ("get", "/signup", Open),
    ("post", "/signup", Open),
    ("get", "/login", Open),
    ("post", "/login", Open),
    ("post", "/logout", Open),
    ("get", "/shops/new", Member),
    ("post", "/shops", Member),
    ("get", "/shops/{handle}", Member),
    ("get", "/shops/{handle}/profile", Member),
    ("post", "/shops/{handle}/profile", Member),
    ("get", "/shops/{handle}/details", Member),
    ("post", "/shops/{handle}/details", Member),
    ("get", "/shops/{handle}/activity", Member),
    ("get", "/shops/{handle}/photos", Member),
    ("post", "/shops/{handle}/photos", Member),
    ("get", "/settings/photos", Member),
    ("post", "/settings/photos", Member),
    ("get", "/settings", Member),
    ("get", "/settings/profile", Member),
    ("post", "/settings/profile", Member),
    ("get", "/settings/account", Member),
    ("post", "/settings/password", Member),
    ("get", "/settings/close", Member),
    ("post", "/settings/close", Member),
    ("get", "/shops/{handle}/close", Member),
    ("post", "/shops/{handle}/close", Member),
    ("post", "/settings/sessions/end", Member),
    ("get", "/settings/language", Open),
    ("post", "/settings/language", Open),
    ("get", "/notifications", Member),
    ("post", "/notifications/read", Member),
    ("post", "/notifications/{id}/read", Member),
    ("get", "/act-as", Member),
    ("post", "/act-as", Member),
    ("get", "/@{handle}/products", Open),
    ("get", "/shops/{handle}/catalog", Member),
    ("post", "/shops/{handle}/catalog/bulk", Member),
    ("post", "/shops/{handle}/catalog/batches/{id}/undo", Member),
    ("get", "/shops/{handle}/catalog/sections", Member),
    ("post", "/shops/{handle}/catalog/sections", Member),
    ("get", "/shops/{handle}/products/new", Member),
    ("post", "/shops/{handle}/products", Member),
    ("get", "/products/{id}", Open),
    ("get", "/products/{id}/edit", Member),
    ("post", "/products/{id}/edit", Member),
    ("get", "/products/{id}/delete", Member),
    ("post", "/products/{id}/delete", Member),
    ("post", "/products/{id}/restore", Member),
    ("post", "/products/{id}/wish", Member),
    ("get", "/wishes", Member),
    ("get", "/shops/{handle}/catalog.csv", Member),
    ("get", "/shops/{handle}/catalog.tsv", Member),
    ("get", "/shops/{handle}/catalog-sample.csv", Member),
    ("get", "/shops/{handle}/catalog/import", Member),
    ("post", "/shops/{handle}/catalog/import", Member),
    ("get", "/shops/{handle}/catalog/import/{id}", Member),
    ("post", "/shops/{handle}/catalog/import/{id}/columns", Member),
    ("post", "/shops/{handle}/catalog/import/{id}/apply", Member),
    ("post", "/shops/{handle}/catalog/import/{id}/drop", Member),
    ("post", "/shops/{handle}/catalog/import/{id}/undo", Member),
    ("post", "/shops/{handle}/catalog/import/{id}/photos", Member),
    ("get", "/@{handle}/products.xml", Open),
    ("get", "/@{handle}/naver.tsv", Open),
    ("get", "/compose", Member),
    ("post", "/stories", Member),
    ("get", "/stories/{id}", Open),
    ("get", "/stories/{id}/photos/{n}", Open),
    ("get", "/stories/{id}/edit", Member),
    ("post", "/stories/{id}/edit", Member),
    ("get", "/stories/{id}/delete", Member),
    ("post", "/stories/{id}/delete", Member),
    ("post", "/stories/{id}/feeling", Member),
    ("post", "/stories/{id}/up", Member),
    ("post", "/stories/{id}/comments", Member),
    ("post", "/comments/{id}/delete", Member),
    ("get", "/moderation", Moderator),
    ("get", "/moderation/log", Moderator),
    ("get", "/moderation/cases/{id}", Moderator),
    ("post", "/moderation/cases/{id}/act", Moderator),
];

/// Returns every `.route("path", method().to(…))` of the source.
fn registered() -> BTreeSet<(String, String)> {
    let source = include_str!("../../../src/routes.rs")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let mut found = BTreeSet::new();
    for piece in source.split(".route(").skip(1) {
        let path = piece.split('"').nth(1).unwrap();
        let after = &piece[piece.find(path).unwrap() + path.len()..];
        let method = after.trim_start_matches(['"', ',', ' ']).split("()").next().unwrap();
        found.insert((method.trim_start_matches("web::").to_owned(), path.to_owned()));
    }
    found
}

/// Holds SAFETY-W4.
#[test]
fn every_route_is_in_the_table() {
    let table: BTreeSet<(String, String)> = TABLE.iter().map(|(m, p, _)| ((*m).to_owned(), (*p).to_owned())).collect();
    let routes = registered();
    assert!(routes.len() > 20, "the source was read: {routes:?}");
    let missing: Vec<_> = routes.difference(&table).collect();
    let gone: Vec<_> = table.difference(&routes).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "add to the table: {missing:?}; take out of it: {gone:?}"
    );
}

/// Returns a path with its holes filled with something that does not exist.
fn filled(path: &str) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, tail) = after.split_once('}').unwrap();
        out.push_str(match name.split(':').next().unwrap() {
            "handle" => "nobody.here",
            "act" => "request",
            "version" => "0",
            "name" => "nothing.css",
            "file" => "0000-320.jpg",
            _ => "4611686018427387904",
        });
        rest = tail;
    }
    out + rest
}

/// Holds SAFETY-W4 and SAFETY-W6.
#[actix_web::test]
async fn every_door_is_closed_to_those_it_is_closed_to() {
    let site = Site::start().await;
    let visitor = site.client();
    let person = site.person("손님").await;
    let owner = site.person("빵집주인").await;
    site.shop(&owner, "빵집하나").await;
    let moderator = site.moderator().await;
    let mut tried = 0;
    for (method, path, door) in TABLE {
        if *path == "/logout" {
            continue; // tried in sessions.rs; here it would end the session of the actor
        }
        let method: Method = method.to_uppercase().parse().unwrap();
        let path = filled(path);
        for (who, client) in [
            ("visitor", &visitor),
            ("person", &person.client),
            ("owner", &owner.client),
            ("moderator", &moderator.client),
        ] {
            let mut request = client.request(method.clone(), &path);
            if method == Method::POST {
                request = request.form(&[("made", "up")]);
            }
            let answer = client.send(request).await;
            let to_login = answer.status == 303 && answer.location().starts_with("/login");
            let what = format!("{who} {method} {path}: {} {}", answer.status, answer.location());
            assert!(
                answer.status < 500 || answer.status == 503 && path == "/readyz",
                "{what}\n{}",
                answer.body
            );
            match door {
                Open => assert!(!to_login, "{what}"),
                Member => assert_eq!(to_login, who == "visitor", "{what}"),
                Moderator if who == "moderator" => assert!(!to_login, "{what}"),
                Moderator => assert_eq!(answer.status, 404, "{what}"),
            }
            if method != Method::GET && *door != Open {
                // Without its origin the request is refused for everyone, before anything else.
                let bare = client
                    .http
                    .request(method.clone(), format!("{}{path}", client.origin))
                    .form(&[("made", "up")]);
                assert_eq!(bare.send().await.unwrap().status().as_u16(), 403, "{what} without origin");
            }
            tried += 1;
        }
    }
    assert!(tried >= TABLE.len() * 3);
    site.stop().await;
}
