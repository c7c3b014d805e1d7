//! The form by which members report something.

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::too_long;
use crate::access::{Actor, Member};
use crate::accounts;
use crate::db::Db;
use crate::error::AppError;
use crate::limits::{Spend, rules as limits};
use crate::moderation::actions;
use crate::moderation::rules::{REASONS, TEXT_LIMIT};
use crate::moderation::targets::{self, Target};
use crate::text;
use crate::web::request::{Answer, Cx, Visit};
use crate::web::{Errors, Form, Frame, Reply, form::Limits};

#[derive(Template)]
#[template(path = "moderation/report.html")]
struct ReportPage {
    frame: Frame,
    form: Form,
    errors: Errors,
    target: String,
    what: String,
    name: String,
    excerpt: String,
    back: String,
    reasons: Vec<(&'static str, &'static str)>,
    limit: usize,
}

#[derive(Deserialize)]
pub struct ReportParams {
    #[serde(default)]
    target: String,
}

/// Loads the content to be reported. Returns `NotFound` if the actor may not
/// see it.
fn find(db: &mut Db, actor: &Actor, word: &str) -> Result<Target, AppError> {
    let (kind, id) = targets::parse(db, word)?.ok_or(AppError::NotFound)?;
    let target = targets::load(db, kind, id)?.ok_or(AppError::NotFound)?;
    if targets::seen_by(db, actor, &target)? {
        Ok(target)
    } else {
        Err(AppError::NotFound)
    }
}

fn page<D>(cx: &Cx<'_, D, Box<Member>>, word: &str, target: &Target, name: String, form: Form, errors: Errors) -> ReportPage {
    ReportPage {
        frame: cx.frame(cx.t.text("report-title")).under(target.url.clone()),
        form,
        errors,
        target: word.to_owned(),
        what: cx.t.text(target.kind.key()),
        name,
        excerpt: text::excerpt(&target.text, 120),
        back: target.url.clone(),
        reasons: REASONS.to_vec(),
        limit: TEXT_LIMIT,
    }
}

fn name_of(db: &mut Db, account_id: i64) -> Result<String, AppError> {
    Ok(accounts::queries::cards(db, &[account_id])?
        .remove(&account_id)
        .map_or_else(String::new, |c| c.name))
}

/// `GET /reports/new?target=story:1`
pub async fn new(visit: Visit<Box<Member>>, query: web::Query<ReportParams>) -> Answer {
    visit
        .read(move |cx| {
            let target = find(cx.db, cx.actor, &query.target)?;
            let name = name_of(cx.db, target.account_id)?;
            let page = page(cx, &query.target, &target, name, Form::default(), Errors::default());
            cx.page(&page)
        })
        .await
}

/// `POST /reports` target, reason, text
pub async fn create(visit: Visit<Box<Member>>, body: web::Payload) -> Answer {
    let form = visit.form(body, Limits::SMALL).await?;
    let key = form.get("key").to_owned();
    visit
        .write_once(&key, move |cx| {
            let word = form.get("target").to_owned();
            let target = find(cx.db, cx.actor, &word)?;
            let mut errors = Errors::default();
            let reason = form.get("reason").to_owned();
            if !REASONS.iter().any(|(code, _)| *code == reason) {
                errors.add("reason", cx.t.text("report-choose-reason"));
            }
            let words = form.body("text");
            if text::count(&words) > TEXT_LIMIT {
                errors.add("text", too_long(cx, "report-field-text", &words));
            }
            if !errors.is_empty() {
                let name = name_of(cx.db, target.account_id)?;
                let page = page(cx, &word, &target, name, form, errors.clone());
                return cx.invalid(&page, errors);
            }
            let spends = vec![
                Spend::one(&limits::REPORTS, cx.who.account_id),
                Spend::one(&limits::REPORTS_OF_ADDRESS, cx.meta.address.network()),
            ];
            if let Some(seconds) = cx.spend(spends)? {
                errors.add("text", cx.too_early(seconds));
                let name = name_of(cx.db, target.account_id)?;
                let page = page(cx, &word, &target, name, form, errors);
                return cx.wait(&page, seconds);
            }
            actions::report(cx.db, &cx.who, &target, &reason, &words)?;
            Ok(Reply::see(target.url).flash("flash-reported"))
        })
        .await
}
