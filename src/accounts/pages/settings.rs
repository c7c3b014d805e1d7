//! A person's settings: profile, password and sessions, language and theme.

use actix_web::web::Payload;
use askama::Template;
use serde_json::json;

use crate::access::{Anyone, Member};
use crate::accounts::actions::profile::{self, Profile, Whose};
use crate::accounts::actions::{self, Taken};
use crate::accounts::form_fields::{self, Mistakes};
use crate::accounts::rules::{self, Mistake};
use crate::accounts::throttle::From;
use crate::accounts::{passwords, queries, sessions};
use crate::db::Db;
use crate::error::AppError;
use crate::text::{HANDLE_MAX, HANDLE_MIN};
use crate::web::form::{Errors, Form, Limits};
use crate::web::i18n::Locale;
use crate::web::page::Frame;
use crate::web::reply::{Reply, Session};
use crate::web::request::{Answer, Cx, Visit};

#[derive(Template)]
#[template(path = "accounts/settings.html")]
struct SettingsPage {
    frame: Frame,
    tab: &'static str,
}

/// `GET /settings`
pub async fn index(visit: Visit<Box<Member>>) -> Answer {
    visit
        .read(|cx| {
            cx.page(&SettingsPage {
                frame: cx.frame(cx.t.text("settings-title")).section("me"),
                tab: "",
            })
        })
        .await
}

#[derive(Template)]
#[template(path = "accounts/settings_profile.html")]
struct ProfilePage {
    frame: Frame,
    tab: &'static str,
    form: Form,
    errors: Errors,
    renames_left: i32,
}

fn profile_page<D>(cx: &Cx<'_, D, Box<Member>>, form: Form, errors: Errors, renames: i32) -> ProfilePage {
    ProfilePage {
        frame: cx.frame(cx.t.text("settings-profile")).section("me"),
        tab: "profile",
        form,
        errors,
        renames_left: (rules::RENAMES_MAX - renames).max(0),
    }
}

/// `GET /settings/profile`
pub async fn profile_form(visit: Visit<Box<Member>>) -> Answer {
    visit
        .read(|cx| {
            let id = cx.who.account_id;
            let me = queries::by_id(cx.db, id)?.ok_or(AppError::NotFound)?;
            let renames = queries::profiles::renames(cx.db, id)?;
            let form = Form::filled(&[("display_name", &me.display_name), ("bio", &me.bio), ("handle", &me.handle)]);
            cx.page(&profile_page(cx, form, Errors::default(), renames))
        })
        .await
}

/// `POST /settings/profile`
pub async fn profile(visit: Visit<Box<Member>>, body: Payload) -> Answer {
    let form = visit.form(body, Limits::SMALL).await?;
    visit
        .write(move |cx| {
            let mut mistakes = Mistakes::new();
            let display_name = form_fields::display_name(&form, &mut mistakes);
            let handle = form_fields::new_handle(&form, &cx.who.handle, &mut mistakes);
            let bio = form_fields::bio(&form, &mut mistakes);
            let renames = queries::profiles::renames(cx.db, cx.who.account_id)?;
            if mistakes.is_empty() {
                let whose = Whose {
                    account_id: cx.who.account_id,
                    login_id: cx.who.login_id,
                    business: false,
                };
                let new = Profile {
                    handle,
                    display_name,
                    bio,
                    category: String::new(),
                };
                match profile::save(cx.db, whose, &new)? {
                    Ok(()) => return Ok(Reply::see("/settings/profile").flash("flash-saved")),
                    Err(Taken::Handle | Taken::Email) => mistakes.push(("handle", Mistake::HandleTaken)),
                }
            }
            let errors = form_fields::words(cx.t, &mistakes);
            cx.invalid(&profile_page(cx, form, errors.clone(), renames), errors)
        })
        .await
}

/// A session as its owner sees it.
struct Device {
    /// The start of its hash: enough to end the session, and useless for entering.
    id: String,
    name: String,
    phone: bool,
    last_seen_at: i64,
    current: bool,
}

#[derive(Template)]
#[template(path = "accounts/settings_account.html")]
struct AccountPage {
    frame: Frame,
    tab: &'static str,
    form: Form,
    errors: Errors,
    email: String,
    devices: Vec<Device>,
    wait: Option<u64>,
}

/// More than anyone has; "all others" ends the rest as well.
const DEVICES_SHOWN: i64 = 50;

fn account_page(cx: &mut Cx<'_, Db, Box<Member>>, errors: Errors, wait: Option<u64>) -> Result<AccountPage, AppError> {
    let email = queries::logins::email_of(cx.db, cx.who.login_id)?;
    let rows = queries::sessions::of_login(cx.db, cx.who.login_id, DEVICES_SHOWN)?;
    let devices = rows
        .into_iter()
        .map(|s| Device {
            id: s.token_hash.chars().take(rules::SESSION_ID_LENGTH).collect(),
            name: rules::device_name(&s.device).unwrap_or_else(|| cx.t.text("device-unknown")),
            phone: s.device.contains("Mobile") || s.device.contains("Android"),
            last_seen_at: s.last_seen_at,
            current: s.token_hash == cx.who.session,
        })
        .collect();
    Ok(AccountPage {
        frame: cx.frame(cx.t.text("settings-account")).section("me"),
        tab: "account",
        form: Form::default(),
        errors,
        email,
        devices,
        wait,
    })
}

/// `GET /settings/account`
pub async fn account(visit: Visit<Box<Member>>) -> Answer {
    visit
        .read(|cx| {
            let page = account_page(cx, Errors::default(), None)?;
            cx.page(&page)
        })
        .await
}

/// `POST /settings/password`: ends every other session and gives this one a new token.
pub async fn password(visit: Visit<Box<Member>>, body: Payload) -> Answer {
    let (_, who) = visit.admit().await?;
    let form = visit.form(body, Limits::SMALL).await?;
    let login_id = who.login_id;
    let email = visit
        .app
        .db
        .read(move |db| queries::logins::email_of(db, login_id))
        .await
        .map_err(|e| visit.refuse(e))?;
    let (current, new) = (form.get("current_password").to_owned(), form.get("password").to_owned());
    let mut mistakes = Mistakes::new();
    if current.is_empty() {
        mistakes.push(("current_password", Mistake::Missing));
    }
    form_fields::note(&mut mistakes, "password", rules::judge_password(&new, &email, &who.handle));
    let mut hash = None;
    if mistakes.is_empty() {
        match actions::check_password(&visit.app, email, current, From::Session { login_id }).await {
            Ok(Some(id)) if id == login_id => {
                hash = Some(passwords::hash(&visit.app, new).await.map_err(|e| visit.refuse(e))?);
            }
            Ok(_) => mistakes.push(("current_password", Mistake::WrongPassword)),
            Err(AppError::TooMany { retry_after }) => {
                return visit
                    .read(move |cx| {
                        let page = account_page(cx, Errors::default(), Some(retry_after))?;
                        cx.wait(&page, retry_after)
                    })
                    .await;
            }
            Err(error) => return Err(visit.refuse(error)),
        }
    }
    let Some(hash) = hash else {
        return visit
            .read(move |cx| {
                let errors = form_fields::words(cx.t, &mistakes);
                let page = account_page(cx, errors.clone(), None)?;
                cx.invalid(&page, errors)
            })
            .await;
    };
    visit
        .write(move |cx| {
            let token = actions::change_password(cx.db, &cx.who, &hash, &cx.meta.device)?;
            Ok(Reply::see("/settings/account")
                .flash("flash-password-changed")
                .session(Session::Start(token)))
        })
        .await
}

/// `POST /settings/sessions/end`: ends one session, named by the start of its hash, or all others.
pub async fn end_sessions(visit: Visit<Box<Member>>, body: Payload) -> Answer {
    let form = visit.form(body, Limits::SMALL).await?;
    visit
        .write(move |cx| {
            let id = form.get("session");
            let ended = if id.is_empty() {
                sessions::end_others(cx.db, &cx.who)?
            } else if rules::is_session_id(id) && !cx.who.session.starts_with(id) {
                queries::sessions::delete_one(cx.db, cx.who.login_id, id)?
            } else {
                return Err(AppError::NotFound);
            };
            Ok(Reply::see("/settings/account")
                .flash("flash-sessions-ended")
                .json(json!({ "ended": ended })))
        })
        .await
}

#[derive(Template)]
#[template(path = "accounts/settings_language.html")]
struct LanguagePage {
    frame: Frame,
    tab: &'static str,
    errors: Errors,
    locale: &'static str,
    theme: &'static str,
}

fn language_page<D, W>(cx: &Cx<'_, D, W>, errors: Errors) -> LanguagePage {
    let frame = cx.frame(cx.t.text("settings-language")).section("me");
    let chosen = frame.theme.as_deref().unwrap_or("auto");
    LanguagePage {
        theme: THEMES.into_iter().find(|t| *t == chosen).unwrap_or("auto"),
        locale: cx.locale().code(),
        frame,
        tab: "language",
        errors,
    }
}

const THEMES: [&str; 3] = ["auto", "light", "dark"];

/// `GET /settings/language`
pub async fn language_form(visit: Visit<Anyone>) -> Answer {
    visit.read(|cx| cx.page(&language_page(cx, Errors::default()))).await
}

/// `POST /settings/language` locale, theme: stored with the login, and in a cookie for pages
/// without one.
pub async fn language(visit: Visit<Anyone>, body: Payload) -> Answer {
    let form = visit.form(body, Limits::SMALL).await?;
    visit
        .write(move |cx| {
            let locale = Locale::ALL.into_iter().find(|l| l.code() == form.get("locale"));
            let theme = THEMES.into_iter().find(|t| *t == form.get("theme"));
            let mut errors = Errors::default();
            for (field, chosen) in [("locale", locale.is_some()), ("theme", theme.is_some())] {
                if form.has(field) && !chosen {
                    let label = cx.t.text(&format!("field-{field}"));
                    errors.add(field, cx.t.with("form-choice", &[("field", label.into())]));
                }
            }
            if !errors.is_empty() || (locale.is_none() && theme.is_none()) {
                return cx.invalid(&language_page(cx, errors.clone()), errors);
            }
            if let Some(member) = cx.actor.member() {
                let kept = locale.map(Locale::code).or(member.locale.as_deref());
                let bright = theme.or(member.theme.as_deref()).filter(|t| *t != "auto");
                queries::logins::set_display(cx.db, member.login_id, kept, bright)?;
            }
            let mut reply = cx.back(form.get("next"), "/settings/language");
            if let Some(locale) = locale {
                reply = reply.locale(locale.code());
            }
            if let Some(theme) = theme {
                reply = reply.theme(theme);
            }
            Ok(reply)
        })
        .await
}
