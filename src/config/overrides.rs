//! The flags that every subcommand takes.

use std::path::PathBuf;

/// Flags that every subcommand takes; they override the environment and the file.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Settings")]
pub struct Overrides {
    /// Configuration file [default: storyplus.toml, if it exists]
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
