//! The pages on which a person closes their account, or an owner a shop. They first say what will
//! happen, and ask for the password.

use actix_web::web::{Path, Payload};
use askama::Template;

use crate::access::{Member, Role};
use crate::accounts::actions::{self, closing};
use crate::accounts::form_fields::{self, Mistakes};
use crate::accounts::rules::Mistake;
use crate::accounts::throttle::From;
use crate::accounts::urls::studio_url;
use crate::accounts::{Account, queries, staffed_shop};
use crate::error::AppError;
use crate::web::form::{Errors, Form, Limits};
use crate::web::page::Frame;
use crate::web::reply::{Reply, Session};
use crate::web::request::{Answer, Cx, Visit};

#[derive(Template)]
#[template(path = "accounts/closing.html")]
struct ClosePage {
    frame: Frame,
    form: Form,
    errors: Errors,
    wait: Option<u64>,
    /// The name of the shop; `None` for the person's own account.
    shop: Option<String>,
    action: String,
    back: String,
    /// The consequences, one line each.
    consequences: Vec<String>,
    /// The person still owns an open shop, which has to be closed first.
    blocked: bool,
}

fn own_page<D>(cx: &Cx<'_, D, Box<Member>>, me: &Account, blocked: bool, errors: Errors, wait: Option<u64>) -> ClosePage {
    let numbers = [
        ("stories", me.story_count.into()),
        ("friends", i64::from(me.friend_count).into()),
    ];
    ClosePage {
        frame: cx.frame(cx.t.text("close-title")).section("me").under("/settings/account"),
        form: Form::default(),
        errors,
        wait,
        shop: None,
        action: "/settings/close".to_owned(),
        back: "/settings/account".to_owned(),
        consequences: vec![
            cx.t.with("close-gone", &numbers),
            cx.t.text("close-forgotten"),
            cx.t.text("close-handle"),
            cx.t.text("close-for-good"),
        ],
        blocked,
    }
}

fn shop_page<D>(cx: &Cx<'_, D, Box<Member>>, shop: &Account, errors: Errors, wait: Option<u64>) -> ClosePage {
    let numbers = [
        ("stories", shop.story_count.into()),
        ("products", shop.product_count.into()),
        ("followers", shop.follower_count.into()),
    ];
    let base = studio_url(&shop.handle);
    ClosePage {
        frame: cx.frame(cx.t.text("close-shop-title")).section("shops"),
        form: Form::default(),
        errors,
        wait,
        shop: Some(shop.display_name.clone()),
        action: format!("{base}/close"),
        back: format!("{base}/profile"),
        consequences: vec![
            cx.t.with("close-shop-gone", &numbers),
            cx.t.text("close-shop-staff"),
            cx.t.text("close-handle"),
            cx.t.text("close-for-good"),
        ],
        blocked: false,
    }
}

/// Checks the member's password. Returns the mistakes, and the seconds to wait after too many
/// tries.
async fn check(visit: &Visit<Box<Member>>, login_id: i64, form: &Form) -> Result<(Mistakes, Option<u64>), actix_web::Error> {
    let mut mistakes = Mistakes::new();
    let password = form.get("current_password").to_owned();
    if password.is_empty() {
        mistakes.push(("current_password", Mistake::Missing));
        return Ok((mistakes, None));
    }
    let email = visit
        .app
        .db
        .read(move |db| queries::logins::email_of(db, login_id))
        .await
        .map_err(|e| visit.refuse(e))?;
    match actions::check_password(&visit.app, email, password, From::Session { login_id }).await {
        Ok(Some(id)) if id == login_id => {}
        Ok(_) => mistakes.push(("current_password", Mistake::WrongPassword)),
        Err(AppError::TooMany { retry_after }) => return Ok((mistakes, Some(retry_after))),
        Err(error) => return Err(visit.refuse(error)),
    }
    Ok((mistakes, None))
}

/// `GET /settings/close`
pub async fn own_form(visit: Visit<Box<Member>>) -> Answer {
    visit
        .read(|cx| {
            let me = queries::by_id(cx.db, cx.who.account_id)?.ok_or(AppError::NotFound)?;
            let blocked = owns_shops(cx.db, cx.who.login_id)?;
            cx.page(&own_page(cx, &me, blocked, Errors::default(), None))
        })
        .await
}

fn owns_shops(db: &mut crate::db::Db, login_id: i64) -> Result<bool, AppError> {
    let shops = queries::logins::shops_of(db, login_id)?;
    Ok(shops.iter().any(|(_, role)| role == Role::Owner.code()))
}

/// `POST /settings/close` current_password
pub async fn own(visit: Visit<Box<Member>>, body: Payload) -> Answer {
    let (_, who) = visit.admit().await?;
    let form = visit.form(body, Limits::SMALL).await?;
    let (mistakes, wait) = check(&visit, who.login_id, &form).await?;
    visit
        .write(move |cx| {
            if wait.is_some() || !mistakes.is_empty() {
                let me = queries::by_id(cx.db, cx.who.account_id)?.ok_or(AppError::NotFound)?;
                let errors = form_fields::words(cx.t, &mistakes);
                let page = own_page(cx, &me, false, errors.clone(), wait);
                return match wait {
                    Some(seconds) => cx.wait(&page, seconds),
                    None => cx.invalid(&page, errors),
                };
            }
            closing::close_login(cx.db, &cx.who)?;
            Ok(Reply::see("/").flash("flash-closed").session(Session::End))
        })
        .await
}

fn own_shop(db: &mut crate::db::Db, me: &Member, handle: &str) -> Result<Account, AppError> {
    let (shop, role) = staffed_shop(db, me, handle)?;
    if role == Role::Owner {
        Ok(shop)
    } else {
        Err(AppError::denied("studio-role"))
    }
}

/// `GET /shops/{handle}/close`
pub async fn shop_form(visit: Visit<Box<Member>>, path: Path<String>) -> Answer {
    visit
        .read(move |cx| {
            let shop = own_shop(cx.db, &cx.who, &path)?;
            cx.page(&shop_page(cx, &shop, Errors::default(), None))
        })
        .await
}

/// `POST /shops/{handle}/close` current_password
pub async fn shop(visit: Visit<Box<Member>>, path: Path<String>, body: Payload) -> Answer {
    let (_, who) = visit.admit().await?;
    let form = visit.form(body, Limits::SMALL).await?;
    let (mistakes, wait) = check(&visit, who.login_id, &form).await?;
    visit
        .write(move |cx| {
            let shop = own_shop(cx.db, &cx.who, &path)?;
            if wait.is_some() || !mistakes.is_empty() {
                let errors = form_fields::words(cx.t, &mistakes);
                let page = shop_page(cx, &shop, errors.clone(), wait);
                return match wait {
                    Some(seconds) => cx.wait(&page, seconds),
                    None => cx.invalid(&page, errors),
                };
            }
            closing::close_shop(cx.db, &cx.who, &shop, Role::Owner)?;
            Ok(Reply::see("/act-as").flash("flash-shop-closed"))
        })
        .await
}
