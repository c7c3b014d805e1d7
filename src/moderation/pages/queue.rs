//! The queue of open cases, and the list of closed ones.

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use crate::access::Moderator;
use crate::accounts::AccountCard;
use crate::moderation::queries::{self, Only, QueueFilter};
use crate::moderation::rules::{self, Kind, REASONS, URGENT_REPORTS};
use crate::moderation::{case_url, queue as desk};
use crate::text;
use crate::web::request::{Answer, Visit};
use crate::web::{Frame, format, paging};

struct Row {
    url: String,
    what: String,
    excerpt: String,
    whose: Option<AccountCard>,
    reason: String,
    reports: i32,
    waiting: format::When,
    removed: bool,
    deleted: bool,
    urgent: bool,
    objected: bool,
}

#[derive(Template)]
#[template(path = "moderation/queue.html")]
struct QueuePage {
    frame: Frame,
    open: bool,
    waiting: i64,
    kinds: Vec<(&'static str, &'static str)>,
    reasons: Vec<(&'static str, &'static str)>,
    kind: String,
    reason: String,
    only: String,
    rows: Vec<Row>,
    next: Option<String>,
}

impl QueuePage {
    fn filtered(&self) -> bool {
        !(self.kind.is_empty() && self.reason.is_empty() && self.only.is_empty())
    }
}

#[derive(Deserialize)]
pub struct Filter {
    #[serde(default)]
    state: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    only: String,
    after: Option<String>,
}

/// `GET
/// /moderation?state=open|closed&kind=&reason=&only=urgent|appeals&after=`. An
/// unknown value of a filter is ignored.
pub async fn queue(visit: Visit<Moderator>, filter: web::Query<Filter>) -> Answer {
    visit
        .read(move |cx| {
            let closed = filter.state == "closed";
            let kind = Kind::from_code(&filter.kind);
            let reason = REASONS.iter().map(|(code, _)| *code).find(|code| *code == filter.reason);
            let only = match filter.only.as_str() {
                "urgent" => Some(Only::Urgent),
                "appeals" => Some(Only::Appeals),
                _ => None,
            };
            let after = match filter.after.as_deref() {
                Some(id) if !id.is_empty() => Some(paging::parse_id(id)?),
                _ => None,
            };
            let wanted = QueueFilter {
                closed,
                kind,
                reason,
                only,
                after,
            };
            let (lines, next) = desk::page(cx.db, wanted)?;
            let waiting = queries::open_count(cx.db)?;
            let frame = cx.frame(cx.t.text("moderation-title")).section("moderation");
            let rows = lines
                .into_iter()
                .map(|line| Row {
                    url: case_url(line.case.id),
                    what: cx.t.text(line.target.kind.key()),
                    excerpt: text::excerpt(&line.target.text, 60),
                    whose: line.whose,
                    reason: cx.t.text(rules::reason_key(&line.reason)),
                    reports: line.case.report_count,
                    waiting: frame.when(&line.case.opened_at),
                    removed: line.target.removed,
                    deleted: line.target.deleted,
                    urgent: !closed && line.case.report_count >= URGENT_REPORTS,
                    objected: line.objected,
                })
                .collect();
            let only = match only {
                Some(Only::Urgent) => "urgent",
                Some(Only::Appeals) => "appeals",
                None => "",
            };
            let (kind, reason) = (kind.map_or("", Kind::code), reason.unwrap_or(""));
            let state = if closed { "closed" } else { "open" };
            cx.page(&QueuePage {
                frame,
                open: !closed,
                waiting,
                kinds: Kind::ALL.iter().map(|k| (k.code(), k.key())).collect(),
                reasons: REASONS.to_vec(),
                rows,
                next: next.map(|id| format!("/moderation?state={state}&kind={kind}&reason={reason}&only={only}&after={id}")),
                kind: kind.to_owned(),
                reason: reason.to_owned(),
                only: only.to_owned(),
            })
        })
        .await
}
