//! Work after the commit. A job is a row written in the same transaction as
//! the change (an outbox); `changes` is the log that every node's search
//! index tails.

pub mod changes;
pub mod queue;

pub use queue::enqueue;
