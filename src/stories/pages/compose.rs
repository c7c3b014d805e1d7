//! `GET /compose` and `POST /stories`: writing a story. `GET` and `POST
//! /stories/{id}/edit`, and deleting: edit.rs. The form and its judgement,
//! shared by both, stand here.

use actix_web::web;
use askama::Template;
use serde::Deserialize;

use super::act::number;
use crate::access::{Acting, Member};
use crate::catalog::ProductCard;
use crate::catalog::queries::{cards_in_order, pick_list, pickable};
use crate::db::Db;
use crate::error::AppError;
use crate::photos::PhotoInput;
use crate::photos::actions::{keep, prepare};
use crate::stories;
use crate::stories::actions::{self, NewStory};
use crate::stories::card::{StoryCard, cards};
use crate::stories::rules::{BODY_MAX, PHOTOS_MAX, PRODUCTS_MAX, Visibility, says_something};
use crate::text;
use crate::web::cursor;
use crate::web::form::{Errors, Form, Limits};
use crate::web::i18n::Texts;
use crate::web::page::Frame;
use crate::web::reply::Reply;
use crate::web::visit::{Answer, Visit};

/// The form with what was typed, for a new story and for a change.
#[derive(Template)]
#[template(path = "stories/compose.html")]
pub struct ComposeView {
    pub frame: Frame,
    /// Where it is sent.
    pub action: String,
    /// The address of the story that is changed; none for a new one.
    pub editing: Option<String>,
    pub acting: Option<Acting>,
    pub photos: PhotoInput,
    /// What the shop may show on it: the chosen first, then its newest.
    pub picker: Vec<ProductCard>,
    pub chosen: Vec<i64>,
    pub body: String,
    pub visibility: Option<Visibility>,
    pub version: Option<i64>,
    /// What a share will quote.
    pub quoted: Option<StoryCard>,
    pub errors: Errors,
}

impl ComposeView {
    pub fn shows(&self, product: &i64) -> bool {
        self.chosen.contains(product)
    }

    pub fn is_chosen(&self, visibility: &Visibility) -> bool {
        self.visibility == Some(*visibility)
    }
}

/// What a form says, judged.
pub struct Draft {
    pub body: String,
    pub visibility: Option<Visibility>,
    pub products: Vec<i64>,
}

impl Draft {
    /// Reads the words, the audience and the products; mistakes go into `errors`.
    pub fn read(db: &mut Db, t: &Texts, member: &Member, form: &Form, errors: &mut Errors) -> Result<Self, AppError> {
        let body = form.body("body");
        let count = text::count(&body);
        if count > BODY_MAX {
            let values = [
                ("field", t.text("compose-body").into()),
                ("max", number(BODY_MAX)),
                ("count", number(count)),
            ];
            errors.add("body", t.with("form-too-long", &values));
        }
        let visibility = audience(t, member, form, errors);
        let asked: Vec<Result<i64, AppError>> = form.all("products").map(cursor::parse_id).collect();
        let mut products: Vec<i64> = Vec::new();
        let mut odd = false;
        for id in asked {
            match id {
                Ok(id) if products.contains(&id) => {}
                Ok(id) => products.push(id),
                Err(_) => odd = true,
            }
        }
        if products.len() > PRODUCTS_MAX {
            let values = [("field", t.text("compose-products").into()), ("max", number(PRODUCTS_MAX))];
            errors.add("products", t.with("form-too-many", &values));
        } else if odd || pickable(db, member.posts_as(), &products)?.len() != products.len() {
            errors.add("products", t.text("compose-products-odd"));
        }
        Ok(Self {
            body,
            visibility,
            products,
        })
    }

    /// Adds the mistake that a story without words, photos or a quote is none.
    pub fn says(&self, t: &Texts, photos: usize, shares: bool, errors: &mut Errors) {
        if errors.is_empty() && !says_something(&self.body, photos, shares) {
            errors.add("body", t.text("form-empty-story"));
        }
    }
}

/// A shop's stories are for everyone; asking for less is a mistake, never a story that more people see than was meant.
fn audience(t: &Texts, member: &Member, form: &Form, errors: &mut Errors) -> Option<Visibility> {
    let code = form.get("visibility");
    let chosen = Visibility::from_code(code);
    match (&member.acting, chosen) {
        (Some(_), Some(Visibility::Public)) => return chosen,
        (Some(_), None) if code.is_empty() => return Some(Visibility::Public),
        (Some(_), _) => errors.add("visibility", t.text("compose-shop-public")),
        (None, Some(_)) => {}
        (None, None) => errors.add(
            "visibility",
            t.with("form-choice", &[("field", t.text("visibility-name").into())]),
        ),
    }
    chosen
}

/// What the member may choose from: nothing for a person, who has no catalog.
pub fn picker(db: &mut Db, member: &Member, chosen: &[i64]) -> Result<Vec<ProductCard>, AppError> {
    /// Older ones are found by `?products=ID` from the catalog.
    const NEWEST: i64 = 100;
    let Some(acting) = &member.acting else {
        return Ok(Vec::new());
    };
    let chosen = pickable(db, acting.account_id, chosen)?;
    let mut list = cards_in_order(db, &chosen)?;
    let newest = pick_list(db, acting.account_id, "", NEWEST)?;
    list.extend(newest.into_iter().filter(|p| !chosen.contains(&p.id)));
    Ok(list)
}

#[derive(Deserialize)]
pub struct Asked {
    share_of: Option<String>,
    /// A product to start with.
    products: Option<String>,
}

/// GET /compose
pub async fn compose(visit: Visit<Box<Member>>, asked: web::Query<Asked>) -> Answer {
    let asked = asked.into_inner();
    visit
        .read(move |cx| {
            actions::permit_posting(&cx.who)?;
            let quoted = match asked.share_of.as_deref() {
                None | Some("") => None,
                Some(id) => {
                    let id = actions::shareable(cx.db, cx.actor, cursor::parse_id(id)?)?;
                    cards(cx.app, cx.db, cx.actor, &[id])?.pop()
                }
            };
            let title = cx.t.text(if quoted.is_some() {
                "compose-share-title"
            } else {
                "compose-title"
            });
            let shared = quoted.is_some();
            let chosen: Vec<i64> = asked
                .products
                .as_deref()
                .and_then(|id| cursor::parse_id(id).ok())
                .into_iter()
                .collect();
            let view = ComposeView {
                frame: cx.frame(title).section("compose"),
                action: "/stories".to_owned(),
                editing: None,
                acting: cx.who.acting.clone(),
                photos: PhotoInput::new("photos", PHOTOS_MAX, Vec::new()),
                picker: picker(cx.db, &cx.who, &chosen)?,
                chosen,
                body: String::new(),
                // Friends first: nobody shows more than they meant. A share repeats what is public.
                visibility: Some(if shared { Visibility::Public } else { Visibility::Friends }),
                version: None,
                quoted,
                errors: Errors::default(),
            };
            cx.page(&view)
        })
        .await
}

/// POST /stories
pub async fn publish(visit: Visit<Box<Member>>, body: web::Payload) -> Answer {
    visit.admit().await?;
    let mut form = visit.form(body, Limits::PHOTOS).await?;
    let photos = prepare(&visit.app, &mut form, "photos", PHOTOS_MAX)
        .await
        .map_err(|e| visit.refuse(e))?;
    visit
        .write(move |cx| {
            actions::permit_posting(&cx.who)?;
            let share_of = match form.get("share_of") {
                "" => None,
                id => Some(actions::shareable(cx.db, cx.actor, cursor::parse_id(id)?)?),
            };
            let mut errors = Errors::default();
            // First, so that what arrived need not be sent again when the form comes back.
            let kept = keep(cx.db, &photos, cx.who.posts_as(), &[])?;
            photos.tell(cx.t, &mut errors);
            kept.tell(cx.t, &mut errors, "photos");
            let draft = Draft::read(cx.db, cx.t, &cx.who, &form, &mut errors)?;
            draft.says(cx.t, kept.photos.len(), share_of.is_some(), &mut errors);
            if photos.rearranged {
                errors = Errors::default();
            }
            let good = errors.is_empty() && !photos.rearranged;
            let Some(visibility) = draft.visibility.filter(|_| good) else {
                let quoted = match share_of {
                    Some(id) => cards(cx.app, cx.db, cx.actor, &[id])?.pop(),
                    None => None,
                };
                let view = ComposeView {
                    frame: cx.frame(wrong(cx.t, "compose-title", &errors)).section("compose"),
                    photos: PhotoInput::again(&photos, &kept, &errors),
                    picker: picker(cx.db, &cx.who, &draft.products)?,
                    chosen: draft.products,
                    action: "/stories".to_owned(),
                    editing: None,
                    acting: cx.who.acting.clone(),
                    body: form.body("body"),
                    visibility: draft.visibility,
                    version: None,
                    quoted,
                    errors: errors.clone(),
                };
                // A photo was moved or taken out by its button: no mistake.
                return if photos.rearranged {
                    cx.page(&view)
                } else {
                    cx.invalid(&view, errors)
                };
            };
            let story = NewStory {
                body: draft.body,
                visibility,
                photos: kept.photos.into_iter().map(|p| (p.id, p.alt)).collect(),
                products: draft.products,
                share_of,
                ..NewStory::default()
            };
            let id = actions::write(cx.db, cx.actor, &cx.who, story)?;
            let json = serde_json::json!({ "id": id.to_string() });
            Ok(Reply::see(stories::url(id)).flash("flash-posted").json(json))
        })
        .await
}

/// The title of a page whose form has mistakes says so first.
pub fn wrong(t: &Texts, key: &str, errors: &Errors) -> String {
    if errors.is_empty() {
        return t.text(key);
    }
    t.with("form-wrong-title", &[("title", t.text(key).into())])
}
