//! The middleware around every handler: request id and log span, the check of host and origin,
//! security headers on every response, and a page for a handler that panicked.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, web};
use futures_util::FutureExt;
use tracing::Instrument;

use super::client::client;
use super::request::fail;
use super::request_meta::{Meta, RequestId};
use crate::access::Actor;
use crate::app::App;
use crate::error::AppError;

static COUNTER: AtomicU64 = AtomicU64::new(0);

const POLICY: &str =
    "default-src 'self'; img-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// Wraps every request.
pub async fn guard(
    mut req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let Some(app) = req.app_data::<web::Data<App>>().cloned() else {
        return next.call(req).await.map(ServiceResponse::map_into_boxed_body);
    };
    let id = new_request_id(&app);
    let span = tracing::info_span!("request", request.id = %id, http.method = %req.method(), http.path = %req.path());
    // Handled as GET; actix-web's encoder leaves the body out.
    if req.method() == Method::HEAD {
        req.head_mut().method = Method::GET;
    }
    req.extensions_mut().insert(RequestId(id));
    let meta = Arc::new(Meta::of(&app, req.request()));
    req.extensions_mut().insert(meta.clone());
    let refusal = if !PROBES.contains(&req.path()) && !host_is_known(&app, req.headers()) {
        Some(AppError::BadRequest)
    } else if !req.method().is_safe() && !is_own_origin(&app, req.headers()) {
        Some(AppError::denied("error-origin"))
    } else {
        None
    };
    let done = match refusal {
        Some(error) => {
            let response = fail(&app, &meta, &Actor::Visitor, error).into_response();
            Ok(req.into_response(response))
        }
        None => {
            let handled = client(&app, &meta).scope(next.call(req));
            let handled = AssertUnwindSafe(handled).catch_unwind();
            match handled.instrument(span.clone()).await {
                Ok(done) => done.map(ServiceResponse::map_into_boxed_body),
                // The panic hook has logged it already (src/panics.rs), inside the span.
                Err(_) => Err(panicked(&app, &meta)),
            }
        }
    };
    let mut res = done?;
    let _in = span.enter();
    tracing::debug!(http.status = res.status().as_u16(), "answered");
    secure(&app, res.headers_mut());
    Ok(res)
}

/// Returns the page of status 500 as an error that a middleware may return.
fn panicked(app: &App, meta: &Meta) -> actix_web::Error {
    let page = super::request::words_of(app, meta, &Actor::Visitor, &AppError::internal("panicked"));
    let mut response = page.into_response();
    secure(app, response.headers_mut());
    InternalError::from_response("panicked", response).into()
}

fn secure(app: &App, headers: &mut HeaderMap) {
    let mut set = |name: &'static str, value: &'static str| {
        let name = HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    set("content-security-policy", POLICY);
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "same-origin");
    set("x-frame-options", "DENY");
    set("cross-origin-opener-policy", "same-origin");
    set("permissions-policy", "camera=(), microphone=(), geolocation=()");
    if app.config.public_url.https() {
        set("strict-transport-security", "max-age=31536000");
    }
}

fn new_request_id(app: &App) -> String {
    let n = COUNTER.fetch_add(1, Ordering::Relaxed);
    format!("{:x}-{n:x}", app.clock.now())
}

/// A load balancer requests these by the machine's address, not by the site's name.
const PROBES: [&str; 2] = ["/healthz", "/readyz"];

fn host_is_known(app: &App, headers: &HeaderMap) -> bool {
    let Some(host) = headers.get("host").and_then(|v| v.to_str().ok()) else {
        return true;
    };
    app.config.public_url.accepts_host(host, app.config.bind)
}

/// Returns true if the request comes from this site, by Sec-Fetch-Site, otherwise by Origin. A
/// request without either is refused.
fn is_own_origin(app: &App, headers: &HeaderMap) -> bool {
    let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = header("sec-fetch-site") {
        return site == "same-origin";
    }
    header("origin").is_some_and(|origin| app.config.public_url.is_own(origin, app.config.bind))
}
