//! `GET` and `POST /stories/{id}/edit`, `GET` and `POST /stories/{id}/delete`.

use actix_web::web;
use askama::Template;

use super::compose::{ComposeView, Draft, wrong};
use crate::access::Member;
use crate::stories::actions::{self, Edit};
use crate::stories::card::{Quote, StoryCard, cards};
use crate::stories::rules::Visibility;
use crate::stories::{self};
use crate::web::cursor;
use crate::web::form::{Errors, Limits};
use crate::web::page::Frame;
use crate::web::reply::Reply;
use crate::web::visit::{Answer, Visit};

/// GET /stories/{id}/edit
pub async fn form(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    let id = path.into_inner();
    visit
        .read(move |cx| {
            let id = cursor::parse_id(&id)?;
            let story = actions::own(cx.db, cx.actor, &cx.who, id)?;
            let card = cards(cx.app, cx.db, cx.actor, &[id])?.pop();
            cx.page(&ComposeView {
                frame: cx.frame(cx.t.text("compose-edit-title")),
                action: format!("{}/edit", stories::url(id)),
                editing: Some(stories::url(id)),
                acting: cx.who.acting.clone(),
                body: story.body,
                visibility: Some(Visibility::from_number(story.visibility)),
                version: Some(story.version),
                quoted: card.and_then(quoted),
                errors: Errors::default(),
            })
        })
        .await
}

fn quoted(card: StoryCard) -> Option<StoryCard> {
    match card.quote {
        Some(Quote::Shown(quoted)) => Some(*quoted),
        _ => None,
    }
}

/// POST /stories/{id}/edit
pub async fn save(visit: Visit<Box<Member>>, path: web::Path<String>, body: web::Payload) -> Answer {
    let id = path.into_inner();
    visit.admit().await?;
    let form = visit.form(body, Limits::PHOTOS).await?;
    visit
        .write(move |cx| {
            let id = cursor::parse_id(&id)?;
            let story = actions::own(cx.db, cx.actor, &cx.who, id)?;
            let mut errors = Errors::default();
            let draft = Draft::read(cx.db, cx.t, &cx.who, &form, &mut errors)?;
            draft.says(cx.t, 0, story.share_of.is_some(), &mut errors);
            // Saved elsewhere since this form was opened: nothing is written over unseen.
            let meant = cursor::parse_id(form.get("version")).ok();
            if meant.is_some_and(|v| v != story.version) {
                errors.add("body", cx.t.text("form-changed-elsewhere"));
            }
            let Some(visibility) = draft.visibility.filter(|_| errors.is_empty()) else {
                let card = cards(cx.app, cx.db, cx.actor, &[id])?.pop();
                let view = ComposeView {
                    frame: cx.frame(wrong(cx.t, "compose-edit-title")),
                    action: format!("{}/edit", stories::url(id)),
                    editing: Some(stories::url(id)),
                    acting: cx.who.acting.clone(),
                    body: form.get("body").to_owned(),
                    visibility: draft.visibility,
                    version: Some(story.version),
                    quoted: card.and_then(quoted),
                    errors: errors.clone(),
                };
                return cx.invalid(&view, errors);
            };
            let edit = Edit {
                body: draft.body,
                visibility,
                photos: Vec::new(),
                products: draft.products,
            };
            actions::edit(cx.db, &cx.who, &story, edit)?;
            Ok(Reply::see(stories::url(id)).flash("flash-saved"))
        })
        .await
}

#[derive(Template)]
#[template(path = "stories/delete.html")]
pub struct DeleteView {
    frame: Frame,
    card: StoryCard,
}

/// GET /stories/{id}/delete
pub async fn confirm_delete(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    let id = path.into_inner();
    visit
        .read(move |cx| {
            let id = cursor::parse_id(&id)?;
            actions::own(cx.db, cx.actor, &cx.who, id)?;
            let card = cards(cx.app, cx.db, cx.actor, &[id])?
                .pop()
                .ok_or(crate::error::AppError::NotFound)?;
            cx.page(&DeleteView {
                frame: cx.frame(cx.t.text("story-delete-title")),
                card,
            })
        })
        .await
}

/// POST /stories/{id}/delete
pub async fn delete(visit: Visit<Box<Member>>, path: web::Path<String>, body: web::Payload) -> Answer {
    let id = path.into_inner();
    visit.form(body, Limits::SMALL).await?;
    visit
        .write(move |cx| {
            let id = cursor::parse_id(&id)?;
            let story = actions::own(cx.db, cx.actor, &cx.who, id)?;
            actions::delete(cx.db, &cx.who, &story)?;
            let handle = cx.who.acting.as_ref().map_or(&cx.who.handle, |a| &a.handle);
            Ok(Reply::see(crate::accounts::url(handle)).flash("flash-deleted"))
        })
        .await
}
