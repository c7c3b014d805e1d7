//! A client's connection: its slot among those of the same address, and its deadlines. actix-web
//! limits only the first request's head and idle keep-alive. Without this file a client could hold
//! a connection by sending a later head byte by byte, or by not reading the response.
//!
//! Not here: the rate of a body (web/form.rs) and the time limit of a handler (web/request.rs).

use std::cell::Cell;
use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::rt::net::TcpStream;
use actix_web::rt::time::{Sleep, sleep_until};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::work_queue::household;

/// The time a connection may be idle between two requests.
pub const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The deadlines of a connection.
#[derive(Debug, Clone, Copy)]
pub struct Deadlines {
    pub header: Duration,
    /// Time to read a response; long ones get more, at `rate`.
    pub response: Duration,
    /// Bytes a second that earn the client more time to read.
    pub rate: u32,
}

/// The number of open connections by address.
#[derive(Debug, Clone, Default)]
pub struct ConnectionLimits(Arc<Mutex<HashMap<IpAddr, u32>>>);

impl ConnectionLimits {
    /// Takes a slot for one more connection of this address. Returns `None` if there are `most`
    /// already.
    pub fn enter(&self, address: IpAddr, most: u32) -> Option<ConnectionSlot> {
        let address = household(address);
        let mut open = self.lock();
        let n = open.entry(address).or_default();
        if *n >= most {
            return None;
        }
        *n += 1;
        Some(ConnectionSlot {
            doors: self.clone(),
            address,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, u32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection's slot, given back when it is dropped.
#[derive(Debug)]
pub struct ConnectionSlot {
    doors: ConnectionLimits,
    address: IpAddr,
}

impl Drop for ConnectionSlot {
    fn drop(&mut self) {
        let mut open = self.doors.lock();
        if let Some(n) = open.get_mut(&self.address) {
            *n = n.saturating_sub(1);
            if *n == 0 {
                open.remove(&self.address);
            }
        }
    }
}

/// State shared between a connection and the requests on it.
#[derive(Debug, Default)]
pub struct Talk {
    opened: Cell<Option<Instant>>,
    /// True while a handler works on a request.
    working: Cell<bool>,
    /// The time the last response was ready; `None` before the first.
    answered: Cell<Option<Instant>>,
    /// Bytes written since then.
    written: Cell<u64>,
    /// The time the first byte of the next head arrived.
    head: Cell<Option<Instant>>,
    /// The time since which the client has read nothing.
    blocked: Cell<Option<Instant>>,
}

impl Talk {
    fn deadline(&self, limits: &Deadlines) -> Option<Instant> {
        let earned = Duration::from_secs(self.written.get() / u64::from(limits.rate.max(1)));
        let taken = self
            .blocked
            .get()
            .map(|since| self.answered.get().unwrap_or(since) + limits.response + earned);
        let next = match (self.working.get(), self.answered.get(), self.head.get()) {
            (true, _, _) => None,
            // actix-web closes on a slow first head, with a response. It does not if the deadline
            // is so short that its clock, which ticks twice a second, is past it from the start.
            (false, None, _) => self.opened.get().map(|at| at + limits.header + Duration::from_secs(1)),
            (false, Some(_), Some(head)) => Some(head + limits.header),
            // Part of the next head may have arrived together with the last request.
            (false, Some(answered), None) => Some(answered + limits.response + earned + KEEP_ALIVE + limits.header),
        };
        [taken, next].into_iter().flatten().min()
    }
}

/// The outermost middleware: records when a request begins and when its response is ready.
pub async fn mark(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let talk = req.conn_data::<Rc<Talk>>().cloned();
    if let Some(talk) = &talk {
        talk.working.set(true);
        talk.head.set(None);
    }
    let answer = next.call(req).await;
    if let Some(talk) = &talk {
        talk.working.set(false);
        // A client that reads nothing gets no new time by sending another request.
        if talk.blocked.get().is_none() {
            talk.answered.set(Some(Instant::now()));
            talk.written.set(0);
        }
    }
    answer
}

/// A client's stream with its deadlines.
pub struct Conn {
    io: TcpStream,
    limits: Deadlines,
    talk: Rc<Talk>,
    timer: Pin<Box<Sleep>>,
    armed: Option<Instant>,
    /// A read was postponed because the client reads nothing.
    put_off: bool,
    _place: Option<ConnectionSlot>,
}

impl Conn {
    pub fn new(io: TcpStream, limits: Deadlines, place: Option<ConnectionSlot>) -> Self {
        Self {
            io,
            limits,
            talk: Rc::new(Talk {
                opened: Cell::new(Some(Instant::now())),
                ..Talk::default()
            }),
            timer: Box::pin(sleep_until(Instant::now().into())),
            armed: None,
            put_off: false,
            _place: place,
        }
    }

    pub fn talk(&self) -> Rc<Talk> {
        self.talk.clone()
    }

    /// Stays pending until the deadline, then returns an error that ends the connection.
    fn wait<T>(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        let Some(deadline) = self.talk.deadline(&self.limits) else {
            return Poll::Pending;
        };
        if self.armed != Some(deadline) {
            self.timer.as_mut().reset(deadline.into());
            self.armed = Some(deadline);
        }
        ready!(self.timer.as_mut().poll(cx));
        tracing::debug!("a connection was too slow and is closed");
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Conn {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        // No further requests are read from a client that does not read its responses: they would
        // pile up.
        if this.talk.blocked.get().is_some() {
            this.put_off = true;
            return this.wait(cx);
        }
        let before = buf.filled().len();
        let read = Pin::new(&mut this.io).poll_read(cx, buf);
        if read.is_pending() {
            return this.wait(cx);
        }
        if buf.filled().len() > before && !this.talk.working.get() && this.talk.head.get().is_none() {
            this.talk.head.set(Some(Instant::now()));
        }
        read
    }
}

impl AsyncWrite for Conn {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        match Pin::new(&mut this.io).poll_write(cx, buf) {
            Poll::Pending => {
                if this.talk.blocked.get().is_none() {
                    this.talk.blocked.set(Some(Instant::now()));
                }
                this.wait(cx)
            }
            Poll::Ready(done) => {
                let n = done.as_ref().map_or(0, |n| u64::try_from(*n).unwrap_or(u64::MAX));
                this.talk.written.set(this.talk.written.get().saturating_add(n));
                this.talk.blocked.set(None);
                if std::mem::take(&mut this.put_off) {
                    cx.waker().wake_by_ref();
                }
                Poll::Ready(done)
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().io).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().io).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]
    use super::*;

    #[test]
    fn an_address_has_its_places_and_gives_them_back() {
        let doors = ConnectionLimits::default();
        let a: IpAddr = "2001:db8::1".parse().unwrap();
        let same_home: IpAddr = "2001:db8::ffff".parse().unwrap();
        let other: IpAddr = "192.0.2.1".parse().unwrap();
        let first = doors.enter(a, 2);
        let second = doors.enter(same_home, 2);
        assert!(first.is_some() && second.is_some());
        assert!(doors.enter(a, 2).is_none());
        assert!(doors.enter(other, 2).is_some());
        drop(first);
        assert!(doors.enter(a, 2).is_some());
        drop(second);
        assert!(doors.lock().is_empty());
    }
}
