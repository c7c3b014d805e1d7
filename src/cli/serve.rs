//! `storyplus serve`: everything that runs beside the requests, and how it ends.

use std::time::Duration;

use actix_web::dev::ServerHandle;
use tokio::net::TcpSocket;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::app::App;
use crate::config::Config;
use crate::error::AppError;
use crate::jobs::runner;
use crate::search;
use crate::server;
use crate::server::lock::DataLock;

/// Connections that may wait to be accepted.
const BACKLOG: u32 = 1024;

pub fn serve(config: Config) -> Result<(), AppError> {
    let _lock = DataLock::take(&config.data_dir)?;
    serve_app(App::open(config)?)
}

/// Serves a site whose data folder is locked already.
pub fn serve_app(app: App) -> Result<(), AppError> {
    actix_web::rt::System::new().block_on(run(app))
}

async fn run(app: App) -> Result<(), AppError> {
    let (term, int) = (listen_for(SignalKind::terminate())?, listen_for(SignalKind::interrupt())?);
    let listener = listen(&app.config)?;
    let server = server::build(&app, listener)?;
    let jobs = runner::spawn(&app);
    let index = search::spawn(&app);
    println!("Story Plus is open at {} (stop it with Ctrl-C)", app.config.public_url);
    tracing::info!(
        address = %app.config.bind,
        database = %app.config.database_url,
        version = env!("CARGO_PKG_VERSION"),
        "serving"
    );
    actix_web::rt::spawn(stop_when_told(server.handle(), app.config.shutdown_grace, term, int));
    let ended = server.await;
    jobs.stop().await;
    index.stop().await;
    tracing::info!("stopped");
    Ok(ended?)
}

fn listen_for(kind: SignalKind) -> Result<Signal, AppError> {
    signal(kind).map_err(AppError::internal)
}

fn listen(config: &Config) -> Result<std::net::TcpListener, AppError> {
    let bind = config.bind;
    let open = || {
        let socket = if bind.is_ipv4() {
            TcpSocket::new_v4()?
        } else {
            TcpSocket::new_v6()?
        };
        // So that a restart need not wait for the last connections of the server before.
        socket.set_reuseaddr(true)?;
        socket.bind(bind)?;
        socket.listen(BACKLOG)?.into_std()
    };
    open().map_err(|e: std::io::Error| {
        let hint = match e.kind() {
            std::io::ErrorKind::AddrInUse => "Another program listens there; stop it, or choose another address with --bind.",
            std::io::ErrorKind::PermissionDenied => "Ports below 1024 need a permission; choose a higher one with --bind.",
            _ => "Choose another address with --bind.",
        };
        AppError::start(format!("The server cannot listen on {bind}: {e}. {hint}"))
    })
}

/// The first signal lets running requests end, the second does not wait.
async fn stop_when_told(server: ServerHandle, grace: Duration, mut term: Signal, mut int: Signal) {
    told(&mut term, &mut int).await;
    tracing::info!(grace.ms = u64::try_from(grace.as_millis()).unwrap_or(u64::MAX), "stopping");
    // Work on a blocking thread (a photo, say) cannot be called off; the process does not wait for it
    // for ever. What it has not committed leaves nothing half-done.
    std::thread::spawn(move || {
        std::thread::sleep(grace + Duration::from_secs(2));
        tracing::warn!("work was still running at the end of the grace and is dropped");
        std::process::exit(0);
    });
    tokio::select! {
        () = server.stop(true) => {}
        () = told(&mut term, &mut int) => {
            tracing::info!("stopping at once");
            server.stop(false).await;
        }
    }
}

async fn told(term: &mut Signal, int: &mut Signal) {
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
}
