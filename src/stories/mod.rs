//! Stories: what is written, who sees it (visibility.rs), how it is shown
//! everywhere (card.rs), and what people answer with: feelings, UP, comments,
//! shares. Not here: which stories a home shows (feed/), the photos' bytes
//! (photos/), the products' own pages (catalog/).

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
