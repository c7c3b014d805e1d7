//! Access to photos. A photo has no audience of its own; the content that shows
//! it decides.
//!
//! - The avatar and cover of an active account, and the photos of a product
//!   that is for sale, are public.
//! - Photos in stories are for those who may see a story with them. That rule
//!   is `stories::visibility`, a module above this one, so `routes.rs` passes
//!   it in as a [`AccessRule`], along with further ones such as the moderator's.
//! - A photo that nothing shows, or that only the shop's own pages show (of a
//!   product taken off sale), is for the account that uploaded it.
//!
//! A block in either direction hides photos too.

use super::queries;
use crate::access::Actor;
use crate::db::Db;
use crate::error::AppError;
use crate::friends;

/// Returns true if the photo belongs to content that the actor may see by the
/// rule of another module.
pub type AccessRule = fn(&mut Db, &Actor, i64) -> Result<bool, AppError>;

/// The rules of the modules above this one, set in `routes.rs`.
#[derive(Debug, Clone, Copy)]
pub struct PhotoAccessRules(pub &'static [AccessRule]);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoAccess {
    /// A visitor may see it, so caches may keep it.
    Public,
    /// This actor may see it now.
    Guarded,
}

/// Returns the actor's access to a photo. `None` is answered like a photo that does not exist.
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
