//! Starts and stops the HTTP server: timeouts, graceful stop.

use std::net::TcpListener;

use actix_web::middleware::from_fn;
use actix_web::{App as Service, HttpServer, dev::Server, web};

use crate::app::App;
use crate::error::AppError;
use crate::web::guard::guard;

/// Builds the server on a listener that is open already; await it to run.
pub fn build(app: &App, listener: TcpListener) -> Result<Server, AppError> {
    let shared = web::Data::new(app.clone());
    let config = &app.config;
    Ok(HttpServer::new(move || {
        Service::new()
            .app_data(shared.clone())
            .wrap(from_fn(guard))
            .configure(crate::routes::routes)
    })
    .client_request_timeout(config.header_timeout)
    .shutdown_timeout(config.shutdown_grace.as_secs())
    .disable_signals()
    .listen(listener)
    .map_err(AppError::internal)?
    .run())
}
