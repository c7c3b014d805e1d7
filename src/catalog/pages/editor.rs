//! The form of a product, new or changed, and its deletion.

use actix_web::web;
use askama::Template;
use serde_json::json;

use super::super::actions::{self, Saved};
use super::super::queries::{DELETED, PUBLISHED, Product, REMOVED};
use super::super::rules::{self, Availability, Condition, Mistake, PriceError, Typed};
use super::super::{new_url, studio_url, url};
use crate::access::Member;
use crate::accounts::{self, AccountCard};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::web::form::{Errors, Form, Limits};
use crate::web::i18n::Texts;
use crate::web::visit::{Answer, Cx, Visit};
use crate::web::{Frame, Reply, cursor, format};

/// Ten photos, and the words.
const LIMITS: Limits = Limits {
    body: 210 * 1024 * 1024,
    file: 20 * 1024 * 1024,
};

/// The form with what was typed.
#[derive(Template)]
#[template(path = "catalog/form.html")]
struct ProductForm {
    frame: Frame,
    shop: AccountCard,
    editing: bool,
    action: String,
    cancel: String,
    /// Where it is deleted, once it is there.
    delete: Option<String>,
    form: Form,
    errors: Errors,
}

impl ProductForm {
    fn is(&self, field: &str, value: &str) -> bool {
        self.form.get(field).trim() == value
    }
}

/// A product that is not published, to its shop: why, and what can be done.
#[derive(Template)]
#[template(path = "catalog/gone.html")]
struct Gone {
    frame: Frame,
    title: String,
    /// Where a deletion is undone; a removal is not.
    restore: Option<String>,
    studio: String,
}

#[derive(Template)]
#[template(path = "catalog/delete.html")]
struct Delete {
    frame: Frame,
    title: String,
    action: String,
    cancel: String,
    wishes: i64,
}

/// `GET /shops/{handle}/products/new`
pub async fn new(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    let handle = path.into_inner();
    visit
        .read(move |cx| {
            let shop = actions::studio_shop(cx.db, &cx.who, &handle)?;
            let shop = shop_card(cx.db, shop.id)?;
            cx.page(&page(cx, shop, None, Form::default(), Errors::default()))
        })
        .await
}

/// `POST /shops/{handle}/products`
pub async fn create(visit: Visit<Box<Member>>, path: web::Path<String>, body: web::Payload) -> Answer {
    let handle = path.into_inner();
    let asked = handle.clone();
    admit(&visit, move |db, member| actions::studio_shop(db, member, &asked).map(|_| ())).await?;
    let form = visit.form(body, LIMITS).await?;
    visit
        .write(move |cx| {
            let shop = actions::studio_shop(cx.db, &cx.who, &handle)?;
            let saved = match rules::check(&typed(&form)) {
                Err(wrong) => return again(cx, shop.id, None, form, said(cx.t, &wrong)),
                Ok(draft) => actions::create(cx.db, &cx.who, shop.id, &draft)?,
            };
            finish(cx, shop.id, None, form, saved)
        })
        .await
}

/// `GET /products/{id}/edit`
pub async fn edit(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    let id = path.into_inner();
    visit
        .read(move |cx| {
            let product = actions::own_product(cx.db, &cx.who, cursor::parse_id(&id)?)?;
            if product.state != PUBLISHED {
                return gone(cx, &product);
            }
            let shop = shop_card(cx.db, product.account_id)?;
            cx.page(&page(cx, shop, Some(product.id), filled(&product), Errors::default()))
        })
        .await
}

/// `POST /products/{id}/edit`
pub async fn save(visit: Visit<Box<Member>>, path: web::Path<String>, body: web::Payload) -> Answer {
    let id = path.into_inner();
    let asked = id.clone();
    admit(&visit, move |db, member| {
        actions::own_product(db, member, cursor::parse_id(&asked)?).map(|_| ())
    })
    .await?;
    let form = visit.form(body, LIMITS).await?;
    visit
        .write(move |cx| {
            let id = cursor::parse_id(&id)?;
            let shop_id = actions::own_product(cx.db, &cx.who, id)?.account_id;
            // Another tool may send none; what a form of ours sent and cannot be read is an old one.
            let version = Some(form.get("version")).filter(|v| !v.is_empty());
            let version = version.map(|v| v.parse().unwrap_or(0));
            let saved = match rules::check(&typed(&form)) {
                Err(wrong) => return again(cx, shop_id, Some(id), form, said(cx.t, &wrong)),
                Ok(draft) => actions::edit(cx.db, &cx.who, id, version, &draft)?,
            };
            finish(cx, shop_id, Some(id), form, saved)
        })
        .await
}

/// `GET /products/{id}/delete`
pub async fn confirm_delete(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    let id = path.into_inner();
    visit
        .read(move |cx| {
            let product = actions::own_product(cx.db, &cx.who, cursor::parse_id(&id)?)?;
            if product.state != PUBLISHED {
                return gone(cx, &product);
            }
            let shop = shop_card(cx.db, product.account_id)?;
            let page = Delete {
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
            let product = actions::delete(cx.db, &cx.who, cursor::parse_id(&id)?)?;
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
            let product = actions::restore(cx.db, &cx.who, cursor::parse_id(&id)?)?;
            Ok(Reply::see(url(product.id)).flash("flash-undone"))
        })
        .await
}

/// Asks whether the member may at all, before a large body is read.
async fn admit<F>(visit: &Visit<Box<Member>>, ask: F) -> Result<(), actix_web::Error>
where
    F: FnOnce(&mut Db, &Member) -> Result<(), AppError> + Send + 'static,
{
    let (_, member) = visit.admit().await?;
    let asked = visit.app.db.read(move |db| ask(db, &member)).await;
    asked.map_err(|e| visit.refuse(e))
}

fn shop_card(db: &mut Db, shop_id: i64) -> Result<AccountCard, AppError> {
    accounts::queries::cards(db, &[shop_id])?
        .remove(&shop_id)
        .ok_or(AppError::NotFound)
}

fn page<D, W>(cx: &Cx<'_, D, W>, shop: AccountCard, editing: Option<i64>, form: Form, errors: Errors) -> ProductForm {
    let title = cx.t.text(if editing.is_some() {
        "product-edit-title"
    } else {
        "product-new-title"
    });
    let title = if errors.is_empty() {
        title
    } else {
        cx.t.with("form-error-title", &[("title", title.as_str().into())])
    };
    ProductForm {
        frame: cx.frame(title).section("shops"),
        editing: editing.is_some(),
        delete: editing.map(|id| format!("{}/delete", url(id))),
        action: match editing {
            Some(id) => format!("{}/edit", url(id)),
            None => new_url(&shop.handle).trim_end_matches("/new").to_owned(),
        },
        cancel: studio_url(&shop.handle),
        shop,
        form,
        errors,
    }
}

fn again(
    cx: &mut Cx<'_, Tx<'_>, Box<Member>>,
    shop_id: i64,
    editing: Option<i64>,
    form: Form,
    errors: Errors,
) -> Result<Reply, AppError> {
    let shop = shop_card(cx.db, shop_id)?;
    cx.invalid(&page(cx, shop, editing, form, errors.clone()), errors)
}

fn finish(
    cx: &mut Cx<'_, Tx<'_>, Box<Member>>,
    shop_id: i64,
    editing: Option<i64>,
    mut form: Form,
    saved: Saved,
) -> Result<Reply, AppError> {
    let mut errors = Errors::default();
    match saved {
        Saved::Done(id) => {
            let flash = if editing.is_some() {
                "flash-saved"
            } else {
                "flash-product-created"
            };
            return Ok(Reply::see(url(id)).flash(flash).json(json!({ "id": id.to_string() })));
        }
        Saved::SkuTaken(_, title) => {
            errors.add("sku", cx.t.with("product-sku-taken", &[("title", title.as_str().into())]));
        }
        Saved::ChangedElsewhere(version) => {
            // Sent once more, it is meant.
            form.set("version", version.to_string());
            errors.add("title", cx.t.text("form-changed-elsewhere"));
        }
    }
    again(cx, shop_id, editing, form, errors)
}

fn gone(cx: &mut Cx<'_, Db, Box<Member>>, product: &Product) -> Result<Reply, AppError> {
    let shop = shop_card(cx.db, product.account_id)?;
    let key = if product.state == REMOVED {
        "product-gone-removed"
    } else {
        "product-gone-deleted"
    };
    let page = Gone {
        frame: cx.frame(cx.t.text(key)),
        title: product.title.clone(),
        restore: (product.state == DELETED).then(|| format!("{}/restore", url(product.id))),
        studio: studio_url(&shop.handle),
    };
    cx.page(&page)
}

fn typed(form: &Form) -> Typed<'_> {
    Typed {
        sku: form.get("sku"),
        title: form.get("title"),
        description: form.get("description"),
        price: form.get("price"),
        sale_price: form.get("sale_price"),
        availability: form.get("availability"),
        condition: form.get("condition"),
        brand: form.get("brand"),
        category: form.get("category"),
        link: form.get("link"),
    }
}

fn filled(p: &Product) -> Form {
    let sale_price = p.sale_price.map_or_else(String::new, format::exact);
    Form::filled(&[
        ("version", &p.version.to_string()),
        ("sku", p.sku.as_deref().unwrap_or("")),
        ("title", &p.title),
        ("description", &p.description),
        ("price", &format::exact(p.price)),
        ("sale_price", &sale_price),
        ("availability", &p.availability),
        ("condition", &p.condition),
        ("brand", &p.brand),
        ("category", &p.category),
        ("link", &p.link),
    ])
}

/// The mistakes in the person's words.
fn said(t: &Texts, wrong: &[(&'static str, Mistake)]) -> Errors {
    let mut errors = Errors::default();
    for (field, mistake) in wrong {
        errors.add(field, sentence(t, field, *mistake));
    }
    errors
}

fn sentence(t: &Texts, field: &str, mistake: Mistake) -> String {
    let label = match field {
        "title" => t.text("product-title"),
        "description" => t.text("product-description"),
        "price" => t.text("product-price"),
        "sale_price" => t.text("product-sale-price"),
        "availability" => t.text("product-availability"),
        "condition" => t.text("product-condition"),
        "brand" => t.text("product-brand"),
        "category" => t.text("product-category"),
        "sku" => t.text("product-sku"),
        _ => t.text("product-link"),
    };
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX).into();
    match mistake {
        Mistake::Missing => t.with("form-required", &[("field", label.as_str().into())]),
        Mistake::TooLong { max, count } => t.with(
            "form-too-long",
            &[
                ("field", label.as_str().into()),
                ("max", number(max)),
                ("count", number(count)),
            ],
        ),
        Mistake::Price(PriceError::Negative) => t.with("product-price-negative", &[("field", label.as_str().into())]),
        Mistake::Price(PriceError::Fraction) => t.with("product-price-fraction", &[("field", label.as_str().into())]),
        Mistake::Price(PriceError::TooHigh) => {
            let max = format::won(t.locale(), rules::PRICE_MAX);
            t.with(
                "product-price-too-high",
                &[("field", label.as_str().into()), ("max", max.as_str().into())],
            )
        }
        Mistake::Price(PriceError::Empty | PriceError::NotANumber) => t.with("form-price", &[("field", label.as_str().into())]),
        Mistake::NotLower => t.text("product-sale-not-lower"),
        Mistake::NoChoice => t.with("form-choice", &[("field", label.as_str().into())]),
        Mistake::NoLink => t.with("form-link", &[("field", label.as_str().into())]),
    }
}
