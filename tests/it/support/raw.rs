//! A misbehaving client: bytes on a socket, as slowly as it likes.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use super::Site;

/// No response takes longer; only a failing test waits this long.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Raw(TcpStream);

impl Site {
    pub fn address(&self) -> SocketAddr {
        self.origin.strip_prefix("http://").unwrap().parse().unwrap()
    }

    pub async fn raw(&self) -> Raw {
        Raw(TcpStream::connect(self.address()).await.unwrap())
    }

    /// Connects a client whose system buffers only a few bytes while nobody reads.
    pub async fn raw_small(&self) -> Raw {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        Raw(socket.connect(self.address()).await.unwrap())
    }

    /// Returns the head of a request from the site's own pages.
    pub fn head(&self, line: &str, more: &str) -> String {
        let host = self.address();
        format!("{line} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\naccept-language: ko\r\n{more}\r\n")
    }
}

impl Raw {
    pub async fn send(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// Sends bytes and returns true if the other side still takes them.
    pub async fn try_send(&mut self, bytes: &[u8]) -> bool {
        self.0.write_all(bytes).await.is_ok()
    }

    /// Reads one response with a content-length.
    pub async fn answer(&mut self) -> String {
        let mut got = Vec::new();
        let mut byte = [0; 1];
        while !got.ends_with(b"\r\n\r\n") {
            let n = tokio::time::timeout(PATIENCE, self.0.read(&mut byte))
                .await
                .expect("an answer")
                .unwrap();
            assert_eq!(n, 1, "closed after {:?}", String::from_utf8_lossy(&got));
            got.push(byte[0]);
        }
        let head = String::from_utf8(got).unwrap();
        let length = head
            .lines()
            .find_map(|l| l.strip_prefix("content-length: "))
            .map_or(0, |n| n.parse().unwrap());
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).await.unwrap();
        head + &String::from_utf8_lossy(&body)
    }

    /// Reads everything until the other side closes, by whatever means.
    pub async fn rest(&mut self) -> String {
        let mut got = Vec::new();
        let closed = tokio::time::timeout(PATIENCE, self.0.read_to_end(&mut got)).await;
        closed.expect("the server closes this connection").ok();
        String::from_utf8_lossy(&got).into_owned()
    }
}
