//! The demo: a believable site to look around in.
//!
//! Who lives in it, what they sell and say ([`world`]) and its pictures ([`draw`]) are pure: no database, no web, no
//! clock, no randomness but fixed seeds. [`fill`] puts them into an empty site by the ways that people's own acts take.
pub mod draw;
pub mod fill;
pub mod world;
