//! Tests of the structure, which read the sources as text: layers, owners of tables, permissions, locales,
//! the two database schemas, the dependencies, the promises of .github/SAFETY.md, styles and templates.

mod architecture;
mod circles;
mod citations;
mod dependencies;
mod documents;
mod locales;
mod names;
mod permissions;
mod safety;
pub mod schema_twins;
mod sources;
mod styles;
mod templates;
