//! The Atom feed of a shop, for feed readers.

use actix_web::web;

use super::queries;
use crate::access::{Actor, Anyone};
use crate::accounts;
use crate::error::AppError;
use crate::stories::{self, card};
use crate::text;
use crate::web::Reply;
use crate::web::format::rfc3339;
use crate::web::request::{Answer, Visit};

pub(super) fn xml(text: &str) -> String {
    text::SafeHtml::escape(text).as_str().to_owned()
}

/// `GET /@{handle}/feed.atom`: the newest public stories, the same for everyone.
pub async fn atom(visit: Visit<Anyone>, path: web::Path<String>) -> Answer {
    visit
        .read(move |cx| {
            let handle = text::Handle::lookup(&path).ok_or(AppError::NotFound)?;
            let account = accounts::queries::by_handle(cx.db, &handle)?.filter(accounts::Account::is_business).ok_or(AppError::NotFound)?;
            let ids = queries::of_author(cx.db, &Actor::Visitor, account.id, i64::MAX, 20)?;
            let cards = card::cards(cx.app, cx.db, &Actor::Visitor, &ids)?;
            let bodies: std::collections::HashMap<i64, String> = stories::queries::bodies(cx.db, &ids)?.into_iter().map(|(id, _, body)| (id, body)).collect();
            let base = &cx.app.config.public_url;
            let url = base.join(&accounts::url(&account.handle));
            let newest = cards.first().map_or(account.created_at, |c| c.created_at);
            let mut out = format!(
                "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>{0}</id><title>{1}</title><link href=\"{0}\"/><link rel=\"self\" href=\"{0}/feed.atom\"/><updated>{2}</updated><author><name>{1}</name></author>",
                xml(&url),
                xml(&account.display_name),
                rfc3339(newest)
            );
            for card in cards {
                let link = base.join(&stories::url(card.id));
                let photos: String = card
                    .pictures
                    .iter()
                    .map(|p| format!("<p><img src=\"{}\" alt=\"{}\"></p>", xml(&base.join(&p.src)), xml(&p.alt)))
                    .collect();
                let html = format!("<p>{}</p>{photos}", card.body.as_str());
                let title = text::excerpt(bodies.get(&card.id).map_or("", String::as_str), 60);
                let title = if title.is_empty() { account.display_name.clone() } else { title };
                out.push_str(&format!(
                    "<entry><id>{0}</id><title>{1}</title><link href=\"{0}\"/><published>{2}</published><updated>{3}</updated><content type=\"html\">{4}</content></entry>",
                    xml(&link),
                    xml(&title),
                    rfc3339(card.created_at),
                    rfc3339(card.edited_at.unwrap_or(card.created_at)),
                    xml(&html)
                ));
            }
            out.push_str("</feed>\n");
            Ok(Reply::Bytes { kind: "application/atom+xml; charset=utf-8", body: out.into_bytes(), cache: "public, max-age=60" })
        })
        .await
}
