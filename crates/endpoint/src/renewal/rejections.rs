//! Handles reports by sync engines that a provider rejected a token. The endpoint tries the grant at once. If the grant no
//! longer works, its owner is asked to sign in at this first failure. If it works, the rejection is unexplained. After
//! several unexplained rejections in a row, the owner is asked to sign in as well: that usually helps, and nothing else is
//! left to try.

use latchkey_domain::{AccessToken, Health};
use latchkey_providers::claims_challenge;
use latchkey_store::{
    AuditActor, AuditEventKind, Claim, ConnectionRecord, ConnectionWithGrant, FailedRenewal, RejectionPace,
};
use latchkey_wire::{ConnectionId, ReasonCode, RejectionReport};

use crate::app::App;
use crate::passwords;
use crate::problem::ApiError;
use crate::renewal::{self, RenewalTrigger, upkeep};

/// After this many counted rejections in a row, none of which the checks could explain, the person is asked to sign in.
const ROW: u32 = 6;
/// An engine that tries again every few seconds has one problem and not six. So a trouble at the provider that lasts less than
/// five minutes disturbs no person.
const PACE: RejectionPace = RejectionPace { apart_s: 60, forget_s: 3600 };
/// A connection that was tried within this many seconds is not tried again for another report.
const TRY_AGAIN_AFTER_S: i64 = 3;

/// Checks a reported rejection, and returns the connection's record afterwards. `None` if there is no such connection.
pub(crate) async fn report(
    app: &App,
    id: &ConnectionId,
    engine: &str,
    said: &RejectionReport,
) -> Result<Option<ConnectionRecord>, ApiError> {
    let Some(ConnectionWithGrant { connection: before, grant }) = app.store.find_connection_with_grant(id).await?
    else {
        return Ok(None);
    };
    let newest = grant.and_then(Result::ok).and_then(|grant| grant.access().map(AccessToken::id));
    let is_late = said.token_id.is_some() && newest.is_some() && said.token_id != newest;
    // A mailbox that is gone may be back. The engine gets no newer token before that, so it can't report one.
    let may_be_back = before.health.is_lost() && before.health.is_about_access();
    if (before.health.is_lost() || is_late) && !may_be_back {
        return Ok(Some(before));
    }
    let mut texts = [&said.claims, &said.www_authenticate].into_iter().flatten();
    let challenge = texts.find_map(|text| claims_challenge(text));
    passwords::ensure_check_allowed(app, &before).await?;
    app.check_limit.admit(id, app.clock.now(), TRY_AGAIN_AFTER_S)?;
    if let Some(challenge) = &challenge {
        // The next token is asked for with these claims. If the provider wants the person for that, so does the sign-in.
        app.store.save_challenge(id, before.generation, Some(challenge)).await?;
    }
    let Some(after) = renewal::check(app, id, RenewalTrigger::Rejected).await? else { return Ok(None) };
    if may_be_back || after.health != Health::Working {
        return Ok(Some(after));
    }
    upkeep::learn_from_rejection(app, &before).await?;
    if challenge.is_some() {
        return Ok(Some(after));
    }
    let now = app.clock.now();
    let row = app.store.count_rejection(id, now, PACE).await?;
    if row < ROW {
        return Ok(Some(after));
    }
    tracing::warn!(connection = %id, row, "tokens are rejected repeatedly without a known cause");
    let health = Health::NeedsSignIn { since: now, reason: ReasonCode::AccessRejected.into() };
    // If a renewal is under way, its result is more reliable. The engine's next report comes soon enough.
    let claim = app.store.claim_connection(id, now, now + app.settings.lease.life_s).await?;
    let Claim::Yours(claimed) = claim else { return Ok(Some(after)) };
    if claimed.connection.generation != after.generation || claimed.connection.health.is_lost() {
        // The person has signed in since the grant was tried, or the connection was lost for another reason.
        app.store.release_claim(&claimed.lease, None).await?;
        return Ok(Some(claimed.connection));
    }
    let reason = Some(ReasonCode::AccessRejected.into());
    let news =
        app.new_audit_event(AuditActor::Engine(engine.to_owned()), AuditEventKind::NeedsSignIn, &after, reason).await?;
    // A scheduled renewal would mark the connection as working again, so it leaves the schedule until the person signs in.
    let failed = FailedRenewal { health, challenge: None, due_at: None };
    app.store.save_failed_renewal(&claimed.lease, &failed, &[news]).await?;
    app.connection_changed(id, after.person);
    Ok(app.store.find_connection(id).await?)
}
