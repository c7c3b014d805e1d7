//! The command line: the name, help and implementation of each command. Commands print for people
//! and return an exit code: 0 done, 1 failed or found a problem, 2 not understood.

pub mod backup;
pub mod demo;
pub mod doctor;
mod healthcheck;
pub mod log;
mod open;
mod reindex;
pub mod restore;
mod serve;
mod user;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::{self};
use crate::config::{COMMAND_LINE_NODE, Config, Overrides, Settings};
use crate::db;
use crate::error::AppError;
use crate::server::lock::DataLock;

/// Photo stories for friends and for shops: one program, one data folder.
#[derive(Parser)]
#[command(
    name = "storyplus",
    version,
    about = "Photo stories for friends and for shops: one program, one data folder",
    after_help = "Start here:\n  storyplus demo         a made-up site to look around in\n  storyplus serve        then open http://127.0.0.1:8080\n  storyplus help serve   for more on a command\n\n\
                  Settings come from storyplus.toml, then STORYPLUS_* variables, then flags;\n\
                  `storyplus config` prints what is in force."
)]
struct Cli {
    #[command(flatten)]
    settings: Overrides,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the site
    ///
    /// Opens the data folder (created if it is missing), brings the database up to date, and serves
    /// until it is told to stop. Ctrl-C or SIGTERM lets running requests end first; a second one
    /// stops at once.
    #[command(
        after_help = "Examples:\n  storyplus serve\n  storyplus serve --bind 0.0.0.0:80 --public-url https://story.example"
    )]
    Serve,
    /// Run an invented site to look around in
    ///
    /// The first start draws its pictures and fills a separate data folder (`demo` inside the usual
    /// one, unless --data-dir names another), which takes about a minute. Then it serves the site
    /// and prints whom to log in as. Later starts serve it at once.
    #[command(after_help = "Examples:\n  storyplus demo\n  storyplus demo --bind 127.0.0.1:8090 --data-dir /tmp/storyplus-demo")]
    Demo,
    /// Bring the database up to date and exit
    ///
    /// `serve` does this by itself. A copy of a SQLite file is kept beside it before an upgrade.
    #[command(after_help = "Example:\n  storyplus migrate")]
    Migrate,
    /// Create people, give them roles, reset their passwords
    #[command(subcommand)]
    User(user::UserCommand),
    /// Rebuild the search index from the database
    ///
    /// If a server is running, it does the work, and keeps serving with the old index until the new
    /// one is complete.
    #[command(after_help = "Example:\n  storyplus reindex")]
    Reindex,
    /// Write everything into one file, even while the site runs
    ///
    /// The file is a tar archive with the database as it is at one moment, every photo, and a list
    /// of checksums. With PostgreSQL it holds the photos, and the database is dumped with
    /// PostgreSQL's own tools.
    #[command(after_help = "Example:\n  storyplus backup /backups/storyplus-monday.tar")]
    Backup {
        /// File to write; an existing one is not touched
        file: PathBuf,
    },
    /// Restore what `backup` wrote
    ///
    /// The whole file is checked before anything is changed. The server must be stopped.
    #[command(
        after_help = "Examples:\n  storyplus restore storyplus-monday.tar --data-dir ./new-data\n  storyplus restore storyplus-monday.tar --replace"
    )]
    Restore {
        /// File that `backup` wrote
        file: PathBuf,
        /// Put the existing site aside (into before-restore-… in the data folder)
        #[arg(long)]
        replace: bool,
    },
    /// Look for problems, and say what to do about them
    ///
    /// Checks the database, the counters, the photo files, jobs, disk and clock. Exits with 1 if
    /// something needs attention. Changes nothing unless told to, and may run beside the server.
    #[command(after_help = "Examples:\n  storyplus doctor\n  storyplus doctor --repair")]
    Doctor {
        /// Correct counters that do not agree with what they count
        #[arg(long)]
        repair: bool,
    },
    /// Ask a running server whether it is ready (for containers)
    ///
    /// Exits with 0 if the server at the bound address answers and its database does.
    #[command(after_help = "Example, in a Dockerfile:\n  HEALTHCHECK CMD [\"storyplus\", \"healthcheck\"]")]
    Healthcheck,
    /// Print the settings in force, with secrets hidden
    #[command(after_help = "Examples:\n  storyplus config\n  storyplus config --example > storyplus.toml")]
    Config {
        /// Print a commented file with every setting at its default instead
        #[arg(long)]
        example: bool,
    },
}

/// Runs the command of this process.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    if let Command::Config { example: true } = cli.command {
        print!("{}", crate::config::example());
        return ExitCode::SUCCESS;
    }
    let loaded = match cli.command {
        Command::Demo => demo::settings(cli.settings),
        _ => Config::load(&cli.settings),
    };
    let settings = match loaded {
        Ok(settings) => settings,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    // Files that this process creates are readable by its user only: the database holds email
    // addresses and private stories. An existing folder keeps the mode that the operator gave it.
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    log::start(&settings.config);
    crate::panics::install();
    match run(cli.command, settings) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("storyplus: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command, settings: Settings) -> Result<ExitCode, AppError> {
    let printed = matches!(command, Command::Config { .. }).then(|| settings.print());
    let mut config = settings.config;
    if !matches!(command, Command::Serve | Command::Demo) {
        config.node_id = COMMAND_LINE_NODE;
    }
    match command {
        Command::Serve => serve::serve(config)?,
        Command::Demo => demo::run(config)?,
        Command::Migrate => migrate(&config)?,
        Command::User(command) => return user::run(config, command),
        Command::Reindex => reindex::run(config)?,
        Command::Backup { file } => backup::run(config, &file)?,
        Command::Restore { file, replace } => restore::run(&config, &file, replace)?,
        Command::Doctor { repair } => return doctor::run(config, repair),
        Command::Healthcheck => return Ok(healthcheck::run(&config)),
        Command::Config { .. } => print!("{}", printed.unwrap_or_default()),
    }
    Ok(ExitCode::SUCCESS)
}

fn migrate(config: &Config) -> Result<(), AppError> {
    let _lock = DataLock::take(config)?;
    app::refuse_half_restored(config)?;
    let applied = db::migrate(config)?;
    match applied.as_slice() {
        [] => println!("The database is up to date."),
        some => println!("The database is up to date; applied: {}.", some.join(", ")),
    }
    Ok(())
}
