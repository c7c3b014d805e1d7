//! The four kinds of content that can be reported, behind one interface: text,
//! owner, visibility to the reporter, and removal.

use std::collections::HashMap;

use diesel::prelude::*;

use super::rules::Kind;
use crate::access::{Actor, Member};
use crate::accounts;
use crate::catalog;
use crate::db::schema::{accounts as account_rows, comments, moderation_cases, product_photos, products, stories, story_photos};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::friends::queries::hidden_from;
use crate::photos::Picture;
use crate::photos::queries::pictures as pictures_by_id;
use crate::stories as story_room;

/// Reported content.
#[derive(Debug, Clone)]
pub struct Target {
    pub kind: Kind,
    pub id: i64,
    /// The account it belongs to, or the account itself.
    pub account_id: i64,
    /// Its current text.
    pub text: String,
    /// For a comment, the text of its story. Empty for the other kinds.
    pub context: String,
    pub url: String,
    /// A moderator has removed it.
    pub removed: bool,
    /// The author has deleted it, so no decision has an effect any more.
    pub deleted: bool,
    /// Not public: each look by a moderator is recorded.
    pub private: bool,
    /// The person who wrote it, since nobody decides about their own content.
    pub login_id: Option<i64>,
    pub created_at: i64,
}

/// Parses a target as the form sends it: `story:ID`, `comment:ID`, `product:ID`
/// or `account:HANDLE`.
pub fn parse(db: &mut Db, word: &str) -> Result<Option<(Kind, i64)>, AppError> {
    let Some((kind, rest)) = word.split_once(':') else {
        return Ok(None);
    };
    let Some(kind) = Kind::from_code(kind) else { return Ok(None) };
    if kind == Kind::Account {
        let Some(handle) = crate::text::Handle::lookup(rest) else {
            return Ok(None);
        };
        return Ok(accounts::queries::by_handle(db, &handle)?.map(|a| (kind, a.id)));
    }
    Ok(crate::web::paging::parse_id(rest).ok().map(|id| (kind, id)))
}

/// Loads a target in any state, for moderators.
pub fn load(db: &mut Db, kind: Kind, id: i64) -> Result<Option<Target>, AppError> {
    Ok(load_many(db, &[(kind, id)])?.remove(&(kind, id)))
}

/// Loads many targets, with one statement for each kind among them.
pub fn load_many(db: &mut Db, wanted: &[(Kind, i64)]) -> Result<HashMap<(Kind, i64), Target>, AppError> {
    let mut found = HashMap::new();
    for kind in Kind::ALL {
        let ids: Vec<i64> = wanted.iter().filter(|(k, _)| *k == kind).map(|(_, id)| *id).collect();
        if ids.is_empty() {
            continue;
        }
        let loaded = match kind {
            Kind::Story => stories_of(db, &ids)?,
            Kind::Comment => comments_of(db, &ids)?,
            Kind::Product => products_of(db, &ids)?,
            Kind::Account => accounts_of(db, &ids)?,
        };
        found.extend(loaded.into_iter().map(|target| ((kind, target.id), target)));
    }
    Ok(found)
}

fn stories_of(db: &mut Db, ids: &[i64]) -> Result<Vec<Target>, AppError> {
    type Row = (i64, i64, Option<i64>, String, i32, i32, i64);
    let rows: Vec<Row> = stories::table
        .filter(stories::id.eq_any(ids))
        .select((
            stories::id,
            stories::author_id,
            stories::login_id,
            stories::body,
            stories::state,
            stories::visibility,
            stories::created_at,
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(id, account_id, login_id, text, state, visibility, created_at)| Target {
            kind: Kind::Story,
            id,
            account_id,
            text,
            context: String::new(),
            url: story_room::url(id),
            removed: state == 4,
            deleted: state == 3,
            private: visibility != 0,
            login_id,
            created_at,
        })
        .collect())
}

fn comments_of(db: &mut Db, ids: &[i64]) -> Result<Vec<Target>, AppError> {
    type Row = (i64, i64, Option<i64>, String, i32, i64, i64, i32, String);
    let rows: Vec<Row> = comments::table
        .inner_join(stories::table.on(stories::id.eq(comments::story_id)))
        .filter(comments::id.eq_any(ids))
        .select((
            comments::id,
            comments::author_id,
            comments::login_id,
            comments::body,
            comments::state,
            comments::created_at,
            comments::story_id,
            stories::visibility,
            stories::body,
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(
            |(id, account_id, login_id, text, state, created_at, story, visibility, context)| Target {
                kind: Kind::Comment,
                id,
                account_id,
                text,
                context,
                url: format!("{}#comments", story_room::url(story)),
                removed: state == 4,
                deleted: state == 3,
                private: visibility != 0,
                login_id,
                created_at,
            },
        )
        .collect())
}

fn products_of(db: &mut Db, ids: &[i64]) -> Result<Vec<Target>, AppError> {
    type Row = (i64, i64, Option<i64>, String, String, i32, i64);
    let rows: Vec<Row> = products::table
        .filter(products::id.eq_any(ids))
        .select((
            products::id,
            products::account_id,
            products::login_id,
            products::title,
            products::description,
            products::state,
            products::created_at,
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(id, account_id, login_id, title, description, state, created_at)| Target {
            kind: Kind::Product,
            id,
            account_id,
            text: format!("{title}\n\n{description}").trim().to_owned(),
            context: String::new(),
            url: catalog::url(id),
            removed: state == 4,
            deleted: state == 3,
            private: false,
            login_id,
            created_at,
        })
        .collect())
}

fn accounts_of(db: &mut Db, ids: &[i64]) -> Result<Vec<Target>, AppError> {
    type Row = (i64, String, String, String, String, Option<i64>, i64);
    let rows: Vec<Row> = account_rows::table
        .filter(account_rows::id.eq_any(ids))
        .select((
            account_rows::id,
            account_rows::handle,
            account_rows::display_name,
            account_rows::bio,
            account_rows::state,
            account_rows::login_id,
            account_rows::created_at,
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(id, handle, name, bio, state, login_id, created_at)| Target {
            kind: Kind::Account,
            id,
            account_id: id,
            text: format!("{name} (@{handle})\n\n{bio}").trim().to_owned(),
            context: String::new(),
            url: accounts::url(&handle),
            removed: state == "removed",
            deleted: state == "closed",
            private: false,
            login_id,
            created_at,
        })
        .collect())
}

/// Returns true if the actor may see the target. Only visible content can be
/// reported; for the rest the answer is that it does not exist.
pub fn seen_by(db: &mut Db, actor: &Actor, target: &Target) -> Result<bool, AppError> {
    if target.removed || target.deleted {
        return Ok(false);
    }
    Ok(match target.kind {
        Kind::Story => story_room::queries::visible::can_see(db, actor, target.id)?.is_some(),
        Kind::Comment => story_room::visibility::can_see_comment(db, actor, target.id)?.is_some(),
        Kind::Product => {
            catalog::queries::visible(db, target.id)?.is_some() && !hidden_from(db, actor.eyes(), target.account_id)?
        }
        Kind::Account => !hidden_from(db, actor.eyes(), target.id)?,
    })
}

/// Hides the target from everyone. Returns false if it was already hidden or
/// deleted.
pub fn remove(tx: &mut Tx<'_>, target: &Target) -> Result<bool, AppError> {
    match target.kind {
        Kind::Story => story_room::actions::set_removed(tx, target.id, true),
        Kind::Comment => story_room::actions::set_comment_removed(tx, target.id, true),
        Kind::Product => catalog::actions::remove(tx, target.id, target.account_id),
        Kind::Account => accounts::takedown::remove(tx, target.id),
    }
}

/// Restores the target exactly as it was.
pub fn put_back(tx: &mut Tx<'_>, target: &Target) -> Result<bool, AppError> {
    match target.kind {
        Kind::Story => story_room::actions::set_removed(tx, target.id, false),
        Kind::Comment => story_room::actions::set_comment_removed(tx, target.id, false),
        Kind::Product => catalog::actions::put_back(tx, target.id, target.account_id),
        Kind::Account => accounts::takedown::put_back(tx, target.id),
    }
}

/// Returns the photos of a target, for the moderator's page.
pub fn pictures(db: &mut Db, target: &Target) -> Result<Vec<Picture>, AppError> {
    let ids: Vec<i64> = match target.kind {
        Kind::Story => story_photos::table
            .filter(story_photos::story_id.eq(target.id))
            .order(story_photos::position)
            .select(story_photos::photo_id)
            .load(db)?,
        Kind::Product => product_photos::table
            .filter(product_photos::product_id.eq(target.id))
            .order(product_photos::position)
            .select(product_photos::photo_id)
            .load(db)?,
        Kind::Comment | Kind::Account => Vec::new(),
    };
    let mut all = pictures_by_id(db, &ids)?;
    Ok(ids.iter().filter_map(|id| all.remove(id)).collect())
}

/// Lets moderators open the photos of reported content under `/media`.
pub fn sees_photo(db: &mut Db, actor: &Actor, photo_id: i64) -> Result<bool, AppError> {
    let moderator = actor.member().is_some_and(Member::is_moderator);
    Ok(moderator && photo_is_reported(db, photo_id)?)
}

/// Returns true if a photo belongs to reported content.
fn photo_is_reported(db: &mut Db, photo_id: i64) -> Result<bool, AppError> {
    use diesel::dsl::{exists, select};
    let cases = |kind: &'static str| {
        moderation_cases::table
            .filter(moderation_cases::target_kind.eq(kind))
            .select(moderation_cases::target_id)
    };
    let in_story: bool = select(exists(
        story_photos::table
            .filter(story_photos::photo_id.eq(photo_id))
            .filter(story_photos::story_id.eq_any(cases("story"))),
    ))
    .get_result(db)?;
    if in_story {
        return Ok(true);
    }
    let face: bool = select(exists(
        account_rows::table.filter(account_rows::id.eq_any(cases("account"))).filter(
            account_rows::avatar_photo_id
                .eq(photo_id)
                .or(account_rows::cover_photo_id.eq(photo_id)),
        ),
    ))
    .get_result(db)?;
    if face {
        return Ok(true);
    }
    Ok(select(exists(
        product_photos::table
            .filter(product_photos::photo_id.eq(photo_id))
            .filter(product_photos::product_id.eq_any(cases("product"))),
    ))
    .get_result(db)?)
}
