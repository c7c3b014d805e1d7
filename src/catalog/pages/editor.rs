//! The form for a new or existing product.

use actix_web::web;
use askama::Template;
use serde_json::json;

use super::deletion::{after, gone, shop_card};
use super::fields::{filled, said, typed};
use crate::access::Member;
use crate::accounts::AccountCard;
use crate::catalog::actions::{self, Saved};
use crate::catalog::queries::{self, Product, sections};
use crate::catalog::rules::{self, Availability, Condition, Draft, Status};
use crate::catalog::{new_url, studio_url, url};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::photos::actions::{attach_photos, prepare};
use crate::photos::{PhotoInput, Prepared, SavedPhoto, SavedPhotos};
use crate::web::form::{Errors, Form, Limits};
use crate::web::i18n::Texts;
use crate::web::request::{Answer, Cx, Visit};
use crate::web::{Frame, Reply, paging};

/// Room for ten photos and the text.
const LIMITS: Limits = Limits {
    body: 210 * 1024 * 1024,
    file: 20 * 1024 * 1024,
};

/// The form, filled with what was typed.
#[derive(Template)]
#[template(path = "catalog/editor.html")]
struct ProductFormPage {
    frame: Frame,
    heading: String,
    shop: AccountCard,
    editing: bool,
    action: String,
    cancel: String,
    /// URL that deletes the product; `None` for a new one.
    delete: Option<String>,
    /// URL of the form for a new variant of it.
    variant: Option<String>,
    /// For a new variant, the id of the product it is based on.
    variant_of: Option<String>,
    /// Names of the shop's sections.
    sections: Vec<String>,
    form: Form,
    photos: PhotoInput,
    errors: Errors,
}

impl ProductFormPage {
    fn is(&self, field: &str, value: &str) -> bool {
        self.form.get(field).trim() == value
    }

    /// Returns true if one of these fields has a value or an error.
    fn says(&self, fields: &[&str]) -> bool {
        let said = |field: &&str| !self.form.get(field).trim().is_empty() || self.errors.of(field).is_some();
        fields.iter().any(said)
    }

    /// Returns true if the section with rarely used fields starts open.
    fn more(&self) -> bool {
        let condition = self.form.get("condition").trim();
        self.says(&["sku", "brand", "link"]) || !matches!(condition, "" | "new") || self.errors.of("condition").is_some()
    }
}

/// `GET /shops/{handle}/products/new?variant_of=`
pub async fn new(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    let handle = path.into_inner();
    visit
        .read(move |cx| {
            let shop = actions::studio_shop(cx.db, &cx.who, &handle)?;
            let form = match cx.meta.query("variant_of") {
                Some(of) => {
                    let of = actions::own_product(cx.db, &cx.who, paging::parse_id(&of)?)?;
                    if of.account_id != shop.id || !of.stands() {
                        return Err(AppError::NotFound);
                    }
                    let mut form = filled(&of, &section_name(cx.db, &of)?);
                    for own in ["version", "sku", "color", "size", "stock"] {
                        form.set(own, "");
                    }
                    form.set("variant_of", of.id.to_string());
                    form
                }
                None => Form::default(),
            };
            let typed = Typing {
                form,
                photos: PhotoInput::new("photos", rules::PHOTOS_MAX, Vec::new()),
            };
            let place = Place::of(cx.db, shop.id, None)?;
            cx.page(&page(cx, place, typed, Errors::default()))
        })
        .await
}

/// `POST /shops/{handle}/products`
pub async fn create(visit: Visit<Box<Member>>, path: web::Path<String>, body: web::Payload) -> Answer {
    let handle = path.into_inner();
    let asked = handle.clone();
    admit(&visit, move |db, member| actions::studio_shop(db, member, &asked).map(|_| ())).await?;
    let mut form = visit.form(body, LIMITS).await?;
    let spent = crate::photos::actions::spend(&visit.app, &visit.meta, &form).await;
    spent.map_err(|e| visit.refuse(e))?;
    let photos = prepare(&visit.app, &mut form, "photos", rules::PHOTOS_MAX).await;
    let photos = photos.map_err(|e| visit.refuse(e))?;
    let key = form.get("key").to_owned();
    visit
        .write_once(&key, move |cx| {
            let shop = actions::studio_shop(cx.db, &cx.who, &handle)?;
            let kept = attach_photos(cx.db, &photos, shop.id, &[])?;
            let (draft, errors) = judge(cx.t, &form, &photos, &kept);
            let typed = Typing::again(form, &photos, &kept, &errors);
            match draft {
                Some(draft) if errors.is_empty() && !photos.rearranged => {
                    let of = match typed.form.get("variant_of") {
                        "" => None,
                        of => Some(paging::parse_id(of)?),
                    };
                    let saved = actions::create(cx.db, &cx.who, shop.id, of, &draft, &pairs(&kept))?;
                    finish(cx, shop.id, None, typed, saved)
                }
                _ => again(cx, shop.id, None, typed, errors),
            }
        })
        .await
}

/// `GET /products/{id}/edit`
pub async fn edit(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    let id = path.into_inner();
    visit
        .read(move |cx| {
            let product = actions::own_product(cx.db, &cx.who, paging::parse_id(&id)?)?;
            if !product.stands() {
                return gone(cx, &product);
            }
            let section = section_name(cx.db, &product)?;
            let pictures = queries::pictures(cx.db, product.id)?.into_iter();
            let photos = pictures.map(|picture| SavedPhoto {
                id: picture.id,
                alt: picture.alt.clone(),
                picture,
            });
            let typed = Typing {
                form: filled(&product, &section),
                photos: PhotoInput::new("photos", rules::PHOTOS_MAX, photos.collect()),
            };
            let place = Place::of(cx.db, product.account_id, Some(product.id))?;
            cx.page(&page(cx, place, typed, Errors::default()))
        })
        .await
}

/// `POST /products/{id}/edit`
pub async fn save(visit: Visit<Box<Member>>, path: web::Path<String>, body: web::Payload) -> Answer {
    let id = path.into_inner();
    let asked = id.clone();
    admit(&visit, move |db, member| {
        actions::own_product(db, member, paging::parse_id(&asked)?).map(|_| ())
    })
    .await?;
    let mut form = visit.form(body, LIMITS).await?;
    let spent = crate::photos::actions::spend(&visit.app, &visit.meta, &form).await;
    spent.map_err(|e| visit.refuse(e))?;
    let photos = prepare(&visit.app, &mut form, "photos", rules::PHOTOS_MAX).await;
    let photos = photos.map_err(|e| visit.refuse(e))?;
    visit
        .write(move |cx| {
            let id = paging::parse_id(&id)?;
            let product = actions::own_product(cx.db, &cx.who, id)?;
            let shop_id = product.account_id;
            let section = section_name(cx.db, &product)?;
            super::fields::keep_unsent(&mut form, &product, &section);
            // Other clients may send no version. One of our forms with an unreadable version counts
            // as outdated.
            let version = Some(form.get("version")).filter(|v| !v.is_empty());
            let version = version.map(|v| v.parse().unwrap_or(0));
            let own: Vec<i64> = queries::pictures(cx.db, id)?.iter().map(|p| p.id).collect();
            let kept = attach_photos(cx.db, &photos, shop_id, &own)?;
            // Our form declares that it shows the photos. A client that does not, and sends none,
            // leaves them unchanged.
            let new_photos = Some(pairs(&kept)).filter(|p| form.has("with_photos") || !p.is_empty());
            let (draft, errors) = judge(cx.t, &form, &photos, &kept);
            let typed = Typing::again(form, &photos, &kept, &errors);
            match draft {
                Some(draft) if errors.is_empty() && !photos.rearranged => {
                    let saved = actions::edit(cx.db, &cx.who, id, version, &draft, new_photos.as_deref())?;
                    finish(cx, shop_id, Some(id), typed, saved)
                }
                _ => again(cx, shop_id, Some(id), typed, errors),
            }
        })
        .await
}

/// Checks the member's permission before a large body is read.
async fn admit<F>(visit: &Visit<Box<Member>>, ask: F) -> Result<(), actix_web::Error>
where
    F: FnOnce(&mut Db, &Member) -> Result<(), AppError> + Send + 'static,
{
    let (_, member) = visit.admit().await?;
    let asked = visit.app.db.read(move |db| ask(db, &member)).await;
    asked.map_err(|e| visit.refuse(e))
}

fn section_name(db: &mut Db, product: &Product) -> Result<String, AppError> {
    let Some(section) = product.section_id else {
        return Ok(String::new());
    };
    let mut names = sections::names(db, product.account_id)?;
    Ok(names.remove(&section).unwrap_or_default())
}

/// The typed form and the photos that came with it.
struct Typing {
    form: Form,
    photos: PhotoInput,
}

impl Typing {
    fn again(form: Form, photos: &Prepared, kept: &SavedPhotos, errors: &Errors) -> Self {
        Self {
            form,
            photos: PhotoInput::again(photos, kept, errors),
        }
    }
}

/// Returns the ids and alt texts of the photos, in order.
fn pairs(kept: &SavedPhotos) -> Vec<(i64, String)> {
    kept.photos.iter().map(|p| (p.id, p.alt.clone())).collect()
}

/// Checks the form. Returns the product if its fields are valid, and all errors, those of photos
/// included.
fn judge(t: &Texts, form: &Form, photos: &Prepared, kept: &SavedPhotos) -> (Option<Draft>, Errors) {
    let mut errors = Errors::default();
    photos.tell(t, &mut errors);
    kept.tell(t, &mut errors, "photos");
    match rules::check(&typed(form)) {
        Ok(draft) => (Some(draft), errors),
        Err(wrong) => {
            errors.0.extend(said(t, &wrong).0);
            (None, errors)
        }
    }
}

/// The shop, its sections, and the product being edited.
struct Place {
    shop: AccountCard,
    sections: Vec<String>,
    editing: Option<i64>,
}

impl Place {
    fn of(db: &mut Db, shop_id: i64, editing: Option<i64>) -> Result<Self, AppError> {
        Ok(Self {
            shop: shop_card(db, shop_id)?,
            sections: sections::of_shop(db, shop_id)?.into_iter().map(|s| s.name).collect(),
            editing,
        })
    }
}

fn page<D, W>(cx: &Cx<'_, D, W>, place: Place, typed: Typing, errors: Errors) -> ProductFormPage {
    let Place { shop, sections, editing } = place;
    let variant_of = Some(typed.form.get("variant_of").to_owned()).filter(|of| !of.is_empty());
    let title = cx.t.text(match (editing, &variant_of) {
        (Some(_), _) => "product-edit-title",
        (None, Some(_)) => "product-variant-title",
        (None, None) => "product-new-title",
    });
    let heading = title.clone();
    let title = if errors.is_empty() {
        title
    } else {
        cx.t.with("form-wrong-title", &[("title", title.as_str().into())])
    };
    ProductFormPage {
        frame: cx.frame(title).section("shops"),
        heading,
        editing: editing.is_some(),
        delete: editing.map(|id| format!("{}/delete", url(id))),
        variant: editing.map(|id| format!("{}?variant_of={id}", new_url(&shop.handle))),
        variant_of,
        sections,
        action: match editing {
            Some(id) => format!("{}/edit", url(id)),
            None => new_url(&shop.handle).trim_end_matches("/new").to_owned(),
        },
        cancel: studio_url(&shop.handle),
        shop,
        form: typed.form,
        photos: typed.photos,
        errors,
    }
}

fn again(
    cx: &mut Cx<'_, Tx<'_>, Box<Member>>,
    shop_id: i64,
    editing: Option<i64>,
    typed: Typing,
    errors: Errors,
) -> Result<Reply, AppError> {
    let place = Place::of(cx.db, shop_id, editing)?;
    cx.invalid(&page(cx, place, typed, errors.clone()), errors)
}

fn finish(
    cx: &mut Cx<'_, Tx<'_>, Box<Member>>,
    shop_id: i64,
    editing: Option<i64>,
    mut typed: Typing,
    saved: Saved,
) -> Result<Reply, AppError> {
    let mut errors = Errors::default();
    match saved {
        Saved::Done(id) => {
            let product = queries::by_id(cx.db, id)?.ok_or(AppError::NotFound)?;
            let flash = match (editing, Status::from_state(product.state)) {
                (Some(_), _) => "flash-saved",
                (None, Some(Status::Draft)) => "flash-product-draft",
                (None, Some(Status::Hidden)) => "flash-product-hidden",
                (None, _) => "flash-product-created",
            };
            return Ok(Reply::see(after(&product, product.state))
                .flash(flash)
                .json(json!({ "id": id.to_string() })));
        }
        Saved::SkuTaken(_, title) => {
            errors.add("sku", cx.t.with("product-sku-taken", &[("title", title.as_str().into())]));
        }
        Saved::SectionsFull => {
            errors.add("section", cx.t.with("sections-full", &[("max", rules::SECTIONS_MAX.into())]));
        }
        Saved::ChangedElsewhere(version) => {
            // Submitting the form again overwrites the other change.
            typed.form.set("version", version.to_string());
            errors.add("title", cx.t.text("form-changed-elsewhere"));
        }
    }
    again(cx, shop_id, editing, typed, errors)
}
