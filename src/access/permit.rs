//! Every rule of permission, as pure functions of small structs. The same function hides a button
//! and refuses the request behind it. Not here: what a person may see at all
//! (`stories::visibility`, and `NotFound`).

use super::actor::{Member, Role};

/// The account to which a story, product or comment belongs.
#[derive(Debug, Clone, Copy)]
pub struct Owned {
    pub account_id: i64,
}

/// Returns true if the member may write stories, products and comments in the name of the account
/// acted as.
pub fn may_post(member: &Member) -> bool {
    member.acting.as_ref().is_none_or(|a| a.role >= Role::Editor)
}

/// Returns true if the member may edit or delete a story, product or comment: only as the account
/// that owns it.
pub fn may_change(member: &Member, thing: Owned) -> bool {
    thing.account_id == member.posts_as() && may_post(member)
}

/// Returns true if the member may delete a comment: as its author, or as the author of its story.
pub fn may_delete_comment(member: &Member, comment: Owned, story: Owned) -> bool {
    may_change(member, comment) || may_change(member, story)
}

/// Returns true if the member acts as a person. Friends, follows, wishes, blocks and reports belong
/// to the person, never to a shop.
pub fn acts_as_person(member: &Member) -> bool {
    member.acting.is_none()
}

/// Returns true if the member may change a shop's profile: managers and owners, while acting as it.
pub fn may_edit_shop(member: &Member, business_id: i64) -> bool {
    member.role_in(business_id).is_some_and(role_may_edit_shop)
}

/// Returns the same for a role that was looked up: in the studio one need not act as the shop.
pub fn role_may_edit_shop(role: Role) -> bool {
    role >= Role::Manager
}

/// Returns true if the member may change the shop's legal details or staff, or close it.
pub fn may_own_shop(member: &Member, business_id: i64) -> bool {
    member.role_in(business_id) == Some(Role::Owner)
}

/// Returns true if the member may edit a shop's catalog.
pub fn may_edit_catalog(member: &Member, business_id: i64) -> bool {
    member.role_in(business_id).is_some_and(|r| r >= Role::Editor)
}
