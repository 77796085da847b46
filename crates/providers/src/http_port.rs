//! HTTP as an argument. Whoever implements [`Http`] promises: no redirect is followed, no cookie is kept, time and size
//! are bounded, and nothing of requests or bodies is logged.

use async_trait::async_trait;

/// Sends one request.
#[async_trait]
pub trait Http: Send + Sync {
    /// The response, whatever its status.
    async fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, HttpError>;
}

/// Why there is no response.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum HttpError {
    /// No connection, or it broke.
    #[error("the server could not be reached")]
    Unreachable,
    /// No answer in time.
    #[error("the server did not answer in time")]
    TimedOut,
    /// The answer was larger than allowed.
    #[error("the server's answer was too large")]
    TooLarge,
}
