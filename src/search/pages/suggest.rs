//! Handlers for suggestions while typing and for recent searches, called by scripts and by the forms of
//! the search page.

use actix_web::web;
use serde_json::{Value, json};

use super::view_parts::Reading;
use crate::access::{Anyone, Member};
use crate::accounts;
use crate::limits;
use crate::search::params::Address;
use crate::search::recent_searches;
use crate::search::suggest::{self, Suggestion, What};
use crate::web::form::Limits;
use crate::web::page;
use crate::web::reply::Reply;
use crate::web::request::{Answer, Visit};

/// `GET /search/suggest?q=`: returns lines for the search box as JSON. Without words, these are the recent
/// searches.
pub async fn suggest(visit: Visit<Anyone>) -> Answer {
    visit
        .read(|cx| {
            limits::spend_reading(cx.app, cx.actor, cx.meta, &limits::rules::SUGGESTIONS)?;
            let typed = cx.meta.query("q").unwrap_or_default();
            let found = suggest::suggest(cx.app, cx.db, cx.actor, &typed)?;
            let items: Vec<Value> = found.iter().map(|line| item(cx, line)).collect();
            let body = json!({
                "items": items,
                "label": cx.t.text(if typed.trim().is_empty() { "search-recent" } else { "search-suggestions" }),
                "status": cx.t.with("search-suggestions-count", &[("n", found.len().into())]),
                "sprite": page::assets().sprite,
            });
            Ok(Reply::of_json(&body))
        })
        .await
}

fn item(cx: &Reading<'_>, line: &Suggestion) -> Value {
    let words = line.words.as_str();
    let (kind, url, note, image) = match &line.what {
        What::Recent => ("recent", Address::of(words).url(), cx.t.text("search-recent-one"), None),
        What::Words => ("words", Address::of(words).url(), String::new(), None),
        What::Tag => ("tag", Address::of(format!("#{words}")).url(), cx.t.text("search-tag"), None),
        What::Shop(hit) => (
            "shop",
            hit.card.url.clone(),
            match accounts::categories::category_name(cx.t, &hit.line.category) {
                category if category.is_empty() => cx.t.text("search-shop"),
                category => format!("{} · {category}", cx.t.text("search-shop")),
            },
            hit.card.avatar.clone(),
        ),
    };
    let place = line.place.unwrap_or_default();
    let part = |from: usize, to: usize| words.get(from..to).unwrap_or_default();
    json!({
        "kind": kind,
        "words": words,
        "parts": [part(0, place.from), part(place.from, place.to), part(place.to, words.len())],
        "url": url,
        "note": note,
        "image": image,
    })
}

/// `POST /search/recent` with `q`: stores words that were typed and sent. `search::recent_searches`
/// explains why this is a separate request.
pub async fn remember(visit: Visit<Box<Member>>, body: web::Payload) -> Answer {
    let form = visit.form(body, Limits::SMALL).await?;
    visit
        .write(move |cx| {
            recent_searches::remember(cx.db, cx.who.account_id, form.get("q"))?;
            Ok(Reply::see("/search"))
        })
        .await
}

/// `POST /search/recent/delete` with `q` or `all=true`: deletes one recent search, or all of them.
pub async fn forget(visit: Visit<Box<Member>>, body: web::Payload) -> Answer {
    let form = visit.form(body, Limits::SMALL).await?;
    visit
        .write(move |cx| {
            match form.get("all") {
                "true" => recent_searches::forget_all(cx.db, cx.who.account_id)?,
                _ => recent_searches::forget(cx.db, cx.who.account_id, form.get("q"))?,
            }
            Ok(Reply::see("/search").flash("flash-search-forgotten"))
        })
        .await
}
