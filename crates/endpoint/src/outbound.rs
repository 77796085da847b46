//! Sends requests to providers. This is the only place that owns an HTTP client. It follows no redirects, because a
//! redirected token request would send a secret to an address that the administrator did not configure. It keeps no
//! cookies, and limits time and size.
//!
//! [`Outbound`] is for providers that the administrator has configured. [`Dialer`] is for servers that people name,
//! whose addresses must be checked first.

mod address_rule;
pub(crate) mod client_assertion;
mod connection;
mod deadline;
mod dialer;
pub mod mailer;
mod resolver;
mod trust;
pub mod webhook;

use std::time::{Duration, SystemTime};

use async_trait::async_trait;
use http::HeaderValue;
use http::header::DATE;
use latchkey_domain::{Clock as _, SystemClock};
use latchkey_providers::{Http, HttpError, TruncatedBody};
use latchkey_wire::UnixSeconds;

pub use address_rule::{AddressRule, BadEntry};
pub use client_assertion::SigningTools;
pub use deadline::{BeforeDeadline, Deadline};
pub use dialer::{Dialer, DialerLimits, DialerSettings};
pub use resolver::{Resolver, SystemResolver};
pub use trust::load_authorities;

/// The time from the first byte sent to the last byte received, unless the configuration sets another.
pub const TIMEOUT: Duration = Duration::from_secs(20);
/// The time to connect.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(8);
/// The most bytes of an answer. Token answers and key sets are a few kilobytes.
const MAX_BODY_BYTES: usize = 512 * 1024;

/// Sends requests over the network.
#[derive(Clone)]
pub struct Outbound(reqwest::Client);

impl Outbound {
    /// Fails only if the machine has no usable TLS set-up.
    pub fn new() -> Result<Self, reqwest::Error> {
        Self::with_timeout(TIMEOUT)
    }

    /// The same, with another timeout.
    #[expect(clippy::disallowed_methods, reason = "the one place that builds a client, with its bounds")]
    pub fn with_timeout(timeout: Duration) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(timeout)
            .connect_timeout(CONNECT_TIMEOUT.min(timeout))
            .user_agent(concat!("latchkey/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self(client))
    }
}

#[async_trait]
impl Http for Outbound {
    async fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, HttpError> {
        let request = reqwest::Request::try_from(deadline::guard_body(request)).map_err(|_| HttpError::Unreachable)?;
        let mut response = self.0.execute(request).await.map_err(|error| classify(&error))?;
        let mut answer = http::Response::builder().status(response.status());
        if let Some(headers) = answer.headers_mut() {
            headers.clone_from(response.headers());
        }
        let received_at = SystemClock.now();
        let mut body = Vec::new();
        let has_end = loop {
            match response.chunk().await {
                Ok(None) => break true,
                Ok(Some(chunk)) if body.len() + chunk.len() <= MAX_BODY_BYTES => body.extend_from_slice(&chunk),
                Ok(Some(_)) | Err(_) => break false,
            }
        };
        if !has_end {
            answer = answer.extension(TruncatedBody);
        }
        let mut answer = answer.body(body).map_err(|_| HttpError::Unanswered)?;
        // RFC 9110, 6.6.1: a recipient with a clock adds the date that a response lacks.
        if !answer.headers().contains_key(DATE)
            && let Some(date) = http_date(received_at)
        {
            answer.headers_mut().insert(DATE, date);
        }
        Ok(answer)
    }
}

/// A time as HTTP writes it.
fn http_date(at: UnixSeconds) -> Option<HeaderValue> {
    let at = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(u64::try_from(at).ok()?))?;
    HeaderValue::from_str(&httpdate::fmt_http_date(at)).ok()
}

fn classify(error: &reqwest::Error) -> HttpError {
    match error {
        error if error.is_timeout() && !error.is_connect() => HttpError::TimedOut,
        error if error.is_connect() || error.is_builder() || error.is_body() => HttpError::Unreachable,
        _ => HttpError::Unanswered,
    }
}
