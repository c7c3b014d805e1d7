//! Changes to a shop's sections: create, rename, move and delete. The products of a deleted section
//! stay.

use super::bulk::{Bulked, empty_section};
use crate::access::{Member, permit};
use crate::audit::{self, Act};
use crate::catalog::batches::queries as batches;
use crate::catalog::batches::steps::STEP;
use crate::catalog::queries::{self, Section, sections};
use crate::catalog::rules::{SECTION_MAX, SECTIONS_MAX};
use crate::db::Tx;
use crate::error::AppError;
use crate::text;

/// A change to the sections of a shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Make(String),
    Rename(i64, String),
    /// One place towards the front.
    Up(i64),
    Down(i64),
    Delete(i64),
}

/// The reason a change was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    Empty,
    TooLong(usize),
    /// Another section has this name.
    Taken,
    /// The shop has the maximum number of sections.
    Full,
}

/// Applies the change. Deleting a section returns the batch that can undo it; with many products
/// the batch may have only begun.
///
/// # Errors
/// Returns `NotFound` for a section of another shop, and `Rule` while a batch of the shop is
/// running.
pub fn change(
    tx: &mut Tx<'_>,
    member: &Member,
    shop_id: i64,
    change: &Change,
) -> Result<Result<Option<Bulked>, Refused>, AppError> {
    if !permit::may_edit_catalog(member, shop_id) || !queries::lock_shop(tx, shop_id)? {
        return Err(AppError::NotFound);
    }
    batches::refuse_while_running(tx, shop_id)?;
    let mut all = sections::of_shop(tx, shop_id)?;
    let at = |id: i64| all.iter().position(|s| s.id == id).ok_or(AppError::NotFound);
    let mut batch = None;
    match change {
        Change::Make(name) => {
            let name = match checked(&all, None, name) {
                Ok(name) => name,
                Err(refused) => return Ok(Err(refused)),
            };
            if all.len() >= SECTIONS_MAX {
                return Ok(Err(Refused::Full));
            }
            let last = all.last().map_or(0, |s| s.position + 1);
            sections::insert(tx, shop_id, &name, last)?;
        }
        Change::Rename(id, name) => {
            at(*id)?;
            match checked(&all, Some(*id), name) {
                Ok(name) => sections::rename(tx, shop_id, *id, &name)?,
                Err(refused) => return Ok(Err(refused)),
            }
        }
        Change::Up(id) | Change::Down(id) => {
            let from = at(*id)?;
            let to = if matches!(change, Change::Up(_)) {
                from.saturating_sub(1)
            } else {
                (from + 1).min(all.len().saturating_sub(1))
            };
            all.swap(from, to);
            for (position, section) in (0_i32..).zip(&all) {
                if section.position != position {
                    sections::place(tx, section.id, position)?;
                }
            }
        }
        Change::Delete(id) => {
            at(*id)?;
            batch = Some(empty_section(tx, member, shop_id, *id, STEP)?);
        }
    }
    queries::bump_shop(tx, shop_id, 0)?;
    audit::log_staff_act(tx, member, Act::CatalogSections, "account", shop_id)?;
    Ok(Ok(batch))
}

fn checked(all: &[Section], own: Option<i64>, typed: &str) -> Result<String, Refused> {
    let name = text::clean_line(typed);
    let count = text::count(&name);
    if name.is_empty() {
        Err(Refused::Empty)
    } else if count > SECTION_MAX {
        Err(Refused::TooLong(count))
    } else if all.iter().any(|s| s.name == name && Some(s.id) != own) {
        Err(Refused::Taken)
    } else {
        Ok(name)
    }
}
