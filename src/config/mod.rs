//! Settings: the only reader of the environment and of the configuration file.
//!
//! A commented `storyplus.toml` is overridden by `STORYPLUS_*` variables, and those by flags.
//! Unknown keys are refused, all mistakes are reported at once, and secrets are never printed. Here
//! are the limits of a machine; those of the product are in each feature's `rules.rs`.

mod keys;
mod load;
mod overrides;
mod print;
mod read;
mod types;
mod values;

pub use keys::example;
pub use load::Settings;
pub use overrides::Overrides;
pub use read::{ConfigError, Problem};
pub use types::{DatabaseUrl, LogFormat, PasswordCost, PostgresUrl, PublicUrl};
pub use values::{COMMAND_LINE_NODE, Config};

#[cfg(test)]
mod tests;
