//! The pages of stories: writing (compose.rs), changing and deleting (edit.rs),
//! one story with its comments and the photo viewer (show.rs), what is
//! answered (act.rs); a product with the stories that show it (product.rs).

pub mod act;
pub mod compose;
pub mod edit;
pub mod show;
