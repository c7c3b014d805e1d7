//! Where log lines go: to standard error, for eyes on a terminal and as one
//! JSON object a line elsewhere.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::config::{Config, LogFormat};

/// Starts logging as the settings say. Once, at the start of the program.
pub fn start(config: &Config) {
    let mut directives = config.log.clone();
    if !directives.contains("actix") {
        // Says "stream error" for every client that sends nonsense; we answer those with 400.
        directives.push_str(",actix_http=off,actix_server=warn");
    }
    let builder = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(directives))
        .with_span_events(FmtSpan::NONE)
        .with_writer(std::io::stderr);
    let terminal = std::io::stderr().is_terminal();
    let pretty = match config.log_format {
        LogFormat::Pretty => true,
        LogFormat::Json => false,
        LogFormat::Auto => terminal,
    };
    // A second start in one process (tests) is no error.
    let _ = if pretty {
        builder.with_ansi(terminal).with_target(false).try_init()
    } else {
        builder.json().flatten_event(true).with_span_list(false).try_init()
    };
}
