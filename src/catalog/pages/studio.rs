//! A shop's own list of its products.

use actix_web::web;
use askama::Template;

use super::super::queries::studio::{Filter, Shelf};
use super::super::queries::{self, DELETED, REMOVED};
use super::super::rules::{Availability, Offer, Status};
use super::super::{actions, new_url, studio_url, url};
use super::{address, asked};
use crate::access::Member;
use crate::accounts::pages::studio::Studio;
use crate::error::AppError;
use crate::photos::Picture;
use crate::web::visit::{Answer, Visit};
use crate::web::{Frame, cursor};

/// The state of a product as the list says it: the class of its badge, and its words.
pub struct Badge {
    pub class: &'static str,
    pub words: String,
}

pub struct Row {
    pub id: i64,
    /// What the addresses of its acts begin with.
    pub base: String,
    /// The product's page, or its form where nobody else sees it.
    pub url: String,
    pub title: String,
    pub sku: Option<String>,
    pub picture: Option<Picture>,
    pub offer: Offer,
    pub badge: Badge,
    pub deleted: bool,
    pub removed: bool,
    pub wishes: i64,
    pub updated_at: i64,
}

/// A choice of the filter: value, words, whether it is chosen.
pub struct Choice {
    pub value: &'static str,
    pub words: String,
    pub on: bool,
}

#[derive(Template)]
#[template(path = "catalog/studio.html")]
struct StudioPage {
    frame: Frame,
    studio: Studio,
    count: i64,
    action: String,
    new: String,
    shop_products: String,
    words: String,
    choices: Vec<Choice>,
    rows: Vec<Row>,
    narrowed: bool,
    /// Address and title of the product that was deleted just now, for the undo line.
    undo: Option<(String, String)>,
    next: Option<String>,
}

/// `GET /shops/{handle}/catalog?q=&state=&after=&deleted=`
pub async fn index(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    let handle = path.into_inner();
    visit
        .read(move |cx| {
            let shop = actions::studio_shop(cx.db, &cx.who, &handle)?;
            let words = crate::text::excerpt(&asked(cx, "q"), 100);
            let asked_state = asked(cx, "state");
            let filter = Filter {
                words: words.clone(),
                shelf: Shelf::from_code(&asked_state),
                availability: Availability::from_code(&asked_state),
                ..Filter::default()
            };
            let shelf = filter.shelf;
            let after = cursor::parse(cx.meta.query("after").as_deref())?;
            let mut products = queries::studio::list(cx.db, shop.id, &filter, after)?;
            let next = cursor::cut(&mut products, |p| p.id);
            let ids: Vec<i64> = products.iter().map(|p| p.id).collect();
            let mut covers = queries::covers(cx.db, &ids)?;
            let undo = match cursor::parse_id(&asked(cx, "deleted")) {
                Ok(id) => queries::by_id(cx.db, id)?
                    .filter(|p| p.account_id == shop.id && p.state == DELETED)
                    .map(|p| (url(p.id), p.title)),
                Err(_) => None,
            };
            let t = cx.t;
            let badge = |p: &queries::Product| match (p.state, Availability::from_code(&p.availability)) {
                (queries::DRAFT | queries::HIDDEN, _) => {
                    ("state-warn", t.text(Status::from_state(p.state).map_or("", Status::key)))
                }
                (DELETED, _) => ("", t.text("product-state-deleted")),
                (REMOVED, _) => ("state-stop", t.text("product-state-removed")),
                (_, Some(Availability::OutOfStock)) => ("state-stop", t.text("availability-out_of_stock")),
                (_, Some(Availability::InStock) | None) => ("state-ok", t.text("availability-in_stock")),
                (_, Some(a)) => ("state-warn", t.text(a.key())),
            };
            let rows = products
                .into_iter()
                .map(|p| {
                    let (class, words) = badge(&p);
                    Row {
                        id: p.id,
                        base: url(p.id),
                        url: if p.state == queries::PUBLISHED {
                            url(p.id)
                        } else {
                            format!("{}/edit", url(p.id))
                        },
                        picture: covers.remove(&p.id),
                        offer: p.offer(),
                        badge: Badge { class, words },
                        deleted: p.state == DELETED,
                        removed: p.state == REMOVED,
                        title: p.title,
                        sku: p.sku,
                        wishes: p.wish_count,
                        updated_at: p.updated_at,
                    }
                })
                .collect();
            let mut choices = vec![(
                "",
                t.text("studio-state-all"),
                shelf == Shelf::All && filter.availability.is_none(),
            )];
            choices.extend(Availability::ALL.map(|a| (a.code(), t.text(a.key()), filter.availability == Some(a))));
            choices.extend(Status::ALL.map(|s| (s.code(), t.text(s.key()), shelf == Shelf::Status(s))));
            choices.push(("deleted", t.text("product-state-deleted"), shelf == Shelf::Deleted));
            choices.push(("removed", t.text("product-state-removed"), shelf == Shelf::Removed));
            let choices: Vec<Choice> = choices
                .into_iter()
                .map(|(value, words, on)| Choice { value, words, on })
                .collect();
            let state = choices.iter().find(|c| c.on).map_or("", |c| c.value);
            let action = studio_url(&shop.handle);
            let role = cx.who.role_in(shop.id).ok_or(AppError::NotFound)?;
            let page = StudioPage {
                studio: Studio::new(&shop, &cx.who, role, "catalog"),
                frame: cx.frame(t.text("studio-catalog-title")).section("me"),
                count: shop.product_count,
                new: new_url(&shop.handle),
                shop_products: super::super::shop_url(&shop.handle),
                narrowed: !words.is_empty() || !state.is_empty(),
                next: next.map(|id| address(&action, &[("q", &words), ("state", state), ("after", &id.to_string())])),
                action,
                words,
                choices,
                rows,
                undo,
            };
            cx.page(&page)
        })
        .await
}
