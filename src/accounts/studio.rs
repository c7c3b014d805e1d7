//! The frame of a shop's studio: the shop, the open tab, and the person's rights there. Every
//! feature with a page in the studio shows it (templates/parts/studio_tabs.html).

use super::Account;
use super::urls::{studio_url, url};
use crate::access::{Member, Role, permit};

/// A shop as its studio shows it to this person.
pub struct Studio {
    pub handle: String,
    pub name: String,
    pub url: String,
    pub home: String,
    /// The open tab: today, profile, details, activity, or catalog (a page of catalog/).
    pub tab: &'static str,
    pub acting: bool,
    /// May write stories and edit the catalog.
    pub sells: bool,
    pub edits: bool,
    pub owns: bool,
}

impl Studio {
    pub fn new(shop: &Account, member: &Member, role: Role, tab: &'static str) -> Self {
        Self {
            handle: shop.handle.clone(),
            name: shop.display_name.clone(),
            url: studio_url(&shop.handle),
            home: url(&shop.handle),
            tab,
            acting: member.posts_as() == shop.id,
            sells: role >= Role::Editor,
            edits: permit::role_may_edit_shop(role),
            owns: role == Role::Owner,
        }
    }
}
