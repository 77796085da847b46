//! Sends requests to providers. A response that means "temporarily unavailable" is an outage, regardless of its body.

use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use http::HeaderValue;
use http::header::{AUTHORIZATION, DATE, RETRY_AFTER};
use latchkey_domain::Failure;
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

pub(super) async fn call(http: &dyn Http, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, CallError> {
    let response = http.send(request).await?;
    let status = response.status();
    if status.is_server_error() || matches!(status.as_u16(), 408 | 423 | 425 | 429) {
        return Err(CallError::Outage { retry_after_s: retry_after_s(response.headers()) });
    }
    Ok(compression::decompress(response))
}

/// How long the provider asks to wait (RFC 9110, 10.2.3): seconds, or a date. The date is compared with the provider's
/// own clock, so an error in the endpoint's clock does not matter.
pub(super) fn retry_after_s(headers: &http::HeaderMap) -> Option<u32> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let now = || httpdate::parse_http_date(text(DATE.as_str())?).ok();
    let until = |time: SystemTime| Some(clamp(time.duration_since(now()?).unwrap_or_default().as_secs()));
    match text(RETRY_AFTER.as_str()) {
        Some(asked) if asked.bytes().all(|byte| byte.is_ascii_digit()) && !asked.is_empty() => {
            // A number that is too large for 64 bits is a very long wait.
            Some(clamp(asked.parse().unwrap_or(u64::MAX)))
        }
        Some(asked) => until(httpdate::parse_http_date(asked).ok()?),
        None => {
            // Okta's way (developer.okta.com, "Rate limits"): when the limit ends, in Unix seconds.
            let reset = text("x-rate-limit-reset")?.parse().ok()?;
            until(SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(reset))?)
        }
    }
}

fn clamp(seconds: u64) -> u32 {
    u32::try_from(seconds).unwrap_or(u32::MAX)
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Http(_) => Self::of(ReasonCode::ProviderUnreachable),
            CallError::Outage { retry_after_s } => Self { retry_after_s, ..Self::of(ReasonCode::ProviderDown) },
        }
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::*;

    #[test]
    fn a_wait_is_read_in_seconds_or_as_a_date_of_the_providers_clock() {
        let asked = |retry_after: &'static str, date: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, HeaderValue::from_static(retry_after));
            date.map(|date| headers.insert(DATE, HeaderValue::from_static(date)));
            retry_after_s(&headers)
        };
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assert_eq!(asked("120", None), Some(120));
        assert_eq!(asked("Sun, 06 Nov 1994 08:51:37 GMT", Some(date)), Some(120));
        assert_eq!(asked("Sun, 06 Nov 1994 08:00:00 GMT", Some(date)), Some(0), "in the past");
        assert_eq!(asked("Sun, 06 Nov 1994 08:51:37 GMT", None), None);
        assert_eq!(asked("Sunday, 06-Nov-94 08:51:37 GMT", Some(date)), Some(120));
        assert_eq!(asked("Sun Nov  6 08:51:37 1994", Some(date)), Some(120));
        assert_eq!(asked("99999999999999999999", None), Some(u32::MAX));
        for nonsense in ["soon", "-1", "0x10", "1e3", ""] {
            assert_eq!(asked(nonsense, Some(date)), None, "{nonsense}");
        }
        let mut headers = HeaderMap::new();
        headers.insert("x-rate-limit-reset", HeaderValue::from_static("784111877"));
        headers.append("x-rate-limit-reset", HeaderValue::from_static("784111877"));
        headers.insert(DATE, HeaderValue::from_static(date));
        assert_eq!(retry_after_s(&headers), Some(100));
        assert_eq!(retry_after_s(&HeaderMap::new()), None);
    }
}
