//! One sign-in, the same for every host and provider:
//! 1. [`begin`]: the pane registers an attempt under an id that it chose.
//! 2. [`opening`]: the window hands in the key that its pane gave to it, which shows that one person sits at both ends. The
//!    endpoint sends the window to the provider.
//! 3. [`callback`]: the provider redirects the window back, and the endpoint stores the parameters of that redirect.
//!    [`returned`]: the window's page shows that this browser opened the sign-in, and the endpoint exchanges the code.
//! 4. [`prove`]: without a key, a first connection and a change wait for a code that the window shows.
//! 5. [`password`]: without a window, the pane sends name and password, which are tried once.
//! 6. [`decide`] applies the same-account guard. [`switch`] continues after the person confirmed another account.
//! 7. [`save`] writes the outcome, or [`finishing`] ends the attempt without one.
//!
//! The pane learns the outcome from the endpoint, never from the window: a provider's page may cut the window off
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

/// Every attempt ends after this many seconds: long enough for a second factor and a forgotten password.
pub(crate) const DEADLINE_S: i64 = 15 * 60;

/// How many attempts one browser may have under way.
const MAX_COOKIES: usize = 8;

/// Moves an attempt to the next phase and notifies its watchers. `false` if it is no longer in the phase `from`.
async fn advance(app: &App, record: &AuthorizationRecord, from: &Phase, to: &Phase) -> Result<bool, ApiError> {
    let moved = app.store.advance_phase(&record.id, from, to, None).await?;
    notify_watchers(app, record);
    Ok(moved)
}

fn notify_watchers(app: &App, record: &AuthorizationRecord) {
    app.hub.notify_panes(&Topic::Session(record.session));
    app.hub.notify_panes(&Topic::Authorization(record.id.clone()));
}

/// The caller's own attempt. An attempt of another session looks like none.
pub(crate) async fn find(app: &App, caller: &Caller, id: &AuthorizationId) -> Result<AuthorizationRecord, ApiError> {
    let found = app.store.find_authorization(id).await?;
    found.filter(|record| record.session == caller.session).ok_or(ApiError::new(ProblemCode::AuthorizationNotFound))
}

/// Cancels the caller's attempt. Existing connections stay as they are.
pub(crate) async fn cancel(app: &App, caller: &Caller, id: &AuthorizationId) -> Result<(), ApiError> {
    cancel_attempt(app, &find(app, caller, id).await?).await
}

/// Cancels an attempt, and revokes what was granted for it.
async fn cancel_attempt(app: &App, record: &AuthorizationRecord) -> Result<(), ApiError> {
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

/// Ends the attempts whose deadline passed while they waited for the person, and revokes what was granted for them.
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

/// Switches the connection to the account that signed in, after the person confirmed that.
pub(crate) async fn switch(app: &App, caller: &Caller, id: &AuthorizationId) -> Result<(), ApiError> {
    let record = find(app, caller, id).await?;
    require_open(app, &record)?;
    decide::after_confirmed_switch(app, &record).await
}

/// Refuses an attempt that has ended.
fn require_open(app: &App, record: &AuthorizationRecord) -> Result<(), ApiError> {
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

fn cookie_header(app: &App, record: &AuthorizationRecord, secrets: &OpeningSecrets) -> Result<HeaderValue, ApiError> {
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
