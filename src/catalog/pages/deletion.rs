//! Deleting a product, restoring it, and the page of one that is gone.

use actix_web::web;
use askama::Template;
use serde_json::json;

use crate::access::Member;
use crate::accounts::{self, AccountCard};
use crate::catalog::queries::{self, DELETED, Product, REMOVED};
use crate::catalog::{actions, studio_url, url};
use crate::db::Db;
use crate::error::AppError;
use crate::web::request::{Answer, Cx, Visit};
use crate::web::{Frame, Reply, paging};

/// Shown to the shop in place of a deleted or removed product: the reason, and the way back.
#[derive(Template)]
#[template(path = "catalog/gone.html")]
struct GonePage {
    frame: Frame,
    title: String,
    /// URL that restores a deleted product; a removal cannot be undone here.
    restore: Option<String>,
    studio: String,
}

#[derive(Template)]
#[template(path = "catalog/confirm_delete.html")]
struct DeletePage {
    frame: Frame,
    title: String,
    action: String,
    cancel: String,
    wishes: i64,
}

/// `GET /products/{id}/delete`
pub async fn confirm_delete(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    let id = path.into_inner();
    visit
        .read(move |cx| {
            let product = actions::own_product(cx.db, &cx.who, paging::parse_id(&id)?)?;
            if !product.stands() {
                return gone(cx, &product);
            }
            let shop = shop_card(cx.db, product.account_id)?;
            let page = DeletePage {
                frame: cx.frame(cx.t.text("product-delete-title")),
                action: format!("{}/delete", url(product.id)),
                cancel: studio_url(&shop.handle),
                wishes: product.wish_count,
                title: product.title,
            };
            cx.page(&page)
        })
        .await
}

/// `POST /products/{id}/delete`
pub async fn delete(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    let id = path.into_inner();
    visit
        .write(move |cx| {
            let product = actions::delete(cx.db, &cx.who, paging::parse_id(&id)?)?;
            let shop = shop_card(cx.db, product.account_id)?;
            let to = format!("{}?deleted={}", studio_url(&shop.handle), product.id);
            Ok(Reply::see(to).json(json!({ "undo": format!("{}/restore", url(product.id)) })))
        })
        .await
}

/// `POST /products/{id}/restore`
pub async fn restore(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    let id = path.into_inner();
    visit
        .write(move |cx| {
            let product = actions::restore(cx.db, &cx.who, paging::parse_id(&id)?)?;
            Ok(Reply::see(after(&product, actions::before(&product))).flash("flash-undone"))
        })
        .await
}

pub fn shop_card(db: &mut Db, shop_id: i64) -> Result<AccountCard, AppError> {
    accounts::queries::cards(db, &[shop_id])?
        .remove(&shop_id)
        .ok_or(AppError::NotFound)
}

/// Returns the URL where its shop sees a product in this state.
pub fn after(product: &Product, state: i32) -> String {
    let here = url(product.id);
    if state == queries::PUBLISHED {
        here
    } else {
        format!("{here}/edit")
    }
}

/// Shows the page that replaces the form of a deleted or removed product.
pub fn gone(cx: &mut Cx<'_, Db, Box<Member>>, product: &Product) -> Result<Reply, AppError> {
    let shop = shop_card(cx.db, product.account_id)?;
    let key = if product.state == REMOVED {
        "product-gone-removed"
    } else {
        "product-gone-deleted"
    };
    let page = GonePage {
        frame: cx.frame(cx.t.text(key)),
        title: product.title.clone(),
        restore: (product.state == DELETED).then(|| format!("{}/restore", url(product.id))),
        studio: studio_url(&shop.handle),
    };
    cx.page(&page)
}
