//! `/` (the home feed, or the visitor's front page) and `/feed/new`.

use std::collections::HashMap;

use actix_web::web;
use askama::Template;
use serde::Deserialize;
use serde_json::json;

use super::discover::{ShopTile, front, hidden, tiles};
use super::queries::{self, Tab};
use crate::access::{Actor, Anyone, Member};
use crate::accounts;
use crate::db::Db;
use crate::error::AppError;
use crate::stories::{BoostedBy, StoryCard, card};
use crate::web::request::{Answer, Cx, Visit};
use crate::web::{Frame, Reply, paging};

#[derive(Deserialize)]
pub struct HomeParams {
    #[serde(default)]
    tab: String,
    after: Option<String>,
}

fn tab_of(code: &str) -> Option<Tab> {
    match code {
        "" | "all" => Some(Tab::All),
        "friends" => Some(Tab::Friends),
        "shops" => Some(Tab::Shops),
        _ => None,
    }
}

fn tab_code(tab: Tab) -> &'static str {
    match tab {
        Tab::All => "all",
        Tab::Friends => "friends",
        Tab::Shops => "shops",
    }
}

#[derive(Template)]
#[template(path = "feed/home.html")]
struct HomePage {
    frame: Frame,
    tab: &'static str,
    cards: Vec<StoryCard>,
    first_page: bool,
    newest: i64,
    next: Option<String>,
    suggestions: Vec<ShopTile>,
}

/// `GET /`
pub async fn home(visit: Visit<Anyone>, which: web::Query<HomeParams>) -> Answer {
    visit
        .read_shared(move |cx| {
            let after = paging::parse(which.after.as_deref())?;
            match cx.actor {
                Actor::Visitor => front(cx, after),
                Actor::Member(me) => feed(cx, &me.clone(), tab_of(&which.tab).ok_or(AppError::NotFound)?, after),
            }
        })
        .await
}

fn feed(cx: &mut Cx<'_, Db, Anyone>, me: &Member, tab: Tab, after: i64) -> Result<Reply, AppError> {
    let mut entries = queries::home(cx.db, me.account_id, tab, after, paging::LIMIT)?;
    let next = paging::cut(&mut entries, |e| e.id).map(|id| format!("/?tab={}&after={id}", tab_code(tab)));
    let newest = entries.first().map_or(0, |e| e.id);
    let ids: Vec<i64> = entries.iter().map(|e| e.story).collect();
    let mut cards = card::cards(cx.app, cx.db, cx.actor, &ids)?;
    let mut ups: HashMap<i64, BoostedBy> = entries
        .into_iter()
        .filter_map(|e| {
            let friend = e.boosted_by?;
            let url = accounts::url(&friend.handle);
            Some((e.story, BoostedBy { name: friend.name, url }))
        })
        .collect();
    for card in &mut cards {
        card.boosted_by = ups.remove(&card.id);
    }
    // Suggest shops only where the feed is short, and never on later pages.
    let suggestions = if after == i64::MAX && cards.len() < 5 {
        let hidden = hidden(cx)?;
        tiles(cx.db, &hidden, "", 4)?
    } else {
        Vec::new()
    };
    let page = HomePage {
        frame: cx.frame(cx.t.text("feed-home")).section("home"),
        tab: tab_code(tab),
        newest,
        cards,
        first_page: after == i64::MAX,
        next,
        suggestions,
    };
    cx.page(&page)
}

#[derive(Deserialize)]
pub struct Since {
    #[serde(default)]
    tab: String,
    #[serde(default)]
    since: String,
}

/// `GET /feed/new?tab=&since=ID`: the number of newer stories, for the pill.
pub async fn newer(visit: Visit<Box<Member>>, query: web::Query<Since>) -> Answer {
    visit
        .read(move |cx| {
            let since = if query.since == "0" {
                0
            } else {
                paging::parse_id(&query.since)?
            };
            let tab = tab_of(&query.tab).ok_or(AppError::NotFound)?;
            let me = cx.who.account_id;
            let entries = queries::home(cx.db, me, tab, i64::MAX, paging::LIMIT)?;
            let count = entries.iter().filter(|e| e.id > since).count();
            Ok(Reply::of_json(&json!({ "count": count })))
        })
        .await
}
