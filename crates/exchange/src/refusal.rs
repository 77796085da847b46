//! What statuses and headers mean, before and after the password was sent. Bodies are EWS's ([`soap`](crate::soap)) or
//! of Windows, whose published messages stand below; nothing of them is passed on.

use http::header::{LOCATION, RETRY_AFTER};
use http::{HeaderMap, Response, StatusCode};

use crate::error::ExchangeError;

/// Where a server in trouble leads browsers.
const MAINTENANCE_PAGE: &str = "/ews/genericerrorpage.htm";
/// Longer words are not codes.
const MAX_REFERENCE_CHARACTERS: usize = 64;
/// As much of a body as is searched for a message.
const MAX_SEARCHED_BYTES: usize = 16 * 1024;
/// "Blocked; sign in at the portal", as some servers say; no standard has this number.
const BLOCKED: u16 = 456;

/// An answer without a password that was not the expected 401.
pub(crate) fn of_probe(response: &Response<Vec<u8>>) -> ExchangeError {
    match response.status() {
        StatusCode::FORBIDDEN => ExchangeError::NotAllowed,
        status => common(status, response.headers()).unwrap_or(ExchangeError::NotAnEwsAddress),
    }
}

/// An answer to the password. `None` if it is the body that says what happened.
pub(crate) fn of_try(response: &Response<Vec<u8>>) -> Option<ExchangeError> {
    let status = response.status();
    let error = match status {
        StatusCode::OK | StatusCode::INTERNAL_SERVER_ERROR if looks_like_xml(response.body()) => return None,
        StatusCode::UNAUTHORIZED => of_windows(response),
        StatusCode::FORBIDDEN => match of_windows(response) {
            ExchangeError::PasswordRejected => ExchangeError::MailboxNotAccessible,
            error => error,
        },
        _ => match common(status, response.headers()) {
            Some(error) => error,
            None if status.is_server_error() => ExchangeError::ServerFailed { reference: None },
            None => ExchangeError::NotAnEwsAddress,
        },
    };
    Some(error)
}

fn common(status: StatusCode, headers: &HeaderMap) -> Option<ExchangeError> {
    let failed = || {
        let word = headers.get("x-caserrorcode").and_then(|value| value.to_str().ok());
        ExchangeError::ServerFailed { reference: word.and_then(reference) }
    };
    Some(match status {
        _ if status.as_u16() == BLOCKED => ExchangeError::NotAllowed,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            ExchangeError::Busy { retry_after_s: retry_after_s(headers) }
        }
        StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT => ExchangeError::Unreachable,
        _ if status.is_redirection() && leads_to_maintenance(headers) => ExchangeError::Maintenance,
        _ if status.is_server_error() || headers.contains_key("x-caserrorcode") => failed(),
        _ => return None,
    })
}

/// RFC 9110, 10.2.3, in seconds; the form with a date is not used by Exchange.
fn retry_after_s(headers: &HeaderMap) -> Option<u32> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()
}

fn leads_to_maintenance(headers: &HeaderMap) -> bool {
    let Some(location) = headers.get(LOCATION).and_then(|value| value.to_str().ok()) else { return false };
    let path = location.split(['?', '#']).next().unwrap_or_default();
    path.to_ascii_lowercase().ends_with(MAINTENANCE_PAGE)
}

/// A server's own word, if it can only be a code: whatever else stands there reaches nobody.
pub(crate) fn reference(word: &str) -> Option<String> {
    let is_code = !word.is_empty()
        && word.len() <= MAX_REFERENCE_CHARACTERS
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    is_code.then(|| word.to_owned())
}

/// Messages of Windows (`ERROR_*`) and their numbers (`STATUS_*`), which servers pass on with a 401 here and there.
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

fn of_windows(response: &Response<Vec<u8>>) -> ExchangeError {
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
