//! `GET` and `POST /stories/{id}/edit`, `GET` and `POST /stories/{id}/delete`.
//! The form is in form.rs.

use actix_web::web;
use askama::Template;

use super::form::{Editing, FormContext, Judged, StoryInput, judge, receive, view};
use crate::access::Member;
use crate::photos::actions::SavedPhoto;
use crate::stories;
use crate::stories::actions::{self, Edit};
use crate::stories::card::{StoryCard, cards};
use crate::stories::rules::Visibility;
use crate::web::form::{Errors, Limits};
use crate::web::page::Frame;
use crate::web::paging;
use crate::web::reply::Reply;
use crate::web::request::{Answer, Visit};

/// `GET /stories/{id}/edit`
pub async fn form(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    let id = path.into_inner();
    visit
        .read(move |cx| {
            let id = paging::parse_id(&id)?;
            let story = actions::own(cx.db, cx.actor, &cx.who, id)?;
            let card = cards(cx.app, cx.db, cx.actor, &[id])?.pop();
            let photos = card.as_ref().map(kept_photos).unwrap_or_default();
            let pins = card.as_ref().map(|c| c.pins.clone()).unwrap_or_default();
            let visibility = Visibility::from_number(story.visibility);
            let typed = StoryInput::fresh(story.body.clone(), visibility, photos, &pins);
            let frame = cx.frame("");
            let desk = FormContext {
                app: cx.app,
                actor: cx.actor,
                member: &cx.who,
                t: cx.t,
            };
            let piece = Editing::Change(story);
            let view = view(cx.db, desk, frame, &piece, typed, Errors::default())?;
            cx.page(&view)
        })
        .await
}

/// Returns the story's photos as the form carries them.
fn kept_photos(card: &StoryCard) -> Vec<SavedPhoto> {
    let kept = card.pictures.iter().map(|p| SavedPhoto {
        id: p.id,
        alt: p.alt.clone(),
        picture: p.clone(),
    });
    kept.collect()
}

/// `POST /stories/{id}/edit`
pub async fn save(visit: Visit<Box<Member>>, path: web::Path<String>, body: web::Payload) -> Answer {
    let id = path.into_inner();
    let sent = receive(&visit, body).await?;
    visit
        .write(move |cx| {
            let id = paging::parse_id(&id)?;
            let piece = Editing::Change(actions::own(cx.db, cx.actor, &cx.who, id)?);
            let draft = match judge(cx, &sent, &piece)? {
                Judged::Good(draft) => draft,
                Judged::Again(back) => return Ok(back),
            };
            let edit = Edit {
                body: draft.body,
                visibility: draft.visibility,
                photos: draft.photos,
                products: draft.products,
            };
            if let Editing::Change(story) = &piece {
                actions::edit(cx.db, &cx.who, story, edit)?;
            }
            Ok(Reply::see(stories::urls::url(id)).flash("flash-saved"))
        })
        .await
}

#[derive(Template)]
#[template(path = "stories/confirm_delete.html")]
pub struct DeletePage {
    frame: Frame,
    card: StoryCard,
}

/// `GET /stories/{id}/delete`
pub async fn confirm_delete(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    let id = path.into_inner();
    visit
        .read(move |cx| {
            let id = paging::parse_id(&id)?;
            actions::own(cx.db, cx.actor, &cx.who, id)?;
            let card = cards(cx.app, cx.db, cx.actor, &[id])?
                .pop()
                .ok_or(crate::error::AppError::NotFound)?;
            cx.page(&DeletePage {
                frame: cx.frame(cx.t.text("story-delete-title")),
                card,
            })
        })
        .await
}

/// `POST /stories/{id}/delete`
pub async fn delete(visit: Visit<Box<Member>>, path: web::Path<String>, body: web::Payload) -> Answer {
    let id = path.into_inner();
    visit.form(body, Limits::SMALL).await?;
    visit
        .write(move |cx| {
            let id = paging::parse_id(&id)?;
            let story = actions::own(cx.db, cx.actor, &cx.who, id)?;
            actions::delete(cx.db, &cx.who, &story)?;
            let handle = cx.who.acting.as_ref().map_or(&cx.who.handle, |a| &a.handle);
            Ok(Reply::see(crate::accounts::url(handle)).flash("flash-deleted"))
        })
        .await
}
