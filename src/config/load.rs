//! Assembles the settings from the file, the environment and the flags.

use std::path::Path;

use super::overrides::Overrides;
use super::read::ConfigError;
use super::types::{DatabaseUrl, LogFormat, PasswordCost, PublicUrl};
use super::values::{COMMAND_LINE_NODE, Config};
use super::{print, read};

/// A [`Config`] with the source of each value.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The values.
    pub config: Config,
    shown: Vec<print::Shown>,
}

impl Config {
    /// Reads the file, the environment and the flags of this process.
    ///
    /// # Errors
    /// Returns all mistakes in one [`ConfigError`] that is made to be printed.
    pub fn load(flags: &Overrides) -> Result<Settings, ConfigError> {
        Self::load_with(flags, &read::environment()?)
    }

    /// Does the same as [`Self::load`] with the given variables, so that a developer's own do not
    /// affect the tests.
    pub(super) fn load_with(flags: &Overrides, variables: &[(String, String)]) -> Result<Settings, ConfigError> {
        let file = read::file(flags, variables)?;
        Self::from_parts(
            flags,
            variables,
            file.as_ref().map(|(path, text)| (path.as_path(), text.as_str())),
        )
    }

    /// Does the same from given parts, for tests: variables as pairs, the file as its path and
    /// text.
    ///
    /// # Errors
    /// As for [`Self::load`].
    pub fn from_parts(
        flags: &Overrides,
        variables: &[(String, String)],
        file: Option<(&Path, &str)>,
    ) -> Result<Settings, ConfigError> {
        let mut found = read::Found::gather(flags, variables, file);
        let config = build(&mut found);
        match (config, found.problems.is_empty()) {
            (Some(config), true) => {
                let shown = print::shown(&config, &found);
                Ok(Settings { config, shown })
            }
            _ => Err(ConfigError(found.problems)),
        }
    }
}

impl Settings {
    /// Returns the settings in force as TOML for `storyplus config`: each line with its source,
    /// secrets hidden.
    pub fn print(&self) -> String {
        print::print(&self.shown)
    }
}

/// Builds the settings. Every key is read before any mistake counts, so that all mistakes are
/// reported at once.
pub(super) fn build(found: &mut read::Found) -> Option<Config> {
    use super::types::{address, any_text, at_most, duration, locale, log_filter, nets, path, postgres, short_line, switch};

    let bind = found.value("bind", address);
    let public_url = found.optional("public_url", PublicUrl::parse);
    let trusted_proxies = found.value("trusted_proxies", nets);
    let data_dir = found.value("data_dir", path);
    let database_url = found.optional("database_url", DatabaseUrl::parse);
    let database_replica_url = found.optional("database_replica_url", postgres);
    let database_pool = found.value("database_pool", |s| at_most(s, 1, 200));
    let node_id = found.value("node_id", |s| at_most(s, 0, COMMAND_LINE_NODE - 1));
    let site_name = found.value("site_name", short_line);
    let default_locale = found.value("default_locale", locale);
    let operator_contact = found.optional("operator_contact", any_text);
    let shops_per_login = found.value("shops_per_login", |s| at_most(s, 0, 1_000));
    let max_connections_per_address = found.value("max_connections_per_address", |s| at_most(s, 0, 100_000));
    let header_timeout = found.value("header_timeout", duration);
    let body_rate = found.value("body_rate", |s| at_most(s, 1, 100_000_000));
    let handler_timeout = found.value("handler_timeout", duration);
    let response_timeout = found.value("response_timeout", duration);
    let checkout_timeout = found.value("checkout_timeout", duration);
    let shutdown_grace = found.value("shutdown_grace", duration);
    let uploads_at_once = found.value("uploads_at_once", |s| at_most(s, 1, 64));
    let rate_limits = found.value("rate_limits", switch);
    let hashes_at_once = found.value("hashes_at_once", |s| at_most(s, 1, 64));
    let password_cost = found.value("password_cost", PasswordCost::parse);
    let log = found.value("log", log_filter);
    let log_format = found.value("log_format", LogFormat::parse);

    if let (Some(Some(_)), Some(Some(DatabaseUrl::Sqlite(_)) | None)) = (&database_replica_url, &database_url) {
        found.refuse("database_replica_url", "to stay unset while database_url is a SQLite file");
    }
    let bind = bind?;
    let data_dir = data_dir?;
    Some(Config {
        public_url: public_url?.or_else(|| PublicUrl::of_bind(bind))?,
        bind,
        trusted_proxies: trusted_proxies?,
        database_url: database_url?.unwrap_or_else(|| DatabaseUrl::Sqlite(data_dir.join("storyplus.db"))),
        data_dir,
        database_replica_url: database_replica_url?,
        database_pool: database_pool?,
        node_id: node_id?,
        site_name: site_name?,
        default_locale: default_locale?,
        operator_contact: operator_contact?,
        shops_per_login: shops_per_login?,
        max_connections_per_address: max_connections_per_address?,
        header_timeout: header_timeout?,
        body_rate: body_rate?,
        handler_timeout: handler_timeout?,
        response_timeout: response_timeout?,
        checkout_timeout: checkout_timeout?,
        shutdown_grace: shutdown_grace?,
        uploads_at_once: uploads_at_once?,
        rate_limits: rate_limits?,
        hashes_at_once: hashes_at_once?,
        password_cost: password_cost?,
        log: log?,
        log_format: log_format?,
    })
}
