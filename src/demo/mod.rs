//! The demo: a believable site to look around in.
//!
//! The people, their products and their texts ([`world`]) and the pictures
//! ([`draw`]) are pure: no database, no web, no clock, and no randomness but
//! fixed seeds. [`fill`] puts them into an empty site through the same actions
//! that people use.
pub mod draw;
pub mod fill;
pub mod world;
