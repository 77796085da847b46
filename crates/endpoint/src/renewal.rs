//! Keeping grants alive. [`renew`] is the one way a refresh token is used, whether the schedule, a person or a sync engine
//! asks; the rules it follows are pure and stand in `latchkey_domain::renewal`, `breaker` and `throttle`.
//!
//! One renewal is: claim the connection, read it again, ask the provider ([`ask`]), write the new pair before anybody can
//! see it ([`outcome`]), release. The claim is a lease in the store with a number that only grows, so that of all processes
//! one renews a connection at a time, and whoever was paused past its lease changes nothing.

mod ask;
mod driver;
mod outcome;
mod pending_writes;
pub(crate) mod rejections;

use std::time::Duration;

use latchkey_domain::throttle::Urgency;
use latchkey_domain::{Health, renewal as rules};
use latchkey_store::{Claim, ClaimedConnection, ConnectionRecord, Grant, StoreError};
use latchkey_wire::{ConnectionId, ReasonCode, UnixSeconds};
use tokio::sync::oneshot;

use crate::app::App;
use crate::app::hub::Topic;
use crate::passwords::{self, NotChecked, StoredPassword};

pub use driver::{drive, prove_all, renew_due};
pub use pending_writes::write_last;

/// How long somebody waits for another process's renewal of the same connection …
const PATIENCE: Duration = Duration::from_secs(15);
/// … looking so often whether it has ended, in real time: the other process works in that, and cannot be heard.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Why a renewal is asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RenewalTrigger {
    /// It is due: skipped if somebody else was first.
    Due,
    /// A sync engine needs a token that lives for so long: skipped if somebody else was first.
    Wanted {
        /// How long, in seconds.
        margin_s: i64,
    },
    /// An engine's token was rejected.
    Rejected,
    /// A person wants to know whether it works.
    Check,
}

impl RenewalTrigger {
    /// Whether a connection needs no renewal to answer this.
    fn is_answered_by(self, connection: &ConnectionRecord, now: UnixSeconds) -> bool {
        match self {
            Self::Due => connection.due_at.is_none_or(|due_at| due_at > now),
            Self::Rejected => must_wait(connection, now),
            // What a person asks is answered, unless the answer would cost something.
            Self::Check => must_wait(connection, now) && !may_be_asked_by_a_person(&connection.health),
            Self::Wanted { margin_s } => {
                connection.health.is_lost()
                    || must_wait(connection, now)
                    || rules::may_be_handed_out(connection.refreshed_at, connection.access_expires_at, margin_s, now)
            }
        }
    }

    fn urgency(self) -> Urgency {
        match self {
            Self::Due => Urgency::Scheduled,
            Self::Wanted { .. } => Urgency::Wanted,
            Self::Rejected | Self::Check => Urgency::Question,
        }
    }
}

/// Whether the last answer means that the token is not to be presented before its time: a success that could not be used, or
/// a refusal that explained nothing. Whoever asks in a hurry must not make it be presented again and again.
fn must_wait(connection: &ConnectionRecord, now: UnixSeconds) -> bool {
    let Health::Retrying { reason, .. } = &connection.health else { return false };
    matches!(reason.code, ReasonCode::AnswerUnusable | ReasonCode::RefusedUnexplained)
        && connection.due_at.is_some_and(|due_at| due_at > now && due_at - now <= 2 * rules::MAX_RETRY_AFTER_S)
}

fn may_be_asked_by_a_person(health: &Health) -> bool {
    matches!(health, Health::Retrying { reason, .. } if reason.code == ReasonCode::RefusedUnexplained)
}

/// Renews one connection to see whether it works, and answers how it is after that. `None` if it is gone.
pub async fn check(
    app: &App,
    id: &ConnectionId,
    trigger: RenewalTrigger,
) -> Result<Option<ConnectionRecord>, StoreError> {
    renew(app, id, trigger).await?;
    app.store.find_connection(id).await
}

/// Renews one connection, or notes why that failed.
pub async fn renew(app: &App, id: &ConnectionId, trigger: RenewalTrigger) -> Result<(), StoreError> {
    let guard = app.renewing.lock(id).await;
    // Goes on by itself: whoever asked may hang up, and with the request would go the claim, or the new pair, which may be the
    // only one that the provider still honours.
    let (tell, told) = oneshot::channel();
    let (working, id) = (app.clone(), id.clone());
    app.background.run(async move {
        let _guard = guard;
        let outcome = match claim(&working, &id, trigger).await {
            Ok(Some(claimed)) => work(&working, claimed, trigger).await,
            Ok(None) => Ok(()),
            Err(error) => Err(error),
        };
        // Nobody may be waiting any more.
        let _ = tell.send(outcome);
    });
    told.await.unwrap_or(Ok(()))
}

/// Claims a connection. `None` if it is gone, or if another process is renewing it, or has just done so.
async fn claim(app: &App, id: &ConnectionId, trigger: RenewalTrigger) -> Result<Option<ClaimedConnection>, StoreError> {
    let waiting = async {
        loop {
            let now = app.clock.now();
            match app.store.claim_connection(id, now, now + app.settings.lease.life_s).await? {
                Claim::Yours(claimed) => {
                    app.pending_writes.store_took_it(true);
                    return Ok(Some(*claimed));
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

/// Renews a connection that is claimed, and releases it.
async fn work(app: &App, claimed: ClaimedConnection, trigger: RenewalTrigger) -> Result<(), StoreError> {
    let ClaimedConnection { lease, connection, grant, interrupted } = claimed;
    if interrupted {
        tracing::warn!(connection = %connection.id, "the last renewal was interrupted; retrying the grant");
    }
    let claim = outcome::Held { lease, connection };
    if trigger.is_answered_by(&claim.connection, app.clock.now()) {
        return claim.release(app, None).await;
    }
    let Some(_working) = app.at_work.try_lock(&claim.connection.id) else {
        // An earlier renewal, whose claim has ended, needs one to write what came of it.
        return claim.release(app, None).await;
    };
    let outcome = match grant {
        Err(error) => {
            tracing::error!(connection = %claim.connection.id, %error, "a grant can't be decrypted");
            let due_at = claim.connection.due_at.map(|_| app.clock.now() + rules::MAX_BACKOFF_S);
            claim.release(app, due_at).await?;
            return Err(error);
        }
        Ok(Grant::Tokens { refresh, .. }) if app.pending_writes.has(&claim.connection, &refresh) => {
            // Its successor is here and only has to be written; the provider may not honour this one any more.
            claim.keep_unwritten(app).await
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
            let looked = match trigger {
                RenewalTrigger::Due => {
                    passwords::look(app, &claim.connection, stored).await.map_err(NotChecked::Failed)
                }
                RenewalTrigger::Rejected | RenewalTrigger::Check => {
                    passwords::check(app, &claim.connection, stored).await
                }
                RenewalTrigger::Wanted { .. } => return claim.release(app, None).await,
            };
            match looked {
                Ok(renewed) => claim.keep(app, renewed).await,
                Err(NotChecked::Failed(failure)) => claim.note(app, &failure).await,
                Err(NotChecked::Deferred) => claim.release(app, None).await,
                Err(NotChecked::Store(error)) => {
                    claim.release(app, None).await?;
                    return Err(error);
                }
            }
        }
    };
    app.token_cache.forget(&claim.connection.id);
    app.hub.announce(&Topic::Person(claim.connection.person.clone()));
    outcome
}

/// A random part of the rules' times.
pub(crate) fn spread(app: &App) -> u8 {
    let mut byte = [0];
    app.entropy.fill(&mut byte);
    byte[0]
}

/// When a grant that was just given is renewed next.
pub(crate) fn due_at(app: &App, offer: &latchkey_wire::OfferId, now: UnixSeconds, life_s: i64) -> UnixSeconds {
    rules::due_at(now, life_s, app.registry.rules(offer), app.settings.keep, spread(app))
}

/// Whether access is lost, so that somebody has to act.
fn is_broken(health: &Health) -> bool {
    matches!(health, Health::NeedsSignIn { .. } | Health::NeedsAdmin { .. })
}
