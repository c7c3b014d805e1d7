//! The pages of stories: writing (compose.rs), changing and deleting (edit.rs),
//! the form of both (form.rs, and product_tags.rs for the places of products on its
//! photos); one story with its comments and the photo viewer (show.rs), what
//! is answered (interactions.rs).

pub mod compose;
pub mod edit;
pub mod form;
pub mod interactions;
pub mod product_tags;
pub mod show;
