//! Who (actor.rs, read per request in load.rs) and may (permit.rs, one file
//! with every rule of permission). Imports no feature.

pub mod actor;
pub mod load;
pub mod permit;

pub use actor::{Acting, Actor, Admin, Anyone, Entrant, Member, Moderator, Role, SiteRole, SuspendedUser};
