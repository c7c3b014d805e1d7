//! The Atom feed of a shop, for feed readers.

use std::collections::HashMap;

use actix_web::web;
use askama::Template;

use super::queries;
use crate::access::{Actor, Anyone};
use crate::accounts;
use crate::config::PublicUrl;
use crate::error::AppError;
use crate::photos::Picture;
use crate::stories;
use crate::stories::card::{self, StoryCard};
use crate::text::{self, SafeHtml};
use crate::web::Reply;
use crate::web::format::rfc3339;
use crate::web::request::{Answer, Visit};

/// Entries of a feed: the newest.
const ENTRIES: i64 = 20;

#[derive(Template)]
#[template(path = "feed/atom.xml")]
struct AtomFeed {
    url: SafeHtml,
    name: SafeHtml,
    updated: String,
    entries: Vec<AtomEntry>,
}

struct AtomEntry {
    url: SafeHtml,
    title: SafeHtml,
    published: String,
    updated: String,
    /// The story as HTML, escaped once more: it is the text of an element.
    html: SafeHtml,
}

/// `GET /@{handle}/feed.atom`: the newest public stories, the same for everyone.
pub async fn atom(visit: Visit<Anyone>, path: web::Path<String>) -> Answer {
    visit
        .read(move |cx| {
            let handle = text::Handle::lookup(&path).ok_or(AppError::NotFound)?;
            let account = accounts::queries::by_handle(cx.db, &handle)?
                .filter(accounts::Account::is_business)
                .ok_or(AppError::NotFound)?;
            let ids = queries::of_author(cx.db, &Actor::Visitor, account.id, i64::MAX, ENTRIES)?;
            let cards = card::cards(cx.app, cx.db, &Actor::Visitor, &ids)?;
            let bodies = stories::queries::bodies(cx.db, &ids)?;
            let bodies: HashMap<i64, String> = bodies.into_iter().map(|(id, _, body)| (id, body)).collect();
            let base = &cx.app.config.public_url;
            let newest = cards.first().map_or(account.created_at, |c| c.created_at);
            let entries = cards.iter().map(|card| {
                let excerpt = text::excerpt(bodies.get(&card.id).map_or("", String::as_str), 60);
                let title = if excerpt.is_empty() { &account.display_name } else { &excerpt };
                entry(base, card, title)
            });
            let feed = AtomFeed {
                url: SafeHtml::escape(&base.join(&accounts::url(&account.handle))),
                name: SafeHtml::escape(&account.display_name),
                updated: rfc3339(newest),
                entries: entries.collect(),
            };
            let body = feed.render().map_err(AppError::internal)?.into_bytes();
            Ok(Reply::Bytes {
                kind: "application/atom+xml; charset=utf-8",
                body,
                cache: "public, max-age=60",
            })
        })
        .await
}

fn entry(base: &PublicUrl, card: &StoryCard, title: &str) -> AtomEntry {
    let image = |picture: &Picture| {
        let (src, alt) = (SafeHtml::escape(&base.join(&picture.src)), SafeHtml::escape(&picture.alt));
        format!("<p><img src=\"{src}\" alt=\"{alt}\"></p>")
    };
    let photos: String = card.pictures.iter().map(image).collect();
    AtomEntry {
        url: SafeHtml::escape(&base.join(&stories::url(card.id))),
        title: SafeHtml::escape(title),
        published: rfc3339(card.created_at),
        updated: rfc3339(card.edited_at.unwrap_or(card.created_at)),
        html: SafeHtml::escape(&format!("<p>{}</p>{photos}", card.body.as_str())),
    }
}
