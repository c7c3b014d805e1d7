//! Opening a shop, and choosing the account to act as.

use actix_web::web::Payload;
use askama::Template;
use serde_json::json;

use crate::access::{Member, Role};
use crate::accounts::actions::{self, NewShop, Taken};
use crate::accounts::form_fields::{self, Mistakes};
use crate::accounts::rules::{self, Mistake};
use crate::accounts::urls::studio_url;
use crate::accounts::{AccountCard, queries};
use crate::db::Db;
use crate::error::AppError;
use crate::text::{HANDLE_MAX, HANDLE_MIN};
use crate::web::form::{Errors, Form, Limits};
use crate::web::page::Frame;
use crate::web::reply::{Reply, Session};
use crate::web::request::{Answer, Cx, Visit};

#[derive(Template)]
#[template(path = "accounts/open_shop.html")]
struct OpenShopPage {
    frame: Frame,
    form: Form,
    errors: Errors,
    categories: Vec<(&'static str, String)>,
    owned: i64,
    limit: i64,
}

/// Returns the categories to choose from, with their names.
pub fn categories(t: &crate::web::i18n::Texts) -> Vec<(&'static str, String)> {
    rules::CATEGORIES
        .iter()
        .map(|c| (*c, crate::accounts::categories::category_name(t, c)))
        .collect()
}

fn open_page<D, W>(cx: &Cx<'_, D, W>, form: Form, errors: Errors, owned: i64) -> OpenShopPage {
    OpenShopPage {
        frame: cx.frame(cx.t.text("shop-new-title")).section("shops"),
        form,
        errors,
        categories: categories(cx.t),
        owned,
        limit: i64::from(cx.app.config.shops_per_login),
    }
}

/// `GET /shops/new`
pub async fn open_form(visit: Visit<Box<Member>>) -> Answer {
    visit
        .read(|cx| {
            let owned = queries::logins::shops_owned(cx.db, cx.who.login_id)?;
            cx.page(&open_page(cx, Form::default(), Errors::default(), owned))
        })
        .await
}

/// `POST /shops`
pub async fn open(visit: Visit<Box<Member>>, body: Payload) -> Answer {
    let form = visit.form(body, Limits::SMALL).await?;
    let key = form.get("key").to_owned();
    visit
        .write_once(&key, move |cx| {
            let mut mistakes = Mistakes::new();
            let display_name = form_fields::display_name(&form, &mut mistakes);
            let handle = form_fields::handle(&form, &mut mistakes);
            let category = form_fields::category(&form, &mut mistakes);
            let bio = form_fields::bio(&form, &mut mistakes);
            let login_id = cx.who.login_id;
            if let (Some(handle), true) = (handle, mistakes.is_empty()) {
                let new = NewShop {
                    handle,
                    display_name,
                    category,
                    bio,
                };
                match actions::open_shop(cx.db, login_id, cx.app.config.shops_per_login, &new)? {
                    Ok(id) => {
                        let json = json!({ "id": id.to_string(), "handle": new.handle.as_str() });
                        return Ok(Reply::see(studio_url(new.handle.as_str()))
                            .flash("flash-shop-opened")
                            .json(json));
                    }
                    Err(Taken::Handle | Taken::Email) => mistakes.push(("handle", Mistake::HandleTaken)),
                }
            }
            let owned = queries::logins::shops_owned(cx.db, login_id)?;
            let errors = form_fields::words(cx.t, &mistakes);
            cx.invalid(&open_page(cx, form, errors.clone(), owned), errors)
        })
        .await
}

/// An account that the person may act as.
struct Choice {
    card: AccountCard,
    /// The name of the role in a shop; empty for the person's own account.
    role: String,
    studio: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "accounts/act_as.html")]
struct ActAsPage {
    frame: Frame,
    choices: Vec<Choice>,
    next: String,
}

/// `GET /act-as`
pub async fn act_as_list(visit: Visit<Box<Member>>) -> Answer {
    visit
        .read(|cx| {
            let choices = choices(cx)?;
            let next = cx.meta.query("next").unwrap_or_default();
            cx.page(&ActAsPage {
                frame: cx.frame(cx.t.text("act-as-title")).section("me"),
                choices,
                next,
            })
        })
        .await
}

fn choices(cx: &mut Cx<'_, Db, Box<Member>>) -> Result<Vec<Choice>, AppError> {
    let shops = queries::logins::shops_of(cx.db, cx.who.login_id)?;
    let mut order = vec![(cx.who.account_id, String::new())];
    order.extend(shops);
    let ids: Vec<i64> = order.iter().map(|(id, _)| *id).collect();
    let mut cards = queries::cards(cx.db, &ids)?;
    let acts_as = cx.who.posts_as();
    Ok(order
        .into_iter()
        .filter_map(|(id, role)| {
            let card = cards.remove(&id)?;
            Some(Choice {
                role: Role::from_code(&role).map_or_else(String::new, |r| role_name(cx.t, r)),
                studio: studio_url(&card.handle),
                current: id == acts_as,
                card,
            })
        })
        .collect())
}

pub fn role_name(t: &crate::web::i18n::Texts, role: Role) -> String {
    match role {
        Role::Owner => t.text("role-owner"),
        Role::Manager => t.text("role-manager"),
        Role::Editor => t.text("role-editor"),
        Role::Analyst => t.text("role-analyst"),
    }
}

/// `POST /act-as`
pub async fn act_as(visit: Visit<Box<Member>>, body: Payload) -> Answer {
    let form = visit.form(body, Limits::SMALL).await?;
    visit
        .write(move |cx| {
            let token = actions::act_as(cx.db, &cx.who, form.get("account"), &cx.meta.device)?;
            Ok(cx
                .back(form.get("next"), "/")
                .flash("flash-acting-changed")
                .session(Session::Start(token)))
        })
        .await
}
