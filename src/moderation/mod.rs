//! Reports, the queue, decisions, the audit log. A removal is reversible,
//! explained to its author and kept; nobody decides on what is their own.
//! What a removal does to a thing is written by the thing's own feature
//! (`stories::removal`, `catalog::actions`, `accounts::removal`).

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

/// The statement of reasons for an action, for the one it concerns.
pub fn statement_url(action_id: i64) -> String {
    format!("/statements/{action_id}")
}
