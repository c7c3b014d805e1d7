//! What holds the sources together, checked as text: layers, owners of tables, permissions, locales, the two
//! database schemas, and the dependencies.

mod architecture;
mod dependencies;
mod locales;
mod permissions;
pub mod schema_twins;
