//! Tests of the structure, which read the sources as text: layers, owners of tables, permissions, locales,
//! the two database schemas, the dependencies, and the promises of .github/SAFETY.md.

mod architecture;
mod circles;
mod dependencies;
mod documents;
mod locales;
mod permissions;
mod safety;
pub mod schema_twins;
mod sources;
mod styles;
