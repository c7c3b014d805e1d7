//! The moderators' pages: queue, one case, the log.

use std::collections::HashMap;

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::rules::{self, Action, GROUNDS, Kind, TEXT_LIMIT};
use super::targets::{self, Target};
use super::{actions, case_url, queries};
use crate::access::Moderator;
use crate::accounts::{self, AccountCard};
use crate::db::Db;
use crate::error::AppError;
use crate::photos::Picture;
use crate::text;
use crate::web::visit::{Answer, Cx, Visit};
use crate::web::{Errors, Form, Frame, Reply, cursor, form::Limits, format};

/// One line of the queue.
struct QueueRow {
    url: String,
    what: String,
    excerpt: String,
    whose: Option<AccountCard>,
    reason: String,
    reports: i32,
    waiting: format::When,
    removed: bool,
    urgent: bool,
}

#[derive(Template)]
#[template(path = "moderation/queue.html")]
struct QueuePage {
    frame: Frame,
    open: bool,
    waiting: i64,
    kind: String,
    rows: Vec<QueueRow>,
    next: Option<String>,
}

#[derive(Deserialize)]
pub struct Filter {
    #[serde(default)]
    state: String,
    #[serde(default)]
    kind: String,
    after: Option<String>,
}

/// Reported by this many people: shown as urgent.
const URGENT: i32 = 3;

/// `GET /moderation?state=open|closed&kind=&after=`
pub async fn queue(visit: Visit<Moderator>, filter: web::Query<Filter>) -> Answer {
    visit
        .read(move |cx| {
            let open = filter.state != "closed";
            let kind = Kind::from_code(&filter.kind);
            let after = match (&filter.after, open) {
                (Some(a), _) if !a.is_empty() => cursor::parse_id(a)?,
                (_, true) => 0,
                (_, false) => i64::MAX,
            };
            let state = if open { "open" } else { "closed" };
            let mut cases = queries::queue(cx.db, state, kind, after, 21)?;
            let next = cursor::cut(&mut cases, |c| c.id)
                .map(|id| format!("/moderation?state={state}&kind={}&after={id}", kind.map_or("", Kind::code)));
            let ids: Vec<i64> = cases.iter().map(|c| c.id).collect();
            let mut reasons: HashMap<i64, String> = HashMap::new();
            for (case, reason) in queries::first_reasons(cx.db, &ids)? {
                reasons.entry(case).or_insert(reason);
            }
            let accounts: Vec<i64> = cases.iter().map(|c| c.account_id).collect();
            let cards = accounts::queries::cards(cx.db, &accounts)?;
            let frame = cx.frame(cx.t.text("moderation-title")).section("moderation");
            let mut rows = Vec::new();
            for case in cases {
                let Some(kind) = Kind::from_code(&case.target_kind) else {
                    continue;
                };
                let Some(target) = targets::load(cx.db, kind, case.target_id)? else {
                    continue;
                };
                rows.push(QueueRow {
                    url: case_url(case.id),
                    what: cx.t.text(kind.key()),
                    excerpt: text::excerpt(&target.text, 60),
                    whose: cards.get(&case.account_id).cloned(),
                    reason: cx.t.text(rules::reason_key(reasons.get(&case.id).map_or("", String::as_str))),
                    reports: case.report_count,
                    waiting: frame.when(&case.opened_at),
                    removed: target.removed,
                    urgent: case.report_count >= URGENT,
                });
            }
            let waiting = queries::open_count(cx.db)?;
            let page = QueuePage {
                frame,
                open,
                waiting,
                kind: kind.map_or("", Kind::code).to_owned(),
                rows,
                next,
            };
            cx.page(&page)
        })
        .await
}

struct ReportLine {
    reason: String,
    who: String,
    text: String,
    when: format::When,
}

struct ActionLine {
    did: String,
    who: String,
    ground: String,
    text: String,
    when: format::When,
}

#[derive(Template)]
#[template(path = "moderation/case.html")]
struct CasePage {
    frame: Frame,
    form: Form,
    errors: Errors,
    id: i64,
    open: bool,
    target: Target,
    what: String,
    pictures: Vec<Picture>,
    whose: Option<AccountCard>,
    removals: i64,
    reported: i64,
    reports: Vec<ReportLine>,
    history: Vec<ActionLine>,
    own: bool,
    grounds: Vec<(&'static str, &'static str)>,
    limit: usize,
}

fn build<D>(cx: &Cx<'_, D, Moderator>, db: &mut Db, id: i64, form: Form, errors: Errors) -> Result<CasePage, AppError> {
    let case = queries::case(db, id)?.ok_or(AppError::NotFound)?;
    let kind = Kind::from_code(&case.target_kind).ok_or(AppError::NotFound)?;
    let target = targets::load(db, kind, case.target_id)?.ok_or(AppError::NotFound)?;
    let reports = queries::reports_of(db, id)?;
    let history = queries::actions_of(db, id)?;
    let ids: Vec<i64> = reports.iter().map(|r| r.reporter_id).chain([case.account_id]).collect();
    let mut cards = accounts::queries::cards(db, &ids)?;
    let logins: Vec<i64> = history.iter().map(|a| a.moderator_login_id).collect();
    let names: HashMap<i64, String> = queries::names_of(db, &logins)?.into_iter().collect();
    let (removals, reported) = queries::record_of(db, case.account_id)?;
    let own = queries::runs(db, cx.who.0.login_id, case.account_id)?;
    let pictures = targets::pictures(db, &target)?;
    let frame = cx.frame(cx.t.text("moderation-case-title")).section("moderation");
    Ok(CasePage {
        id,
        open: case.state == "open",
        what: cx.t.text(kind.key()),
        pictures,
        removals,
        reported,
        reports: reports
            .into_iter()
            .map(|r| ReportLine {
                reason: cx.t.text(rules::reason_key(&r.reason)),
                who: cards.get(&r.reporter_id).map_or_else(String::new, |c| c.name.clone()),
                text: r.body,
                when: frame.when(&r.created_at),
            })
            .collect(),
        history: history
            .into_iter()
            .map(|a| ActionLine {
                did: cx
                    .t
                    .text(Action::from_code(&a.action).map_or("moderation-did-look", Action::key)),
                who: names.get(&a.moderator_login_id).cloned().unwrap_or_default(),
                ground: cx.t.text(rules::ground_key(&a.ground)),
                text: a.body,
                when: frame.when(&a.created_at),
            })
            .collect(),
        whose: cards.remove(&case.account_id),
        own,
        grounds: GROUNDS.to_vec(),
        limit: TEXT_LIMIT,
        frame,
        form,
        errors,
        target,
    })
}

/// `GET /moderation/cases/{id}`. That a moderator looked at what is not public
/// is kept, so opening such a case writes a line to the log.
pub async fn case(visit: Visit<Moderator>, path: web::Path<String>) -> Answer {
    visit
        .write(move |cx| {
            let id = cursor::parse_id(&path)?;
            let page = build_in(cx, id, Form::default(), Errors::default())?;
            if page.target.private {
                let (kind, target) = (page.target.kind, page.target.id);
                accounts::log_act(cx.db, Some(cx.who.0.login_id), None, "look", kind.code(), target)?;
            }
            cx.page(&page)
        })
        .await
}

fn build_in(cx: &mut Cx<'_, crate::db::Tx<'_>, Moderator>, id: i64, form: Form, errors: Errors) -> Result<CasePage, AppError> {
    // The page only reads: the words and who asks beside the connection.
    let beside = Cx {
        db: &mut (),
        who: cx.who.clone(),
        app: cx.app,
        meta: cx.meta,
        actor: cx.actor,
        t: cx.t,
        now: cx.now,
    };
    build(&beside, cx.db, id, form, errors)
}

/// `POST /moderation/cases/{id}/act` action, ground, text
pub async fn act(visit: Visit<Moderator>, path: web::Path<String>, body: web::Payload) -> Answer {
    let form = visit.form(body, Limits::SMALL).await?;
    visit
        .write(move |cx| {
            let id = cursor::parse_id(&path)?;
            let mut errors = Errors::default();
            let action = Action::from_code(form.get("action"));
            if action.is_none() {
                errors.add("action", cx.t.text("moderation-choose-action"));
            }
            let ground = form.get("ground").to_owned();
            let words = form.body("text");
            if action == Some(Action::Remove) {
                if !GROUNDS.iter().any(|(code, _)| *code == ground) {
                    errors.add("ground", cx.t.text("moderation-choose-ground"));
                }
                if words.is_empty() {
                    errors.add("text", cx.t.text("moderation-say-why"));
                }
            }
            if text::count(&words) > TEXT_LIMIT {
                let n = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
                let field = cx.t.text("moderation-field-text");
                let count = n(text::count(&words));
                errors.add(
                    "text",
                    cx.t.with(
                        "form-too-long",
                        &[
                            ("field", field.into()),
                            ("max", n(TEXT_LIMIT).into()),
                            ("count", count.into()),
                        ],
                    ),
                );
            }
            let Some(action) = action.filter(|_| errors.is_empty()) else {
                let page = build_in(cx, id, form, errors.clone())?;
                return cx.invalid(&page, errors);
            };
            let ground = if action == Action::Remove { ground } else { String::new() };
            actions::act(cx.db, &cx.who.0, id, action, &ground, &words)?;
            let flash = match action {
                Action::Remove => "flash-removed",
                Action::Restore => "flash-restored",
                Action::Dismiss => "flash-dismissed",
            };
            Ok(Reply::see(case_url(id)).flash(flash))
        })
        .await
}

struct LogLine {
    when: format::When,
    did: String,
    who: String,
    what: String,
}

#[derive(Template)]
#[template(path = "moderation/log.html")]
struct LogPage {
    frame: Frame,
    waiting: i64,
    lines: Vec<LogLine>,
    next: Option<String>,
}

#[derive(Deserialize)]
pub struct After {
    after: Option<String>,
}

/// `GET /moderation/log`
pub async fn log(visit: Visit<Moderator>, query: web::Query<After>) -> Answer {
    visit
        .read(move |cx| {
            let after = cursor::parse(query.after.as_deref())?;
            let mut rows = queries::log(cx.db, after, 21)?;
            let next = cursor::cut(&mut rows, |r| r.id).map(|id| format!("/moderation/log?after={id}"));
            let logins: Vec<i64> = rows.iter().filter_map(|r| r.login_id).collect();
            let names: HashMap<i64, String> = queries::names_of(cx.db, &logins)?.into_iter().collect();
            let frame = cx.frame(cx.t.text("moderation-log-title")).section("moderation");
            let lines = rows
                .into_iter()
                .map(|row| {
                    let kind = Kind::from_code(&row.target_kind).map_or_else(|| row.target_kind.clone(), |k| cx.t.text(k.key()));
                    LogLine {
                        when: frame.when(&row.created_at),
                        did: match row.act.as_str() {
                            "look" => cx.t.text("moderation-did-look"),
                            act => Action::from_code(act).map_or_else(|| act.to_owned(), |a| cx.t.text(a.key())),
                        },
                        who: row
                            .login_id
                            .and_then(|l| names.get(&l).cloned())
                            .unwrap_or_else(|| cx.t.text("moderation-by-command")),
                        what: format!("{kind} {}", row.target_id),
                    }
                })
                .collect();
            let waiting = queries::open_count(cx.db)?;
            let page = LogPage {
                frame,
                waiting,
                lines,
                next,
            };
            cx.page(&page)
        })
        .await
}
