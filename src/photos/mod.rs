//! Photos: what happens when one is uploaded (pipeline.rs, actions.rs), the
//! field that takes them (input.rs), where one is shown (`Picture`), who may
//! fetch it (/media).

pub mod actions;
pub mod input;
pub mod pipeline;
pub mod queries;
pub mod rules;

pub use actions::{Kept, KeptPhoto, Prepared};
pub use input::PhotoInput;
pub use queries::Picture;
