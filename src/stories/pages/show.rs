//! `GET /stories/{id}`: one story with its comments. `GET
//! /stories/{id}/photos/{n}`: its photos one by one.

use actix_web::web;
use askama::Template;
use serde::Deserialize;
use serde_json::json;

use crate::access::permit::{Owned, may_delete_comment};
use crate::access::{Actor, Anyone};
use crate::accounts::AccountCard;
use crate::app::App;
use crate::db::Db;
use crate::error::AppError;
use crate::photos::Picture;
use crate::stories;
use crate::stories::card::{StoryCard, cards};
use crate::stories::queries::visible::can_see;
use crate::stories::queries::{self, StoryRow, interactions};
use crate::text::{self, SafeHtml};
use crate::web::form::Errors;
use crate::web::format::rfc3339;
use crate::web::i18n::Value;
use crate::web::page::{Frame, Share, json_ld};
use crate::web::paging;
use crate::web::request::{Answer, Cx, Visit};

pub struct CommentView {
    pub id: i64,
    pub author: AccountCard,
    pub body: SafeHtml,
    pub created_at: i64,
    pub can_delete: bool,
    pub can_report: bool,
}

#[derive(Template)]
#[template(path = "stories/show.html")]
pub struct StoryPage {
    frame: Frame,
    card: StoryCard,
    /// One page of comments, oldest first.
    comments: Vec<CommentView>,
    older: Option<String>,
    newest: Option<String>,
    /// The text of a comment with an error, to be shown again.
    typed: String,
    errors: Errors,
}

#[derive(Deserialize)]
pub struct Paging {
    after: Option<String>,
}

/// `GET /stories/{id}`
pub async fn show(visit: Visit<Anyone>, path: web::Path<String>, paging: web::Query<Paging>) -> Answer {
    let (id, paging) = (path.into_inner(), paging.into_inner());
    visit
        .read_shared(move |cx| {
            let id = paging::parse_id(&id)?;
            let before = paging::parse(paging.after.as_deref())?;
            let known = known(cx.app, cx.db, cx.actor, id, before)?;
            let frame = frame(cx, &known);
            cx.page(&StoryPage::new(frame, known, String::new(), Errors::default()))
        })
        .await
}

/// The data of the page of a visible story.
pub struct StoryPageData {
    pub row: StoryRow,
    pub card: StoryCard,
    comments: Vec<CommentView>,
    older: Option<String>,
    newest: Option<String>,
}

/// Reads the story and a page of its comments. Returns `NotFound` if the actor
/// may not see the story.
pub fn known(app: &App, db: &mut Db, actor: &Actor, id: i64, before: i64) -> Result<StoryPageData, AppError> {
    let row = can_see(db, actor, id)?.ok_or(AppError::NotFound)?;
    let card = cards(app, db, actor, &[id])?.pop().ok_or(AppError::NotFound)?;
    let (comments, older) = comments(db, actor, &row, before)?;
    Ok(StoryPageData {
        older: older.map(|after| format!("{}?after={after}#comments", card.url)),
        newest: (before != i64::MAX).then(|| format!("{}#comments", card.url)),
        row,
        card,
        comments,
    })
}

fn comments(db: &mut Db, actor: &Actor, story: &StoryRow, before: i64) -> Result<(Vec<CommentView>, Option<i64>), AppError> {
    let mut rows = interactions::comments_before(db, actor, story.id, before, paging::LIMIT)?;
    let older = paging::cut(&mut rows, |c| c.id);
    let authors: Vec<i64> = rows.iter().map(|c| c.author_id).collect();
    let authors = crate::accounts::queries::cards(db, &authors)?;
    let handles = queries::handles_in(db, rows.iter().map(|c| c.body.as_str()))?;
    let under = Owned {
        account_id: story.author_id,
    };
    let shown = rows.into_iter().rev().filter_map(|c| {
        let written = Owned { account_id: c.author_id };
        Some(CommentView {
            id: c.id,
            author: authors.get(&c.author_id)?.clone(),
            body: SafeHtml::body_where(&c.body, |h| handles.contains_key(h)),
            created_at: c.created_at,
            can_delete: actor.member().is_some_and(|m| may_delete_comment(m, written, under)),
            can_report: actor.member().is_some_and(|m| m.posts_as() != c.author_id),
        })
    });
    Ok((shown.collect(), older))
}

/// Returns the frame. A public story gets the data with which it can be shared
/// elsewhere and found by search engines.
pub fn frame<D, W>(cx: &Cx<'_, D, W>, known: &StoryPageData) -> Frame {
    let card = &known.card;
    let by = cx.t.with("story-of", &[("name", card.author.name.as_str().into())]);
    let title = if known.row.body.is_empty() {
        by.clone()
    } else {
        format!("{}: {}", card.author.name, text::excerpt(&known.row.body, 50))
    };
    let frame = cx.frame(title);
    if !card.is_public() {
        return frame;
    }
    let origin = cx.app.config.public_url.origin();
    let address = format!("{origin}{}", card.url);
    let images: Vec<String> = card.pictures.iter().map(|p| format!("{origin}{}", p.full)).collect();
    let description = if known.row.body.is_empty() {
        by
    } else {
        text::excerpt(&known.row.body, 160)
    };
    let counter = |action: &str, n: i64| {
        json!({
            "@type": "InteractionCounter",
            "interactionType": format!("https://schema.org/{action}"),
            "userInteractionCount": n,
        })
    };
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "SocialMediaPosting",
        "@id": address,
        "url": address,
        "headline": text::excerpt(&description, 110),
        "articleBody": known.row.body,
        "datePublished": rfc3339(card.created_at),
        "author": {
            "@type": if card.author.business { "Organization" } else { "Person" },
            "name": card.author.name,
            "url": format!("{origin}{}", card.author.url),
        },
        "commentCount": card.comment_count,
        "interactionStatistic": [
            counter("LikeAction", card.feelings.total()),
            counter("ShareAction", card.share_count),
        ],
    });
    if let Some(map) = data.as_object_mut() {
        if let Some(at) = card.edited_at {
            map.insert("dateModified".to_owned(), rfc3339(at).into());
        }
        if !images.is_empty() {
            map.insert("image".to_owned(), images.clone().into());
        }
    }
    frame.share(Share {
        kind: "article",
        description,
        image: images.into_iter().next(),
        url: address,
        json_ld: Some(json_ld(&data)),
    })
}

impl StoryPage {
    /// Makes the page, with the text of a rejected comment if there is one.
    pub fn new(frame: Frame, known: StoryPageData, typed: String, errors: Errors) -> Self {
        Self {
            frame,
            card: known.card,
            comments: known.comments,
            older: known.older,
            newest: known.newest,
            typed,
            errors,
        }
    }
}

#[derive(Template)]
#[template(path = "stories/photo.html")]
pub struct PhotoPage {
    frame: Frame,
    card: StoryCard,
    picture: Picture,
    /// The photo's number, counted from 1.
    n: usize,
    index: usize,
    previous: Option<String>,
    next: Option<String>,
}

/// `GET /stories/{id}/photos/{n}`
pub async fn photo(visit: Visit<Anyone>, path: web::Path<(String, String)>) -> Answer {
    let (id, n) = path.into_inner();
    visit
        .read_shared(move |cx| {
            let id = paging::parse_id(&id)?;
            let n = usize::try_from(paging::parse_id(&n)?).map_err(|_| AppError::NotFound)?;
            let card = cards(cx.app, cx.db, cx.actor, &[id])?.pop().ok_or(AppError::NotFound)?;
            let index = n.checked_sub(1).ok_or(AppError::NotFound)?;
            let picture = card.pictures.get(index).cloned().ok_or(AppError::NotFound)?;
            let title = cx.t.with(
                "story-photo-title",
                &[
                    ("name", card.author.name.as_str().into()),
                    ("n", Value::Text(n.to_string().into())),
                    ("of", Value::Text(card.pictures.len().to_string().into())),
                ],
            );
            cx.page(&PhotoPage {
                frame: cx.frame(title),
                previous: (index > 0).then(|| stories::urls::photo_url(id, index)),
                next: (n < card.pictures.len()).then(|| stories::urls::photo_url(id, n + 1)),
                picture,
                n,
                index,
                card,
            })
        })
        .await
}
