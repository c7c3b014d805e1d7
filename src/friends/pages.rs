//! Pages of friends: /friends, and the actions under /@{handle}.

use actix_web::web;
use askama::Template;
use serde_json::json;

use super::rules::{FRIEND_LIMIT, FRIEND_LIMIT_NEAR, Relation};
use super::{actions, queries};
use crate::access::Member;
use crate::accounts::{self, AccountCard};
use crate::error::AppError;
use crate::limits::{self, Spend};
use crate::web::request::{Answer, Cx, Visit};
use crate::web::{Frame, Reply, form::Limits};

/// A person in a list, with the line under the name.
pub struct Row {
    pub card: AccountCard,
    pub line: String,
}

#[derive(Template)]
#[template(path = "friends/friends.html")]
struct FriendsPage {
    frame: Frame,
    count: i32,
    limit: i32,
    near: bool,
    asking_me: Vec<Row>,
    asked: Vec<Row>,
    friends: Vec<Row>,
    blocked: Vec<Row>,
}

/// `GET /friends`
pub async fn index(visit: Visit<Box<Member>>) -> Answer {
    visit
        .read(|cx| {
            let me = cx.who.account_id;
            let asking = queries::requests_to(cx.db, me)?;
            let asked = queries::requests_from(cx.db, me)?;
            let friends = queries::friends_of(cx.db, me)?;
            let blocked = queries::blocked_by(cx.db, me)?;
            let ids: Vec<i64> = asking
                .iter()
                .chain(&asked)
                .map(|(id, _)| *id)
                .chain(friends.iter().copied())
                .chain(blocked.iter().copied())
                .collect();
            let cards = accounts::queries::cards(cx.db, &ids)?;
            let asking_ids: Vec<i64> = asking.iter().map(|(id, _)| *id).collect();
            let mutual = queries::mutual_counts(cx.db, me, &asking_ids)?;
            let account = accounts::queries::by_id(cx.db, me)?.ok_or(AppError::NotFound)?;
            let frame = cx.frame(cx.t.text("friends-title")).section("friends");
            let row = |id: &i64, line: String| {
                cards.get(id).map(|card| Row {
                    card: card.clone(),
                    line,
                })
            };
            let handle = |id: &i64| cards.get(id).map_or_else(String::new, |c| format!("@{}", c.handle));
            let page = FriendsPage {
                count: account.friend_count,
                limit: FRIEND_LIMIT,
                near: account.friend_count >= FRIEND_LIMIT_NEAR,
                asking_me: asking
                    .iter()
                    .filter_map(|(id, at)| {
                        let n = mutual.get(id).copied().unwrap_or(0);
                        let when = frame.when(at).shown;
                        row(id, cx.t.with("friends-mutual", &[("n", n.into()), ("when", when.into())]))
                    })
                    .collect(),
                asked: asked
                    .iter()
                    .filter_map(|(id, at)| row(id, cx.t.with("friends-asked-when", &[("when", frame.when(at).shown.into())])))
                    .collect(),
                friends: friends.iter().filter_map(|id| row(id, handle(id))).collect(),
                blocked: blocked.iter().filter_map(|id| row(id, handle(id))).collect(),
                frame,
            };
            cx.page(&page)
        })
        .await
}

/// `POST /@{handle}/friend/{act}`: request, accept, decline, withdraw, remove
pub async fn friend(visit: Visit<Box<Member>>, path: web::Path<(String, String)>, body: web::Payload) -> Answer {
    let form = visit.form(body, Limits::SMALL).await?;
    visit
        .write(move |cx| {
            let (handle, act) = path.into_inner();
            let other = actions::find(cx.db, &cx.who, &handle)?;
            if act == "request" {
                let (me, them) = (cx.who.account_id, other.id);
                let spends = vec![
                    Spend::one(&limits::rules::FRIEND_REQUESTS, me),
                    Spend::one(&limits::rules::FRIEND_REQUESTS_TO_ONE, format!("{me} {them}")),
                    Spend::one(
                        &limits::rules::FRIEND_REQUESTS_FROM_ADDRESS,
                        format!("{} {them}", cx.meta.address.network()),
                    ),
                ];
                limits::spend(cx.app, cx.db, spends)?;
            }
            let flash = match act.as_str() {
                "request" => actions::request(cx.db, &cx.who, &other).map(|()| "flash-friend-asked"),
                "accept" => actions::accept(cx.db, &cx.who, &other).map(|()| "flash-friend-accepted"),
                "decline" => actions::decline(cx.db, &cx.who, &other).map(|()| "flash-friend-declined"),
                "withdraw" => actions::withdraw(cx.db, &cx.who, &other).map(|()| "flash-friend-withdrawn"),
                "remove" => actions::remove(cx.db, &cx.who, &other).map(|()| "flash-friend-removed"),
                _ => Err(AppError::NotFound),
            }?;
            let relation = queries::relation(cx.db, cx.who.account_id, other.id)?;
            Ok(cx
                .back(form.get("next"), "/friends")
                .flash(flash)
                .json(json!({ "relation": code(relation) })))
        })
        .await
}

fn code(relation: Relation) -> &'static str {
    match relation {
        Relation::Myself => "myself",
        Relation::Nothing => "none",
        Relation::Asked => "asked",
        Relation::AsksMe => "asks_me",
        Relation::Friends => "friends",
        Relation::Following => "following",
    }
}

/// `POST /@{handle}/follow`
pub async fn follow(visit: Visit<Box<Member>>, path: web::Path<String>, body: web::Payload) -> Answer {
    let form = visit.form(body, Limits::SMALL).await?;
    visit.write(move |cx| set_follow(cx, &path, form.get("next"), true)).await
}

/// `POST /@{handle}/unfollow`
pub async fn unfollow(visit: Visit<Box<Member>>, path: web::Path<String>, body: web::Payload) -> Answer {
    let form = visit.form(body, Limits::SMALL).await?;
    visit.write(move |cx| set_follow(cx, &path, form.get("next"), false)).await
}

type Writing<'a, 't> = Cx<'a, crate::db::Tx<'t>, Box<Member>>;

fn set_follow(cx: &mut Writing<'_, '_>, handle: &str, next: &str, on: bool) -> Result<Reply, AppError> {
    let shop = actions::find(cx.db, &cx.who, handle)?;
    if on {
        actions::follow(cx.db, &cx.who, &shop)?;
    } else {
        actions::unfollow(cx.db, &cx.who, &shop)?;
    }
    let count = queries::follower_count(cx.db, shop.id)?;
    let shown = crate::web::numbers::count(cx.locale(), count);
    let flash = if on { "flash-followed" } else { "flash-unfollowed" };
    Ok(cx
        .back(next, &accounts::url(&shop.handle))
        .flash(flash)
        .json(json!({ "on": on, "count": count, "shown": shown })))
}

/// `POST /@{handle}/block`
pub async fn block(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    visit
        .write(move |cx| {
            let other = actions::find(cx.db, &cx.who, &path)?;
            actions::block(cx.db, &cx.who, &other)?;
            Ok(Reply::see("/friends").flash("flash-blocked"))
        })
        .await
}

/// `POST /@{handle}/unblock`
pub async fn unblock(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    visit
        .write(move |cx| {
            let other = actions::find(cx.db, &cx.who, &path)?;
            actions::unblock(cx.db, &cx.who, &other)?;
            Ok(Reply::see("/friends").flash("flash-unblocked"))
        })
        .await
}
