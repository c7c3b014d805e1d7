//! The report form (for members) and the statement of reasons (for the one
//! whose thing was removed).

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::rules::{self, REASONS, TEXT_LIMIT};
use super::targets::{self, Target};
use super::{actions, queries};
use crate::access::{Actor, Member};
use crate::accounts;
use crate::db::Db;
use crate::error::AppError;
use crate::text;
use crate::web::visit::{Answer, Cx, Visit};
use crate::web::{Errors, Form, Frame, Reply, cursor, form::Limits, format};

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
pub struct Which {
    #[serde(default)]
    target: String,
}

/// The thing that is to be reported, where the actor may see it.
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
        frame: cx.frame(cx.t.text("report-title")),
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
pub async fn new(visit: Visit<Box<Member>>, query: web::Query<Which>) -> Answer {
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
    visit
        .write(move |cx| {
            let word = form.get("target").to_owned();
            let target = find(cx.db, cx.actor, &word)?;
            let mut errors = Errors::default();
            let reason = form.get("reason").to_owned();
            if !REASONS.iter().any(|(code, _)| *code == reason) {
                errors.add("reason", cx.t.text("report-choose-reason"));
            }
            let words = form.body("text");
            if text::count(&words) > TEXT_LIMIT {
                errors.add("text", too_long(cx, &words));
            }
            if !errors.is_empty() {
                let name = name_of(cx.db, target.account_id)?;
                let page = page(cx, &word, &target, name, form, errors.clone());
                return cx.invalid(&page, errors);
            }
            actions::report(cx.db, &cx.who, &target, &reason, &words)?;
            Ok(Reply::see(target.url).flash("flash-reported"))
        })
        .await
}

fn too_long<D, W>(cx: &Cx<'_, D, W>, words: &str) -> String {
    let n = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let field = cx.t.text("report-field-text");
    cx.t.with(
        "form-too-long",
        &[
            ("field", field.into()),
            ("max", n(TEXT_LIMIT).into()),
            ("count", n(text::count(words)).into()),
        ],
    )
}

#[derive(Template)]
#[template(path = "moderation/statement.html")]
struct StatementPage {
    frame: Frame,
    title: String,
    what: String,
    did: String,
    restored: bool,
    said: String,
    ground: String,
    text: String,
    reports: i64,
    when: format::When,
}

/// `GET /statements/{action}`: what was done, on which ground, who asked,
/// automated or not, how to object. For whoever runs the account, and moderators.
pub async fn statement(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    visit
        .read(move |cx| {
            let id = cursor::parse_id(&path)?;
            let action = queries::action(cx.db, id)?.ok_or(AppError::NotFound)?;
            let case = queries::case(cx.db, action.case_id)?.ok_or(AppError::NotFound)?;
            if !cx.who.is_moderator() && !queries::runs(cx.db, cx.who.login_id, case.account_id)? {
                return Err(AppError::NotFound);
            }
            let kind = rules::Kind::from_code(&case.target_kind).ok_or(AppError::NotFound)?;
            let did = rules::Action::from_code(&action.action).ok_or(AppError::NotFound)?;
            let restored = did == rules::Action::Restore;
            let what = cx.t.text(kind.key());
            let title = if restored {
                cx.t.with("statement-title-restored", &[("what", what.as_str().into())])
            } else {
                cx.t.with("statement-title-removed", &[("what", what.as_str().into())])
            };
            let frame = cx.frame(title.clone());
            let page = StatementPage {
                title,
                did: cx.t.text(did.key()),
                what,
                restored,
                said: action.snapshot,
                ground: cx.t.text(rules::ground_key(&action.ground)),
                text: action.body,
                reports: i64::from(case.report_count),
                when: frame.when(&action.created_at),
                frame,
            };
            cx.page(&page)
        })
        .await
}
