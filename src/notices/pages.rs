//! `/notifications`: of the account one acts as.

use askama::Template;
use serde_json::json;

use super::queries::{self, Row};
use crate::access::Member;
use crate::accounts::{self, AccountCard};
use crate::web::cursor;
use crate::web::i18n::Texts;
use crate::web::page::Frame;
use crate::web::reply::Reply;
use crate::web::visit::{Answer, Visit};

/// One notice, worded, with where it leads.
struct Item {
    actor: Option<AccountCard>,
    icon: &'static str,
    words: String,
    url: String,
    new: bool,
    at: i64,
}

#[derive(Template)]
#[template(path = "notices/list.html")]
struct ListPage {
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
            let before = cursor::parse(after.as_deref())?;
            let limit = i64::try_from(cursor::PAGE_SIZE + 1).unwrap_or(i64::MAX);
            let mut rows = queries::list(cx.db, cx.who.posts_as(), before, limit)?;
            let next = cursor::cut(&mut rows, |r| r.id).map(|id| format!("/notifications?after={id}"));
            let actors: Vec<i64> = rows.iter().filter_map(|r| r.actor_id).collect();
            let cards = accounts::queries::cards(cx.db, &actors)?;
            let actions: Vec<i64> = rows.iter().filter_map(|r| r.action_id).collect();
            let decided = queries::decided(cx.db, &actions)?;
            let items = rows
                .into_iter()
                .map(|row| {
                    let actor = row.actor_id.and_then(|id| cards.get(&id).cloned());
                    let (icon, words) = wording(
                        cx.t,
                        &row,
                        actor.as_ref().map_or("", |a| a.name.as_str()),
                        row.action_id.and_then(|id| decided.get(&id)).map_or("", String::as_str),
                    );
                    Item {
                        url: leads_to(&row, actor.as_ref()),
                        icon,
                        words,
                        new: row.read_at.is_none(),
                        at: row.created_at,
                        actor,
                    }
                })
                .collect();
            cx.page(&ListPage {
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

fn wording(t: &Texts, row: &Row, name: &str, decided: &str) -> (&'static str, String) {
    let of_person = |key: &str| t.with(key, &[("name", name.into())]);
    // A moderator's act names the kind of thing, never its words.
    let thing = || match decided {
        "comment" => t.text("notice-thing-comment"),
        "product" => t.text("notice-thing-product"),
        "account" => t.text("notice-thing-account"),
        _ => t.text("notice-thing-story"),
    };
    match row.kind.as_str() {
        "friend_request" => ("friend-add", of_person("notice-friend_request")),
        "friend_accepted" => ("check", of_person("notice-friend_accepted")),
        "feeling" => ("heart", of_person("notice-feeling")),
        "comment" => ("comment", of_person("notice-comment")),
        "mention" => ("comment", of_person("notice-mention")),
        "share" => ("share", of_person("notice-share")),
        "removed" => ("shield", t.with("notice-removed", &[("thing", thing().into())])),
        "restored" => ("shield", t.with("notice-restored", &[("thing", thing().into())])),
        "report_closed" => ("shield", t.text("notice-report_closed")),
        _ => ("bell", t.text("notice-other")),
    }
}

fn leads_to(row: &Row, actor: Option<&AccountCard>) -> String {
    // A decision leads to its reasons (moderation/).
    if let ("removed" | "restored", Some(action)) = (row.kind.as_str(), row.action_id) {
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
