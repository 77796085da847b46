//! The HTTP client, supplied by the caller. An implementation of [`Http`] promises: it follows no redirects, stores no
//! cookies, bounds time and size, and logs nothing of requests or bodies. If a body breaks off or is too large, it
//! returns the beginning, marked with [`TruncatedBody`], because a token in it may be the only valid one.

use async_trait::async_trait;

/// Sends requests to providers.
#[async_trait]
pub trait Http: Send + Sync {
    /// Sends one request and returns the response, of any status.
    async fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, HttpError>;
}

/// An extension of a response whose body is not complete: it broke off, or was larger than allowed.
#[derive(Clone, Copy, Debug)]
pub struct TruncatedBody;

/// Why a request got no response.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum HttpError {
    /// No connection could be opened. Nothing was sent.
    #[error("the server could not be reached")]
    Unreachable,
    /// The connection broke before a response. The server may have processed the request.
    #[error("the server did not answer")]
    Unanswered,
    /// No response within the timeout. The server may have processed the request.
    #[error("the server did not answer in time")]
    TimedOut,
}
