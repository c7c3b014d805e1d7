//! The form of a story, shared by a new story (compose.rs) and a change
//! (edit.rs): the page, receiving and validation. A form with errors comes back
//! with everything that was typed. So does a form whose button does something
//! other than send (move a photo, place products), which is not an error.

use actix_web::web;
use askama::Template;

use super::interactions::spend_mentions;
use super::product_tags::{ProductTagInput, ProductTagRow};
use crate::access::{Acting, Actor, Member};
use crate::app::App;
use crate::catalog::ProductCard;
use crate::catalog::queries::{cards_in_order, pick_list, pickable};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::limits::{Spend, rules as limits};
use crate::photos::PhotoInput;
use crate::photos::actions::{Prepared, SavedPhoto, attach_photos, prepare};
use crate::stories;
use crate::stories::card::{Quote, StoryCard, cards};
use crate::stories::product_tags::ProductTag;
use crate::stories::queries::{self, StoryRow};
use crate::stories::rules::{BODY_MAX, PHOTOS_MAX, PRODUCTS_MAX, Visibility, says_something};
use crate::text;
use crate::web::form::{Errors, Form, Limits, too_long};
use crate::web::i18n::Texts;
use crate::web::page::Frame;
use crate::web::paging;
use crate::web::reply::Reply;
use crate::web::request::{Cx, Visit};

/// The form with what was typed.
#[derive(Template)]
#[template(path = "stories/compose.html")]
pub struct ComposePage {
    pub frame: Frame,
    /// The address to which the form is sent.
    pub action: String,
    /// The address of the story that is being changed, or `None` for a new one.
    pub editing: Option<String>,
    pub acting: Option<Acting>,
    pub photos: PhotoInput,
    /// The products that the shop may show: the chosen ones first, then the newest.
    pub picker: Vec<ProductCard>,
    /// The chosen products, with the positions that were typed.
    pub tags: Vec<ProductTagRow>,
    pub body: String,
    pub visibility: Option<Visibility>,
    pub version: Option<i64>,
    /// The story that a share will quote.
    pub quoted: Option<StoryCard>,
    pub errors: Errors,
}

impl ComposePage {
    pub fn shows(&self, product: &i64) -> bool {
        self.tags.iter().any(|tag| tag.product == *product)
    }

    /// Returns the row that scripts copy to make further rows.
    pub fn empty_row(&self) -> ProductTagRow {
        ProductTagRow::default()
    }

    /// Returns the key of the question in the empty field.
    pub fn placeholder(&self) -> &'static str {
        if self.quoted.is_some() {
            "compose-share-ask"
        } else if self.acting.is_some() {
            "compose-ask-shop"
        } else {
            "compose-ask"
        }
    }

    pub fn is_chosen(&self, visibility: &Visibility) -> bool {
        self.visibility == Some(*visibility)
    }
}

/// The story that the form is about.
pub enum Editing {
    /// A new story, and the story it quotes if it is a share.
    New {
        quoted: Option<i64>,
    },
    Change(StoryRow),
}

impl Editing {
    /// Returns the locale key of the page's title.
    fn title(&self) -> &'static str {
        match self {
            Self::New { quoted: None } => "compose-title",
            Self::New { quoted: Some(_) } => "compose-share-title",
            Self::Change(_) => "compose-edit-title",
        }
    }
}

/// The member who writes, and what else the page needs.
#[derive(Clone, Copy)]
pub struct FormContext<'a> {
    pub app: &'a App,
    pub actor: &'a Actor,
    pub member: &'a Member,
    pub t: &'static Texts,
}

/// The values of the form's fields.
pub struct StoryInput {
    pub body: String,
    pub visibility: Option<Visibility>,
    pub photos: PhotoInput,
    pub tags: Vec<ProductTagRow>,
}

impl StoryInput {
    /// Returns the values of an empty form, or of one that shows a saved story.
    pub fn fresh(body: String, visibility: Visibility, photos: Vec<SavedPhoto>, pins: &[ProductTag]) -> Self {
        Self {
            body,
            visibility: Some(visibility),
            photos: PhotoInput::new("photos", PHOTOS_MAX, photos),
            tags: pins.iter().map(ProductTagRow::of).collect(),
        }
    }
}

/// Returns the page of the form and sets its title.
pub fn view(
    db: &mut Db,
    desk: FormContext<'_>,
    mut frame: Frame,
    piece: &Editing,
    typed: StoryInput,
    errors: Errors,
) -> Result<ComposePage, AppError> {
    frame.title = desk.t.text(piece.title());
    if !errors.is_empty() {
        frame.title = desk.t.with("form-wrong-title", &[("title", frame.title.into())]);
    }
    let chosen: Vec<i64> = typed.tags.iter().map(|tag| tag.product).collect();
    let picker = picker(db, desk.member, &chosen)?;
    let mut tags = typed.tags;
    // Only products that can be chosen have a row. One that is no longer
    // available is reported as an error.
    tags.retain_mut(|tag| {
        let card = picker.iter().find(|p| p.id == tag.product);
        tag.title = card.map(ProductCard::named).unwrap_or_default();
        card.is_some()
    });
    let (action, editing, version, quoted) = match piece {
        Editing::New { quoted } => {
            let quoted = match quoted {
                Some(id) => cards(desk.app, db, desk.actor, &[*id])?.pop(),
                None => None,
            };
            ("/stories".to_owned(), None, None, quoted)
        }
        Editing::Change(story) => {
            let card = cards(desk.app, db, desk.actor, &[story.id])?.pop();
            let url = stories::urls::url(story.id);
            (
                format!("{url}/edit"),
                Some(url),
                Some(story.version),
                card.and_then(quoted_by),
            )
        }
    };
    Ok(ComposePage {
        frame: if editing.is_some() { frame } else { frame.section("compose") },
        action,
        editing,
        acting: desk.member.acting.clone(),
        photos: typed.photos,
        picker,
        tags,
        body: typed.body,
        visibility: typed.visibility,
        version,
        quoted,
        errors,
    })
}

fn quoted_by(card: StoryCard) -> Option<StoryCard> {
    match card.quote {
        Some(Quote::Shown(quoted)) => Some(*quoted),
        _ => None,
    }
}

/// Returns the products that the member may choose from. A person has no
/// catalog, so there are none.
fn picker(db: &mut Db, member: &Member, chosen: &[i64]) -> Result<Vec<ProductCard>, AppError> {
    /// Older products are chosen from the catalog, through `?product=ID`.
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

/// A received form with its photos decoded.
pub struct Sent {
    pub form: Form,
    photos: Prepared,
}

/// Receives the form. Rejects members who may not write before their photos are read.
pub async fn receive(visit: &Visit<Box<Member>>, body: web::Payload) -> Result<Sent, actix_web::Error> {
    visit.admit().await?;
    let mut form = visit.form(body, Limits::PHOTOS).await?;
    let spent = crate::photos::actions::spend(&visit.app, &visit.meta, &form).await;
    spent.map_err(|e| visit.refuse(e))?;
    let photos = prepare(&visit.app, &mut form, "photos", PHOTOS_MAX)
        .await
        .map_err(|e| visit.refuse(e))?;
    Ok(Sent { form, photos })
}

impl Sent {
    /// Returns true if a button was pressed that does not send the story, so
    /// that the form is shown again.
    fn goes_on(&self) -> bool {
        self.photos.rearranged || self.form.has("place")
    }
}

/// The content of a valid form.
pub struct Draft {
    pub body: String,
    pub visibility: Visibility,
    pub photos: Vec<(i64, String)>,
    pub products: Vec<ProductTag>,
}

pub type Write<'a, 'b> = Cx<'a, Tx<'b>, Box<Member>>;

/// A story form that was sent: what it says, or the answer that shows it again.
pub enum Judged {
    Good(Draft),
    Again(Reply),
}

/// True if the story was saved elsewhere after this form was opened. Nothing is overwritten unseen.
fn changed_elsewhere(piece: &Editing, form: &Form) -> bool {
    let meant = paging::parse_id(form.get("version")).ok();
    matches!(piece, Editing::Change(story) if meant.is_some_and(|v| v != story.version))
}

/// Validates a form. Returns its content, or the reply that shows the form again.
pub fn judge(cx: &mut Write<'_, '_>, sent: &Sent, piece: &Editing) -> Result<Judged, AppError> {
    let (author, shown) = match piece {
        Editing::New { .. } => (cx.who.posts_as(), Vec::new()),
        Editing::Change(story) => (story.author_id, queries::photo_ids(cx.db, story.id)?),
    };
    let (t, form, mut errors) = (cx.t, &sent.form, Errors::default());
    // Attach the photos first, so that they need not be sent again when the form comes back.
    let kept = attach_photos(cx.db, &sent.photos, author, &shown)?;
    sent.photos.tell(t, &mut errors);
    kept.tell(t, &mut errors, "photos");
    let body = form.body("body");
    let count = text::count(&body);
    if count > BODY_MAX {
        errors.add("body", too_long(t, &t.text("compose-body"), BODY_MAX, count));
    }
    let visibility = audience(t, &cx.who, form, &mut errors);
    let products = products(cx.db, t, &cx.who, form, &mut errors)?;
    let tags = ProductTagInput::read(form, &products, &sent.photos, &kept);
    tags.tell(cx.db, t, &mut errors)?;
    let shares = match piece {
        Editing::New { quoted } => quoted.is_some(),
        Editing::Change(story) => story.share_of.is_some(),
    };
    if errors.is_empty() && !says_something(&body, kept.photos.len(), shares) {
        errors.add("body", t.text("form-empty-story"));
    }
    if changed_elsewhere(piece, form) {
        errors.add("body", t.text("form-changed-elsewhere"));
    }
    if sent.goes_on() {
        errors = Errors::default();
    }
    let good = visibility.filter(|_| errors.is_empty() && !sent.goes_on());
    let wait = match good {
        Some(_) => spend(cx, piece, &body)?,
        None => None,
    };
    if let Some(seconds) = wait {
        errors.add("body", cx.too_early(seconds));
    }
    if let Some(visibility) = good.filter(|_| wait.is_none()) {
        return Ok(Judged::Good(Draft {
            body,
            visibility,
            photos: kept.photos.into_iter().map(|p| (p.id, p.alt)).collect(),
            products: tags.pins(),
        }));
    }
    let typed = StoryInput {
        body,
        visibility,
        photos: PhotoInput::again(&sent.photos, &kept, &errors),
        tags: tags.rows,
    };
    let desk = FormContext {
        app: cx.app,
        actor: cx.actor,
        member: &cx.who,
        t,
    };
    let frame = cx.frame("");
    let view = view(cx.db, desk, frame, piece, typed, errors.clone())?;
    Ok(Judged::Again(match wait {
        Some(seconds) => cx.wait(&view, seconds)?,
        None if sent.goes_on() => cx.page(&view)?,
        None => cx.invalid(&view, errors)?,
    }))
}

/// Spends the rate limits of a valid story. Returns the seconds to wait if one is exhausted.
fn spend(cx: &mut Write<'_, '_>, piece: &Editing, body: &str) -> Result<Option<u64>, AppError> {
    let before = match piece {
        Editing::New { .. } => "",
        Editing::Change(story) => story.body.as_str(),
    };
    let mut spends = spend_mentions(cx, body, before)?;
    if matches!(piece, Editing::New { .. }) {
        spends.push(Spend::one(&limits::STORIES, cx.who.posts_as()));
        spends.push(Spend::one(&limits::STORIES_OF_ADDRESS, cx.meta.address.network()));
    }
    cx.spend(spends)
}

/// Reads the audience. A shop's stories are always public. A request for a
/// smaller audience is an error, so that no story is shown to more people than
/// intended.
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

/// Reads the chosen products in the order sent, without duplicates.
fn products(db: &mut Db, t: &Texts, member: &Member, form: &Form, errors: &mut Errors) -> Result<Vec<i64>, AppError> {
    let mut products: Vec<i64> = Vec::new();
    let mut odd = false;
    for id in form.all("products").map(paging::parse_id) {
        match id {
            Ok(id) if products.contains(&id) => {}
            Ok(id) => products.push(id),
            Err(_) => odd = true,
        }
    }
    if products.len() > PRODUCTS_MAX {
        let values = [("field", t.text("compose-products").into()), ("max", PRODUCTS_MAX.into())];
        errors.add("products", t.with("form-too-many", &values));
    } else if odd || pickable(db, member.posts_as(), &products)?.len() != products.len() {
        errors.add("products", t.text("compose-products-odd"));
    }
    Ok(products)
}
