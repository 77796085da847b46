//! One renewal, from the claim to its release.

use std::time::Duration;

use latchkey_domain::renewal as rules;
use latchkey_store::{Claim, ClaimedConnection, ConnectionRecord, Grant, StoreError};
use latchkey_wire::ConnectionId;
use tokio::sync::oneshot;

use super::access::{self, Conclude};
use super::ask;
use super::held::Held;
use super::trigger::RenewalTrigger;
use crate::app::App;
use crate::passwords::{self, NotChecked, StoredPassword};

/// How long a caller waits for another process's renewal of the same connection.
const PATIENCE: Duration = Duration::from_secs(15);
/// How often the caller checks whether that renewal has ended. It is in real time, because the other process sends no signal.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Renews one connection to see whether it works, and returns its record afterwards. `None` if the connection is gone.
pub async fn check(
    app: &App,
    id: &ConnectionId,
    trigger: RenewalTrigger,
) -> Result<Option<ConnectionRecord>, StoreError> {
    renew(app, id, trigger).await?;
    app.store.find_connection(id).await
}

/// Renews one connection, or records why that failed.
pub async fn renew(app: &App, id: &ConnectionId, trigger: RenewalTrigger) -> Result<(), StoreError> {
    let guard = app.renewing.lock(id).await;
    // Runs in the background, because the caller may hang up. Its request would take the claim with it, or the new token
    // pair, which may be the only one that the provider still accepts.
    let (send, done) = oneshot::channel();
    let (working, id) = (app.clone(), id.clone());
    app.spawn_in_background(async move {
        let outcome = renew_now(&working, &id, trigger).await;
        // An engine that waits for a token does not wait for the mailbox.
        drop(guard);
        let asks = matches!(trigger, RenewalTrigger::Check | RenewalTrigger::Rejected);
        let outcome = match outcome {
            Ok(()) if asks => prove(&working, &id, trigger).await,
            outcome => outcome,
        };
        // The caller may have hung up.
        let _ = send.send(outcome);
    });
    done.await.unwrap_or(Ok(()))
}

async fn renew_now(app: &App, id: &ConnectionId, trigger: RenewalTrigger) -> Result<(), StoreError> {
    match claim(app, id, trigger).await? {
        Some(claimed) => renew_claimed(app, claimed, trigger).await,
        None => Ok(()),
    }
}

/// Asks the mailbox or the CRM itself. A claims challenge is met by another renewal, if the provider needs no person for it.
async fn prove(app: &App, id: &ConnectionId, trigger: RenewalTrigger) -> Result<(), StoreError> {
    if !access::prove(app, id, Conclude::ExceptChallenges).await? {
        return Ok(());
    }
    let guard = app.renewing.lock(id).await;
    renew_now(app, id, trigger).await?;
    drop(guard);
    access::prove(app, id, Conclude::Everything).await.map(drop)
}

/// Claims a connection. `None` if it is gone, or if another process is renewing it, or has just done so.
async fn claim(app: &App, id: &ConnectionId, trigger: RenewalTrigger) -> Result<Option<ClaimedConnection>, StoreError> {
    let waiting = async {
        loop {
            let now = app.clock.now();
            match app.store.claim_connection(id, now, now + app.settings.lease.life_s).await? {
                Claim::Yours(claimed) => {
                    app.pending_writes.record_write_result(true);
                    let Some(left_s) = successor_may_come_in_s(app, &claimed) else { return Ok(Some(*claimed)) };
                    app.store.release_claim(&claimed.lease, None).await?;
                    tokio::time::sleep(Duration::from_secs(left_s.unsigned_abs())).await;
                }
                Claim::Gone => return Ok(None),
                Claim::Busy { .. } => tokio::time::sleep(LOOK_EVERY).await,
            }
            let found = app.store.find_connection(id).await?;
            if found.is_none_or(|found| trigger.is_answered_by(&found, app.clock.now())) {
                return Ok(None);
            }
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.unwrap_or(Ok(None))
}

/// For how many seconds another process that lost its claim on this connection may still write a new token pair.
fn successor_may_come_in_s(app: &App, claimed: &ClaimedConnection) -> Option<i64> {
    let is_anothers = claimed.interrupted && !app.pending_writes.holds(&claimed.connection.id);
    app.standstill.settles_in_s(app.clock.now()).filter(|_| is_anothers)
}

/// Renews a connection that is claimed, and releases it.
pub(super) async fn renew_claimed(
    app: &App,
    claimed: ClaimedConnection,
    trigger: RenewalTrigger,
) -> Result<(), StoreError> {
    let successor_may_come_in_s = successor_may_come_in_s(app, &claimed);
    let ClaimedConnection { lease, connection, grant, interrupted } = claimed;
    if interrupted {
        tracing::warn!(connection = %connection.id, "the last renewal was interrupted; retrying the grant");
    }
    let claim = Held { lease, connection };
    if trigger.is_answered_by(&claim.connection, app.clock.now()) {
        return claim.release(app, None).await;
    }
    let Some(_working) = app.at_work.try_lock(&claim.connection.id) else {
        // An earlier renewal in this process has lost its claim, but still has an answer to write.
        return claim.release(app, None).await;
    };
    let outcome = match grant {
        Err(error) => {
            tracing::error!(connection = %claim.connection.id, %error, "a grant can't be decrypted");
            let due_at = claim.connection.due_at.map(|_| app.clock.now() + rules::MAX_BACKOFF_S);
            claim.release(app, due_at).await?;
            return Err(error);
        }
        Ok(Grant::Tokens { refresh, .. }) if app.pending_writes.has_successor(&claim.connection, &refresh) => {
            // The token's successor is held in memory and only has to be written. The provider may no longer accept this
            // token.
            claim.write_pending(app).await
        }
        Ok(Grant::Tokens { .. }) if let Some(left_s) = successor_may_come_in_s => {
            let due_at = claim.connection.due_at.map(|_| app.clock.now() + left_s);
            return claim.release(app, due_at).await;
        }
        Ok(Grant::Tokens { access, refresh }) => {
            let answer = ask::ask(app, &claim, &refresh, trigger.urgency()).await;
            claim.conclude(app, answer, (&access, &refresh), trigger).await
        }
        Ok(Grant::Password { user_name, password, scheme_hint }) => {
            if passwords::is_settled(&claim.connection.health) {
                return claim.release(app, None).await;
            }
            let stored =
                StoredPassword { user_name: &user_name, password: &password, scheme_hint: scheme_hint.as_deref() };
            let checked = match trigger {
                RenewalTrigger::Due => {
                    passwords::probe(app, &claim.connection, stored).await.map_err(NotChecked::Failed)
                }
                RenewalTrigger::Rejected | RenewalTrigger::Check => {
                    passwords::check(app, &claim.connection, stored).await
                }
                RenewalTrigger::Wanted { .. } => return claim.release(app, None).await,
            };
            match checked {
                Ok(renewed) => claim.save(app, renewed).await,
                Err(NotChecked::Failed(failure)) => claim.record_failure(app, &failure).await,
                Err(NotChecked::Deferred) => claim.release(app, None).await,
                Err(NotChecked::Store(error)) => {
                    claim.release(app, None).await?;
                    return Err(error);
                }
            }
        }
    };
    app.connection_changed(&claim.connection.id, claim.connection.person.clone());
    outcome
}
