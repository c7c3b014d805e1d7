//! The home feed, profiles and shop homes, the visitor's front page, discover,
//! Atom and sitemap. A read model: joins any table, writes none. The feed
//! query: queries/mod.rs.

pub mod atom;
pub mod discover;
pub mod pages;
pub mod profile;
pub mod queries;
pub mod sitemap;
