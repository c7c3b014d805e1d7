//! A shop's studio: today, profile, seller details, activity. The catalog's page is in
//! catalog/pages/product_list.rs.

use actix_web::web::{Path, Payload};
use askama::Template;

use crate::access::{Member, Role, permit};
use crate::accounts::actions::Taken;
use crate::accounts::actions::profile::{self, Profile, Whose};
use crate::accounts::form_fields::{self, Mistakes};
use crate::accounts::queries::profiles::Details;
use crate::accounts::rules::{self, Mistake};
use crate::accounts::studio::Studio;
use crate::accounts::urls::{studio_url, url};
use crate::accounts::{Account, queries, staffed_shop};
use crate::audit;
use crate::error::AppError;
use crate::text::{HANDLE_MAX, HANDLE_MIN, Handle};
use crate::web::form::{Errors, Form, Limits};
use crate::web::page::Frame;
use crate::web::paging;
use crate::web::reply::Reply;
use crate::web::request::{Answer, Cx, Visit};

fn allowed(fine: bool) -> Result<(), AppError> {
    if fine { Ok(()) } else { Err(AppError::denied("studio-role")) }
}

#[derive(Template)]
#[template(path = "accounts/studio_today.html")]
struct TodayPage {
    frame: Frame,
    studio: Studio,
    followers: i64,
    stories: i64,
    products: i64,
    /// Open tasks, as (sentence, address).
    todo: Vec<(String, String)>,
}

/// `GET /shops/{handle}`
pub async fn today(visit: Visit<Box<Member>>, path: Path<String>) -> Answer {
    let handle = path.into_inner();
    visit
        .read(move |cx| {
            let (shop, role) = staffed_shop(cx.db, &cx.who, &handle)?;
            let studio = Studio::new(&shop, &cx.who, role, "today");
            let base = studio.url.clone();
            let mut todo = Vec::new();
            if studio.edits && (shop.legal_name.is_empty() || shop.business_number.is_empty() || shop.phone.is_empty()) {
                todo.push((cx.t.text("studio-todo-details"), format!("{base}/details")));
            }
            if studio.edits && shop.avatar_photo_id.is_none() {
                todo.push((cx.t.text("studio-todo-photo"), format!("{base}/photos")));
            }
            if studio.sells && shop.product_count == 0 {
                todo.push((cx.t.text("studio-todo-product"), format!("{base}/products/new")));
            }
            if studio.sells && shop.story_count == 0 {
                todo.push((cx.t.text("studio-todo-story"), "/compose".to_owned()));
            }
            cx.page(&TodayPage {
                frame: cx.frame(shop.display_name.clone()).section("shops"),
                studio,
                followers: shop.follower_count,
                stories: shop.story_count,
                products: shop.product_count,
                todo,
            })
        })
        .await
}

#[derive(Template)]
#[template(path = "accounts/studio_profile.html")]
struct ProfilePage {
    frame: Frame,
    studio: Studio,
    form: Form,
    errors: Errors,
    categories: Vec<(&'static str, String)>,
    renames_left: i32,
}

fn profile_page<D>(
    cx: &Cx<'_, D, Box<Member>>,
    (shop, role): (&Account, Role),
    form: Form,
    errors: Errors,
    renames: i32,
) -> ProfilePage {
    ProfilePage {
        frame: cx.frame(cx.t.text("studio-profile")).section("shops"),
        studio: Studio::new(shop, &cx.who, role, "profile"),
        form,
        errors,
        categories: super::shops::categories(cx.t),
        renames_left: (rules::RENAMES_MAX - renames).max(0),
    }
}

/// `GET /shops/{handle}/profile`
pub async fn profile_form(visit: Visit<Box<Member>>, path: Path<String>) -> Answer {
    let handle = path.into_inner();
    visit
        .read(move |cx| {
            let (shop, role) = staffed_shop(cx.db, &cx.who, &handle)?;
            allowed(permit::role_may_edit_shop(role))?;
            let renames = queries::profiles::renames(cx.db, shop.id)?;
            let form = Form::filled(&[
                ("display_name", &shop.display_name),
                ("handle", &shop.handle),
                ("category", &shop.category),
                ("bio", &shop.bio),
            ]);
            cx.page(&profile_page(cx, (&shop, role), form, Errors::default(), renames))
        })
        .await
}

/// `POST /shops/{handle}/profile`
pub async fn profile(visit: Visit<Box<Member>>, path: Path<String>, body: Payload) -> Answer {
    let handle = path.into_inner();
    let form = visit.form(body, Limits::SMALL).await?;
    visit
        .write(move |cx| {
            let (shop, role) = staffed_shop(cx.db, &cx.who, &handle)?;
            allowed(permit::role_may_edit_shop(role))?;
            let mut mistakes = Mistakes::new();
            let display_name = form_fields::display_name(&form, &mut mistakes);
            let new_handle = form_fields::new_handle(&form, &shop.handle, &mut mistakes);
            let category = form_fields::category(&form, &mut mistakes);
            let bio = form_fields::bio(&form, &mut mistakes);
            let renames = queries::profiles::renames(cx.db, shop.id)?;
            if mistakes.is_empty() {
                let to = new_handle.as_ref().map_or(shop.handle.as_str(), Handle::as_str);
                let to = format!("{}/profile", studio_url(to));
                let new = Profile {
                    handle: new_handle,
                    display_name,
                    bio,
                    category,
                };
                match profile::save(cx.db, whose(&shop, &cx.who), &new)? {
                    Ok(()) => return Ok(Reply::see(to).flash("flash-saved")),
                    Err(Taken::Handle | Taken::Email) => mistakes.push(("handle", Mistake::HandleTaken)),
                }
            }
            let errors = form_fields::words(cx.t, &mistakes);
            cx.invalid(&profile_page(cx, (&shop, role), form, errors.clone(), renames), errors)
        })
        .await
}

fn whose(shop: &Account, member: &Member) -> Whose {
    Whose {
        account_id: shop.id,
        login_id: member.login_id,
        business: true,
    }
}

#[derive(Template)]
#[template(path = "accounts/studio_details.html")]
struct DetailsPage {
    frame: Frame,
    studio: Studio,
    form: Form,
    errors: Errors,
}

fn details_page<D>(cx: &Cx<'_, D, Box<Member>>, (shop, role): (&Account, Role), form: Form, errors: Errors) -> DetailsPage {
    DetailsPage {
        frame: cx.frame(cx.t.text("studio-details")).section("shops"),
        studio: Studio::new(shop, &cx.who, role, "details"),
        form,
        errors,
    }
}

/// `GET /shops/{handle}/details`
pub async fn details_form(visit: Visit<Box<Member>>, path: Path<String>) -> Answer {
    let handle = path.into_inner();
    visit
        .read(move |cx| {
            let (shop, role) = staffed_shop(cx.db, &cx.who, &handle)?;
            allowed(role == Role::Owner)?;
            let form = Form::filled(&[
                ("legal_name", &shop.legal_name),
                ("representative", &shop.representative),
                ("address", &shop.address),
                ("phone", &shop.phone),
                ("business_number", &shop.business_number),
                ("mail_order_number", &shop.mail_order_number),
                ("opening_hours", &shop.opening_hours),
            ]);
            cx.page(&details_page(cx, (&shop, role), form, Errors::default()))
        })
        .await
}

/// `POST /shops/{handle}/details`
pub async fn details(visit: Visit<Box<Member>>, path: Path<String>, body: Payload) -> Answer {
    let handle = path.into_inner();
    let form = visit.form(body, Limits::SMALL).await?;
    visit
        .write(move |cx| {
            let (shop, role) = staffed_shop(cx.db, &cx.who, &handle)?;
            allowed(role == Role::Owner)?;
            let mut mistakes = Mistakes::new();
            let details = Details {
                legal_name: form_fields::detail(&form, "legal_name", &mut mistakes),
                representative: form_fields::detail(&form, "representative", &mut mistakes),
                address: form_fields::detail(&form, "address", &mut mistakes),
                phone: form_fields::detail(&form, "phone", &mut mistakes),
                business_number: form_fields::business_number(&form, &mut mistakes),
                mail_order_number: form_fields::detail(&form, "mail_order_number", &mut mistakes),
                opening_hours: form_fields::opening_hours(&form, &mut mistakes),
            };
            if !mistakes.is_empty() {
                let errors = form_fields::words(cx.t, &mistakes);
                return cx.invalid(&details_page(cx, (&shop, role), form, errors.clone()), errors);
            }
            profile::save_details(cx.db, whose(&shop, &cx.who), &details)?;
            Ok(Reply::see(format!("{}/details", studio_url(&shop.handle))).flash("flash-saved"))
        })
        .await
}

/// One line of the activity log.
struct Line {
    at: i64,
    who: String,
    who_url: Option<String>,
    what: String,
    target: Option<String>,
}

#[derive(Template)]
#[template(path = "accounts/studio_activity.html")]
struct ActivityPage {
    frame: Frame,
    studio: Studio,
    lines: Vec<Line>,
    next: Option<String>,
}

/// `GET /shops/{handle}/activity?after=`
pub async fn activity(visit: Visit<Box<Member>>, path: Path<String>) -> Answer {
    let handle = path.into_inner();
    visit
        .read(move |cx| {
            let (shop, role) = staffed_shop(cx.db, &cx.who, &handle)?;
            allowed(permit::role_may_edit_shop(role))?;
            let before = paging::parse(cx.meta.query("after").as_deref())?;
            let mut acts = audit::acts(cx.db, shop.id, before, paging::LIMIT)?;
            let next = paging::cut(&mut acts, |a| a.id).map(|id| format!("{}/activity?after={id}", studio_url(&shop.handle)));
            let lines = acts
                .into_iter()
                .map(|a| Line {
                    at: a.created_at,
                    who: a.name.unwrap_or_else(|| cx.t.text("activity-operator")),
                    who_url: a.handle.as_deref().map(url),
                    what: act_words(cx, &a.act),
                    target: match a.target_kind.as_str() {
                        "story" => Some(format!("/stories/{}", a.target_id)),
                        "product" => Some(format!("/products/{}", a.target_id)),
                        _ => None,
                    },
                })
                .collect();
            cx.page(&ActivityPage {
                frame: cx.frame(cx.t.text("studio-activity")).section("shops"),
                studio: Studio::new(&shop, &cx.who, role, "activity"),
                lines,
                next,
            })
        })
        .await
}

/// Returns the sentence of an action: that of `story.publish` has the key `act-story-publish`.
fn act_words<D, W>(cx: &Cx<'_, D, W>, act: &str) -> String {
    let key = format!("act-{}", act.replace(['.', '_'], "-"));
    if cx.t.has(&key) { cx.t.text(&key) } else { act.to_owned() }
}
