//! One sign-in, the same for every host and provider:
//! 1. [`begin`]: the pane registers an attempt under an id that it chose.
//! 2. [`opening`]: the window hands in the key that its pane gave to it, which shows that the same person uses the
//!    pane and the window. The endpoint sends the window to the provider.
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
pub(crate) mod cookie;
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

use latchkey_store::AuthorizationRecord;
use latchkey_wire::{AuthorizationId, Phase, ProblemCode};

use crate::app::App;
use crate::app::hub::Topic;
use crate::problem::ApiError;
use crate::session::caller::Caller;
use crate::session::overview;

/// Every attempt ends after this many seconds: long enough for a second factor and a forgotten password.
pub(crate) const DEADLINE_S: i64 = 15 * 60;

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

/// The caller's own attempt. Another session's attempt is reported as not found.
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
    // The loop is bounded: a phase only moves forward, and there are two phases before the last.
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
