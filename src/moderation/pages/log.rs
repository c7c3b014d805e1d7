//! The audit log of moderation. Its lines never change.

use std::collections::HashMap;

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use crate::access::Moderator;
use crate::audit::Act;
use crate::moderation::case_url;
use crate::moderation::queries::{self, decisions};
use crate::moderation::rules::{self, Kind, LOG_FILTERS};
use crate::web::request::{Answer, Visit};
use crate::web::{Frame, format, paging};

struct Line {
    when: format::When,
    did: String,
    who: String,
    what: String,
    case: Option<String>,
}

#[derive(Template)]
#[template(path = "moderation/log.html")]
struct LogPage {
    frame: Frame,
    waiting: i64,
    acts: Vec<(&'static str, &'static str)>,
    act: &'static str,
    lines: Vec<Line>,
    next: Option<String>,
}

#[derive(Deserialize)]
pub struct Filter {
    #[serde(default)]
    act: String,
    after: Option<String>,
}

/// `GET /moderation/log?act=&after=`
pub async fn log(visit: Visit<Moderator>, filter: web::Query<Filter>) -> Answer {
    visit
        .read(move |cx| {
            let after = paging::parse(filter.after.as_deref())?;
            let act = LOG_FILTERS.into_iter().find(|a| a.code() == filter.act);
            let code = act.map_or("", Act::code);
            let mut rows = decisions::log(cx.db, act, after, paging::LIMIT)?;
            let next = paging::cut(&mut rows, |r| r.id).map(|id| format!("/moderation/log?act={code}&after={id}"));
            let logins: Vec<i64> = rows.iter().filter_map(|r| r.login_id).collect();
            let names: HashMap<i64, String> = decisions::names_of(cx.db, &logins)?.into_iter().collect();
            let things: Vec<i64> = rows.iter().map(|r| r.target_id).collect();
            let cases: HashMap<(String, i64), i64> = queries::cases_of(cx.db, &things)?
                .into_iter()
                .map(|(kind, thing, case)| ((kind, thing), case))
                .collect();
            let waiting = queries::open_count(cx.db)?;
            let frame = cx.frame(cx.t.text("moderation-log-title")).section("moderation");
            let lines = rows
                .into_iter()
                .map(|row| Line {
                    when: frame.when(&row.created_at),
                    did: Act::from_code(&row.act)
                        .and_then(rules::act_key)
                        .map_or_else(|| row.act.clone(), |key| cx.t.text(key)),
                    who: row
                        .login_id
                        .and_then(|l| names.get(&l).cloned())
                        .unwrap_or_else(|| cx.t.text("moderation-by-command")),
                    what: Kind::from_code(&row.target_kind)
                        .map_or_else(|| cx.t.text("moderation-kind-login"), |k| cx.t.text(k.key())),
                    case: cases.get(&(row.target_kind, row.target_id)).map(|id| case_url(*id)),
                })
                .collect();
            cx.page(&LogPage {
                frame,
                waiting,
                acts: LOG_FILTERS
                    .into_iter()
                    .filter_map(|act| Some((act.code(), rules::act_key(act)?)))
                    .collect(),
                act: code,
                lines,
                next,
            })
        })
        .await
}
