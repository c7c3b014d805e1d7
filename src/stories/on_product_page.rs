//! The stories on a product's page (`catalog::shown`): those that show it and
//! that the person may see.

use super::card::cards;
use super::queries;
use super::visibility::visible_to;
use crate::catalog::story_links::{Asking, ShownIn};
use crate::db::Db;
use crate::error::AppError;

/// Stories on a product's page.
const STORIES: i64 = 12;

/// The newest stories with a product.
pub fn showing(db: &mut Db, asking: &Asking<'_>, product: i64) -> Result<Vec<ShownIn>, AppError> {
    let ids = queries::showing_product(db, visible_to(asking.actor), product, STORIES)?;
    let cards = cards(asking.app, db, asking.actor, &ids)?.into_iter();
    let shown = cards.map(|card| ShownIn {
        words: asking.t.with("story-of", &[("name", card.author.name.as_str().into())]),
        picture: card.pictures.first().cloned(),
        url: card.url,
    });
    Ok(shown.collect())
}
