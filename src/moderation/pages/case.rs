//! One case on one screen: the reported content and its account, reports and
//! history, and the possible decisions.

use std::collections::HashMap;

use actix_web::web;
use askama::Template;

use super::too_long;
use crate::access::{Member, Moderator};
use crate::accounts::{self, Account, AccountCard};
use crate::audit::{self, Act};
use crate::db::Db;
use crate::error::AppError;
use crate::moderation::queries::decisions::{ActionRow, Appeal, Earlier};
use crate::moderation::queries::{self, CaseRow, ReportRow, decisions};
use crate::moderation::rules::{self, Action, GROUNDS, Kind, TEXT_LIMIT};
use crate::moderation::targets::{self, Target};
use crate::moderation::{actions, case_url};
use crate::photos::Picture;
use crate::text;
use crate::web::form::Limits;
use crate::web::i18n::Texts;
use crate::web::request::{Answer, Cx, Visit};
use crate::web::{Errors, Form, Frame, Reply, format, paging};

/// Everything that the page of a case shows, read at once.
struct Case {
    row: CaseRow,
    target: Target,
    pictures: Vec<Picture>,
    /// The account as it is now, if it still exists.
    account: Option<Account>,
    cards: HashMap<i64, AccountCard>,
    names: HashMap<i64, String>,
    reports: Vec<ReportRow>,
    history: Vec<ActionRow>,
    appeals: Vec<Appeal>,
    objected: bool,
    earlier: Vec<Earlier>,
    record: (i64, i64),
    own: bool,
    /// The viewer made the decision that was appealed.
    own_decision: bool,
    next: Option<i64>,
}

/// The number of decisions on other content of the account that are shown.
const EARLIER_SHOWN: i64 = 8;

fn load(db: &mut Db, me: &Member, id: i64) -> Result<Case, AppError> {
    let row = queries::case(db, id)?.ok_or(AppError::NotFound)?;
    let kind = Kind::from_code(&row.target_kind).ok_or(AppError::NotFound)?;
    let target = targets::load(db, kind, row.target_id)?.ok_or(AppError::NotFound)?;
    let reports = queries::reports_of(db, id)?;
    let history = decisions::actions_of(db, id)?;
    let appeals = decisions::appeals_of(db, id)?;
    let ids: Vec<i64> = reports.iter().map(|r| r.reporter_id).chain([row.account_id]).collect();
    let logins: Vec<i64> = history
        .iter()
        .map(|a| a.moderator_login_id)
        .chain(appeals.iter().map(|a| a.login_id))
        .collect();
    let objected = queries::objected(db, &[id])?.contains(&id);
    Ok(Case {
        pictures: targets::pictures(db, &target)?,
        account: accounts::queries::by_id(db, row.account_id)?,
        cards: accounts::queries::cards(db, &ids)?,
        names: decisions::names_of(db, &logins)?.into_iter().collect(),
        earlier: decisions::earlier_on(db, row.account_id, id, EARLIER_SHOWN)?,
        record: decisions::record_of(db, row.account_id)?,
        own: queries::runs(db, me.login_id, row.account_id)? || target.login_id == Some(me.login_id),
        own_decision: objected && history.last().is_some_and(|a| a.moderator_login_id == me.login_id),
        next: queries::next_open(db, id)?,
        objected,
        reports,
        history,
        appeals,
        target,
        row,
    })
}

struct ReportLine {
    reason: String,
    who: Option<AccountCard>,
    text: String,
    when: format::When,
}

/// A decision, or an appeal against one.
struct PastLine {
    id: i64,
    did: String,
    who: String,
    ground: String,
    text: String,
    when: format::When,
    act: bool,
}

struct EarlierLine {
    url: String,
    what: String,
    did: String,
    ground: String,
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
    urgent: bool,
    target: Target,
    what: String,
    when: format::When,
    pictures: Vec<Picture>,
    whose: Option<AccountCard>,
    account: Option<Account>,
    removals: i64,
    reported: i64,
    earlier: Vec<EarlierLine>,
    reports: Vec<ReportLine>,
    past: Vec<PastLine>,
    objected: bool,
    own: bool,
    own_decision: bool,
    remove_help: String,
    grounds: Vec<(&'static str, &'static str)>,
    limit: usize,
    next: Option<String>,
}

fn ground_words(t: &Texts, ground: &str) -> String {
    if ground.is_empty() {
        String::new()
    } else {
        t.text(rules::ground_key(ground))
    }
}

fn did(t: &Texts, action: &str) -> String {
    t.text(Action::from_code(action).map_or("moderation-did-look", Action::key))
}

/// The decisions on the case and the appeals against them, oldest first.
fn past(t: &Texts, frame: &Frame, case: &Case) -> Vec<PastLine> {
    let name = |id: i64| case.names.get(&id).cloned().unwrap_or_default();
    let decisions = case.history.iter().map(|a| PastLine {
        id: a.id,
        did: did(t, &a.action),
        who: name(a.moderator_login_id),
        ground: ground_words(t, &a.ground),
        text: a.body.clone(),
        when: frame.when(&a.created_at),
        act: true,
    });
    let appeals = case.appeals.iter().map(|a| PastLine {
        id: a.id,
        did: t.text("moderation-did-appeal"),
        who: name(a.login_id),
        ground: String::new(),
        text: a.body.clone(),
        when: frame.when(&a.created_at),
        act: false,
    });
    let mut past: Vec<PastLine> = decisions.chain(appeals).collect();
    past.sort_by_key(|line| line.id);
    past
}

fn report(t: &Texts, frame: &Frame, cards: &HashMap<i64, AccountCard>, r: ReportRow) -> ReportLine {
    ReportLine {
        reason: t.text(rules::reason_key(&r.reason)),
        who: cards.get(&r.reporter_id).cloned(),
        text: r.body,
        when: frame.when(&r.created_at),
    }
}

fn earlier(t: &Texts, frame: &Frame, e: &Earlier) -> EarlierLine {
    EarlierLine {
        url: case_url(e.case_id),
        what: Kind::from_code(&e.target_kind).map_or_else(String::new, |k| t.text(k.key())),
        did: did(t, &e.action),
        ground: ground_words(t, &e.ground),
        when: frame.when(&e.created_at),
    }
}

fn page<D>(cx: &Cx<'_, D, Moderator>, mut case: Case, form: Form, errors: Errors) -> CasePage {
    let kind = case.target.kind;
    let frame = cx.frame(cx.t.with("moderation-case", &[("what", cx.t.text(kind.key()).into())]));
    let past = past(cx.t, &frame, &case);
    let (stories, products) = case.account.as_ref().map_or((0, 0), |a| (a.story_count, a.product_count));
    let remove_help = cx.t.with(
        kind.remove_help(),
        &[("stories", stories.into()), ("products", products.into())],
    );
    CasePage {
        id: case.row.id,
        open: case.row.state == "open",
        urgent: case.row.state == "open" && case.row.report_count >= rules::URGENT_REPORTS,
        what: cx.t.text(kind.key()),
        when: frame.when(&case.target.created_at),
        reports: case
            .reports
            .into_iter()
            .map(|r| report(cx.t, &frame, &case.cards, r))
            .collect(),
        earlier: case.earlier.into_iter().map(|e| earlier(cx.t, &frame, &e)).collect(),
        whose: case.cards.remove(&case.row.account_id),
        account: case.account,
        removals: case.record.0,
        reported: case.record.1,
        past,
        objected: case.objected,
        own: case.own,
        own_decision: case.own_decision,
        remove_help,
        grounds: GROUNDS.to_vec(),
        limit: TEXT_LIMIT,
        next: case.next.map(case_url),
        pictures: case.pictures,
        target: case.target,
        frame: frame.section("moderation"),
        form,
        errors,
    }
}

/// `GET /moderation/cases/{id}`. Opening a case about content that is not
/// public adds a line to the audit log, because each look by a moderator is
/// recorded.
pub async fn show(visit: Visit<Moderator>, path: web::Path<String>) -> Answer {
    visit
        .write(move |cx| {
            let id = paging::parse_id(&path)?;
            let case = load(cx.db, &cx.who.0, id)?;
            if case.target.private {
                let (kind, target) = (case.target.kind, case.target.id);
                audit::log_act(cx.db, Some(cx.who.0.login_id), None, Act::Look, kind.code(), target)?;
            }
            cx.page(&page(cx, case, Form::default(), Errors::default()))
        })
        .await
}

/// `POST /moderation/cases/{id}/act` action, ground, text
pub async fn act(visit: Visit<Moderator>, path: web::Path<String>, body: web::Payload) -> Answer {
    let form = visit.form(body, Limits::SMALL).await?;
    visit
        .write(move |cx| {
            let id = paging::parse_id(&path)?;
            let case = load(cx.db, &cx.who.0, id)?;
            let mut errors = Errors::default();
            let action = Action::from_code(form.get("action"));
            if action.is_none() {
                errors.add("action", cx.t.text("moderation-choose-action"));
            }
            let ground = form.get("ground").to_owned();
            let words = form.body("text");
            if action == Some(Action::Remove) && !GROUNDS.iter().any(|(code, _)| *code == ground) {
                errors.add("ground", cx.t.text("moderation-choose-ground"));
            }
            // The author reads the text of a removal and of the answer to an
            // appeal.
            let answers = case.objected && action == Some(Action::Dismiss);
            if (action == Some(Action::Remove) || answers) && words.is_empty() {
                errors.add("text", cx.t.text("moderation-say-why"));
            }
            if text::count(&words) > TEXT_LIMIT {
                errors.add("text", too_long(cx, "moderation-field-text", &words));
            }
            let Some(action) = action.filter(|_| errors.is_empty()) else {
                return cx.invalid(&page(cx, case, form, errors.clone()), errors);
            };
            let ground = if action == Action::Remove { ground } else { String::new() };
            actions::act(cx.db, &cx.who.0, id, action, &ground, &words)?;
            let flash = match action {
                Action::Remove => "flash-removed",
                Action::Restore => "flash-restored",
                Action::Dismiss if answers => "flash-kept",
                Action::Dismiss => "flash-dismissed",
            };
            Ok(Reply::see(case_url(id)).flash(flash))
        })
        .await
}
