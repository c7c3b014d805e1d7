//! Logging to standard error: readable lines on a terminal, otherwise one JSON object per line.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::config::{Config, LogFormat};

/// Starts logging as the settings say. Call it once, when the program starts.
pub fn start(config: &Config) {
    let mut directives = config.log.clone();
    if !directives.contains("actix") {
        // It logs "stream error" for every client that sends nonsense; we answer those with 400.
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
    // A second start in one process (tests) is not an error.
    let _ = if pretty {
        builder.with_ansi(terminal).with_target(false).try_init()
    } else {
        builder.json().flatten_event(true).with_span_list(false).try_init()
    };
}
