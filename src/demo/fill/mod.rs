//! Fills an empty site with the demo world.
//!
//! The pictures come first: drawn, encoded and sent through the pipeline of
//! every upload, on all cores (`pictures`). Then everything that ever happened
//! is written, oldest first, through the features' own actions in one
//! transaction (`past`, `goods`, `cases`). A demo is therefore complete or not
//! there at all, and an interrupted fill simply starts over. The picture files
//! that it left have the same names and are not written again.
//!
//! Not here: the messages on the screen and the location of the demo's folder
//! (cli/demo.rs).

mod cases;
mod goods;
mod past;
mod pictures;

use super::world::{PASSWORD, Person, World};
use crate::accounts::passwords;
use crate::accounts::queries::logins;
use crate::app::App;
use crate::db::ids;
use crate::error::AppError;

/// The current content of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Nothing,
    /// This demo, complete.
    Demo,
    /// People who do not belong to the demo.
    Others,
}

/// Checks whether the site is empty or is already a demo.
pub fn look(app: &App, world: &World) -> Result<Found, AppError> {
    app.db.read_now(|db| {
        if ids::newest(db)? == 0 {
            return Ok(Found::Nothing);
        }
        Ok(match persona(world, world.personas.owner) {
            Some(owner) if logins::by_email(db, &owner.email)?.is_some() => Found::Demo,
            _ => Found::Others,
        })
    })
}

fn persona(world: &World, who: usize) -> Option<&Person> {
    world.people.get(who)
}

/// Fills the site, which must be empty. Calls `tell` from several threads with
/// the number of finished pictures and their total.
pub fn fill(app: &App, world: &World, tell: &(dyn Fn(usize, usize) + Sync)) -> Result<(), AppError> {
    let drawn = pictures::store_all(app, world, tell)?;
    // Everyone in the demo has the same password, hashed once at the real cost.
    let hash = passwords::hash_now(app.config.password_cost, PASSWORD)?;
    app.db.write_now(|tx| past::write(tx, world, &drawn, &hash))
}
