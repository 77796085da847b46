//! A sync engine says that a provider rejected a token. The grant is tried at once: if it is dead, its owner is told at
//! this first failure. If it is not, nobody can explain the rejection; after a row of those the owner is asked to sign in
//! all the same, because that usually helps and nothing else is left to try.

use latchkey_domain::Health;
use latchkey_store::{AuditActor, AuditEventKind, Claim, ConnectionRecord, FailedRenewal};
use latchkey_wire::{ConnectionId, ReasonCode};

use crate::app::App;
use crate::app::hub::Topic;
use crate::passwords;
use crate::problem::ApiError;
use crate::renewal::{self, RenewalTrigger};

/// So many unexplained rejections in a row ask for a sign-in.
const ROW: u32 = 6;
/// A rejection longer ago belongs to another row.
const ROW_PAUSE_S: i64 = 3600;
/// A connection that was tried so recently is not tried again for one more report.
const TRY_AGAIN_AFTER_S: i64 = 3;

/// Verifies a rejection, and answers how the connection is after that. `None` if there is no such connection.
pub(crate) async fn report(app: &App, id: &ConnectionId, engine: &str) -> Result<Option<ConnectionRecord>, ApiError> {
    let Some(before) = app.store.find_connection(id).await? else { return Ok(None) };
    if before.health.is_lost() {
        return Ok(Some(before));
    }
    passwords::may_check(app, &before).await?;
    app.check_limit.admit(id, app.clock.now(), TRY_AGAIN_AFTER_S)?;
    let Some(after) = renewal::check(app, id, RenewalTrigger::Rejected).await? else { return Ok(None) };
    if after.health != Health::Working {
        return Ok(Some(after));
    }
    let now = app.clock.now();
    let row = app.store.count_rejection(id, now, now - ROW_PAUSE_S).await?;
    if row < ROW {
        return Ok(Some(after));
    }
    tracing::warn!(connection = %id, row, "tokens are rejected repeatedly without a known cause");
    let health = Health::NeedsSignIn { since: now, reason: ReasonCode::AccessRejected.into() };
    // Whoever renews it at this moment will know better; the next report comes soon enough.
    let claim = app.store.claim_connection(id, now, now + app.settings.lease.life_s).await?;
    let Claim::Yours(claimed) = claim else { return Ok(Some(after)) };
    if claimed.connection.generation != after.generation || claimed.connection.health.is_lost() {
        // Somebody has signed in, or it was lost for another reason, since it was tried.
        app.store.release_claim(&claimed.lease, None).await?;
        return Ok(Some(claimed.connection));
    }
    let reason = Some(ReasonCode::AccessRejected.into());
    let news = app.news(AuditActor::Engine(engine.to_owned()), AuditEventKind::NeedsSignIn, &after, reason).await?;
    // Still renewed on its schedule it would be called working again, so it waits for the person.
    let failed = FailedRenewal { health, challenge: None, due_at: None };
    app.store.save_failed_renewal(&claimed.lease, &failed, &[news]).await?;
    app.token_cache.forget(id);
    app.hub.announce(&Topic::Person(after.person));
    Ok(app.store.find_connection(id).await?)
}
