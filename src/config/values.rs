//! The settings in force.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;

use super::types::{DatabaseUrl, LogFormat, PasswordCost, PostgresUrl, PublicUrl};
use crate::web::i18n::Locale;

/// The node number of commands that run beside a server, so that their ids never collide with its
/// own.
pub const COMMAND_LINE_NODE: u32 = 1_023;

/// The settings in force. Every field is valid by itself; `keys.rs` explains each of them.
#[derive(Debug, Clone)]
pub struct Config {
    /// Address to listen on.
    pub bind: SocketAddr,
    /// Address that people type; `https` turns on `Secure` and `__Host-` cookies.
    pub public_url: PublicUrl,
    /// Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Folder of photos, search index and the SQLite file.
    pub data_dir: PathBuf,
    /// The primary database.
    pub database_url: DatabaseUrl,
    /// A PostgreSQL replica for reads that may be a moment behind.
    pub database_replica_url: Option<PostgresUrl>,
    /// Connections for reading, and on PostgreSQL as many for writing.
    pub database_pool: u32,
    /// This node's number in ids; each node on a PostgreSQL database needs a different one.
    pub node_id: u32,
    /// The site's name in titles and mails.
    pub site_name: String,
    /// Language for people whose browser asks for none of ours.
    pub default_locale: Locale,
    /// Contact shown on the error and legal pages: a mail address, a page, a telephone number.
    pub operator_contact: Option<String>,
    /// Business accounts that one login may own.
    pub shops_per_login: u32,
    /// False turns off the limits on how often one may write and search (limits/rules.rs).
    pub rate_limits: bool,
    /// Open connections from one address; 0 for no limit.
    pub max_connections_per_address: u32,
    /// Time for a client to send the request's headers.
    pub header_timeout: Duration,
    /// Slowest acceptable upload, in bytes a second on average.
    pub body_rate: u32,
    /// Time for a handler, once the body has arrived.
    pub handler_timeout: Duration,
    /// Time for a client to receive the response.
    pub response_timeout: Duration,
    /// Time to wait for a database connection before answering 503.
    pub checkout_timeout: Duration,
    /// Time for running requests to finish after SIGTERM.
    pub shutdown_grace: Duration,
    /// Photos decoded at once.
    pub uploads_at_once: u32,
    /// Passwords hashed at once.
    pub hashes_at_once: u32,
    /// Cost of hashing one password.
    pub password_cost: PasswordCost,
    /// Filter directives of the log: `info`, `info,storyplus=debug`.
    pub log: String,
    /// Format of the log lines.
    pub log_format: LogFormat,
}

impl Config {
    /// Returns true if the forwarding headers of this address are trusted (see `trusted_proxies`).
    pub fn trusts(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.trusted_proxies.iter().any(|net| net.contains(&address))
    }
}
