//! `GET` and `POST /stories/{id}/edit`, `GET` and `POST /stories/{id}/delete`.

use actix_web::web;
use askama::Template;

use super::compose::{ComposeView, Draft, picker, wrong};
use crate::access::Member;
use crate::photos::PhotoInput;
use crate::photos::actions::{KeptPhoto, keep, prepare};
use crate::stories::actions::{self, Edit};
use crate::stories::card::{Quote, StoryCard, cards};
use crate::stories::rules::{PHOTOS_MAX, Visibility};
use crate::stories::{self, queries};
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
            let photos = card.as_ref().map(kept_photos).unwrap_or_default();
            let chosen = card.as_ref().map(|c| c.product_ids.clone()).unwrap_or_default();
            let view = ComposeView {
                photos: PhotoInput::new("photos", PHOTOS_MAX, photos),
                picker: picker(cx.db, &cx.who, &chosen)?,
                chosen,
                frame: cx.frame(cx.t.text("compose-edit-title")),
                action: format!("{}/edit", stories::url(id)),
                editing: Some(stories::url(id)),
                acting: cx.who.acting.clone(),
                body: story.body,
                visibility: Some(Visibility::from_number(story.visibility)),
                version: Some(story.version),
                quoted: card.and_then(quoted),
                errors: Errors::default(),
            };
            cx.page(&view)
        })
        .await
}

/// The photos that the story shows, as the form carries them.
fn kept_photos(card: &StoryCard) -> Vec<KeptPhoto> {
    let kept = card.pictures.iter().map(|p| KeptPhoto {
        id: p.id,
        alt: p.alt.clone(),
        picture: p.clone(),
    });
    kept.collect()
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
    let mut form = visit.form(body, Limits::PHOTOS).await?;
    let photos = prepare(&visit.app, &mut form, "photos", PHOTOS_MAX)
        .await
        .map_err(|e| visit.refuse(e))?;
    visit
        .write(move |cx| {
            let id = cursor::parse_id(&id)?;
            let story = actions::own(cx.db, cx.actor, &cx.who, id)?;
            let mut errors = Errors::default();
            let shown = queries::photo_ids(cx.db, id)?;
            let kept = keep(cx.db, &photos, story.author_id, &shown)?;
            photos.tell(cx.t, &mut errors);
            kept.tell(cx.t, &mut errors, "photos");
            let draft = Draft::read(cx.db, cx.t, &cx.who, &form, &mut errors)?;
            draft.says(cx.t, kept.photos.len(), story.share_of.is_some(), &mut errors);
            // Saved elsewhere since this form was opened: nothing is written over unseen.
            let meant = cursor::parse_id(form.get("version")).ok();
            if meant.is_some_and(|v| v != story.version) {
                errors.add("body", cx.t.text("form-changed-elsewhere"));
            }
            if photos.rearranged {
                errors = Errors::default();
            }
            let good = errors.is_empty() && !photos.rearranged;
            let Some(visibility) = draft.visibility.filter(|_| good) else {
                let card = cards(cx.app, cx.db, cx.actor, &[id])?.pop();
                let view = ComposeView {
                    frame: cx.frame(wrong(cx.t, "compose-edit-title", &errors)),
                    photos: PhotoInput::again(&photos, &kept, &errors),
                    picker: picker(cx.db, &cx.who, &draft.products)?,
                    chosen: draft.products,
                    action: format!("{}/edit", stories::url(id)),
                    editing: Some(stories::url(id)),
                    acting: cx.who.acting.clone(),
                    body: form.body("body"),
                    visibility: draft.visibility,
                    version: Some(story.version),
                    quoted: card.and_then(quoted),
                    errors: errors.clone(),
                };
                // A photo was moved or taken out by its button: no mistake.
                return if photos.rearranged {
                    cx.page(&view)
                } else {
                    cx.invalid(&view, errors)
                };
            };
            let edit = Edit {
                body: draft.body,
                visibility,
                photos: kept.photos.into_iter().map(|p| (p.id, p.alt)).collect(),
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
