//! Classifies statuses and headers, before and after the password was sent. A body comes from EWS ([`soap`](crate::soap))
//! or from Windows, whose published messages are listed below. No text of a body is passed on.

use http::header::{DATE, LOCATION, RETRY_AFTER};
use http::{HeaderMap, Response, StatusCode};

use crate::error::ExchangeError;

/// The page to which a server in trouble redirects browsers.
const MAINTENANCE_PAGE: &str = "/ews/genericerrorpage.htm";
/// A longer text is not a code.
const MAX_REFERENCE_CHARACTERS: usize = 64;
/// How much of a body is searched for a message.
const MAX_SEARCHED_BYTES: usize = 16 * 1024;
/// "Blocked; sign in at the portal", as some servers say; no standard has this number.
const BLOCKED: u16 = 456;

/// Classifies a response to a request without a password that is not the expected 401.
pub(crate) fn classify_probe(response: &Response<Vec<u8>>) -> ExchangeError {
    match response.status() {
        StatusCode::FORBIDDEN => ExchangeError::NotAllowed,
        status => classify_common(status, response.headers()).unwrap_or(ExchangeError::NotAnEwsAddress),
    }
}

/// Classifies a response to a request with the password. `None` if only the body tells what happened.
pub(crate) fn classify_attempt(response: &Response<Vec<u8>>) -> Option<ExchangeError> {
    let status = response.status();
    let error = match status {
        StatusCode::OK | StatusCode::INTERNAL_SERVER_ERROR if looks_like_xml(response.body()) => return None,
        StatusCode::UNAUTHORIZED => classify_windows_message(response),
        StatusCode::FORBIDDEN => match classify_windows_message(response) {
            ExchangeError::PasswordRejected => ExchangeError::MailboxNotAccessible,
            error => error,
        },
        _ => match classify_common(status, response.headers()) {
            Some(error) => error,
            None if status.is_server_error() => ExchangeError::ServerFailed { reference: None },
            None => ExchangeError::NotAnEwsAddress,
        },
    };
    Some(error)
}

fn classify_common(status: StatusCode, headers: &HeaderMap) -> Option<ExchangeError> {
    let failed = || {
        let word = headers.get("x-caserrorcode").and_then(|value| value.to_str().ok());
        ExchangeError::ServerFailed { reference: word.and_then(code_reference) }
    };
    Some(match status {
        _ if status.as_u16() == BLOCKED => ExchangeError::NotAllowed,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            ExchangeError::Busy { retry_after_s: retry_after_s(headers) }
        }
        StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT => ExchangeError::Unreachable,
        _ if status.is_redirection() && is_redirect_to_maintenance(headers) => ExchangeError::Maintenance,
        _ if status.is_server_error() || headers.contains_key("x-caserrorcode") => failed(),
        _ => return None,
    })
}

/// How long the server asks to wait, in seconds.
fn retry_after_s(headers: &HeaderMap) -> Option<u32> {
    let text = |name: http::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    latchkey_domain::retry_after_s(text(RETRY_AFTER)?, text(DATE))
}

fn is_redirect_to_maintenance(headers: &HeaderMap) -> bool {
    let Some(location) = headers.get(LOCATION).and_then(|value| value.to_str().ok()) else { return false };
    let path = location.split(['?', '#']).next().unwrap_or_default();
    path.to_ascii_lowercase().ends_with(MAINTENANCE_PAGE)
}

/// The text, if it is an error code of the server. Any other text is not passed on.
pub(crate) fn code_reference(word: &str) -> Option<String> {
    let is_code = !word.is_empty()
        && word.len() <= MAX_REFERENCE_CHARACTERS
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    is_code.then(|| word.to_owned())
}

/// Messages of Windows (`ERROR_*`) and their numbers (`STATUS_*`), which some servers pass on with a 401.
const WINDOWS: [(&[&str], ExchangeError); 4] = [
    (&["account is currently locked out", "0xc0000234"], ExchangeError::AccountLocked),
    (
        &["password for this account has expired", "account password has expired", "0xc0000071"],
        ExchangeError::PasswordExpired,
    ),
    (&["password must be changed before", "must change your password", "0xc0000224"], ExchangeError::PasswordExpired),
    (
        &[
            "account is currently disabled",
            "account currently disabled",
            "account has expired",
            "0xc0000072",
            "0xc0000193",
        ],
        ExchangeError::AccountDisabled,
    ),
];

fn classify_windows_message(response: &Response<Vec<u8>>) -> ExchangeError {
    let body = response.body();
    let text = String::from_utf8_lossy(&body[..body.len().min(MAX_SEARCHED_BYTES)]).to_ascii_lowercase();
    let said = |messages: &[&str]| messages.iter().any(|message| text.contains(message));
    let known = WINDOWS.into_iter().find(|(messages, _)| said(messages));
    known.map_or(ExchangeError::PasswordRejected, |(_, error)| error)
}

fn looks_like_xml(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body).trim_ascii_start();
    body.starts_with(b"<?xml")
        || body.starts_with(b"<s:")
        || body.starts_with(b"<soap")
        || body.starts_with(b"<Autodiscover")
}

#[cfg(test)]
#[path = "refusal/tests.rs"]
mod tests;
