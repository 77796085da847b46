//! The cookie of a sign-in: set by the opening, compared at the callback and by the page behind it.

use axum::http::{HeaderMap, HeaderValue, header};
use latchkey_domain::TokenHash;
use latchkey_store::{AuthorizationRecord, OpeningSecrets};
use latchkey_wire::{AuthorizationId, ProblemCode};

use super::DEADLINE_S;
use crate::app::App;
use crate::problem::ApiError;

/// How many attempts one browser may have under way.
const MAX_COOKIES: usize = 8;

/// The cookie that ties a callback to the browser that handed in the opening (RFC 9700, 4.7.1). One for each attempt,
/// so that two attempts in one browser do not disturb each other. Other programs at the same host name share it, so it is not
/// enough by itself ([`super::returned`]).
fn cookie_name(app: &App, id: &AuthorizationId) -> String {
    // `__Host-` keeps other hosts of the same site from setting it; browsers take it over TLS only.
    let prefix = if app.is_secure() { "__Host-" } else { "" };
    format!("{prefix}latchkey-{id}")
}

/// The header that sets the cookie of this opening.
pub(super) fn cookie_header(
    app: &App,
    record: &AuthorizationRecord,
    secrets: &OpeningSecrets,
) -> Result<HeaderValue, ApiError> {
    let secure = if app.is_secure() { "; Secure" } else { "" };
    let (name, value) = (cookie_name(app, &record.id), secrets.browser.expose());
    HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={DEADLINE_S}{secure}"))
        .map_err(ApiError::internal)
}

/// Headers that delete a browser's oldest cookies beyond [`MAX_COOKIES`]: an attacker could otherwise make a browser send so many
/// that a proxy in front of the endpoint refuses its requests. Browsers send the oldest first (RFC 6265, 5.4).
pub(crate) fn delete_surplus_cookies(app: &App, headers: &HeaderMap) -> Vec<HeaderValue> {
    let (prefix, secure) = if app.is_secure() { ("__Host-latchkey-", "; Secure") } else { ("latchkey-", "") };
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let names = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let own: Vec<_> = names.map(|(name, _)| name).filter(|name| name.starts_with(prefix)).collect();
    let surplus = own.len().saturating_sub(MAX_COOKIES);
    let deletions = own.iter().take(surplus).map(|name| format!("{name}=; Path=/; HttpOnly; Max-Age=0{secure}"));
    deletions.filter_map(|text| HeaderValue::from_str(&text).ok()).collect()
}

/// Refuses a request without the cookie of the attempt's current opening.
pub(super) fn require_same_browser(
    app: &App,
    record: &AuthorizationRecord,
    headers: &HeaderMap,
) -> Result<(), ApiError> {
    let name = cookie_name(app, &record.id);
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let expected = record.opening.as_ref().map(|opening| opening.secrets.browser.hash());
    // Hashes are compared, so the time it takes tells nothing about the secret.
    if pairs.any(|(found, value)| found == name && Some(TokenHash::of(value)) == expected) {
        Ok(())
    } else {
        Err(ApiError::new(ProblemCode::BrowserMismatch))
    }
}
