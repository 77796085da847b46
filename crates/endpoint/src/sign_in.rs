//! One way to sign in, for every host and provider:
//! 1. [`begin`]: the pane registers an attempt under an id that it chose;
//! 2. [`opening`]: the window hands in the key that its pane gave to it, which shows that one person sits at both ends, and
//!    is sent on to the provider;
//! 3. [`callback`]: the provider sends the window back, and the endpoint notes with what;
//!    [`returned`]: the window's page shows that this browser opened the sign-in, and the endpoint finishes the exchange;
//! 4. [`prove`]: without a key, a first connection and a change wait for a code that the window shows;
//! 5. [`password`]: where there is no window, the pane sends what was typed, which is tried once;
//! 6. [`switch`]: a change to another account is asked about in the pane.
//!
//! The pane learns how it went from the endpoint, never from the window: a provider's page may cut the window off
//! (Cross-Origin-Opener-Policy), storage may be partitioned, and a window may be closed at any time.

pub(crate) mod begin;
pub(crate) mod callback;
mod decide;
pub mod disconnect;
pub(crate) mod email_link;
mod finishing;
mod offers;
pub(crate) mod opening;
pub(crate) mod password;
mod pending;
pub(crate) mod prove;
pub(crate) mod returned;
mod revoke;
mod save;

use axum::http::{HeaderMap, HeaderValue, header};
use latchkey_domain::TokenHash;
use latchkey_store::{AuthorizationRecord, OpeningSecrets};
use latchkey_wire::{AuthorizationId, Phase, ProblemCode};

use crate::app::App;
use crate::app::hub::Topic;
use crate::problem::ApiError;
use crate::session::caller::Caller;
use crate::session::overview;

/// An attempt ends after this, whatever happened: long enough for a second factor and a forgotten password.
pub(crate) const DEADLINE_S: i64 = 15 * 60;

/// A browser has so many attempts under way at most.
const MAX_COOKIES: usize = 8;

/// Moves an attempt on and tells whoever watches. `false` if it has moved already.
async fn advance(app: &App, record: &AuthorizationRecord, from: &Phase, to: &Phase) -> Result<bool, ApiError> {
    let moved = app.store.advance_phase(&record.id, from, to, None).await?;
    announce(app, record);
    Ok(moved)
}

fn announce(app: &App, record: &AuthorizationRecord) {
    app.hub.notify_panes(&Topic::Session(record.session));
    app.hub.notify_panes(&Topic::Authorization(record.id.clone()));
}

/// The caller's own attempt. Somebody else's looks like none.
pub(crate) async fn find(app: &App, caller: &Caller, id: &AuthorizationId) -> Result<AuthorizationRecord, ApiError> {
    let found = app.store.find_authorization(id).await?;
    found.filter(|record| record.session == caller.session).ok_or(ApiError::new(ProblemCode::AuthorizationNotFound))
}

/// Ends an attempt at the person's wish. Whatever had worked works on.
pub(crate) async fn cancel(app: &App, caller: &Caller, id: &AuthorizationId) -> Result<(), ApiError> {
    give_up(app, &find(app, caller, id).await?).await
}

/// Ends an attempt that nobody wants any more, and gives back what was granted for it.
async fn give_up(app: &App, record: &AuthorizationRecord) -> Result<(), ApiError> {
    // Bounded: a phase moves forward, and there are two before the last.
    for from in [record.phase.clone(), Phase::Finishing] {
        if !from.is_final() && advance(app, record, &from, &Phase::Cancelled).await? {
            if let Some(granted) = record.pending.clone() {
                revoke::revoke_unused(app, record, granted).await?;
            }
            break;
        }
    }
    Ok(())
}

/// Ends the attempts whose time is over while a sign-in waited for its person, and gives back what was granted.
pub(crate) async fn end_overdue(app: &App, at_most: u32) -> Result<(), ApiError> {
    for record in app.store.list_overdue_authorizations(app.clock.now(), at_most).await? {
        if advance(app, &record, &record.phase, &Phase::Expired).await?
            && let Some(granted) = record.pending.clone()
        {
            revoke::revoke_unused(app, &record, granted).await?;
        }
    }
    Ok(())
}

/// Switches the connection to the account that signed in, at the person's wish.
pub(crate) async fn switch(app: &App, caller: &Caller, id: &AuthorizationId) -> Result<(), ApiError> {
    let record = find(app, caller, id).await?;
    still_open(app, &record)?;
    decide::after_confirmed_switch(app, &record).await
}

/// The attempt, if it can still be finished.
fn still_open(app: &App, record: &AuthorizationRecord) -> Result<(), ApiError> {
    if overview::phase(record, app.clock.now()).is_final() {
        return Err(ApiError::new(ProblemCode::AuthorizationOver));
    }
    Ok(())
}

/// The cookie that ties a callback to the browser that handed in the opening (RFC 9700, 4.7.1). One for each attempt,
/// so that two attempts in one browser do not disturb each other. Other programs at the same host name share it, so it is not
/// enough by itself ([`returned`]).
fn cookie_name(app: &App, id: &AuthorizationId) -> String {
    // `__Host-` keeps other hosts of the same site from setting it; browsers take it over TLS only.
    let prefix = if app.is_secure() { "__Host-" } else { "" };
    format!("{prefix}latchkey-{id}")
}

fn set_cookie(app: &App, record: &AuthorizationRecord, secrets: &OpeningSecrets) -> Result<HeaderValue, ApiError> {
    let secure = if app.is_secure() { "; Secure" } else { "" };
    let (name, value) = (cookie_name(app, &record.id), secrets.browser.expose());
    HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={DEADLINE_S}{secure}"))
        .map_err(ApiError::internal)
}

/// Takes the oldest of a browser's cookies back beyond [`MAX_COOKIES`], so that nobody can have a browser send so many that
/// what stands before the endpoint refuses them. Browsers send the oldest first (RFC 6265, 5.4).
pub(crate) fn surplus_cookies(app: &App, headers: &HeaderMap) -> Vec<HeaderValue> {
    let (prefix, secure) = if app.is_secure() { ("__Host-latchkey-", "; Secure") } else { ("latchkey-", "") };
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let names = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let own: Vec<_> = names.map(|(name, _)| name).filter(|name| name.starts_with(prefix)).collect();
    let surplus = own.len().saturating_sub(MAX_COOKIES);
    let taken_back = own.iter().take(surplus).map(|name| format!("{name}=; Path=/; HttpOnly; Max-Age=0{secure}"));
    taken_back.filter_map(|text| HeaderValue::from_str(&text).ok()).collect()
}

fn require_same_browser(app: &App, record: &AuthorizationRecord, headers: &HeaderMap) -> Result<(), ApiError> {
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
