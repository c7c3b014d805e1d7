//! The result of a handler's closure, and its conversion to HTTP. It is rendered and compressed
//! inside the closure (on its thread), and has a known length.

use std::borrow::Cow;
use std::convert::Infallible;
use std::io::Write;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::HttpResponse;
use actix_web::body::{BodySize, MessageBody};
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::StatusCode;
use actix_web::web::Bytes;

use super::form::Errors;
use super::request_meta::Meta;
use crate::work_queue::gate::Permit;

#[derive(Debug)]
pub enum Reply {
    /// A complete page.
    Html { status: u16, body: String },
    /// A redirect (303) to the page that shows the result; `json` is for scripts.
    See {
        to: String,
        /// A key of the locale files.
        flash: Option<Cow<'static, str>>,
        session: Session,
        locale: Option<&'static str>,
        theme: Option<&'static str>,
        json: serde_json::Value,
    },
    /// The form again, with what was typed and the mistakes: 422.
    Invalid { body: String, sentence: String, errors: Errors },
    /// The form again, because it came too early: 429 with the seconds to wait.
    Wait { body: String, sentence: String, seconds: u64 },
    /// Any other content: a feed, a file of the catalog.
    Bytes {
        kind: &'static str,
        body: Vec<u8>,
        cache: &'static str,
    },
}

/// The change to the session cookie.
#[derive(Debug, Default)]
pub enum Session {
    #[default]
    Keep,
    Start(String),
    /// Starts a session after a log-in. The browser also stores `device`, which later identifies it
    /// as known.
    Enter {
        token: String,
        device: String,
    },
    End,
}

impl Reply {
    pub fn see(to: impl Into<String>) -> Self {
        Self::See {
            to: to.into(),
            flash: None,
            session: Session::Keep,
            locale: None,
            theme: None,
            json: serde_json::Value::Null,
        }
    }

    /// An answer for scripts that no cache keeps.
    pub fn of_json(value: &serde_json::Value) -> Self {
        Self::Bytes {
            kind: "application/json",
            body: value.to_string().into_bytes(),
            cache: "no-store",
        }
    }

    /// Adds the message shown on the next page, as a key of the locale files.
    pub fn flash(mut self, key: impl Into<Cow<'static, str>>) -> Self {
        if let Self::See { flash, .. } = &mut self {
            *flash = Some(key.into());
        }
        self
    }

    pub fn session(mut self, change: Session) -> Self {
        if let Self::See { session, .. } = &mut self {
            *session = change;
        }
        self
    }

    pub fn locale(mut self, code: &'static str) -> Self {
        if let Self::See { locale, .. } = &mut self {
            *locale = Some(code);
        }
        self
    }

    /// Sets the theme: `light`, `dark`, or `auto` to follow the device.
    pub fn theme(mut self, code: &'static str) -> Self {
        if let Self::See { theme, .. } = &mut self {
            *theme = Some(code);
        }
        self
    }

    /// Sets what a script that asked for JSON gets beside `location`.
    pub fn json(mut self, value: serde_json::Value) -> Self {
        if let Self::See { json, .. } = &mut self {
            *json = value;
        }
        self
    }
}

/// A reply that is ready to be sent.
#[derive(Clone)]
pub struct Ready {
    pub status: u16,
    pub kind: &'static str,
    pub cache: &'static str,
    pub location: Option<String>,
    /// Seconds, for 429, 503 and 507.
    pub retry_after: Option<u64>,
    /// The methods of this address, for 405.
    pub allow: Option<&'static str>,
    pub gzip: bool,
    pub body: Bytes,
    pub cookies: Vec<Cookie<'static>>,
}

impl Ready {
    pub fn new(reply: Reply, meta: &Meta) -> Self {
        let mut ready = match reply {
            Reply::Html { status, body } => Self::sized(status, "text/html; charset=utf-8", body.into_bytes(), meta),
            Reply::Invalid { body, sentence, errors } => {
                let json = serde_json::json!({ "error": sentence, "fields": errors.to_map() });
                Self::form_again(422, body, &json, meta)
            }
            Reply::Wait { body, sentence, seconds } => {
                let json = serde_json::json!({ "error": sentence, "fields": {} });
                let mut ready = Self::form_again(429, body, &json, meta);
                ready.retry_after = Some(seconds);
                ready
            }
            Reply::Bytes { kind, body, cache } => {
                let mut ready = Self::sized(200, kind, body, meta);
                ready.cache = cache;
                ready
            }
            Reply::See {
                to,
                flash,
                session,
                locale,
                theme,
                json,
            } => {
                let mut ready = Self::location(to, json, meta);
                ready.set_cookies(flash, locale, theme, meta);
                ready.change_session(session, meta);
                ready
            }
        };
        // A flash message is shown once.
        if meta.flash.is_some() && ready.status == 200 && ready.kind.starts_with("text/html") {
            ready.cookies.push(meta.cookie("flash", "", Some(0)));
        }
        ready
    }

    pub fn set_session(&mut self, token: &str, meta: &Meta) {
        // 400 days is the longest that browsers keep a cookie; an unused session ends earlier.
        self.cookies
            .push(meta.cookie(meta.session_cookie(), token, Some(400 * 24 * 3600)));
    }

    /// The form again: the page, or for scripts its mistakes.
    fn form_again(status: u16, body: String, json: &serde_json::Value, meta: &Meta) -> Self {
        if meta.wants_json {
            Self::sized(status, "application/json", json.to_string().into_bytes(), meta)
        } else {
            Self::sized(status, "text/html; charset=utf-8", body.into_bytes(), meta)
        }
    }

    /// The way to the page that shows the result.
    fn location(to: String, json: serde_json::Value, meta: &Meta) -> Self {
        if meta.wants_json {
            let mut value = serde_json::json!({ "ok": true, "location": to });
            if let (Some(all), serde_json::Value::Object(more)) = (value.as_object_mut(), json) {
                all.extend(more);
            }
            Self::sized(200, "application/json", value.to_string().into_bytes(), meta)
        } else {
            let mut ready = Self::sized(303, "text/plain", Vec::new(), meta);
            ready.location = Some(to);
            ready
        }
    }

    fn set_cookies(
        &mut self,
        flash: Option<Cow<'static, str>>,
        locale: Option<&'static str>,
        theme: Option<&'static str>,
        meta: &Meta,
    ) {
        if let Some(key) = flash
            && !meta.wants_json
        {
            self.cookies.push(meta.cookie("flash", &key, Some(60)));
        }
        if let Some(code) = locale {
            self.cookies.push(meta.cookie("locale", code, Some(365 * 24 * 3600)));
        }
        if let Some(code) = theme {
            self.cookies.push(meta.cookie("theme", code, Some(365 * 24 * 3600)));
        }
    }

    fn change_session(&mut self, session: Session, meta: &Meta) {
        match session {
            Session::Keep => {}
            Session::Start(token) => self.set_session(&token, meta),
            Session::Enter { token, device } => {
                self.set_session(&token, meta);
                self.cookies
                    .push(meta.cookie(meta.device_cookie(), &device, Some(400 * 24 * 3600)));
            }
            Session::End => self.cookies.push(meta.cookie(meta.session_cookie(), "", Some(0))),
        }
    }

    fn sized(status: u16, kind: &'static str, body: Vec<u8>, meta: &Meta) -> Self {
        let gzip = meta.accepts_gzip && body.len() > 1024;
        let body = if gzip { compress(&body) } else { body };
        Self {
            status,
            kind,
            cache: "no-store",
            location: None,
            retry_after: None,
            allow: None,
            gzip,
            body: body.into(),
            cookies: Vec::new(),
        }
    }

    pub fn into_response(self) -> HttpResponse {
        self.into_response_holding(None)
    }

    /// Returns the response; the place is given back when the client has received the body.
    pub fn into_response_holding(self, place: Option<Permit>) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut builder = HttpResponse::build(status);
        builder.insert_header(("content-type", self.kind));
        builder.insert_header(("cache-control", self.cache));
        builder.insert_header(("vary", "Accept-Encoding, Accept-Language, Cookie, Accept"));
        if self.gzip {
            builder.insert_header(("content-encoding", "gzip"));
        }
        if let Some(to) = self.location {
            builder.insert_header(("location", to));
        }
        if let Some(seconds) = self.retry_after {
            builder.insert_header(("retry-after", seconds.to_string()));
        }
        if let Some(methods) = self.allow {
            builder.insert_header(("allow", methods));
        }
        for cookie in self.cookies {
            builder.cookie(cookie);
        }
        if place.is_none() && self.body.len() <= SLICE {
            return builder.body(self.body);
        }
        builder.body(Sliced {
            left: self.body,
            _place: place,
        })
    }
}

/// Bytes handed to a connection at a time, so that data a slow client has not read exists only
/// once.
const SLICE: usize = 32 * 1024;

/// A body that is handed out in slices, with a permit that is held until its end.
struct Sliced {
    left: Bytes,
    _place: Option<Permit>,
}

impl MessageBody for Sliced {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(u64::try_from(self.left.len()).unwrap_or(u64::MAX))
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        let left = &mut self.get_mut().left;
        if left.is_empty() {
            return Poll::Ready(None);
        }
        let slice = left.split_to(left.len().min(SLICE));
        Poll::Ready(Some(Ok(slice)))
    }
}

/// Compresses at level 1: a page costs 40 to 55 µs, level 6 three times that.
fn compress(body: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::with_capacity(body.len() / 4), flate2::Compression::fast());
    // Writing into a Vec cannot fail.
    let _ = out.write_all(body);
    out.finish().unwrap_or_default()
}

impl Meta {
    pub fn session_cookie(&self) -> &'static str {
        if self.https { "__Host-session" } else { "session" }
    }

    pub fn device_cookie(&self) -> &'static str {
        if self.https { "__Host-device" } else { "device" }
    }

    pub fn cookie(&self, name: &'static str, value: &str, seconds: Option<i64>) -> Cookie<'static> {
        let mut cookie = Cookie::build(name, value.to_owned())
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.https);
        if let Some(s) = seconds {
            cookie = cookie.max_age(Duration::seconds(s));
        }
        cookie.finish()
    }
}
