//! HTTP as an argument. Whoever implements [`Http`] promises: no redirect is followed, no cookie is kept, time and size
//! are bounded, nothing of requests or bodies is logged, and of a body that breaks off or is too large the beginning is
//! answered all the same, marked with [`BrokeOff`]: a token that stands there may be the only one that is good.

use async_trait::async_trait;

/// Sends one request.
#[async_trait]
pub trait Http: Send + Sync {
    /// The response, whatever its status.
    async fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, HttpError>;
}

/// Stands among a response's extensions if its body has no end: it broke off, or was larger than allowed.
#[derive(Clone, Copy, Debug)]
pub struct BrokeOff;

/// Why there is no response.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum HttpError {
    /// No connection. Nothing was sent.
    #[error("the server could not be reached")]
    Unreachable,
    /// The connection broke before an answer. The server may have read the request.
    #[error("the server did not answer")]
    Unanswered,
    /// No answer in time. The server may have read the request.
    #[error("the server did not answer in time")]
    TimedOut,
}
