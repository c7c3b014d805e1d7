//! `storyplus serve`: starts everything that runs beside the requests, and stops it.

use std::io::ErrorKind;
use std::net::{SocketAddr, TcpListener};
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
    let _lock = DataLock::take(&config)?;
    let address = Address::take(&config)?;
    let app = App::open(config)?;
    let words = format!("Story Plus is open at {} (stop it with Ctrl-C)", app.config.public_url);
    address.serve(app, &words)
}

/// The bound address of the settings, which no other program can take from here on. Nothing listens
/// on it until the site is ready, so that nobody waits for a page that does not come.
pub struct Address {
    socket: TcpSocket,
    bind: SocketAddr,
}

impl Address {
    /// # Errors
    /// Fails with a sentence if another program has it. This happens at once, before the work that
    /// precedes serving.
    pub fn take(config: &Config) -> Result<Self, AppError> {
        let bind = config.bind;
        let take = || {
            let socket = if bind.is_ipv4() {
                TcpSocket::new_v4()?
            } else {
                TcpSocket::new_v6()?
            };
            // So that a restart need not wait for the last connections of the previous server.
            socket.set_reuseaddr(true)?;
            socket.bind(bind)?;
            Ok(Self { socket, bind })
        };
        take().map_err(|error| refused(bind, &error))
    }

    /// Serves a site whose data folder is locked already; prints `words` once it answers.
    pub fn serve(self, app: App, words: &str) -> Result<(), AppError> {
        actix_web::rt::System::new().block_on(run(app, self, words))
    }

    fn listen(self) -> Result<TcpListener, AppError> {
        let bind = self.bind;
        let listener = self.socket.listen(BACKLOG).and_then(tokio::net::TcpListener::into_std);
        listener.map_err(|error| refused(bind, &error))
    }
}

fn refused(bind: SocketAddr, error: &std::io::Error) -> AppError {
    let hint = match error.kind() {
        ErrorKind::AddrInUse => "Another program listens there; stop it, or choose another address with --bind.",
        ErrorKind::PermissionDenied => "Ports below 1024 need a permission; choose a higher one with --bind.",
        _ => "Choose another address with --bind.",
    };
    AppError::start(format!("The server cannot listen on {bind}: {error}. {hint}"))
}

async fn run(app: App, address: Address, words: &str) -> Result<(), AppError> {
    let (term, int) = (listen_for(SignalKind::terminate())?, listen_for(SignalKind::interrupt())?);
    let listener = address.listen()?;
    let server = server::build(&app, listener)?;
    let jobs = runner::spawn(&app);
    let index = search::spawn(&app);
    let watching = app.db.keep_watch();
    let following = app.clock.keep_following();
    println!("{words}");
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
    watching.stop().await;
    following.abort();
    tracing::info!("stopped");
    Ok(ended?)
}

fn listen_for(kind: SignalKind) -> Result<Signal, AppError> {
    signal(kind).map_err(AppError::internal)
}

/// Lets running requests end at the first signal, and stops at once at the second.
async fn stop_when_told(server: ServerHandle, grace: Duration, mut term: Signal, mut int: Signal) {
    told(&mut term, &mut int).await;
    tracing::info!(grace.ms = u64::try_from(grace.as_millis()).unwrap_or(u64::MAX), "stopping");
    // Work on a blocking thread (a photo, for example) cannot be cancelled, and the process does
    // not wait for it for ever. Uncommitted work leaves nothing half-done.
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
