//! The pages of stories: writing (compose.rs), changing and deleting (edit.rs),
//! the form of both (form.rs, with the positions of products in
//! product_tags.rs), the page of a story with its comments and the photo viewer
//! (show.rs), and interactions (interactions.rs).

pub mod compose;
pub mod edit;
pub mod form;
pub mod interactions;
pub mod product_tags;
pub mod show;
