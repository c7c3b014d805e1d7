//! `GET /compose` and `POST /stories`: writing a story. The form is in form.rs.

use actix_web::web;
use serde::Deserialize;

use super::form::{Editing, FormContext, Judged, StoryInput, judge, receive, view};
use crate::access::Member;
use crate::catalog::queries::pickable;
use crate::stories;
use crate::stories::actions::{self, NewStory};
use crate::stories::product_tags::ProductTag;
use crate::stories::rules::Visibility;
use crate::web::form::Errors;
use crate::web::paging;
use crate::web::reply::Reply;
use crate::web::request::{Answer, Visit};

#[derive(Deserialize)]
pub struct ComposeParams {
    share_of: Option<String>,
    /// A product of the shop to start with.
    product: Option<String>,
}

/// `GET /compose`
pub async fn compose(visit: Visit<Box<Member>>, asked: web::Query<ComposeParams>) -> Answer {
    let asked = asked.into_inner();
    visit
        .read(move |cx| {
            actions::permit_posting(&cx.who)?;
            let quoted = match asked.share_of.as_deref() {
                None | Some("") => None,
                Some(id) => Some(actions::shareable(cx.db, cx.actor, paging::parse_id(id)?)?),
            };
            // A product that does not exist or is another shop's is ignored.
            let product = asked.product.as_deref().and_then(|id| paging::parse_id(id).ok());
            let product: Vec<i64> = product.into_iter().collect();
            let chosen: Vec<ProductTag> = pickable(cx.db, cx.who.posts_as(), &product)?
                .into_iter()
                .map(ProductTag::from)
                .collect();
            // The default is friends, so that nobody shares more widely than
            // intended. A share repeats public content.
            let visibility = match quoted {
                Some(_) => Visibility::Public,
                None => Visibility::Friends,
            };
            let typed = StoryInput::fresh(String::new(), visibility, Vec::new(), &chosen);
            let frame = cx.frame("");
            let desk = FormContext {
                app: cx.app,
                actor: cx.actor,
                member: &cx.who,
                t: cx.t,
            };
            let piece = Editing::New { quoted };
            let view = view(cx.db, desk, frame, &piece, typed, Errors::default())?;
            cx.page(&view)
        })
        .await
}

/// `POST /stories`
pub async fn publish(visit: Visit<Box<Member>>, body: web::Payload) -> Answer {
    let sent = receive(&visit, body).await?;
    let key = sent.form.get("key").to_owned();
    visit
        .write_once(&key, move |cx| {
            actions::permit_posting(&cx.who)?;
            let share_of = match sent.form.get("share_of") {
                "" => None,
                id => Some(actions::shareable(cx.db, cx.actor, paging::parse_id(id)?)?),
            };
            let draft = match judge(cx, &sent, &Editing::New { quoted: share_of })? {
                Judged::Good(draft) => draft,
                Judged::Again(back) => return Ok(back),
            };
            let story = NewStory {
                body: draft.body,
                visibility: draft.visibility,
                photos: draft.photos,
                products: draft.products,
                share_of,
                ..NewStory::default()
            };
            let id = actions::write(cx.db, cx.actor, &cx.who, story)?;
            let json = serde_json::json!({ "id": id.to_string() });
            Ok(Reply::see(stories::urls::url(id)).flash("flash-posted").json(json))
        })
        .await
}
