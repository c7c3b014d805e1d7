//! The page `/notifications`, for the account acted as.

use std::collections::HashSet;

use actix_web::web::Path;
use askama::Template;
use serde_json::json;

use super::GROUPED;
use super::queries::{self, Row};
use crate::access::Member;
use crate::accounts::{self, AccountCard};
use crate::error::AppError;
use crate::web::i18n::Texts;
use crate::web::page::Frame;
use crate::web::paging;
use crate::web::reply::Reply;
use crate::web::request::{Answer, Visit};

/// A notification as the list shows it, or several of one kind about one story.
struct Item {
    id: i64,
    actor: Option<AccountCard>,
    icon: &'static str,
    words: String,
    url: String,
    new: bool,
    at: i64,
}

#[derive(Template)]
#[template(path = "notifications/notifications.html")]
struct NotificationsPage {
    frame: Frame,
    items: Vec<Item>,
    next: Option<String>,
    first: bool,
}

/// `GET /notifications?after=`
pub async fn list(visit: Visit<Box<Member>>) -> Answer {
    visit
        .read(|cx| {
            let after = cx.meta.query("after");
            let before = paging::parse(after.as_deref())?;
            let mut rows = queries::list(cx.db, cx.who.posts_as(), cx.who.eyes(), before, paging::LIMIT)?;
            let next = paging::cut(&mut rows, |r| r.id).map(|id| format!("/notifications?after={id}"));
            let actors: Vec<i64> = rows.iter().filter_map(|r| r.actor_id).collect();
            let cards = accounts::queries::cards(cx.db, &actors)?;
            let actions: Vec<i64> = rows.iter().filter_map(|r| r.action_id).collect();
            let decided = queries::decided(cx.db, &actions)?;
            let items = grouped(rows)
                .into_iter()
                .map(|(row, others)| {
                    let actor = row.actor_id.and_then(|id| cards.get(&id).cloned());
                    let name = actor.as_ref().map_or("", |a| a.name.as_str());
                    let thing = row.action_id.and_then(|id| decided.get(&id)).map_or("", String::as_str);
                    let (icon, words) = wording(cx.t, &row, name, others, thing);
                    Item {
                        id: row.id,
                        url: leads_to(&row, actor.as_ref()),
                        icon,
                        words,
                        new: row.read_at.is_none(),
                        at: row.created_at,
                        actor,
                    }
                })
                .collect();
            cx.page(&NotificationsPage {
                frame: cx.frame(cx.t.text("nav-notifications")).section("bell"),
                items,
                next,
                first: after.is_none(),
            })
        })
        .await
}

/// `POST /notifications/read`
pub async fn read(visit: Visit<Box<Member>>) -> Answer {
    visit
        .write(|cx| {
            queries::read_all(cx.db, cx.who.posts_as())?;
            Ok(Reply::see("/notifications").json(json!({ "unread": 0 })))
        })
        .await
}

/// `POST /notifications/{id}/read`: marks it, and those that the list shows with it.
pub async fn read_one(visit: Visit<Box<Member>>, path: Path<String>) -> Answer {
    visit
        .write(move |cx| {
            let id = paging::parse_id(&path)?;
            let me = cx.who.posts_as();
            let (kind, story) = queries::one(cx.db, me, id)?.ok_or(AppError::NotFound)?;
            let story = story.filter(|_| GROUPED.contains(&kind.as_str()));
            let unread = queries::read_one(cx.db, me, id, &kind, story)?;
            Ok(cx.back("", "/notifications").json(json!({ "unread": unread })))
        })
        .await
}

/// Groups the rows of the same kind about the same story: each group is its newest row and the
/// number of other people in it. Unread and read ones are never grouped together.
fn grouped(rows: Vec<Row>) -> Vec<(Row, i64)> {
    let mut groups: Vec<(Row, HashSet<Option<i64>>)> = Vec::new();
    for row in rows {
        let same = groups.iter_mut().find(|(first, _)| {
            GROUPED.contains(&row.kind.as_str())
                && first.kind == row.kind
                && first.story_id == row.story_id
                && first.read_at.is_some() == row.read_at.is_some()
        });
        match same {
            Some((_, actors)) => {
                actors.insert(row.actor_id);
            }
            None => {
                let actors = HashSet::from([row.actor_id]);
                groups.push((row, actors));
            }
        }
    }
    groups
        .into_iter()
        .map(|(row, actors)| (row, i64::try_from(actors.len()).unwrap_or(i64::MAX) - 1))
        .collect()
}

fn wording(t: &Texts, row: &Row, name: &str, others: i64, decided: &str) -> (&'static str, String) {
    let of_person = |key: &str| t.with(key, &[("name", name.into())]);
    let of_many = |one: &str, many: &str| match others {
        0 => of_person(one),
        n => t.with(many, &[("name", name.into()), ("n", n.into())]),
    };
    // A moderator's decision names the kind of object, never its text.
    let thing = || match decided {
        "comment" => t.text("notice-thing-comment"),
        "product" => t.text("notice-thing-product"),
        "account" => t.text("notice-thing-account"),
        _ => t.text("notice-thing-story"),
    };
    match row.kind.as_str() {
        "friend_request" => ("friend-add", of_person("notice-friend_request")),
        "friend_accepted" => ("check", of_person("notice-friend_accepted")),
        "feeling" => ("heart", of_many("notice-feeling", "notice-feeling-many")),
        "comment" => ("comment", of_many("notice-comment", "notice-comment-many")),
        "mention" => ("comment", of_person("notice-mention")),
        "share" => ("share", of_many("notice-share", "notice-share-many")),
        "removed" => ("shield", t.with("notice-removed", &[("thing", thing().into())])),
        "restored" => ("shield", t.with("notice-restored", &[("thing", thing().into())])),
        "kept" => ("shield", t.with("notice-kept", &[("thing", thing().into())])),
        "report_closed" => ("shield", t.text("notice-report_closed")),
        _ => ("bell", t.text("notice-other")),
    }
}

fn leads_to(row: &Row, actor: Option<&AccountCard>) -> String {
    // A decision links to its statement of reasons (moderation/).
    if let ("removed" | "restored" | "kept", Some(action)) = (row.kind.as_str(), row.action_id) {
        return format!("/statements/{action}");
    }
    match (row.kind.as_str(), row.story_id, row.comment_id, row.product_id) {
        ("friend_request", ..) => "/friends".to_owned(),
        (_, Some(story), Some(comment), _) => format!("/stories/{story}#comment-{comment}"),
        (_, Some(story), ..) => format!("/stories/{story}"),
        (.., Some(product)) => format!("/products/{product}"),
        _ => actor.map_or_else(|| "/notifications".to_owned(), |a| a.url.clone()),
    }
}
