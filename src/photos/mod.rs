//! Photos: what happens when one is uploaded (pipeline/mod.rs, actions.rs), the
//! field that takes them (input.rs), where one is shown (`Picture`), who may
//! fetch it (access.rs) and how (/media, pages.rs), what is swept (jobs.rs).
//!
//! A photo belongs to the account that uploaded it, and is shown by that
//! account's avatar, cover, products and stories only.

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
pub use queries::Picture;
