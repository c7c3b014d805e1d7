//! The command line.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use storyplus::app::App;
use storyplus::config::{Config, Overrides};

/// Photo stories for friends and for shops.
#[derive(Parser)]
#[command(name = "storyplus", version, about)]
struct Cli {
    #[command(flatten)]
    settings: Overrides,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run the site
    Serve,
    /// Print the settings in force, secrets hidden
    Config,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let settings = match Config::load(&cli.settings) {
        Ok(settings) => settings,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    let result = match cli.command {
        Command::Config => {
            print!("{}", settings.print());
            Ok(())
        }
        Command::Serve => serve(settings.config),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("storyplus: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(config: Config) -> Result<(), storyplus::error::AppError> {
    tracing_subscriber::fmt().init();
    let bind = config.bind;
    let app = App::open(config)?;
    let listener = std::net::TcpListener::bind(bind)?;
    actix_web::rt::System::new().block_on(async { Ok(storyplus::server::build(&app, listener)?.await?) })
}
