//! Addresses beside the pages: health checks, files that browsers and search engines request under
//! fixed names, and the response to unknown addresses.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};

use super::assets;
use super::request::{Answer, Visit};
use crate::access::Anyone;
use crate::app::App;
use crate::db::Unready;
use crate::error::AppError;

/// `GET /healthz`: the process runs. Asks nothing else, so that an unreachable database does not
/// make a supervisor kill a server that could recover.
pub async fn healthz() -> HttpResponse {
    plain("ok")
}

/// `GET /readyz`: the site can be read and written. If not, 503 with a line that tells the operator
/// what to do.
pub async fn readyz(app: web::Data<App>) -> HttpResponse {
    let words = match app.db.ready().await {
        Ok(()) => return plain("ready"),
        Err(Unready::FileMissing(file)) => format!(
            "{file} is no longer the file that this server has open. Nothing is written until it is back. \
             Restart the server: what it acknowledged is saved beside the database and put in place at the start. \
             Its log has more.\n"
        ),
        Err(Unready::NoAnswer) => {
            "The database does not answer. The server tries again by itself; its log says why.\n".to_owned()
        }
        Err(Unready::NoWrites) => {
            "The database takes no writes: is its disk full or read-only? Pages are still read, and the server \
             goes on by itself when there is room. `storyplus doctor` looks closer.\n"
                .to_owned()
        }
    };
    HttpResponse::ServiceUnavailable()
        .insert_header(("content-type", "text/plain; charset=utf-8"))
        .insert_header(("cache-control", "no-store"))
        .insert_header(("retry-after", "5"))
        .body(words)
}

fn plain(words: &'static str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(("content-type", "text/plain; charset=utf-8"))
        .insert_header(("cache-control", "no-store"))
        .body(words)
}

/// `GET /robots.txt`: keeps crawlers off personal and working pages.
pub async fn robots(app: web::Data<App>) -> HttpResponse {
    const PRIVATE: &[&str] = &[
        "/admin",
        "/compose",
        "/friends",
        "/login",
        "/moderation",
        "/notifications",
        "/search",
        "/settings",
        "/shops/",
        "/signup",
        "/wishes",
    ];
    let mut text = String::from("User-agent: *\n");
    for path in PRIVATE {
        text.push_str("Disallow: ");
        text.push_str(path);
        text.push('\n');
    }
    text.push_str(&format!("\nSitemap: {}\n", app.config.public_url.join("/sitemap.xml")));
    HttpResponse::Ok()
        .insert_header(("content-type", "text/plain; charset=utf-8"))
        .insert_header(("cache-control", "public, max-age=86400"))
        .body(text)
}

/// `GET /manifest.webmanifest`: the site as an app on a phone's home screen. Its icons have names
/// that change with their content.
pub async fn manifest(app: web::Data<App>) -> HttpResponse {
    let text = assets::file("img/manifest.webmanifest").unwrap_or_default();
    let mut manifest: serde_json::Value = serde_json::from_slice(text).unwrap_or_default();
    if let Some(all) = manifest.as_object_mut() {
        all.insert("name".into(), app.config.site_name.as_str().into());
        all.insert("short_name".into(), app.config.site_name.as_str().into());
    }
    for icon in manifest.get_mut("icons").and_then(|i| i.as_array_mut()).into_iter().flatten() {
        let name = icon.get("src").and_then(|s| s.as_str()).and_then(|s| s.rsplit('/').next());
        let address = name.map(|n| format!("{}/img/{n}", assets::ASSETS.folder));
        if let (Some(all), Some(address)) = (icon.as_object_mut(), address) {
            all.insert("src".into(), address.into());
        }
    }
    HttpResponse::Ok()
        .insert_header(("content-type", "application/manifest+json"))
        .insert_header(("cache-control", "public, max-age=3600"))
        .body(manifest.to_string())
}

/// `GET /favicon.ico`: for clients that do not read the page's links.
pub async fn favicon() -> HttpResponse {
    match assets::file("img/icon-192.png") {
        Some(bytes) => HttpResponse::Ok()
            .insert_header(("content-type", "image/png"))
            .insert_header(("cache-control", "public, max-age=86400"))
            .body(bytes),
        None => HttpResponse::NotFound().finish(),
    }
}

/// Handles requests without a route: 404, or 405 if the address exists for another method. OPTIONS
/// lists the methods.
pub async fn missing(visit: Visit<Anyone>, req: HttpRequest) -> Answer {
    const METHODS: &str = "GET, HEAD, POST, OPTIONS";
    let known = req.resource_map().has_resource(req.path());
    if known && req.method() == Method::OPTIONS {
        return Ok(HttpResponse::NoContent().insert_header(("allow", METHODS)).finish());
    }
    let allow = match *req.method() {
        Method::GET => "POST, OPTIONS",
        Method::POST => "GET, HEAD, OPTIONS",
        _ => METHODS,
    };
    visit
        .read(move |_| {
            Err(if known {
                AppError::Method { allow }
            } else {
                AppError::NotFound
            })
        })
        .await
}
