//! The stories on a product's page. The stories feature, which lies above this one, decides which
//! of them a person may see, so the query is passed in where the routes are registered.

use crate::access::Actor;
use crate::app::App;
use crate::db::Db;
use crate::error::AppError;
use crate::photos::Picture;
use crate::web::i18n::Texts;

/// A story that shows a product, as it appears on the product's page.
pub struct ShownIn {
    pub url: String,
    pub picture: Option<Picture>,
    /// The text of the link where there is no photo, and for screen readers.
    pub words: String,
}

/// The viewer of the page and the texts of their language.
pub struct Asking<'a> {
    pub app: &'a App,
    pub actor: &'a Actor,
    pub t: &'static Texts,
}

/// Returns the newest stories with a product that the actor may see.
#[derive(Clone, Copy)]
pub struct Showing(pub fn(&mut Db, &Asking<'_>, i64) -> Result<Vec<ShownIn>, AppError>);
