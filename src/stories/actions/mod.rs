//! Actions on stories: publish, edit, delete. Feelings, UPs and comments are in
//! actions/interactions.rs. `set_removed` and `set_comment_removed` are for
//! `moderation`.
//!
//! Rows are always locked in one order, so that no two actions deadlock:
//! stories first, then accounts by rising id, the change log last.

pub mod interactions;
mod permission;

use super::product_tags::ProductTag;
use super::queries::visible::can_see;
use super::queries::{self, StoryRow, visible, writes};
use super::recipients::Recipients;
use super::rules::{self, Visibility};
use crate::access::permit::{Owned, may_change};
use crate::access::{Actor, Member};
use crate::audit::{Act, log_staff_act};
use crate::db::{Db, Tx};
use crate::error::{AppError, Sentence};
use crate::jobs::changes::{self, Kind};
use crate::text;
pub use interactions::{comment, delete_comment, feel, set_comment_removed, up};
use permission::permit_audience;

pub use permission::permit_posting;

/// A story to be published. The callers (pages, demo) have checked its lengths and numbers.
#[derive(Debug, Clone, Default)]
pub struct NewStory {
    pub author_id: i64,
    /// The person who writes it.
    pub login_id: Option<i64>,
    pub body: String,
    pub visibility: Visibility,
    /// Photos of the author in order, each with its alt text.
    pub photos: Vec<(i64, String)>,
    /// In order, without duplicates.
    pub products: Vec<ProductTag>,
    pub share_of: Option<i64>,
}

/// The content of a story after an edit.
#[derive(Debug, Clone)]
pub struct Edit {
    pub body: String,
    pub visibility: Visibility,
    pub photos: Vec<(i64, String)>,
    pub products: Vec<ProductTag>,
}

/// Publishes a story as the account that the member acts as. Returns its id.
pub fn write(tx: &mut Tx<'_>, actor: &Actor, member: &Member, mut story: NewStory) -> Result<i64, AppError> {
    permit_posting(member)?;
    if let Some(of) = story.share_of {
        story.share_of = Some(shareable(tx, actor, of)?);
    }
    story.author_id = member.posts_as();
    story.login_id = Some(member.login_id);
    permit_audience(member, story.visibility)?;
    let id = publish(tx, story)?;
    log_staff_act(tx, member, Act::StoryPublish, "story", id)?;
    Ok(id)
}

/// Returns the story that a share of `id` quotes: the story itself, or the one
/// behind it if it is a share without text or photos of its own. Only public
/// stories can be shared, so that nobody carries words out of a circle of
/// friends.
pub fn shareable(db: &mut Db, actor: &Actor, id: i64) -> Result<i64, AppError> {
    let story = can_see(db, actor, id)?.ok_or(AppError::NotFound)?;
    if let Some(behind) = story.share_of
        && story.body.is_empty()
        && story.photo_count == 0
        && can_see(db, actor, behind)?.is_some_and(|s| is_public(&s))
    {
        return Ok(behind);
    }
    if is_public(&story) {
        Ok(story.id)
    } else {
        Err(AppError::Rule(
            Sentence::new("story-share-public-only").help(super::urls::url(id), "story-back"),
        ))
    }
}

fn is_public(story: &StoryRow) -> bool {
    story.visibility == Visibility::Public.number()
}

/// Publishes a story without any checks, for `write`, the demo and tests.
pub fn publish(tx: &mut Tx<'_>, story: NewStory) -> Result<i64, AppError> {
    let body = text::clean_body(&story.body);
    let (id, now) = (tx.new_id(), tx.now());
    let row = writes::StoryInsert {
        id,
        author_id: story.author_id,
        login_id: story.login_id,
        body: &body,
        visibility: story.visibility.number(),
        share_of: story.share_of,
        photo_count: small(story.photos.len()),
        product_count: small(story.products.len()),
        created_at: now,
    };
    writes::insert(tx, &row)?;
    writes::set_photos(tx, id, &story.photos)?;
    writes::set_products(tx, id, &story.products)?;
    writes::set_hashtags(tx, id, &text::hashtags(&body))?;
    let mut told = Recipients::default();
    if let Some(of) = story.share_of
        && let Some(author) = writes::count_share(tx, of, i64::from(row.visibility == Visibility::Public.number()))?
        && visible::account_sees(tx, author, id)?
    {
        told.add(author, "share");
    }
    told.mentioned(tx, &body, "", story.author_id, id)?;
    told.tell(tx, story.author_id, id, None, |tx| {
        writes::count_published(tx, story.author_id, id)
    })?;
    changes::record(tx, Kind::Story, id)?;
    Ok(id)
}

fn small(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

/// Returns the story if this member may edit and delete it. Returns `NotFound`
/// if it is not visible to the actor.
pub fn own(db: &mut Db, actor: &Actor, member: &Member, id: i64) -> Result<StoryRow, AppError> {
    let story = can_see(db, actor, id)?.ok_or(AppError::NotFound)?;
    let owned = Owned {
        account_id: story.author_id,
    };
    if may_change(member, owned) {
        Ok(story)
    } else {
        Err(AppError::Denied(
            Sentence::new("story-denied-change").help(super::urls::url(id), "story-back"),
        ))
    }
}

/// Changes the member's own story. It is marked as edited if its content
/// changed; a new audience alone leaves no mark.
pub fn edit(tx: &mut Tx<'_>, member: &Member, story: &StoryRow, edit: Edit) -> Result<(), AppError> {
    let body = text::clean_body(&edit.body);
    permit_audience(member, edit.visibility)?;
    let photos_before: Vec<(i64, String)> = queries::pictures_of(tx, &[story.id])?
        .remove(&story.id)
        .unwrap_or_default()
        .into_iter()
        .map(|p| (p.id, p.alt))
        .collect();
    let products_before = queries::products_of(tx, &[story.id])?.remove(&story.id).unwrap_or_default();
    let same = body == story.body && photos_before == edit.photos && products_before == edit.products;
    let now = tx.now();
    let change = writes::StoryChange {
        body: &body,
        visibility: edit.visibility.number(),
        photo_count: small(edit.photos.len()),
        product_count: small(edit.products.len()),
        edited_at: (!same).then_some(now),
    };
    if !writes::change(tx, story.id, &change)? {
        return Err(AppError::NotFound);
    }
    // Everyone sees this number, so it counts public shares only.
    let by = i64::from(edit.visibility == Visibility::Public) - i64::from(is_public(story));
    if let Some(of) = story.share_of
        && by != 0
    {
        writes::count_share(tx, of, by)?;
    }
    writes::set_photos(tx, story.id, &edit.photos)?;
    writes::set_products(tx, story.id, &edit.products)?;
    writes::set_hashtags(tx, story.id, &text::hashtags(&body))?;
    let mut told = Recipients::default();
    told.mentioned(tx, &body, &story.body, story.author_id, story.id)?;
    told.tell(tx, story.author_id, story.id, None, |_| Ok(()))?;
    log_staff_act(tx, member, Act::StoryEdit, "story", story.id)?;
    changes::record(tx, Kind::Story, story.id)
}

/// Deletes the member's own story. The row stays for a report that may be open.
pub fn delete(tx: &mut Tx<'_>, member: &Member, story: &StoryRow) -> Result<(), AppError> {
    if !writes::change_state(tx, story.id, rules::PUBLISHED, rules::DELETED)? {
        return Err(AppError::NotFound);
    }
    if let Some(of) = story.share_of {
        writes::count_share(tx, of, -i64::from(is_public(story)))?;
    }
    writes::set_hashtags(tx, story.id, &[])?;
    writes::recount(tx, story.author_id, -1)?;
    log_staff_act(tx, member, Act::StoryDelete, "story", story.id)?;
    changes::record(tx, Kind::Story, story.id)
}

/// Removes a story for moderators, or restores it. Returns false if nothing
/// changed: its author has since deleted it, or it is already in that state.
pub fn set_removed(tx: &mut Tx<'_>, story_id: i64, removed: bool) -> Result<bool, AppError> {
    let Some(story) = queries::by_id(tx, story_id)? else {
        return Ok(false);
    };
    let (from, to, by) = if removed {
        (rules::PUBLISHED, rules::REMOVED, -1)
    } else {
        (rules::REMOVED, rules::PUBLISHED, 1)
    };
    if !writes::change_state(tx, story_id, from, to)? {
        return Ok(false);
    }
    if let Some(of) = story.share_of {
        writes::count_share(tx, of, by * i64::from(is_public(&story)))?;
    }
    let tags = if removed { Vec::new() } else { text::hashtags(&story.body) };
    writes::set_hashtags(tx, story_id, &tags)?;
    writes::recount(tx, story.author_id, by)?;
    changes::record(tx, Kind::Story, story_id)?;
    Ok(true)
}
