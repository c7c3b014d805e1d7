//! The pages of accounts: sign-up, log-in and log-out here; shops, acting as one, settings and
//! closing in the files below.

pub mod closing;
pub mod settings;
pub mod shops;
pub mod studio;

use actix_web::web::Payload;
use askama::Template;
use serde_json::json;

use super::actions::{self, NewPerson, Taken};
use super::form_fields::{self, Mistakes};
use super::rules::{self, Mistake};
use super::{passwords, queries, throttle};
use crate::access::Anyone;
use crate::access::load::token_hash;
use crate::db::Tx;
use crate::error::AppError;
use crate::limits::rules::{SIGN_UPS, SIGN_UPS_OF_NETWORK};
use crate::limits::{self, Spend};
use crate::text::{HANDLE_MAX, HANDLE_MIN, Handle};
use crate::web::form::{Errors, Form, Limits};
use crate::web::local;
use crate::web::page::Frame;
use crate::web::reply::{Reply, Session};
use crate::web::request::{Answer, Cx, Visit};

#[derive(Template)]
#[template(path = "accounts/signup.html")]
struct SignUpPage {
    frame: Frame,
    form: Form,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "accounts/login.html")]
struct LogInPage {
    frame: Frame,
    form: Form,
    errors: Errors,
    /// Seconds to wait after too many wrong passwords.
    wait: Option<u64>,
}

/// The statements of reasons (moderation/), the only page of a suspended person.
const STATEMENTS: &str = "/statements";

/// Returns where to go after entering: never off the site, and never back to these pages.
fn next(form: &Form) -> String {
    local::path(form.get("next"))
        .filter(|n| !n.starts_with("/login") && !n.starts_with("/signup"))
        .unwrap_or_else(|| "/".to_owned())
}

fn empty_form(next: Option<String>) -> Form {
    Form::filled(&[("next", next.as_deref().unwrap_or(""))])
}

/// `GET /signup`
pub async fn sign_up_form(visit: Visit<Anyone>) -> Answer {
    visit
        .read(|cx| {
            let form = empty_form(cx.meta.query("next"));
            if cx.actor.member().is_some() {
                return Ok(Reply::see(next(&form)));
            }
            cx.page(&sign_up_page(cx, form, Errors::default()))
        })
        .await
}

fn sign_up_page<D, W>(cx: &Cx<'_, D, W>, form: Form, errors: Errors) -> SignUpPage {
    SignUpPage {
        frame: cx.frame(cx.t.text("signup-title")).section("me"),
        form,
        errors,
    }
}

/// Counts a sign-up against the limits of its address.
async fn spend_sign_up(visit: &Visit<Anyone>, keys: throttle::Keys) -> Result<(), AppError> {
    let (app, address) = (visit.app.clone(), visit.meta.address.clone());
    let spent = visit.app.db.write(move |tx| {
        throttle::look(tx, &keys)?;
        let spends = address.wide_network().map(|wide| Spend::one(&SIGN_UPS_OF_NETWORK, wide));
        let spends = spends.into_iter().chain([Spend::one(&SIGN_UPS, address.network())]);
        limits::spend(&app, tx, spends.collect())
    });
    spent.await
}

/// Logs a new person in.
fn welcome(cx: &mut Cx<'_, Tx<'_>, Anyone>, done: &actions::SignedUp, new: &NewPerson, form: &Form) -> Result<Reply, AppError> {
    let replaced = cx.actor.member().map(|m| m.session.clone());
    let entered = actions::log_in(cx.db, done.login_id, &cx.meta.device, replaced.as_deref())?;
    let device = throttle::remember(cx.db, done.login_id, &cx.meta.address, cx.meta.device_token.as_deref())?;
    let json = json!({ "id": done.account_id.to_string(), "handle": new.handle.as_str() });
    let session = Session::Enter {
        token: entered.token,
        device,
    };
    Ok(Reply::see(next(form)).flash("flash-signed-up").session(session).json(json))
}

/// `POST /signup`
///
/// Without mail, an email that is in use cannot look like success: the person would wait for an
/// account that never comes (SAFETY-W7). So its sentence also stands for emails that are refused
/// for other reasons. It appears only if everything else was right, including a free handle, and
/// after the same hashing. Each such response counts as a failure of the client's address, so that
/// someone who tries a list soon waits a quarter of an hour for each.
pub async fn sign_up(visit: Visit<Anyone>, body: Payload) -> Answer {
    let form = visit.form(body, Limits::SMALL).await?;
    let mut mistakes = Mistakes::new();
    let email = form_fields::email(&form, &mut mistakes);
    let password = form.get("password").to_owned();
    let handle = form_fields::handle(&form, &mut mistakes);
    let own = handle.as_ref().map_or("", Handle::as_str);
    form_fields::note(&mut mistakes, "password", rules::judge_password(&password, &email, own));
    let display_name = form_fields::display_name(&form, &mut mistakes);
    let (Some(handle), true) = (handle.clone(), mistakes.is_empty()) else {
        return visit
            .read(move |cx| {
                if let Some(handle) = &handle
                    && queries::logins::handle_taken(cx.db, &handle.skeleton(), 0)?
                {
                    mistakes.push(("handle", Mistake::HandleTaken));
                }
                let errors = form_fields::words(cx.t, &mistakes);
                cx.invalid(&sign_up_page(cx, form, errors.clone()), errors)
            })
            .await;
    };
    let keys = throttle::Keys::of_address(&visit.meta.address);
    match spend_sign_up(&visit, keys.clone()).await {
        Ok(()) => {}
        Err(AppError::TooMany { retry_after }) => {
            return visit
                .read(move |cx| {
                    let mut errors = Errors::default();
                    errors.add("email", cx.too_early(retry_after));
                    cx.wait(&sign_up_page(cx, form, errors), retry_after)
                })
                .await;
        }
        Err(error) => return Err(visit.refuse(error)),
    }
    let password_hash = passwords::hash(&visit.app, password).await.map_err(|e| visit.refuse(e))?;
    visit
        .write(move |cx| {
            let new = NewPerson {
                email,
                password_hash,
                handle,
                display_name,
            };
            let mistake = match actions::sign_up(cx.db, &new)? {
                Ok(done) => return welcome(cx, &done, &new, &form),
                Err(Taken::Handle) => ("handle", Mistake::HandleTaken),
                Err(Taken::Email) => {
                    throttle::count(cx.db, &keys)?;
                    ("email", Mistake::EmailUnusable)
                }
            };
            let errors = form_fields::words(cx.t, &vec![mistake]);
            cx.invalid(&sign_up_page(cx, form, errors.clone()), errors)
        })
        .await
}

/// `GET /login`
pub async fn log_in_form(visit: Visit<Anyone>) -> Answer {
    visit
        .read(|cx| {
            let form = empty_form(cx.meta.query("next"));
            if cx.actor.member().is_some() {
                return Ok(Reply::see(next(&form)));
            }
            cx.page(&log_in_page(cx, form, Errors::default(), None))
        })
        .await
}

fn log_in_page<D, W>(cx: &Cx<'_, D, W>, form: Form, errors: Errors, wait: Option<u64>) -> LogInPage {
    LogInPage {
        frame: cx.frame(cx.t.text("login-title")).section("me"),
        form,
        errors,
        wait,
    }
}

/// `POST /login`
pub async fn log_in(visit: Visit<Anyone>, body: Payload) -> Answer {
    let form = visit.form(body, Limits::SMALL).await?;
    let email = rules::normal_email(form.get("email"));
    let password = form.get("password").to_owned();
    let mut mistakes = Mistakes::new();
    for (field, missing) in [("email", email.is_empty()), ("password", password.is_empty())] {
        if missing {
            mistakes.push((field, Mistake::Missing));
        }
    }
    let mut login = None;
    // Longer than any password or email can be: wrong, and not worth a hash.
    let sane = email.len() <= 4 * rules::EMAIL_MAX && password.len() <= 16 * rules::PASSWORD_MAX;
    if mistakes.is_empty() && sane {
        let from = throttle::From::Door {
            client: visit.meta.address.clone(),
            device: visit.meta.device_token.clone(),
        };
        match actions::check_password(&visit.app, email, password, from).await {
            Ok(found) => login = found,
            Err(AppError::TooMany { retry_after }) => {
                return visit
                    .read(move |cx| cx.wait(&log_in_page(cx, form, Errors::default(), Some(retry_after)), retry_after))
                    .await;
            }
            Err(error) => return Err(visit.refuse(error)),
        }
    }
    if mistakes.is_empty() && login.is_none() {
        mistakes.push(("email", Mistake::NoSuchLogin));
    }
    visit
        .write(move |cx| {
            let Some(login_id) = login else {
                let errors = form_fields::words(cx.t, &mistakes);
                return cx.invalid(&log_in_page(cx, form, errors.clone(), None), errors);
            };
            let replaced = cx.actor.member().map(|m| m.session.clone());
            let entered = actions::log_in(cx.db, login_id, &cx.meta.device, replaced.as_deref())?;
            // A suspended person reads the reasons, and nothing else.
            let to = if entered.held { STATEMENTS.to_owned() } else { next(&form) };
            let device = throttle::remember(cx.db, login_id, &cx.meta.address, cx.meta.device_token.as_deref())?;
            Ok(Reply::see(to).session(Session::Enter {
                token: entered.token,
                device,
            }))
        })
        .await
}

/// `POST /logout`
pub async fn log_out(visit: Visit<Anyone>) -> Answer {
    visit
        .write(|cx| {
            // By the token, because a suspended person is not a member.
            if let Some(token) = &cx.meta.token {
                queries::sessions::delete(cx.db, &token_hash(token))?;
            }
            Ok(Reply::see("/").flash("flash-logged-out").session(Session::End))
        })
        .await
}
