//! The audit log: who did something, and in the name of which shop. Rows are written in the
//! transaction of the action itself.

use diesel::prelude::*;

use crate::access::Member;
use crate::db::schema::{accounts, audit_log};
use crate::db::{Db, Tx};
use crate::error::AppError;

/// The acts that the log records. Their codes are stored: one that exists never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Act {
    #[strum(serialize = "shop.open")]
    ShopOpen,
    #[strum(serialize = "shop.rename")]
    ShopRename,
    #[strum(serialize = "shop.profile")]
    ShopProfile,
    #[strum(serialize = "shop.photos")]
    ShopPhotos,
    #[strum(serialize = "shop.details")]
    ShopDetails,
    #[strum(serialize = "shop.close")]
    ShopClose,
    #[strum(serialize = "story.publish")]
    StoryPublish,
    #[strum(serialize = "story.edit")]
    StoryEdit,
    #[strum(serialize = "story.delete")]
    StoryDelete,
    #[strum(serialize = "comment.publish")]
    CommentPublish,
    #[strum(serialize = "comment.delete")]
    CommentDelete,
    ProductCreate,
    ProductEdit,
    ProductDelete,
    ProductRestore,
    CatalogBulk,
    CatalogUndo,
    CatalogSections,
    ImportPreview,
    ImportApply,
    ImportUndo,
    ImportStop,
    ImportResume,
    /// A moderator's decision on a case.
    Remove,
    Restore,
    Dismiss,
    /// A moderator's look at content that is not public.
    Look,
    Appeal,
    RoleMember,
    RoleModerator,
    RoleAdmin,
    PasswordReset,
}

impl Act {
    /// Returns the code as it is stored.
    pub fn code(self) -> &'static str {
        self.into()
    }

    pub fn from_code(code: &str) -> Option<Self> {
        code.parse().ok()
    }
}

/// Records an action of staff for a shop under the person's name. Actions in a person's own name
/// are not recorded.
pub fn log_staff_act(tx: &mut Tx<'_>, member: &Member, act: Act, target_kind: &str, target_id: i64) -> Result<(), AppError> {
    let Some(acting) = &member.acting else { return Ok(()) };
    log_act(
        tx,
        Some(member.login_id),
        Some(acting.account_id),
        act,
        target_kind,
        target_id,
    )
}

/// Records an action. `login_id` is `None` for the command line; `shop` is the shop in whose name
/// it was done.
pub fn log_act(
    tx: &mut Tx<'_>,
    login_id: Option<i64>,
    shop: Option<i64>,
    act: Act,
    target_kind: &str,
    target_id: i64,
) -> Result<(), AppError> {
    let (id, now) = (tx.new_id(), tx.now());
    diesel::insert_into(audit_log::table)
        .values((
            audit_log::id.eq(id),
            audit_log::login_id.eq(login_id),
            audit_log::account_id.eq(shop),
            audit_log::act.eq(act.code()),
            audit_log::target_kind.eq(target_kind),
            audit_log::target_id.eq(target_id),
            audit_log::created_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// A recorded action: who did something, and to which object.
#[derive(Debug, Clone, Queryable)]
pub struct Entry {
    pub id: i64,
    pub act: String,
    pub target_kind: String,
    pub target_id: i64,
    pub created_at: i64,
    /// The person's handle and name; `None` for the command line.
    pub handle: Option<String>,
    pub name: Option<String>,
}

/// Returns the actions in a shop's name, newest first.
pub fn acts(db: &mut Db, business_id: i64, before: i64, limit: i64) -> Result<Vec<Entry>, AppError> {
    Ok(audit_log::table
        .left_join(accounts::table.on(accounts::login_id.eq(audit_log::login_id)))
        .filter(audit_log::account_id.eq(business_id))
        .filter(audit_log::id.lt(before))
        .order(audit_log::id.desc())
        .limit(limit)
        .select((
            audit_log::id,
            audit_log::act,
            audit_log::target_kind,
            audit_log::target_id,
            audit_log::created_at,
            accounts::handle.nullable(),
            accounts::display_name.nullable(),
        ))
        .load(db)?)
}
