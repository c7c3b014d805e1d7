//! Where a product is shown: the stories with it, on its page. Which of them a
//! person may see is a rule of the stories, which stand above this room; it is
//! handed in where the routes are registered.

use crate::access::Actor;
use crate::app::App;
use crate::db::Db;
use crate::error::AppError;
use crate::photos::Picture;
use crate::web::i18n::Texts;

/// A story that shows a product, as its page has it.
pub struct ShownIn {
    pub url: String,
    pub picture: Option<Picture>,
    /// What the link says where there is no photo, and to readers.
    pub words: String,
}

/// Who asks, and in which words.
pub struct Asking<'a> {
    pub app: &'a App,
    pub actor: &'a Actor,
    pub t: &'static Texts,
}

/// The newest stories with a product that the actor may see.
#[derive(Clone, Copy)]
pub struct Showing(pub fn(&mut Db, &Asking<'_>, i64) -> Result<Vec<ShownIn>, AppError>);
