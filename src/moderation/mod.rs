//! Reports, the queue, decisions and the audit log. A removal is reversible,
//! explained to the author, and kept on record. Nobody decides about their own
//! content. The feature that owns the content writes the removal itself
//! (`stories::actions`, `catalog::actions`, `accounts::takedown`).

pub mod actions;
pub mod pages;
pub mod queries;
pub mod queue;
pub mod rules;
pub mod targets;

pub use targets::sees_photo;

pub fn case_url(id: i64) -> String {
    format!("/moderation/cases/{id}")
}

/// Returns the address of the statement of reasons for an action, a page for
/// the people it concerns.
pub fn statement_url(action_id: i64) -> String {
    format!("/statements/{action_id}")
}
