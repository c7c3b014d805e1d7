//! The statement of reasons: the decision, its ground, the number of reports,
//! and how to appeal. It is shown to the people who run the account, even when
//! the account is suspended and nothing else opens for them, and to moderators.

use actix_web::web;
use askama::Template;

use super::too_long;
use crate::access::{Actor, Anyone, load as sessions};
use crate::db::Db;
use crate::error::AppError;
use crate::moderation::queries::decisions::{self, ActionRow, Appeal};
use crate::moderation::queries::{self, CaseRow};
use crate::moderation::rules::{self, Action, Kind, TEXT_LIMIT};
use crate::moderation::{actions, statement_url, targets};
use crate::text;
use crate::web::form::Limits;
use crate::web::request::{Answer, Cx, Visit};
use crate::web::{Errors, Form, Frame, Reply, format, paging};

/// The person who reads the statement.
struct Reader {
    login_id: i64,
    moderator: bool,
    /// The account is suspended, so these pages are all that opens.
    held: bool,
}

fn reader(db: &mut Db, actor: &Actor, token: Option<&str>, now: i64) -> Result<Reader, AppError> {
    if let Some(member) = actor.member() {
        return Ok(Reader {
            login_id: member.login_id,
            moderator: member.is_moderator(),
            held: false,
        });
    }
    let held = sessions::held(db, token, now)?.ok_or(AppError::SignIn)?;
    Ok(Reader {
        login_id: held.login_id,
        moderator: false,
        held: true,
    })
}

struct Line {
    url: String,
    title: String,
    said: String,
    when: format::When,
    restored: bool,
}

#[derive(Template)]
#[template(path = "moderation/statements.html")]
struct StatementsPage {
    frame: Frame,
    held: bool,
    lines: Vec<Line>,
    next: Option<String>,
}

fn title<D, W>(cx: &Cx<'_, D, W>, action: &str, kind: &str) -> (String, bool) {
    let restored = Action::from_code(action) == Some(Action::Restore);
    let what = cx.t.text(Kind::from_code(kind).unwrap_or(Kind::Account).key());
    let key = if restored {
        "statement-title-restored"
    } else {
        "statement-title-removed"
    };
    (cx.t.with(key, &[("what", what.as_str().into())]), restored)
}

/// `GET /statements?after=`
pub async fn list(visit: Visit<Anyone>) -> Answer {
    visit
        .read(|cx| {
            let before = paging::parse(cx.meta.query("after").as_deref())?;
            let reader = reader(cx.db, cx.actor, cx.meta.token.as_deref(), cx.now)?;
            let mut rows = decisions::statements_for(cx.db, reader.login_id, before, paging::LIMIT)?;
            let next = paging::cut(&mut rows, |r| r.id).map(|id| format!("/statements?after={id}"));
            let mut frame = cx.frame(cx.t.text("statements-title"));
            if reader.held {
                frame.parent = None;
            }
            let lines = rows
                .into_iter()
                .map(|row| {
                    let (title, restored) = title(cx, &row.action, &row.target_kind);
                    Line {
                        url: statement_url(row.id),
                        title,
                        said: text::excerpt(&row.snapshot, 80),
                        when: frame.when(&row.created_at),
                        restored,
                    }
                })
                .collect();
            cx.page(&StatementsPage {
                frame,
                held: reader.held,
                lines,
                next,
            })
        })
        .await
}

struct Objection {
    text: String,
    when: format::When,
}

/// Another moderator's answer to an appeal.
struct Answered {
    did: String,
    text: String,
    when: format::When,
}

#[derive(Template)]
#[template(path = "moderation/statement.html")]
struct StatementPage {
    frame: Frame,
    form: Form,
    errors: Errors,
    held: bool,
    id: i64,
    title: String,
    what: String,
    did: String,
    restored: bool,
    said: String,
    ground: String,
    text: String,
    reports: i64,
    when: format::When,
    objection: Option<Objection>,
    answered: Option<Answered>,
    /// The last day to appeal, if the reader may appeal.
    until: Option<String>,
    limit: usize,
}

/// Everything that a statement shows, read at once.
struct Statement {
    action: ActionRow,
    case: CaseRow,
    objection: Option<Appeal>,
    answer: Option<ActionRow>,
    /// This reader may appeal.
    may_object: bool,
}

/// Loads a statement. Returns `NotFound` if this reader may not know of it.
fn load(db: &mut Db, reader: &Reader, id: i64, now: i64) -> Result<Statement, AppError> {
    let action = decisions::action(db, id)?.ok_or(AppError::NotFound)?;
    let case = queries::case(db, action.case_id)?.ok_or(AppError::NotFound)?;
    let runs = queries::runs(db, reader.login_id, case.account_id)?;
    let told = Action::from_code(&action.action).is_some_and(|a| a != Action::Dismiss);
    if !(reader.moderator || runs && told) {
        return Err(AppError::NotFound);
    }
    let kind = Kind::from_code(&case.target_kind).ok_or(AppError::NotFound)?;
    let deleted = targets::load(db, kind, case.target_id)?.is_none_or(|t| t.deleted);
    let objection = decisions::appeals_of(db, case.id)?.into_iter().find(|a| a.action_id == id);
    let decided = decisions::actions_of(db, case.id)?;
    let may_object = runs && objection.is_none() && actions::may_appeal(&action, decided.last(), deleted, now);
    let answer = objection.as_ref().and_then(|o| decided.into_iter().find(|a| a.id > o.id));
    Ok(Statement {
        action,
        case,
        objection,
        answer,
        may_object,
    })
}

fn page<D>(cx: &Cx<'_, D, Anyone>, held: bool, found: Statement, form: Form, errors: Errors) -> StatementPage {
    let Statement { action, case, .. } = found;
    let (title, restored) = title(cx, &action.action, &case.target_kind);
    let mut frame = cx.frame(title.clone());
    frame.parent = Some("/statements".to_owned());
    let kind = Kind::from_code(&case.target_kind).unwrap_or(Kind::Account);
    StatementPage {
        form,
        errors,
        held,
        id: action.id,
        title,
        what: cx.t.text(kind.key()),
        did: cx.t.text(Action::from_code(&action.action).unwrap_or(Action::Remove).key()),
        restored,
        said: action.snapshot,
        ground: cx.t.text(rules::ground_key(&action.ground)),
        text: action.body,
        reports: i64::from(case.report_count),
        when: frame.when(&action.created_at),
        objection: found.objection.map(|o| Objection {
            text: o.body,
            when: frame.when(&o.created_at),
        }),
        answered: found.answer.map(|answer| Answered {
            did: cx.t.text(if Action::from_code(&answer.action) == Some(Action::Dismiss) {
                "statement-kept"
            } else {
                "statement-put-back"
            }),
            when: frame.when(&answer.created_at),
            text: answer.body,
        }),
        until: found
            .may_object
            .then(|| frame.when(&rules::appeal_until(action.created_at)).exact),
        limit: TEXT_LIMIT,
        frame,
    }
}

/// `GET /statements/{action}`
pub async fn show(visit: Visit<Anyone>, path: web::Path<String>) -> Answer {
    visit
        .read(move |cx| {
            let id = paging::parse_id(&path)?;
            let reader = reader(cx.db, cx.actor, cx.meta.token.as_deref(), cx.now)?;
            let found = load(cx.db, &reader, id, cx.now)?;
            cx.page(&page(cx, reader.held, found, Form::default(), Errors::default()))
        })
        .await
}

/// `POST /statements/{action}/appeal` text. An action can be appealed once,
/// within six months, and another moderator decides.
pub async fn appeal(visit: Visit<Anyone>, path: web::Path<String>, body: web::Payload) -> Answer {
    let form = visit.form(body, Limits::SMALL).await?;
    visit
        .write(move |cx| {
            let reader = reader(cx.db, cx.actor, cx.meta.token.as_deref(), cx.now)?;
            let id = paging::parse_id(&path)?;
            let found = load(cx.db, &reader, id, cx.now)?;
            if !queries::runs(cx.db, reader.login_id, found.case.account_id)? {
                return Err(AppError::NotFound);
            }
            let words = form.body("text");
            let mut errors = Errors::default();
            if words.is_empty() {
                errors.add("text", cx.t.text("appeal-say-why"));
            }
            if text::count(&words) > TEXT_LIMIT {
                errors.add("text", too_long(cx, "appeal-field-text", &words));
            }
            if !errors.is_empty() {
                return cx.invalid(&page(cx, reader.held, found, form, errors.clone()), errors);
            }
            actions::appeal(cx.db, reader.login_id, &found.action, &found.case, &words)?;
            Ok(Reply::see(statement_url(id)).flash("flash-appealed"))
        })
        .await
}
