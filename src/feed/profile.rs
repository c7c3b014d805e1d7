//! `/@{handle}`: a person's profile, or a shop's home.

use actix_web::web;
use askama::Template;
use serde::Deserialize;
use serde_json::json;

use super::queries;
use crate::access::{Actor, Anyone, permit};
use crate::accounts::{self, Account, AccountCard};
use crate::catalog::{self, ProductCard};
use crate::db::Db;
use crate::error::AppError;
use crate::friends::{self, rules::Relation};
use crate::photos::Picture;
use crate::stories::{StoryCard, card};
use crate::text;
use crate::web::request::{Answer, Cx, Visit};
use crate::web::{Frame, Reply, page, paging};

#[derive(Deserialize)]
pub struct View {
    #[serde(default)]
    view: String,
    after: Option<String>,
}

/// A square of the photo grid.
struct Square {
    url: String,
    picture: Picture,
    several: bool,
}

/// The viewer's possible actions on the account. The same facts decide whether
/// a button is shown and whether the request is accepted.
struct ProfileActions {
    mine: bool,
    friends: bool,
    asked: bool,
    asks_me: bool,
    following: bool,
    /// Someone else's account, and the viewer is a visitor or acts as a person.
    can_act: bool,
    can_block: bool,
}

#[derive(Template)]
#[template(path = "feed/profile_person.html")]
struct PersonPage {
    frame: Frame,
    account: Account,
    card: AccountCard,
    cover: Option<Picture>,
    doors: ProfileActions,
    /// The number of the account's stories that the viewer may see.
    stories: i64,
    grid: bool,
    squares: Vec<Square>,
    cards: Vec<StoryCard>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "feed/profile_shop.html")]
struct ShopPage {
    seller: catalog::Seller,
    frame: Frame,
    account: Account,
    card: AccountCard,
    cover: Option<Picture>,
    category: String,
    from_price: Option<i64>,
    doors: ProfileActions,
    can_manage: bool,
    products: Vec<ProductCard>,
    products_url: String,
    cards: Vec<StoryCard>,
    first_page: bool,
    next: Option<String>,
}

/// `GET /@{handle}`
pub async fn show(visit: Visit<Anyone>, path: web::Path<String>, view: web::Query<View>) -> Answer {
    visit
        .read_shared(move |cx| {
            let handle = text::Handle::lookup(&path).ok_or(AppError::NotFound)?;
            let account = accounts::queries::by_handle(cx.db, &handle)?.ok_or(AppError::NotFound)?;
            // A block makes the account not found, for both sides.
            if friends::queries::hidden_from(cx.db, cx.actor.eyes(), account.id)? {
                return Err(AppError::NotFound);
            }
            let after = paging::parse(view.after.as_deref())?;
            if account.is_business() {
                shop(cx, account, after)
            } else {
                person(cx, account, &view.view, after)
            }
        })
        .await
}

fn doors(db: &mut Db, actor: &Actor, account: &Account) -> Result<ProfileActions, AppError> {
    let relation = match actor.member() {
        Some(me) => friends::queries::relation(db, me.account_id, account.id)?,
        None => Relation::Nothing,
    };
    let person = actor.member().is_some_and(permit::acts_as_person);
    let mine = relation == Relation::Myself || actor.posts_as() == account.id;
    Ok(ProfileActions {
        mine,
        friends: relation == Relation::Friends,
        asked: relation == Relation::Asked,
        asks_me: relation == Relation::AsksMe,
        following: relation == Relation::Following,
        can_act: !mine && (person || actor.member().is_none()),
        can_block: !mine && person,
    })
}

fn picture(db: &mut Db, photo: Option<i64>) -> Result<Option<Picture>, AppError> {
    let Some(id) = photo else { return Ok(None) };
    Ok(crate::photos::queries::pictures(db, &[id])?.remove(&id))
}

fn person(cx: &mut Cx<'_, Db, Anyone>, account: Account, view: &str, after: i64) -> Result<Reply, AppError> {
    let doors = doors(cx.db, cx.actor, &account)?;
    let url = accounts::url(&account.handle);
    let (mut squares, mut cards, mut next) = (Vec::new(), Vec::new(), None);
    let mut grid = view != "list";
    if grid {
        let mut rows = queries::photo_wall(cx.db, cx.actor, account.id, after, paging::LIMIT)?;
        next = paging::cut(&mut rows, |r| r.0).map(|id| format!("{url}?after={id}"));
        // Fall back to the list view when the account has no photos.
        grid = !rows.is_empty() || view == "photos" || after != i64::MAX;
        squares.extend(rows.into_iter().map(|(id, count, picture)| Square {
            url: crate::stories::url(id),
            picture,
            several: count > 1,
        }));
    }
    if !grid {
        let mut ids = queries::of_author(cx.db, cx.actor, account.id, after, paging::LIMIT)?;
        cards = card::cards(
            cx.app,
            cx.db,
            cx.actor,
            ids.get(..ids.len().min(paging::PAGE_SIZE)).unwrap_or_default(),
        )?;
        next = paging::cut(&mut ids, |id| *id).map(|id| format!("{url}?view=list&after={id}"));
    }
    let card = card_of(cx.db, &account)?;
    let page = PersonPage {
        stories: queries::count_of(cx.db, cx.actor, &account)?,
        frame: cx
            .frame(account.display_name.clone())
            .section(if doors.mine { "me" } else { "" }),
        cover: picture(cx.db, account.cover_photo_id)?,
        card,
        doors,
        grid,
        squares,
        cards,
        next,
        account,
    };
    cx.page(&page)
}

fn card_of(db: &mut Db, account: &Account) -> Result<AccountCard, AppError> {
    accounts::queries::cards(db, &[account.id])?
        .remove(&account.id)
        .ok_or(AppError::NotFound)
}

fn shop(cx: &mut Cx<'_, Db, Anyone>, account: Account, after: i64) -> Result<Reply, AppError> {
    let first_page = after == i64::MAX;
    let doors = doors(cx.db, cx.actor, &account)?;
    let url = accounts::url(&account.handle);
    let mut ids = queries::of_author(cx.db, cx.actor, account.id, after, paging::LIMIT)?;
    let next = paging::cut(&mut ids, |id| *id).map(|id| format!("{url}?after={id}"));
    let goods = if first_page {
        queries::discover::products_of(cx.db, account.id, 12)?
    } else {
        Vec::new()
    };
    let mut products = catalog::queries::cards_in_order(cx.db, &goods)?;
    catalog::queries::mark_wished(cx.db, cx.actor.account_id(), &mut products)?;
    let cover = picture(cx.db, account.cover_photo_id)?;
    let card = card_of(cx.db, &account)?;
    let category = accounts::categories::category_name(cx.t, &account.category);
    let base = &cx.app.config.public_url;
    let share = page::Share {
        kind: "profile",
        description: text::excerpt(&account.bio, 160),
        image: cover
            .as_ref()
            .map(|p| base.join(&p.full))
            .or_else(|| card.avatar.as_ref().map(|a| base.join(a))),
        url: base.join(&url),
        json_ld: Some(page::json_ld(&json!({
            "@context": "https://schema.org", "@type": "LocalBusiness", "name": account.display_name,
            "url": base.join(&url), "description": account.bio,
            "telephone": account.phone, "address": account.address,
        }))),
    };
    let page = ShopPage {
        frame: cx
            .frame(account.display_name.clone())
            .section(if doors.mine { "me" } else { "shops" })
            .share(share),
        seller: catalog::Seller::of(cx.t, &account),
        from_price: products.iter().map(|p| p.offer.pays(&cx.now)).min(),
        products_url: catalog::shop_url(&account.handle),
        can_manage: cx.actor.member().is_some_and(|m| m.role_in(account.id).is_some()),
        cards: card::cards(cx.app, cx.db, cx.actor, &ids)?,
        cover,
        card,
        category,
        doors,
        products,
        first_page,
        next,
        account,
    };
    cx.page(&page)
}
