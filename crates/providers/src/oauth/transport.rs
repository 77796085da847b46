//! Sends requests to providers. A response that means "temporarily unavailable" is an outage, regardless of its body.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use http::HeaderValue;
use http::header::{AUTHORIZATION, DATE, RETRY_AFTER};
use latchkey_domain::{Failure, wait_until_s};
use latchkey_wire::ReasonCode;
use oauth2::AsyncHttpClient;

use super::{TokenRefusal, TokenResponse, compression, token_response};
use crate::{Http, HttpError};

/// A request without a usable response. It says nothing about the grant, regardless of the body.
#[derive(Debug, thiserror::Error)]
pub(super) enum CallError {
    #[error(transparent)]
    Http(#[from] HttpError),
    #[error("the provider is out of order")]
    Outage { retry_after_s: Option<u32> },
}

/// Sends the requests that the `oauth2` crate builds, and captures the responses: the crate parses them more strictly
/// than other clients do, and would lose what it can't parse.
pub(super) struct CapturingClient<'a> {
    http: &'a dyn Http,
    /// The `Authorization` header of the request.
    authorization: Option<String>,
    response: Mutex<Option<Result<http::Response<Vec<u8>>, CallError>>>,
}

/// The error that the crate gets in place of a response.
#[derive(Debug, thiserror::Error)]
#[error("the response was captured")]
pub(super) struct ResponseCaptured;

impl<'a> CapturingClient<'a> {
    pub(super) fn new(http: &'a dyn Http, authorization: Option<String>) -> Self {
        Self { http, authorization, response: Mutex::default() }
    }

    pub(super) fn into_response(self) -> Result<TokenResponse, TokenRefusal> {
        match self.response.into_inner().unwrap_or_else(PoisonError::into_inner) {
            Some(Ok(response)) => token_response::read(&response),
            // The server may have issued a new token, and the old one may no longer be valid.
            Some(Err(CallError::Http(HttpError::Unanswered | HttpError::TimedOut))) => {
                Err(TokenRefusal::Outage(Failure::of(ReasonCode::AnswerLost)))
            }
            Some(Err(error)) => Err(TokenRefusal::Outage(error.into())),
            // The crate could not build a request.
            None => Err(TokenRefusal::Unreadable { status: 0, retry_after_s: None }),
        }
    }
}

impl<'c> AsyncHttpClient<'c> for CapturingClient<'_> {
    type Error = ResponseCaptured;
    type Future = Pin<Box<dyn Future<Output = Result<http::Response<Vec<u8>>, ResponseCaptured>> + Send + 'c>>;

    fn call(&'c self, mut request: http::Request<Vec<u8>>) -> Self::Future {
        Box::pin(async move {
            let authorization = self.authorization.as_deref().and_then(|text| HeaderValue::from_str(text).ok());
            if let Some(mut authorization) = authorization {
                authorization.set_sensitive(true);
                request.headers_mut().insert(AUTHORIZATION, authorization);
            }
            let response = call(self.http, request).await;
            *self.response.lock().unwrap_or_else(PoisonError::into_inner) = Some(response);
            Err(ResponseCaptured)
        })
    }
}

pub(super) async fn call(
    http: &dyn Http,
    request: http::Request<Vec<u8>>,
) -> Result<http::Response<Vec<u8>>, CallError> {
    let response = http.send(request).await?;
    let status = response.status();
    if status.is_server_error() || matches!(status.as_u16(), 408 | 423 | 425 | 429) {
        return Err(CallError::Outage { retry_after_s: retry_after_s(response.headers()) });
    }
    Ok(compression::decompress(response))
}

/// How long the provider asks to wait, in seconds.
pub(super) fn retry_after_s(headers: &http::HeaderMap) -> Option<u32> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let date = text(DATE.as_str());
    match text(RETRY_AFTER.as_str()) {
        Some(asked) => latchkey_domain::retry_after_s(asked, date),
        None => wait_until_s(text("x-rate-limit-reset")?, date),
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Http(_) => Self::of(ReasonCode::ProviderUnreachable),
            CallError::Outage { retry_after_s } => Self { retry_after_s, ..Self::of(ReasonCode::ProviderDown) },
        }
    }
}
