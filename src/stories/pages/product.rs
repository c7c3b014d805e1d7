//! `GET /products/{id}`: the catalog's page with the stories that show the
//! product, which only this room knows how to filter.

use actix_web::web;

use crate::access::Anyone;
use crate::catalog::pages::{ShownIn, product_page};
use crate::stories::card::cards;
use crate::stories::queries;
use crate::stories::visibility::visible_to;
use crate::web::cursor;
use crate::web::visit::{Answer, Visit};

/// Stories on a product's page.
const STORIES: i64 = 12;

/// GET /products/{id}
pub async fn show(visit: Visit<Anyone>, path: web::Path<String>) -> Answer {
    let id = path.into_inner();
    visit
        .read(move |cx| {
            let id = cursor::parse_id(&id)?;
            let mut page = product_page(cx, id)?;
            let ids = queries::showing_product(cx.db, visible_to(cx.actor), id, STORIES)?;
            page.stories = cards(cx.app, cx.db, cx.actor, &ids)?
                .into_iter()
                .map(|card| ShownIn {
                    words: cx.t.with("story-of", &[("name", card.author.name.as_str().into())]),
                    picture: card.pictures.first().cloned(),
                    url: card.url,
                })
                .collect();
            cx.page(&page)
        })
        .await
}
