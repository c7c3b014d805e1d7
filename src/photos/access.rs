//! Who may fetch a photo: what shows it decides, not the photo.
//!
//! - the avatar and the cover of an active account, and the photos of a
//!   product that is for sale, are public;
//! - photos in stories are for those who may see a story with them: that rule
//!   is `stories::visibility`, which stands above this room and is handed in
//!   as a [`Guard`] where the routes are registered, as are further ones (a
//!   moderator's);
//! - what nothing shows, or what only the shop's own pages show (a product it
//!   took back), is for the account that uploaded it.
//!
//! A block hides both from each other here too.

use super::queries;
use crate::access::Actor;
use crate::db::Db;
use crate::error::AppError;
use crate::friends;

/// Whether a photo is part of something that the actor may see, by another room's rule.
pub type Guard = fn(&mut Db, &Actor, i64) -> Result<bool, AppError>;

/// The rules of the rooms above; `routes.rs` knows them.
#[derive(Debug, Clone, Copy)]
pub struct PhotoAccessRules(pub &'static [Guard]);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoAccess {
    /// A visitor may see it: caches may keep it.
    Public,
    /// This actor may see it now.
    Guarded,
}

/// How the actor sees the photo; `None` is answered like a photo that never was.
pub fn sight(
    db: &mut Db,
    actor: &Actor,
    photo_id: i64,
    owner_id: i64,
    guards: PhotoAccessRules,
) -> Result<Option<PhotoAccess>, AppError> {
    let uses = queries::uses(db, photo_id, owner_id)?;
    if uses.public && !friends::queries::hidden_from(db, actor.eyes(), owner_id)? {
        return Ok(Some(PhotoAccess::Public));
    }
    if !uses.in_story && actor.member().is_some() && actor.posts_as() == owner_id {
        return Ok(Some(PhotoAccess::Guarded));
    }
    let may = |db: &mut Db, actor: &Actor| -> Result<bool, AppError> {
        for guard in guards.0 {
            if guard(db, actor, photo_id)? {
                return Ok(true);
            }
        }
        Ok(false)
    };
    if !may(db, actor)? {
        return Ok(None);
    }
    let public = actor.member().is_none() || may(db, &Actor::Visitor)?;
    Ok(Some(if public { PhotoAccess::Public } else { PhotoAccess::Guarded }))
}
