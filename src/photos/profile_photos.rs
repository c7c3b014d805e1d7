//! The avatar and the cover of a person (`/settings/photos`) and of a shop
//! (`/shops/{handle}/photos`). They are here, not with the profile's other
//! fields, because `accounts` does not know uploads.

use actix_web::web::{Path, Payload};
use askama::Template;

use super::actions::{Prepared, SavedPhoto, SavedPhotos, attach_photos, prepare};
use super::{PhotoInput, queries};
use crate::access::{Member, permit};
use crate::accounts::actions::profile::{self, Whose};
use crate::accounts::studio::Studio;
use crate::accounts::{self, Account};
use crate::db::Db;
use crate::error::AppError;
use crate::web::form::{Errors, Limits};
use crate::web::page::Frame;
use crate::web::reply::Reply;
use crate::web::request::{Answer, Cx, Visit};

#[derive(Template)]
#[template(path = "photos/profile_photos.html")]
struct ProfilePhotosPage {
    frame: Frame,
    /// The open tab of the settings.
    tab: &'static str,
    /// The shop, if the photos are a shop's.
    studio: Option<Studio>,
    action: String,
    errors: Errors,
    avatar: PhotoInput,
    cover: PhotoInput,
}

/// The limits of a request with two photos and the form around them.
const LIMITS: Limits = Limits {
    body: 42 * 1024 * 1024,
    ..Limits::PHOTOS
};

/// Returns the account that the photos belong to: the member's own, or a shop
/// that the member may edit.
fn whose(db: &mut Db, member: &Member, shop: Option<&str>) -> Result<(Account, Option<Studio>), AppError> {
    let Some(handle) = shop else {
        let me = accounts::queries::by_id(db, member.account_id)?.ok_or(AppError::NotFound)?;
        return Ok((me, None));
    };
    let (shop, role) = accounts::staffed_shop(db, member, handle)?;
    if !permit::role_may_edit_shop(role) {
        return Err(AppError::denied("studio-role"));
    }
    let studio = Studio::new(&shop, member, role, "profile");
    Ok((shop, Some(studio)))
}

fn page<D>(
    cx: &Cx<'_, D, Box<Member>>,
    studio: Option<Studio>,
    (avatar, cover): (PhotoInput, PhotoInput),
    errors: Errors,
) -> ProfilePhotosPage {
    let action = match &studio {
        Some(studio) => format!("{}/photos", studio.url),
        None => "/settings/photos".to_owned(),
    };
    let section = if studio.is_some() { "shops" } else { "me" };
    ProfilePhotosPage {
        frame: cx.frame(cx.t.text("faces-title")).section(section),
        tab: "photos",
        studio,
        action,
        errors,
        avatar,
        cover,
    }
}

/// `GET /settings/photos`
pub async fn own_form(visit: Visit<Box<Member>>) -> Answer {
    form(visit, None).await
}

/// `GET /shops/{handle}/photos`
pub async fn shop_form(visit: Visit<Box<Member>>, path: Path<String>) -> Answer {
    form(visit, Some(path.into_inner())).await
}

async fn form(visit: Visit<Box<Member>>, shop: Option<String>) -> Answer {
    visit
        .read(move |cx| {
            let (account, studio) = whose(cx.db, &cx.who, shop.as_deref())?;
            let ids = [account.avatar_photo_id, account.cover_photo_id];
            let known: Vec<i64> = ids.into_iter().flatten().collect();
            let mut pictures = queries::pictures(cx.db, &known)?;
            let mut input = |field: &'static str, id: Option<i64>| {
                let picture = id.and_then(|id| pictures.remove(&id).map(|picture| (id, picture)));
                let photo = picture.map(|(id, picture)| SavedPhoto {
                    id,
                    alt: String::new(),
                    picture,
                });
                PhotoInput::new(field, 1, photo.into_iter().collect())
            };
            let inputs = (
                input("avatar", account.avatar_photo_id),
                input("cover", account.cover_photo_id),
            );
            cx.page(&page(cx, studio, inputs, Errors::default()))
        })
        .await
}

/// `POST /settings/photos`
pub async fn own(visit: Visit<Box<Member>>, body: Payload) -> Answer {
    save(visit, None, body).await
}

/// `POST /shops/{handle}/photos`
pub async fn shop(visit: Visit<Box<Member>>, path: Path<String>, body: Payload) -> Answer {
    save(visit, Some(path.into_inner()), body).await
}

async fn save(visit: Visit<Box<Member>>, shop: Option<String>, body: Payload) -> Answer {
    // Reject members without permission before reading 20 MB.
    let (_, member) = visit.admit().await?;
    let asked = shop.clone();
    let allowed = visit
        .app
        .db
        .read(move |db| whose(db, &member, asked.as_deref()).map(drop))
        .await;
    allowed.map_err(|e| visit.refuse(e))?;
    let mut form = visit.form(body, LIMITS).await?;
    let spent = super::actions::spend(&visit.app, &visit.meta, &form).await;
    spent.map_err(|e| visit.refuse(e))?;
    let avatar = prepare(&visit.app, &mut form, "avatar", 1)
        .await
        .map_err(|e| visit.refuse(e))?;
    let cover = prepare(&visit.app, &mut form, "cover", 1)
        .await
        .map_err(|e| visit.refuse(e))?;
    visit
        .write(move |cx| {
            let (account, studio) = whose(cx.db, &cx.who, shop.as_deref())?;
            let own: Vec<i64> = [account.avatar_photo_id, account.cover_photo_id]
                .into_iter()
                .flatten()
                .collect();
            let kept_avatar = attach_photos(cx.db, &avatar, account.id, &own)?;
            let kept_cover = attach_photos(cx.db, &cover, account.id, &own)?;
            let mut errors = Errors::default();
            for (prepared, kept) in [(&avatar, &kept_avatar), (&cover, &kept_cover)] {
                prepared.tell(cx.t, &mut errors);
                kept.tell(cx.t, &mut errors, prepared.field());
            }
            if !errors.is_empty() {
                let again = |prepared: &Prepared, kept: &SavedPhotos| PhotoInput::again(prepared, kept, &errors);
                let inputs = (again(&avatar, &kept_avatar), again(&cover, &kept_cover));
                return cx.invalid(&page(cx, studio, inputs, errors.clone()), errors);
            }
            let whose = Whose {
                account_id: account.id,
                login_id: cx.who.login_id,
                business: account.is_business(),
            };
            let first = |kept: &SavedPhotos| kept.ids().first().copied();
            profile::save_photos(cx.db, whose, first(&kept_avatar), first(&kept_cover))?;
            let to = match &studio {
                Some(studio) => format!("{}/photos", studio.url),
                None => "/settings/photos".to_owned(),
            };
            Ok(Reply::see(to).flash("flash-saved"))
        })
        .await
}
