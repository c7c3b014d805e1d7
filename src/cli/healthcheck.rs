//! `storyplus healthcheck`: asks a running server over HTTP, for containers without another program
//! for it.

use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

use crate::config::Config;

/// Longer than the server waits for its database.
const PATIENCE: Duration = Duration::from_secs(8);

pub fn run(config: &Config) -> ExitCode {
    match ask(config) {
        Ok(status) if status.contains(" 200 ") => {
            println!("well");
            ExitCode::SUCCESS
        }
        Ok(status) => {
            eprintln!("storyplus: the server at {} is not ready: {status}", config.bind);
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("storyplus: no answer from {}: {error}", config.bind);
            ExitCode::FAILURE
        }
    }
}

/// Returns the status line of `/readyz`.
fn ask(config: &Config) -> std::io::Result<String> {
    let ip = match config.bind.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    let mut stream = TcpStream::connect_timeout(&SocketAddr::new(ip, config.bind.port()), PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let host = config.public_url.host();
    write!(stream, "GET /readyz HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.take(64 * 1024).read_to_string(&mut answer)?;
    Ok(answer.lines().next().unwrap_or_default().to_owned())
}
