//! Photos: what happens when one is uploaded (pipeline.rs), where it is shown
//! (`Picture`), who may fetch it (/media).

pub mod pipeline;
pub mod queries;

pub use queries::Picture;
