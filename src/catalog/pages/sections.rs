//! A shop's sections: creating, renaming, moving and deleting them.

use actix_web::web;
use askama::Template;

use super::batch_notice::BatchNotice;
use super::steps::carry_on;
use crate::access::Member;
use crate::accounts::Account;
use crate::accounts::studio::Studio;
use crate::catalog::actions::{
    self,
    bulk::Bulked,
    sections::{Change, Refused},
};
use crate::catalog::queries::{Section, sections};
use crate::catalog::rules::{SECTION_MAX, SECTIONS_MAX};
use crate::catalog::{shop_url, studio_url};
use crate::db::Db;
use crate::error::AppError;
use crate::web::form::too_long;
use crate::web::form::{Errors, Form, Limits};
use crate::web::request::{Answer, Visit};
use crate::web::{Frame, Reply, paging};

/// A section with the number of its products in public lists.
pub struct Row {
    pub section: Section,
    pub count: i64,
    /// URL where customers see it.
    pub url: String,
    /// The submitted name if it was refused, else the current one.
    pub typed: String,
}

#[derive(Template)]
#[template(path = "catalog/sections.html")]
struct SectionsPage {
    frame: Frame,
    studio: Studio,
    action: String,
    catalog: String,
    rows: Vec<Row>,
    full: bool,
    /// The effect on the products of a section that was just deleted.
    notice: Option<BatchNotice>,
    form: Form,
    errors: Errors,
}

/// `GET /shops/{handle}/catalog/sections?done=`
pub async fn index(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    let handle = path.into_inner();
    visit
        .read(move |cx| {
            let shop = actions::studio_shop(cx.db, &cx.who, &handle)?;
            let frame = cx.frame(cx.t.text("sections-title")).section("me");
            let mut page = page(cx.db, frame, &cx.who, &shop, Form::default(), Errors::default())?;
            page.notice = BatchNotice::just_done(cx.db, cx.t, &shop, &super::asked(cx, "done"), cx.now)?;
            cx.page(&page)
        })
        .await
}

/// `POST /shops/{handle}/catalog/sections` do (make, rename, up, down, delete), id, name
pub async fn change(visit: Visit<Box<Member>>, path: web::Path<String>, body: web::Payload) -> Answer {
    let handle = path.into_inner();
    let form = visit.form(body, Limits::SMALL).await?;
    let (begun, first) = std::sync::mpsc::channel();
    let answer = visit
        .write(move |cx| {
            let shop = actions::studio_shop(cx.db, &cx.who, &handle)?;
            let name = form.get("name").to_owned();
            let id = || paging::parse_id(form.get("id"));
            let change = match form.get("do") {
                "make" => Change::Make(name),
                "rename" => Change::Rename(id()?, name),
                "up" => Change::Up(id()?),
                "down" => Change::Down(id()?),
                "delete" => Change::Delete(id()?),
                _ => return Err(AppError::Invalid),
            };
            let flash = match &change {
                Change::Make(_) => "flash-section-made",
                Change::Delete(_) => "flash-section-deleted",
                _ => "flash-saved",
            };
            let here = format!("{}/sections", studio_url(&shop.handle));
            let refused = match actions::sections::change(cx.db, &cx.who, shop.id, &change)? {
                Ok(Some(Bulked::Done(Some(batch), _))) => return Ok(Reply::see(format!("{here}?done={batch}"))),
                Ok(Some(Bulked::Begun(batch))) => {
                    // Nobody receives this if the request is gone; a job continues then.
                    let _ = begun.send(batch);
                    return Ok(Reply::see(format!("{here}?done={batch}")));
                }
                Ok(_) => return Ok(Reply::see(here).flash(flash)),
                Err(refused) => refused,
            };
            let label = cx.t.text("section-name");
            let words = match refused {
                Refused::Empty => cx.t.with("form-required", &[("field", label.as_str().into())]),
                Refused::TooLong(count) => too_long(cx.t, &label, SECTION_MAX, count),
                Refused::Taken => cx.t.text("section-taken"),
                Refused::Full => cx.t.with("sections-full", &[("max", SECTIONS_MAX.into())]),
            };
            let field = match &change {
                Change::Rename(id, _) => format!("name-{id}"),
                _ => "name".to_owned(),
            };
            let mut errors = Errors::default();
            errors.add(&field, words);
            let title = cx.t.text("sections-title");
            let title = cx.t.with("form-wrong-title", &[("title", title.as_str().into())]);
            let frame = cx.frame(title).section("me");
            let page = page(cx.db, frame, &cx.who, &shop, form, errors.clone())?;
            cx.invalid(&page, errors)
        })
        .await?;
    if let Ok(batch) = first.try_recv()
        && !answer.status().is_server_error()
    {
        carry_on(&visit, batch).await?;
    }
    Ok(answer)
}

fn page(
    db: &mut Db,
    frame: Frame,
    member: &Member,
    shop: &Account,
    form: Form,
    errors: Errors,
) -> Result<SectionsPage, AppError> {
    let counts = sections::counts(db, shop.id)?;
    let shop_products = shop_url(&shop.handle);
    let renaming = Some(form.get("id")).filter(|_| form.get("do") == "rename");
    let rows: Vec<Row> = sections::of_shop(db, shop.id)?
        .into_iter()
        .map(|section| Row {
            count: counts.get(&section.id).copied().unwrap_or(0),
            url: format!("{shop_products}?section={}", section.id),
            typed: if renaming == Some(section.id.to_string().as_str()) {
                form.get("name").to_owned()
            } else {
                section.name.clone()
            },
            section,
        })
        .collect();
    let role = member.role_in(shop.id).ok_or(AppError::NotFound)?;
    let catalog = studio_url(&shop.handle);
    Ok(SectionsPage {
        frame,
        studio: Studio::new(shop, member, role, "catalog"),
        action: format!("{catalog}/sections"),
        catalog,
        notice: None,
        full: rows.len() >= SECTIONS_MAX,
        rows,
        form,
        errors,
    })
}
