//! Feeds for shopping channels: the catalog as it is at that moment, sent in pieces and never held
//! whole in memory. `If-None-Match` and `If-Modified-Since` are answered with 304 until something
//! changes or a sale begins or ends.

use std::time::{Duration, UNIX_EPOCH};

use actix_web::http::header::{HeaderMap, HttpDate};
use actix_web::{HttpRequest, HttpResponse, web};
use sha2::{Digest, Sha256};

use super::channel_feeds::{self, Item};
use super::queries::{self, ExportedProducts};
use super::stream::{Format, Span, send};
use crate::access::Anyone;
use crate::accounts;
use crate::accounts::queries::Account;
use crate::app::App;
use crate::error::AppError;
use crate::text::Handle;
use crate::text::hex;
use crate::web::request::{Answer, Visit};

/// One feed format.
#[derive(Clone, Copy)]
struct Channel {
    kind: &'static str,
    /// To be raised when the output changes although the catalog does not; part of the ETag.
    edition: &'static str,
    head: fn(&App, &Account) -> String,
    item: fn(&Item, i64) -> Option<String>,
    /// Text after the last product, given the number of products left out.
    end: fn(usize) -> String,
}

const MERCHANT: Channel = Channel {
    kind: "application/xml; charset=utf-8",
    edition: "merchant-2",
    head: merchant_head,
    item: channel_feeds::merchant_item,
    end: channel_feeds::merchant_end,
};

const NAVER: Channel = Channel {
    kind: "text/tab-separated-values; charset=utf-8",
    edition: "ep-2",
    head: |_, _| channel_feeds::ep_head(),
    item: channel_feeds::ep_item,
    end: |_| String::new(),
};

fn merchant_head(app: &App, shop: &Account) -> String {
    let link = app.config.public_url.join(&accounts::url(&shop.handle));
    channel_feeds::merchant_head(&shop.display_name, &link, &shop.bio)
}

/// `GET /@{handle}/products.xml`: Google Merchant product data.
pub async fn merchant(visit: Visit<Anyone>, path: web::Path<String>, req: HttpRequest) -> Answer {
    channel(&visit, path.into_inner(), &req, MERCHANT).await
}

/// `GET /@{handle}/naver.tsv`: Naver shopping EP 3.0.
pub async fn naver(visit: Visit<Anyone>, path: web::Path<String>, req: HttpRequest) -> Answer {
    channel(&visit, path.into_inner(), &req, NAVER).await
}

async fn channel(visit: &Visit<Anyone>, handle: String, req: &HttpRequest, channel: Channel) -> Answer {
    let app = visit.app.clone();
    let now = app.clock.now();
    // The answer is the same for everyone: an open shop as any visitor sees it.
    let found = app.db.read(move |db| {
        let handle = Handle::lookup(&handle).ok_or(AppError::NotFound)?;
        let shop = accounts::queries::by_handle(db, &handle)?
            .filter(Account::is_business)
            .ok_or(AppError::NotFound)?;
        let fresh = queries::freshness(db, shop.id, now)?;
        Ok((shop, fresh))
    });
    let (shop, (changed, turned)) = match found.await {
        Ok(found) => found,
        // Answer as a page would, in the visitor's language.
        Err(error) => return visit.read(move |_| Err(error)).await,
    };
    let modified = changed.max(turned).max(shop.created_at);
    let told = format!(
        "{} {} {changed} {turned} {}",
        channel.edition,
        shop.version,
        app.config.public_url.origin()
    );
    let mut tag = hex(&Sha256::digest(told.as_bytes()));
    tag.truncate(32);
    let tag = format!("\"{tag}\"");
    let known = is_known(req.headers(), &tag, modified);
    let mut answer = if known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    answer.insert_header(("etag", tag));
    answer.insert_header(("last-modified", date(modified).to_string()));
    answer.insert_header(("cache-control", "public, no-cache"));
    if known {
        return Ok(answer.finish());
    }
    let place = app.db.work().heavy_answer().await.map_err(|e| visit.refuse(e))?;
    answer.insert_header(("content-type", channel.kind));
    let format = Written {
        head: (channel.head)(&app, &shop),
        channel,
        left_out: 0,
        now,
    };
    let span = Span {
        shop_id: shop.id,
        which: ExportedProducts::Published,
        after: 0,
        until: i64::MAX,
    };
    Ok(send(app, place, answer, span, format))
}

fn date(ms: i64) -> HttpDate {
    HttpDate::from(UNIX_EPOCH + Duration::from_millis(u64::try_from(ms).unwrap_or(0)))
}

/// Returns true if the client's copy is current. An ETag is more exact than a date, so the date is
/// ignored if there is one.
fn is_known(headers: &HeaderMap, tag: &str, modified: i64) -> bool {
    let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(tags) = header("if-none-match") {
        return tags
            .split(',')
            .map(str::trim)
            .any(|t| t == "*" || t.trim_start_matches("W/") == tag);
    }
    let since = header("if-modified-since").and_then(|v| v.parse::<HttpDate>().ok());
    // HTTP dates have whole seconds only.
    since.is_some_and(|since| date(modified - modified.rem_euclid(1000)) <= since)
}

/// A catalog in one channel's format.
struct Written {
    head: String,
    channel: Channel,
    left_out: usize,
    now: i64,
}

impl Format for Written {
    fn head(&mut self) -> String {
        std::mem::take(&mut self.head)
    }

    fn item(&mut self, out: &mut String, item: &Item) {
        match (self.channel.item)(item, self.now) {
            Some(written) => out.push_str(&written),
            None => self.left_out += 1,
        }
    }

    fn end(&mut self) -> String {
        (self.channel.end)(self.left_out)
    }
}
