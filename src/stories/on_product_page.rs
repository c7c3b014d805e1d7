//! The stories on a product's page (`catalog::story_links`), as far as the viewer may see them.

use super::card::cards;
use super::queries;
use super::visibility::visible_to;
use crate::catalog::story_links::{Asking, ShownIn};
use crate::db::Db;
use crate::error::AppError;

/// The number of stories on a product's page.
const STORIES: i64 = 12;

/// Returns the newest visible stories that show a product.
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
