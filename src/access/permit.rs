//! May: every rule of permission, purely, on small structs of facts. The same
//! function hides a button and refuses the request behind it. What a person
//! may not see is not asked here: that is `stories::visibility` and NotFound.

use super::actor::{Member, Role};

/// Whose a thing is.
#[derive(Debug, Clone, Copy)]
pub struct Owned {
    pub account_id: i64,
}

/// Write stories, products and comments in the name of the account acted as.
pub fn may_post(member: &Member) -> bool {
    member.acting.as_ref().is_none_or(|a| a.role >= Role::Editor)
}

/// Edit or delete a story, product or comment: as the account it belongs to.
pub fn may_change(member: &Member, thing: Owned) -> bool {
    thing.account_id == member.posts_as() && may_post(member)
}

/// Delete a comment: its author, and the author of the story it stands under.
pub fn may_delete_comment(member: &Member, comment: Owned, story: Owned) -> bool {
    may_change(member, comment) || may_change(member, story)
}

/// Friends, follows, wishes, blocks and reports are acts of the person, never of a shop.
pub fn acts_as_person(member: &Member) -> bool {
    member.acting.is_none()
}

/// Change a shop's profile: manager and owner, while acting as it.
pub fn may_edit_shop(member: &Member, business_id: i64) -> bool {
    member.role_in(business_id).is_some_and(role_may_edit_shop)
}

/// The same for a role that was looked up: in the studio one need not act as the shop.
pub fn role_may_edit_shop(role: Role) -> bool {
    role >= Role::Manager
}

/// Change the legal details, staff, or close the shop.
pub fn may_own_shop(member: &Member, business_id: i64) -> bool {
    member.role_in(business_id) == Some(Role::Owner)
}

/// Write into a shop's catalog.
pub fn may_edit_catalog(member: &Member, business_id: i64) -> bool {
    member.role_in(business_id).is_some_and(|r| r >= Role::Editor)
}
