//! Interactions with a story: feelings, UPs and comments.

use actix_web::web;
use serde_json::json;

use super::show::{self, StoryPage};
use crate::access::Member;
use crate::error::AppError;
use crate::limits::{Spend, rules as limits};
use crate::stories::queries::visible::can_see;
use crate::stories::recipients;
use crate::stories::rules::{COMMENT_MAX, Feeling};
use crate::stories::{self, actions};
use crate::text;
use crate::web::form::{Errors, Limits, too_long};
use crate::web::reply::Reply;
use crate::web::request::{Answer, Cx, Visit};
use crate::web::{numbers, paging};

/// Redirects back to the page on which the story was read, to the same story.
fn back<D, W>(cx: &Cx<'_, D, W>, next: &str, story: i64) -> Reply {
    let page = cx.page_before(next).unwrap_or_default();
    let page = page.split('#').next().unwrap_or("");
    if page.is_empty() {
        Reply::see(stories::urls::url(story))
    } else {
        Reply::see(format!("{page}#story-{story}-by"))
    }
}

/// `POST /stories/{id}/feeling`
pub async fn feeling(visit: Visit<Box<Member>>, path: web::Path<String>, body: web::Payload) -> Answer {
    let id = path.into_inner();
    let form = visit.form(body, Limits::SMALL).await?;
    visit
        .write(move |cx| {
            let id = paging::parse_id(&id)?;
            let kind = form.get("kind");
            let feeling = Feeling::from_code(kind);
            if feeling.is_none() && !kind.is_empty() {
                return odd_choice(cx, id, "kind", "story-feeling-choice");
            }
            let counts = actions::feel(cx.db, cx.actor, &cx.who, id, feeling)?;
            let faces: Vec<&str> = counts.top().into_iter().map(Feeling::code).collect();
            let json = json!({
                "kind": feeling.map(Feeling::code),
                "total": counts.total(),
                "total_text": numbers::count(cx.locale(), counts.total()),
                "faces": faces,
            });
            Ok(back(cx, form.get("next"), id).json(json))
        })
        .await
}

/// `POST /stories/{id}/up`
pub async fn up(visit: Visit<Box<Member>>, path: web::Path<String>, body: web::Payload) -> Answer {
    let id = path.into_inner();
    let form = visit.form(body, Limits::SMALL).await?;
    visit
        .write(move |cx| {
            let id = paging::parse_id(&id)?;
            let on = match form.get("on") {
                "true" => true,
                "false" => false,
                _ => return odd_choice(cx, id, "on", "story-up-choice"),
            };
            let count = actions::up(cx.db, cx.actor, &cx.who, id, on)?;
            let json = json!({ "on": on, "count": count, "count_text": numbers::count(cx.locale(), count) });
            Ok(back(cx, form.get("next"), id).json(json))
        })
        .await
}

type Write<'a, 'b> = Cx<'a, crate::db::Tx<'b>, Box<Member>>;

/// Answers a value that none of our forms sends: the story's page at 422.
fn odd_choice(cx: &mut Write<'_, '_>, id: i64, field: &str, key: &'static str) -> Result<Reply, AppError> {
    let mut errors = Errors::default();
    errors.add(field, cx.t.text(key));
    come_back(cx, id, String::new(), errors)
}

fn come_back(cx: &mut Write<'_, '_>, id: i64, typed: String, errors: Errors) -> Result<Reply, AppError> {
    let known = show::known(cx.app, cx.db, cx.actor, id, i64::MAX)?;
    let frame = show::frame(cx, &known);
    cx.invalid(&StoryPage::new(frame, known, typed, errors.clone()), errors)
}

/// `POST /stories/{id}/comments`
pub async fn comment(visit: Visit<Box<Member>>, path: web::Path<String>, body: web::Payload) -> Answer {
    let id = path.into_inner();
    let form = visit.form(body, Limits::SMALL).await?;
    let key = form.get("key").to_owned();
    visit
        .write_once(&key, move |cx| {
            let id = paging::parse_id(&id)?;
            let body = form.body("body");
            let count = text::count(&body);
            let mut errors = Errors::default();
            if body.is_empty() {
                errors.add("body", cx.t.text("comment-empty"));
            } else if count > COMMENT_MAX {
                errors.add("body", too_long(cx.t, &cx.t.text("comment-label"), COMMENT_MAX, count));
            }
            if !errors.is_empty() {
                return come_back(cx, id, body, errors);
            }
            if let Some(seconds) = spend_comment(cx, id, &body)? {
                let known = show::known(cx.app, cx.db, cx.actor, id, i64::MAX)?;
                let frame = show::frame(cx, &known);
                errors.add("body", cx.too_early(seconds));
                return cx.wait(&StoryPage::new(frame, known, body, errors), seconds);
            }
            let comment = actions::comment(cx.db, cx.actor, &cx.who, id, &body)?;
            let to = format!("{}#comment-{comment}", stories::urls::url(id));
            Ok(Reply::see(to)
                .flash("flash-comment")
                .json(json!({ "id": comment.to_string() })))
        })
        .await
}

/// Spends the rate limits of a comment. A story that the actor may not see
/// answers not found, however many requests there are.
fn spend_comment(cx: &mut Write<'_, '_>, story: i64, body: &str) -> Result<Option<u64>, AppError> {
    can_see(cx.db, cx.actor, story)?.ok_or(AppError::NotFound)?;
    let mut spends = spend_mentions(cx, body, "")?;
    spends.push(Spend::one(&limits::COMMENTS, cx.who.posts_as()));
    spends.push(Spend::one(&limits::COMMENTS_OF_ADDRESS, cx.meta.address.network()));
    cx.spend(spends)
}

/// Returns the spends for the accounts that a text mentions and `before` did
/// not, since each of them is notified.
pub fn spend_mentions(cx: &mut Write<'_, '_>, body: &str, before: &str) -> Result<Vec<Spend>, AppError> {
    let me = cx.who.posts_as();
    let mentioned = recipients::mentioned(cx.db, body, before, me)?;
    let mut spends = vec![Spend::many(&limits::MENTIONS, me, mentioned.len())];
    let each = mentioned
        .iter()
        .map(|them| Spend::one(&limits::MENTIONS_OF_ONE, format!("{me} {them}")));
    spends.extend(each);
    Ok(spends)
}

/// `POST /comments/{id}/delete`
pub async fn delete_comment(visit: Visit<Box<Member>>, path: web::Path<String>, body: web::Payload) -> Answer {
    let id = path.into_inner();
    visit.form(body, Limits::SMALL).await?;
    visit
        .write(move |cx| {
            let id = paging::parse_id(&id)?;
            let story = actions::delete_comment(cx.db, cx.actor, &cx.who, id)?;
            // The viewer may no longer see the story although the comment was theirs.
            let to = match can_see(cx.db, cx.actor, story)? {
                Some(_) => format!("{}#comments", stories::urls::url(story)),
                None => "/".to_owned(),
            };
            Ok(Reply::see(to).flash("flash-comment-deleted"))
        })
        .await
}
