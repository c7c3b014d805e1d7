//! Fills an empty site with the demo world.
//!
//! Pictures first: drawn, encoded and sent through the pipeline of every upload, on all cores (`pictures`). Then
//! everything that was ever done, oldest first and by the features' own actions, in one transaction (`past`, `goods`,
//! `cases`): so a demo is there as a whole or not at all, and a fill that was interrupted simply starts over; the
//! picture files it left have the same names and are not written again.
//!
//! Not here: the words on the screen and where the demo's folder is (cli/demo.rs).

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

/// What stands in the database now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Nothing,
    /// This demo, complete.
    Demo,
    /// People who are not of the demo.
    Others,
}

/// Looks whether the site is still empty, or a demo already.
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

/// Fills the site, which must be empty. `tell` hears how many pictures are done, of how many; it is
/// called from several threads.
pub fn fill(app: &App, world: &World, tell: &(dyn Fn(usize, usize) + Sync)) -> Result<(), AppError> {
    let drawn = pictures::store_all(app, world, tell)?;
    // Everyone in the demo has the same password: hashed once, at the real cost.
    let hash = passwords::hash_now(app.config.password_cost, PASSWORD)?;
    app.db.write_now(|tx| past::write(tx, world, &drawn, &hash))
}
