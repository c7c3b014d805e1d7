//! Actors (actor.rs; read for each request in load.rs) and every rule of permission (permit.rs).
//! Imports no feature.

pub mod actor;
pub mod load;
pub mod permit;

pub use actor::{Acting, Actor, Admin, Anyone, Entrant, Member, Moderator, Role, SiteRole, SuspendedUser};
