//! Photos: the upload (pipeline/mod.rs, actions.rs), the form field (input.rs),
//! a photo on a page (`Picture`), access (access.rs), delivery under /media
//! (pages.rs), and the sweep of unused photos (jobs.rs).
//!
//! A photo belongs to the account that uploaded it. Only that account's avatar,
//! cover, products and stories show it.

pub mod access;
pub mod actions;
pub mod input;
pub mod jobs;
pub mod pages;
pub mod pipeline;
pub mod profile_photos;
pub mod queries;
pub mod range;
pub mod rules;

pub use actions::{Prepared, SavedPhoto, SavedPhotos};
pub use input::PhotoInput;
pub use queries::{PhotoColumns, Picture};
