//! The cookie of a sign-in: set by the opening, compared at the callback and by the page behind it.

use axum::http::{HeaderMap, HeaderValue, header};
use cookie::time::Duration;
use cookie::{Cookie, CookieBuilder, SameSite};
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
    let cookie =
        build(app, cookie_name(app, &record.id), secrets.browser.expose()).max_age(Duration::seconds(DEADLINE_S));
    HeaderValue::from_str(&cookie.to_string()).map_err(ApiError::internal)
}

/// A cookie that other hosts and scripts can't read. Lax, because the callback comes from the provider's site.
fn build<'c>(app: &App, name: String, value: &'c str) -> CookieBuilder<'c> {
    Cookie::build((name, value)).path("/").http_only(true).same_site(SameSite::Lax).secure(app.is_secure())
}

/// The cookies of a request. Those of other programs at the host name may be anything and are left out.
fn cookies(headers: &HeaderMap) -> impl Iterator<Item = Cookie<'static>> {
    let lines =
        headers.get_all(header::COOKIE).iter().map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned());
    lines.flat_map(Cookie::split_parse::<String>).filter_map(Result::ok)
}

/// Headers that delete a browser's oldest cookies beyond [`MAX_COOKIES`]: an attacker could otherwise make a browser send so many
/// that a proxy in front of the endpoint refuses its requests. Browsers send the oldest first (RFC 6265, 5.4).
pub(crate) fn delete_surplus_cookies(app: &App, headers: &HeaderMap) -> Vec<HeaderValue> {
    let prefix = cookie_name(app, &AuthorizationId::new(""));
    let own: Vec<_> = cookies(headers).filter(|cookie| cookie.name().starts_with(&prefix)).collect();
    let surplus = own.into_iter().rev().skip(MAX_COOKIES).rev();
    let deletions = surplus.map(|cookie| build(app, cookie.name().to_owned(), "").max_age(Duration::ZERO).to_string());
    deletions.filter_map(|text| HeaderValue::from_str(&text).ok()).collect()
}

/// Refuses a request without the cookie of the attempt's current opening.
pub(super) fn require_same_browser(
    app: &App,
    record: &AuthorizationRecord,
    headers: &HeaderMap,
) -> Result<(), ApiError> {
    let name = cookie_name(app, &record.id);
    let expected = record.opening.as_ref().map(|opening| opening.secrets.browser.hash());
    // Hashes are compared, so the time it takes tells nothing about the secret.
    if cookies(headers).any(|found| found.name() == name && Some(TokenHash::of(found.value())) == expected) {
        Ok(())
    } else {
        Err(ApiError::new(ProblemCode::BrowserMismatch))
    }
}
