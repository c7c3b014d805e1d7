//! The home feed, profiles and shop homes, the visitor's front page, discover,
//! Atom and sitemap. This is a read model: it joins any table and writes none.
//! The feed query is in queries/mod.rs.

pub mod atom;
pub mod discover;
pub mod pages;
pub mod profile;
pub mod queries;
pub mod sitemap;
