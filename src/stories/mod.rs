//! Stories: writing, visibility (visibility.rs), the card that shows them
//! everywhere (card.rs), and interactions, which are feelings, UPs, comments
//! and shares. Not here: the choice of stories on a home page (feed/), the
//! bytes of the photos (photos/) and the pages of products (catalog/).

pub mod actions;
pub mod card;
pub mod on_product_page;
pub mod pages;
pub mod product_tags;
pub mod queries;
mod recipients;
pub mod rules;
mod urls;
pub mod visibility;

pub use urls::{photo_url, url};

pub use card::{BoostedBy, Quote, StoryCard, cards};
pub use product_tags::{ProductTag, TagPosition};
pub use rules::{Feeling, Visibility};
