//! Looks up the addresses of hosts. Tests replace it to make a name resolve differently from one moment to the next.

use std::io;
use std::net::SocketAddr;

use async_trait::async_trait;

/// Looks up host names.
#[async_trait]
pub trait Resolver: Send + Sync {
    /// Returns the addresses of a host, with the given port.
    async fn look_up(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>>;
}

/// Uses this machine's own resolver.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemResolver;

#[async_trait]
impl Resolver for SystemResolver {
    async fn look_up(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        Ok(tokio::net::lookup_host((host, port)).await?.collect())
    }
}
