//! A person's wishes.

use actix_web::web;
use askama::Template;
use serde_json::json;

use super::{Chip, address, asked, cursor_text, on, parse_after, ticked};
use crate::access::Member;
use crate::catalog::{ProductCard, actions, queries, url};
use crate::error::AppError;
use crate::web::form::Limits;
use crate::web::request::{Answer, Visit};
use crate::web::{Frame, numbers, paging};

/// `POST /products/{id}/wish` on: true or false
pub async fn wish(visit: Visit<Box<Member>>, path: web::Path<String>, body: web::Payload) -> Answer {
    let form = visit.form(body, Limits::SMALL).await?;
    let id = path.into_inner();
    visit
        .write(move |cx| {
            let id = paging::parse_id(&id)?;
            let on = match form.get("on") {
                "true" => true,
                "false" => false,
                _ => return Err(AppError::Invalid),
            };
            let count = actions::wish(cx.db, &cx.who, id, on)?;
            let answer = json!({ "on": on, "count": count, "count_text": numbers::count(cx.locale(), count) });
            Ok(cx.back(form.get("next"), &url(id)).json(answer))
        })
        .await
}

#[derive(Template)]
#[template(path = "catalog/wishes.html")]
struct WishesPage {
    frame: Frame,
    chips: Vec<Chip>,
    products: Vec<ProductCard>,
    narrowed: bool,
    next: Option<String>,
}

/// `GET /wishes?in_stock=true&on_sale=true&after=`
pub async fn index(visit: Visit<Box<Member>>) -> Answer {
    visit
        .read(move |cx| {
            let (in_stock, on_sale) = (ticked(cx, "in_stock"), ticked(cx, "on_sale"));
            let after = parse_after(&asked(cx, "after"))?;
            let (mut products, next) =
                queries::wishes_of(cx.db, cx.who.account_id, cx.who.eyes(), in_stock, on_sale, cx.now, after)?;
            for card in &mut products {
                card.wished = true;
            }
            let to = |in_stock, on_sale, after: &str| {
                address(
                    "/wishes",
                    &[("in_stock", on(in_stock)), ("on_sale", on(on_sale)), ("after", after)],
                )
            };
            let chip = |words, url, on| Chip { words, url, on };
            let page = WishesPage {
                frame: cx.frame(cx.t.text("wishes-title")).section("wishes"),
                chips: vec![
                    chip(cx.t.text("wishes-all"), to(false, false, ""), !in_stock && !on_sale),
                    chip(cx.t.text("filter-on-sale"), to(in_stock, !on_sale, ""), on_sale),
                    chip(cx.t.text("filter-in-stock"), to(!in_stock, on_sale, ""), in_stock),
                ],
                narrowed: in_stock || on_sale,
                next: next.map(|a| to(in_stock, on_sale, &cursor_text(a))),
                products,
            };
            cx.page(&page)
        })
        .await
}
