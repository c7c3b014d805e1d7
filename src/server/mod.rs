//! Starts and stops the HTTP server. `build` assembles actix-web's parts itself, because its
//! `HttpServer` accepts no custom stream, and the deadlines and the limit per address are in the
//! stream (conn.rs).

pub mod conn;
pub mod lock;

use std::net::TcpListener;
use std::time::Duration;

use actix_http::HttpService;
use actix_http::error::DispatchError;
use actix_service::{ServiceFactoryExt, fn_service, map_config};
use actix_web::dev::{AppConfig, Server};
use actix_web::middleware::from_fn;
use actix_web::rt::net::TcpStream;
use actix_web::{App as Service, web};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::app::App;
use crate::error::AppError;
use crate::web::middleware::guard;
use conn::{Conn, ConnectionLimits, Deadlines, KEEP_ALIVE, mark};

/// Builds the server on an open listener; await it to run. A graceful stop gives running requests
/// `shutdown_grace` to finish.
pub fn build(app: &App, listener: TcpListener) -> Result<Server, AppError> {
    let address = listener.local_addr()?;
    listener.set_nonblocking(true)?;
    let grace = app.config.shutdown_grace;
    let builder = Server::build().shutdown_timeout(grace.as_secs().max(1)).disable_signals();
    let stopping = builder.graceful_shutdown_signal();
    let doors = ConnectionLimits::default();
    let app = app.clone();
    let builder = builder.listen("storyplus", listener, move || {
        let (app, doors, stopping) = (app.clone(), doors.clone(), stopping.clone());
        let config = &app.config;
        let limits = Deadlines {
            header: config.header_timeout,
            response: config.response_timeout,
            rate: config.body_rate,
        };
        let shared = web::Data::new(app.clone());
        let service = Service::new()
            .app_data(shared)
            .wrap(from_fn(guard))
            .wrap(from_fn(mark))
            .configure(crate::routes::routes);
        let http = HttpService::build()
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            .keep_alive(KEEP_ALIVE)
            .client_request_timeout(config.header_timeout)
            // Time for the client to receive the response before the connection is closed on an
            // unread body.
            .client_disconnect_timeout(Duration::from_secs(1))
            .local_addr(address)
            .on_connect_ext(|conn: &Conn, data| {
                data.insert(conn.talk());
            })
            // The default has no host name: addresses are built from the settings only.
            .h1(map_config(service, |()| AppConfig::default()));
        fn_service(move |stream: TcpStream| {
            let (app, doors) = (app.clone(), doors.clone());
            async move { admit(&app, &doors, limits, stream).await }
        })
        .and_then(http)
    });
    Ok(builder.map_err(AppError::internal)?.run())
}

type Admitted = (Conn, Option<std::net::SocketAddr>);

/// Admits a connection, or refuses it because its address has too many.
async fn admit(app: &App, doors: &ConnectionLimits, limits: Deadlines, mut stream: TcpStream) -> Result<Admitted, DispatchError> {
    let peer = stream.peer_addr().ok();
    // Pages are written in one piece; waiting to fill a packet would cost 40 ms.
    stream.set_nodelay(true).map_err(DispatchError::Io)?;
    let most = app.config.max_connections_per_address;
    let place = match peer {
        // A proxy's connections belong to many people.
        Some(peer) if most > 0 && !app.config.trusts(peer.ip()) => match doors.enter(peer.ip(), most) {
            Some(place) => Some(place),
            None => {
                refuse(&mut stream).await;
                return Err(DispatchError::Io(std::io::ErrorKind::ConnectionRefused.into()));
            }
        },
        _ => None,
    };
    Ok((Conn::new(stream, limits, place), peer))
}

/// Sends a complete response, small enough for any socket, without parsing the request.
async fn refuse(stream: &mut TcpStream) {
    const WORDS: &str =
        "연결이 너무 많아요. 잠시 뒤에 다시 와 주세요.\nToo many connections at once. Please come back in a moment.\n";
    let answer = format!(
        "HTTP/1.1 429 Too Many Requests\r\nretry-after: 5\r\nconnection: close\r\n\
         content-type: text/plain; charset=utf-8\r\ncontent-length: {}\r\n\r\n{WORDS}",
        WORDS.len()
    );
    let polite = async {
        // Clients do not expect a response before they have sent a request.
        let mut rest = [0; 4096];
        let _ = stream.read(&mut rest).await?;
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        // Closing on unread bytes would reset the connection and lose the response.
        while stream.read(&mut rest).await? > 0 {}
        Ok::<(), std::io::Error>(())
    };
    let _ = tokio::time::timeout(Duration::from_millis(500), polite).await;
}
