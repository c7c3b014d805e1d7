//! The client that a request counts for in the queues.

use std::net::{IpAddr, Ipv6Addr};

/// The client that a request counts for in the queues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Client {
    /// The program itself, outside of any request.
    House,
    /// A login whose session was read by an earlier request.
    Login(i64),
    Address(IpAddr),
    /// The hash of a client's name from a proxy that gave no address.
    Named(u64),
}

tokio::task_local! {
    /// The client of the request that the current task handles.
    static CURRENT: Client;
}

impl Client {
    pub fn of_address(address: IpAddr) -> Self {
        Self::Address(household(address))
    }

    /// Returns the client of the current request, or `House` outside of requests.
    pub fn current() -> Self {
        CURRENT.try_with(|client| *client).unwrap_or(Self::House)
    }

    /// Runs a future; all of its work counts for this client.
    pub async fn scope<F: Future>(self, work: F) -> F::Output {
        CURRENT.scope(self, work).await
    }
}

/// Returns the network that counts as one household: an IPv4 address, or an IPv6 /64.
pub fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        v4 => v4,
    }
}
