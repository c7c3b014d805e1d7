//! Bulk actions on many products, and undo.

use std::collections::HashSet;

use actix_web::web;
use serde_json::json;

use super::product_list::{ListPageInput, ListParams};
use super::steps::carry_on;
use crate::access::Member;
use crate::accounts::Account;
use crate::catalog::actions;
use crate::catalog::actions::bulk::{Act, Bulked, Chosen};
use crate::catalog::batches::progress::Tally;
use crate::catalog::batches::steps::STEP;
use crate::catalog::batches::{self, Undo, Undone};
use crate::catalog::rules::{self, Availability, Edge, Mistake, PriceError, Status};
use crate::catalog::{queries, studio_url, undo_url};
use crate::db::Tx;
use crate::error::AppError;
use crate::web::form::{Errors, Form, Limits};
use crate::web::i18n::Texts;
use crate::web::request::{Answer, Cx, Visit};
use crate::web::{Reply, paging};

/// Maximum number of products that can be picked one by one, since a form has few more fields. For
/// more, all products that match a filter can be picked.
const PICKED_MAX: usize = 150;
/// Percentages by which prices can be raised or lowered.
const PERCENT: std::ops::RangeInclusive<i64> = -90..=500;

/// `POST /shops/{handle}/catalog/bulk` ids*, every, act, value, sale_from, sale_until, and the filter
///
/// `every` is the number of products that matched the filter when the person saw it. The action
/// then applies to all of them, on this page or not; it is refused if the number has changed since.
pub async fn bulk(visit: Visit<Box<Member>>, path: web::Path<String>, body: web::Payload) -> Answer {
    let handle = path.into_inner();
    let form = visit.form(body, Limits::SMALL).await?;
    let (begun, first) = std::sync::mpsc::channel();
    let answer = visit
        .write(move |cx| {
            let shop = actions::studio_shop(cx.db, &cx.who, &handle)?;
            let asked = ListParams::read(|name| form.get(name).to_owned());
            let mut errors = Errors::default();
            let picked = picked(cx.t, &form, &mut errors);
            let act = read(cx.t, &form, &mut errors);
            let (Some(act), true) = (act, errors.is_empty()) else {
                return again(cx, &shop, asked, form, picked, errors);
            };
            let chosen = match form.get("every") {
                "" => Chosen::These(picked.clone()),
                told => {
                    let sections = queries::sections::of_shop(cx.db, shop.id)?;
                    Chosen::Every(asked.filter(&sections), told.parse().unwrap_or(-1))
                }
            };
            let base = studio_url(&shop.handle);
            let to = |batch: Option<i64>| match batch {
                Some(id) => asked.address(&base, &asked.after, ("done", &id.to_string())),
                None => asked.address(&base, &asked.after, ("", "")),
            };
            match actions::bulk::begin(cx.db, &cx.who, shop.id, &chosen, &act, STEP)? {
                Bulked::Done(batch, tally) => Ok(told(&shop.handle, batch, tally, to(batch))),
                Bulked::Begun(id) => {
                    let rest = Rest {
                        batch: id,
                        handle: shop.handle.clone(),
                        to: [to(Some(id)), to(None)],
                    };
                    let shown = Reply::see(to(Some(id)));
                    // Nobody receives this if the request is gone; a job continues then.
                    let _ = begun.send(rest);
                    Ok(shown)
                }
                Bulked::Others(there) => {
                    errors.add("every", cx.t.with("bulk-every-others", &[("n", there.into())]));
                    again(cx, &shop, asked, form, picked, errors)
                }
            }
        })
        .await?;
    match first.try_recv() {
        // Only if the first step was committed.
        Ok(rest) if !answer.status().is_server_error() => rest.go_on(&visit).await,
        _ => Ok(answer),
    }
}

/// The remaining steps of a bulk action whose first step is done.
struct Rest {
    batch: i64,
    handle: String,
    /// URLs of the list: with the result, and without if nothing changed.
    to: [String; 2],
}

impl Rest {
    /// Does the remaining steps and answers with the result.
    async fn go_on(self, visit: &Visit<Box<Member>>) -> Answer {
        let tally = carry_on(visit, self.batch).await?;
        visit
            .read(move |cx| {
                let tally = match tally {
                    Some(tally) => tally,
                    // A job did the last step.
                    None => {
                        let batch = batches::queries::by_id(cx.db, self.batch)?;
                        let kept = batch.and_then(|batch| serde_json::from_str(&batch.options).ok());
                        kept.unwrap_or_default()
                    }
                };
                let batch = (tally.changed > 0).then_some(self.batch);
                let [some, none] = self.to;
                let to = if batch.is_some() { some } else { none };
                Ok(told(&self.handle, batch, tally, to))
            })
            .await
    }
}

/// Redirects to the list; scripts get the result as JSON.
fn told(handle: &str, batch: Option<i64>, tally: Tally, to: String) -> Reply {
    let done = json!({
        "changed": tally.changed,
        "skipped": tally.skipped,
        "batch": batch.map(|id| id.to_string()),
        "undo": batch.map(|id| undo_url(handle, id)),
    });
    let reply = Reply::see(to);
    match batch {
        Some(_) => reply,
        None => reply.flash("flash-bulk-nothing"),
    }
    .json(done)
}

/// Returns the products that were picked one by one.
fn picked(t: &Texts, form: &Form, errors: &mut Errors) -> Vec<i64> {
    let ids: Vec<i64> = form.all("ids").filter_map(|id| paging::parse_id(id).ok()).collect();
    if form.get("every").is_empty() {
        if ids.is_empty() {
            errors.add("bulk-act", t.text("bulk-none-picked"));
        } else if ids.len() > PICKED_MAX {
            errors.add("bulk-act", t.with("bulk-too-many-picked", &[("max", PICKED_MAX.into())]));
        }
    }
    ids
}

/// Shows the list again with everything that was picked and typed.
fn again(
    cx: &mut Cx<'_, Tx<'_>, Box<Member>>,
    shop: &Account,
    asked: ListParams,
    form: Form,
    picked: Vec<i64>,
    errors: Errors,
) -> Result<Reply, AppError> {
    let title = cx.t.text("studio-catalog-title");
    let look = ListPageInput {
        t: cx.t,
        frame: cx.frame(cx.t.with("form-wrong-title", &[("title", title.into())])),
        member: &cx.who,
        shop,
        now: cx.now,
        asked,
        form,
        errors: errors.clone(),
        picked: picked.into_iter().collect::<HashSet<i64>>(),
        pick_all: false,
        deleted: String::new(),
        done: String::new(),
    };
    let page = super::product_list::page(cx.db, look)?;
    cx.invalid(&page, errors)
}

/// `POST /shops/{handle}/catalog/batches/{id}/undo`
pub async fn undo(visit: Visit<Box<Member>>, path: web::Path<(String, String)>) -> Answer {
    let (handle, id) = path.into_inner();
    let (begun, first) = std::sync::mpsc::channel();
    let answer = visit
        .write(move |cx| {
            let shop = actions::studio_shop(cx.db, &cx.who, &handle)?;
            let id = paging::parse_id(&id)?;
            let undo = batches::undo(cx.db, &cx.who, shop.id, id, STEP)?;
            let to = format!("{}?done={id}", studio_url(&shop.handle));
            if undo == Undo::Begun {
                // Nobody receives this if the request is gone; a job continues then.
                let _ = begun.send((id, shop.id, to.clone()));
            }
            Ok(match undo {
                Undo::Done(undone) => told_undone(to, &undone),
                Undo::Begun | Undo::UnderWay => Reply::see(to),
            })
        })
        .await?;
    let (id, shop_id, to) = match first.try_recv() {
        Ok(begun) if !answer.status().is_server_error() => begun,
        _ => return Ok(answer),
    };
    carry_on(&visit, id).await?;
    visit
        .read(move |cx| {
            let batch = batches::queries::find(cx.db, shop_id, id)?.ok_or(AppError::NotFound)?;
            let undone: Undone = serde_json::from_str(&batch.options).unwrap_or_default();
            Ok(told_undone(to, &undone))
        })
        .await
}

fn told_undone(to: String, undone: &Undone) -> Reply {
    Reply::see(to).json(json!({ "restored": undone.restored, "left": undone.left.len() }))
}

/// Reads the chosen action and its value.
fn read(t: &Texts, form: &Form, errors: &mut Errors) -> Option<Act> {
    let chosen = form.get("act");
    // The value follows the colon or is in its own field.
    let (code, value) = match chosen.split_once(':') {
        Some((code, value)) => (code, value),
        None => (chosen, form.get("value")),
    };
    let mut wrong = |key: &str| {
        errors.add("value", t.text(key));
        None
    };
    match code {
        "price" => price(t, value, errors).map(Act::Price),
        "percent" => match percent(value) {
            Some(p) if PERCENT.contains(&p) && p != 0 => Some(Act::Percent(p)),
            _ => wrong("bulk-percent-wrong"),
        },
        "sale" => {
            let (from, until) = period(t, form, errors)?;
            price(t, value, errors).map(|price| Act::Sale(price, from, until))
        }
        "sale_percent" => match percent(value) {
            Some(p) if (1..=90).contains(&p) => {
                let (from, until) = period(t, form, errors)?;
                Some(Act::SalePercent(p, from, until))
            }
            _ => wrong("bulk-sale-percent-wrong"),
        },
        "no_sale" => Some(Act::NoSale),
        "availability" => Availability::from_code(value)
            .map(Act::Availability)
            .or_else(|| wrong("bulk-act-wrong")),
        "section" => {
            let name = crate::text::clean_line(value);
            if crate::text::count(&name) > rules::SECTION_MAX {
                return wrong("section-too-long");
            }
            Some(Act::Section(name))
        }
        "status" => Status::from_code(value).map(Act::Status).or_else(|| wrong("bulk-act-wrong")),
        "delete" => Some(Act::Delete),
        _ => {
            errors.add("bulk-act", t.text("bulk-act-wrong"));
            None
        }
    }
}

fn price(t: &Texts, typed: &str, errors: &mut Errors) -> Option<i64> {
    match rules::parse_price(typed) {
        Ok(price) => Some(price),
        Err(error) => {
            let mistake = match error {
                PriceError::Empty => Mistake::Missing,
                other => Mistake::Price(other),
            };
            errors.add("value", super::fields::sentence(t, "price", mistake));
            None
        }
    }
}

/// Parses `10`, `+10%` or `-5 %`.
fn percent(typed: &str) -> Option<i64> {
    let plain = crate::text::clean_line(typed);
    let number = plain.trim_end_matches(['%', '％']).trim();
    let number = number.strip_prefix('+').unwrap_or(number);
    if number.len() > 4 {
        return None;
    }
    number.parse().ok()
}

/// Reads the dates of a sale; `None` if they are wrong.
fn period(t: &Texts, form: &Form, errors: &mut Errors) -> Option<(Option<i64>, Option<i64>)> {
    let mut read = |field: &str, edge| {
        let typed = form.get(field);
        let moment = rules::parse_moment(typed, edge);
        if moment.is_none() && !typed.trim().is_empty() {
            errors.add(field, super::fields::sentence(t, field, Mistake::NoMoment));
        }
        moment
    };
    let (from, until) = (read("sale_from", Edge::From), read("sale_until", Edge::Until));
    if matches!((from, until), (Some(from), Some(until)) if until <= from) {
        errors.add("sale_until", t.text("product-sale-not-after"));
    }
    errors.is_empty().then_some((from, until))
}
