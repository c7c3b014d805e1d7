//! Everything known of a request before any work: cookies, language, accepted formats, origin. Not
//! here: the actor (access/load.rs reads it with the page's own connection).

use std::net::IpAddr;

use actix_web::http::header::HeaderMap;
use actix_web::{HttpMessage, HttpRequest};

use super::address::Client;
use super::i18n::Locale;
use super::local;
use crate::app::App;

#[derive(Debug, Clone)]
pub struct Meta {
    pub request_id: String,
    /// Path and query; `/` if forms could not lead back to it (`//name`).
    pub here: String,
    pub get: bool,
    pub https: bool,
    pub accepts_gzip: bool,
    pub wants_json: bool,
    pub token: Option<String>,
    pub flash: Option<String>,
    /// `light` or `dark`, if a visitor chose one.
    pub theme: Option<&'static str>,
    /// The page that the request came from, if it was one of ours (`local::path`).
    pub came_from: Option<String>,
    /// The language before the member's setting is known.
    pub locale: Locale,
    pub address: Client,
    /// The browser's User-Agent.
    pub device: String,
    /// The token that a browser stores after somebody logged in with it.
    pub device_token: Option<String>,
}

impl Meta {
    pub fn of(app: &App, req: &HttpRequest) -> Self {
        let header = |name: &str| req.headers().get(name).and_then(|v| v.to_str().ok());
        let https = app.config.public_url.https();
        let cookie = |name: &str| req.cookie(name).map(|c| c.value().to_owned()).filter(|v| !v.is_empty());
        let locale = cookie("locale")
            .and_then(|c| Locale::from_code(&c))
            .unwrap_or_else(|| Locale::negotiate(header("accept-language"), app.config.default_locale));
        Self {
            request_id: req
                .extensions()
                .get::<RequestId>()
                .map_or_else(String::new, |id| id.0.clone()),
            here: req
                .uri()
                .path_and_query()
                .and_then(|p| local::path(p.as_str()))
                .unwrap_or_else(|| "/".to_owned()),
            get: req.method().is_safe(),
            https,
            accepts_gzip: accepts_gzip(req.headers()),
            wants_json: header("accept").is_some_and(|v| v.starts_with("application/json")),
            token: cookie(if https { "__Host-session" } else { "session" }),
            device_token: cookie(if https { "__Host-device" } else { "device" }),
            flash: cookie("flash"),
            theme: cookie("theme").and_then(|t| ["light", "dark"].into_iter().find(|known| *known == t)),
            came_from: header("referer")
                .and_then(|r| app.config.public_url.path_of(r, app.config.bind))
                .and_then(local::path),
            locale,
            address: client_address(app, req),
            device: crate::text::excerpt(&crate::text::clean_line(header("user-agent").unwrap_or("")), 120),
        }
    }

    /// Returns a value of the query, the first if there are several.
    pub fn query(&self, name: &str) -> Option<String> {
        let (_, query) = self.here.split_once('?')?;
        url::form_urlencoded::parse(query.as_bytes())
            .find(|(k, _)| k == name)
            .map(|(_, v)| v.into_owned())
    }
}

/// Returns true if the client accepts gzip; `gzip;q=0` refuses it.
pub fn accepts_gzip(headers: &HeaderMap) -> bool {
    let listed = headers
        .get("accept-encoding")
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    listed.split(',').any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let weight = weight.trim().strip_prefix("q=").unwrap_or("1");
        name.trim() == "gzip" && weight.trim().parse::<f32>().is_ok_and(|q| q > 0.0)
    })
}

/// The id shown on error pages and in the log.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Returns the client that rate limits count.
pub fn client_address(app: &App, req: &HttpRequest) -> Client {
    let peer = req.peer_addr().map_or(IpAddr::from([0, 0, 0, 0]), |a| a.ip());
    Client::of(peer, req.headers(), |address| app.config.trusts(address))
}
