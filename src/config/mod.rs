//! Settings: the only reader of the environment and of the configuration file.
//!
//! A commented `storyplus.toml` is overridden by `STORYPLUS_*` variables, and those by flags.
//! Unknown keys are refused, every mistake is told at once, and secrets are never printed. Limits
//! of the product do not live here but in each feature's `rules.rs`; here are those of a machine.

mod keys;
mod print;
mod read;
mod types;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use ipnet::IpNet;

use crate::web::i18n::Locale;

pub use keys::example;
pub use read::{ConfigError, Problem};
pub use types::{DatabaseUrl, LogFormat, PasswordCost, PostgresUrl, PublicUrl};

/// The node number of commands that run beside a server, so that their ids never meet its.
pub const COMMAND_LINE_NODE: u32 = 1_023;

/// Flags that every subcommand takes; they win over the environment and the file.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Settings")]
pub struct Overrides {
    /// Configuration file [default: storyplus.toml, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Address and port to listen on
    #[arg(long, global = true, value_name = "ADDRESS:PORT")]
    pub bind: Option<String>,
    /// Address that people type, such as https://story.example
    #[arg(long, global = true, value_name = "URL")]
    pub public_url: Option<String>,
    /// Folder of photos, search index and the SQLite file
    #[arg(long, global = true, value_name = "FOLDER")]
    pub data_dir: Option<String>,
    /// postgres://… or the path of a SQLite file
    #[arg(long, global = true, value_name = "URL")]
    pub database_url: Option<String>,
}

/// What is in force. Every field is valid by itself; see [`example`] for what each means.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address to listen on.
    pub bind: SocketAddr,
    /// Address that people type; `https` decides over `Secure` and `__Host-` cookies.
    pub public_url: PublicUrl,
    /// Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Folder of photos, search index and the SQLite file.
    pub data_dir: PathBuf,
    /// The primary database.
    pub database_url: DatabaseUrl,
    /// A PostgreSQL replica for reads that may be a moment late.
    pub database_replica_url: Option<PostgresUrl>,
    /// Connections for reading, and on PostgreSQL as many for writing.
    pub database_pool: u32,
    /// This node's number in ids; every node on one PostgreSQL database has its own.
    pub node_id: u32,
    /// The site's name in titles and mails.
    pub site_name: String,
    /// Language of those who ask for none that is spoken here.
    pub default_locale: Locale,
    /// Shown on the error and legal pages: a mail address, a page, a telephone number.
    pub operator_contact: Option<String>,
    /// Business accounts that one login may own.
    pub shops_per_login: u32,
    /// Whether there are limits on how often one may write and search (limits/rules.rs).
    pub rate_limits: bool,
    /// Open connections from one address; 0 for no limit.
    pub max_connections_per_address: u32,
    /// Time a client has to send the request's headers.
    pub header_timeout: Duration,
    /// Slowest acceptable upload, in bytes a second on average.
    pub body_rate: u32,
    /// Time a handler has once the body is there.
    pub handler_timeout: Duration,
    /// Time a client has to take the answer.
    pub response_timeout: Duration,
    /// Time to wait for a database connection before answering 503.
    pub checkout_timeout: Duration,
    /// Time that running requests get after SIGTERM.
    pub shutdown_grace: Duration,
    /// Photos decoded at once.
    pub uploads_at_once: u32,
    /// Passwords hashed at once.
    pub hashes_at_once: u32,
    /// What one password costs to hash.
    pub password_cost: PasswordCost,
    /// Filter directives of the log: `info`, `info,storyplus=debug`.
    pub log: String,
    /// How log lines are written.
    pub log_format: LogFormat,
}

/// A [`Config`] with where each of its values came from.
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
    /// Everything that is wrong, in one [`ConfigError`] made to be printed.
    pub fn load(flags: &Overrides) -> Result<Settings, ConfigError> {
        Self::load_with(flags, &read::environment()?)
    }

    /// [`Self::load`] with the variables given: whoever runs the tests has some of their own.
    fn load_with(flags: &Overrides, variables: &[(String, String)]) -> Result<Settings, ConfigError> {
        let file = read::file(flags, variables)?;
        Self::from_parts(
            flags,
            variables,
            file.as_ref().map(|(path, text)| (path.as_path(), text.as_str())),
        )
    }

    /// The same from given parts: variables as pairs, the file as its path and text. For tests.
    ///
    /// # Errors
    /// As [`Self::load`].
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

    /// Whether headers of this address are believed (see `trusted_proxies`).
    pub fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.trusted_proxies.iter().any(|net| net.contains(&address))
    }
}

impl Settings {
    /// What is in force as TOML, each line with its source, secrets hidden: `storyplus config`.
    pub fn print(&self) -> String {
        print::print(&self.shown)
    }
}

/// Every key is read before any mistake counts, so that all mistakes are told at once.
fn build(found: &mut read::Found) -> Option<Config> {
    use types::{address, any_text, at_most, duration, locale, log_filter, nets, path, postgres, short_line, switch};

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

#[cfg(test)]
mod tests;
