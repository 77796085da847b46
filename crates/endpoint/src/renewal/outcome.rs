//! Writing down what came of a renewal, under the claim that it began with.

use std::time::Duration;

use latchkey_domain::breaker::OpenCause;
use latchkey_domain::{AccessToken, Failure, FailureClass, Health, RefreshToken, Verified, renewal as rules};
use latchkey_providers::Tokens;
use latchkey_store::{
    AuditActor, AuditEventKind, Claim, ConnectionLease, ConnectionRecord, FailedRenewal, Grant, NewAuditEvent,
    RenewedGrant, StoreError,
};
use latchkey_wire::{ReasonCode, UnixSeconds};

use super::ask::RenewalAnswer;
use super::{RenewalTrigger, is_broken, spread};
use crate::app::App;
use crate::app::metrics::RenewalResult;
use crate::app::pending_writes::PendingPair;
use crate::app::provider_limiter::{DeferReason, Deferred};

/// A renewed grant that could not be written is written again so often before whoever asked is told …
const WRITE_TRIES: u32 = 2;
/// … with this pause in real time, so that somebody's lock has a chance to pass. What comes of it afterwards: see
/// [`super::pending_writes`].
const WRITE_PAUSE: Duration = Duration::from_millis(500);
/// A pair that came too late for its own claim waits so often for whoever holds the connection …
const LATE_TRIES: u32 = 40;
/// … with this pause, in real time as they take it.
const LATE_PAUSE: Duration = Duration::from_millis(500);
/// What waits for a provider comes back over so many seconds at least.
const POSTPONED_OVER_S: i64 = 30;

/// A connection that this process holds a claim on.
#[derive(Clone)]
pub(super) struct Held {
    pub(super) lease: ConnectionLease,
    pub(super) connection: ConnectionRecord,
}

impl Held {
    /// Gives the claim back without a result.
    pub(super) async fn release(&self, app: &App, due_at: Option<UnixSeconds>) -> Result<(), StoreError> {
        app.store.release_claim(&self.lease, due_at).await.map(drop)
    }

    /// Writes down what came of asking.
    pub(super) async fn conclude(
        &self,
        app: &App,
        answer: RenewalAnswer,
        (access, presented): (&AccessToken, &RefreshToken),
        trigger: RenewalTrigger,
    ) -> Result<(), StoreError> {
        match answer {
            RenewalAnswer::Renewed(tokens, permit) => {
                let renewed = self.renewed(app, presented, tokens);
                app.metrics.renewal(&self.connection.offer, RenewalResult::Renewed);
                let access = renewed.grant.access().filter(|_| self.connection.verified == Verified::Unknown).cloned();
                let written = self.write_or_hold(app, presented, renewed).await;
                permit.release(Ok(()));
                if let (Ok(()), Some(access)) = (&written, access) {
                    app.find_out(&self.connection, access);
                }
                written
            }
            RenewalAnswer::Salvaged(successor, failure, permit) => {
                let failed = self.verdict(app, &failure);
                let renewed = self.salvaged(app, access.clone(), successor, failed);
                let written = self.write_or_hold(app, presented, renewed).await;
                permit.release(Ok(()));
                written
            }
            RenewalAnswer::Failed(failure) => {
                // Somebody else may have renewed it meanwhile: then what was refused is the predecessor.
                let asks_to_act = matches!(
                    failure.class,
                    FailureClass::NeedsPerson | FailureClass::NeedsAdmin | FailureClass::Organisation
                );
                if asks_to_act && !self.still_has(app, presented).await? {
                    return self.release(app, None).await;
                }
                self.note(app, &failure).await
            }
            RenewalAnswer::Deferred(deferred) => self.postpone(app, deferred, trigger).await,
            RenewalAnswer::Unwritable => self.release(app, None).await,
        }
    }

    /// Writes a new pair of tokens, or holds it until that is possible.
    pub(super) async fn write_or_hold(
        &self,
        app: &App,
        presented: &RefreshToken,
        renewed: RenewedGrant,
    ) -> Result<(), StoreError> {
        let settled = match self.write(app, &renewed).await {
            Ok(true) => return Ok(()),
            Ok(false) => self.rescue(app, presented, &renewed).await,
            Err(error) => Err(error),
        };
        if !matches!(settled, Ok(true)) {
            app.pending_writes.hold(PendingPair {
                lease: self.lease.clone(),
                connection: self.connection.clone(),
                presented: presented.clone(),
                renewed,
            });
        }
        settled.map(drop)
    }

    /// Writes the pair that is held for this connection, under this claim.
    pub(super) async fn keep_unwritten(&self, app: &App) -> Result<(), StoreError> {
        match app.pending_writes.take(&self.connection.id) {
            Some(pair) => self.write_or_hold(app, &pair.presented, pair.renewed).await,
            None => self.release(app, None).await,
        }
    }

    /// Writes the successor of a grant.
    pub(super) async fn keep(&self, app: &App, renewed: RenewedGrant) -> Result<(), StoreError> {
        self.write(app, &renewed).await.map(drop)
    }

    async fn write(&self, app: &App, renewed: &RenewedGrant) -> Result<bool, StoreError> {
        let news: Vec<_> = match &renewed.fault {
            Some(failed) => self.news(app, &failed.health).await?,
            None if is_broken(&self.connection.health) => {
                vec![app.news(AuditActor::Endpoint, AuditEventKind::Repaired, &self.connection, None).await?]
            }
            None => Vec::new(),
        };
        let mut tries = 1;
        loop {
            match app.store.save_renewal(&self.lease, renewed, &news).await {
                Ok(kept) => {
                    app.pending_writes.store_took_it(true);
                    return Ok(kept);
                }
                Err(error) => {
                    app.pending_writes.store_took_it(false);
                    if tries >= WRITE_TRIES {
                        return Err(error);
                    }
                    let connection = &self.connection.id;
                    tracing::warn!(%connection, %error, "a renewed grant could not be written; retrying");
                    tries += 1;
                    tokio::time::sleep(WRITE_PAUSE).await;
                }
            }
        }
    }

    /// A pair that came too late for its claim, because this process was paused: it may be the only one that the provider
    /// still honours. It is written under a new claim, unless the connection has moved on. `false` if somebody else holds
    /// the connection all the time.
    async fn rescue(&self, app: &App, presented: &RefreshToken, renewed: &RenewedGrant) -> Result<bool, StoreError> {
        let id = &self.connection.id;
        for _ in 0..LATE_TRIES {
            let now = app.clock.now();
            match app.store.claim_connection(id, now, now + app.settings.lease.life_s).await? {
                Claim::Gone => return Ok(true),
                Claim::Busy { .. } => tokio::time::sleep(LATE_PAUSE).await,
                Claim::Yours(claimed) => {
                    let moved_on = claimed.connection.generation != self.connection.generation
                        || !claimed.grant.as_ref().is_ok_and(|grant| is(grant, presented));
                    let held = Self { lease: claimed.lease, connection: claimed.connection };
                    if moved_on {
                        return held.release(app, None).await.map(|()| true);
                    }
                    tracing::warn!(connection = %id, "a renewal outlived its claim; its grant is stored anyway");
                    return held.write(app, renewed).await;
                }
            }
        }
        Ok(false)
    }

    /// Whether the store's grant is still the one that was presented.
    async fn still_has(&self, app: &App, presented: &RefreshToken) -> Result<bool, StoreError> {
        Ok(app.store.find_grant(&self.connection.id).await?.is_some_and(|grant| is(&grant, presented)))
    }

    /// Notes a failure; the grant stays.
    pub(super) async fn note(&self, app: &App, failure: &Failure) -> Result<(), StoreError> {
        let failed = self.verdict(app, failure);
        self.note_as(app, failed).await
    }

    /// What a failure leads to.
    fn verdict(&self, app: &App, failure: &Failure) -> FailedRenewal {
        let provider_key = app.registry.provider_key(&self.connection.offer, self.connection.site.as_deref());
        let served_at = app.provider_limiters.served_at(&provider_key);
        let verdict = rules::after_failure(&self.connection.health, failure, served_at, app.clock.now(), spread(app));
        let (connection, reason) = (&self.connection.id, failure.reason.code);
        if reason == ReasonCode::AnswerUnusable {
            let field = failure.reason.reference.as_deref();
            let offer = &self.connection.offer;
            tracing::error!(%connection, %offer, field, "a provider's successful response can't be used: this field is missing, malformed, or belongs to another account");
        }
        tracing::info!(%connection, ?reason, class = ?failure.class, "not renewed");
        app.metrics.renewal(
            &self.connection.offer,
            match verdict.health {
                Health::NeedsSignIn { .. } => RenewalResult::NeedsSignIn,
                Health::NeedsAdmin { .. } => RenewalResult::NeedsAdmin,
                _ => RenewalResult::Retrying,
            },
        );
        // A loss that is tried again by itself still is after an outage.
        let is_as_before = is_broken(&verdict.health) && verdict.health == self.connection.health;
        let again = self.connection.due_at.filter(|_| is_as_before).map(|_| app.clock.now() + rules::MAX_BACKOFF_S);
        FailedRenewal { health: verdict.health, challenge: failure.challenge.clone(), due_at: verdict.due_at.or(again) }
    }

    async fn note_as(&self, app: &App, failed: FailedRenewal) -> Result<(), StoreError> {
        let news = self.news(app, &failed.health).await?;
        app.store.save_failed_renewal(&self.lease, &failed, &news).await.map(drop)
    }

    /// What is to be told when the connection's health becomes this.
    async fn news(&self, app: &App, health: &Health) -> Result<Vec<NewAuditEvent>, StoreError> {
        let news = match (&self.connection.health, health) {
            (Health::NeedsSignIn { .. }, Health::NeedsSignIn { .. })
            | (Health::NeedsAdmin { .. }, Health::NeedsAdmin { .. }) => None,
            (_, Health::NeedsSignIn { reason, .. }) => Some((AuditEventKind::NeedsSignIn, reason)),
            (_, Health::NeedsAdmin { reason, .. }) => Some((AuditEventKind::NeedsAdmin, reason)),
            _ => None,
        };
        Ok(match news {
            Some((kind, reason)) => {
                vec![app.news(AuditActor::Endpoint, kind, &self.connection, Some(reason.clone())).await?]
            }
            None => Vec::new(),
        })
    }

    /// The provider was not trigger. As long as the last token lives nobody needs to know.
    async fn postpone(&self, app: &App, deferred: Deferred, trigger: RenewalTrigger) -> Result<(), StoreError> {
        app.metrics.renewal(&self.connection.offer, RenewalResult::Postponed);
        let now = app.clock.now();
        let lost = self.connection.health.is_lost();
        let over_s = (deferred.until - now).clamp(POSTPONED_OVER_S, rules::MAX_RETRY_AFTER_S) / 2;
        let later = deferred.until + over_s * i64::from(spread(app)) / 255;
        let is_refused = deferred.why == DeferReason::Client(OpenCause::Refused);
        let unusable = self.connection.access_expires_at <= now || is_refused;
        if lost || !unusable {
            let due_at = (trigger == RenewalTrigger::Due).then_some(later);
            return self.release(app, due_at).await;
        }
        let retrying = |code: ReasonCode| match &self.connection.health {
            Health::Retrying { since, attempts, .. } => {
                Health::Retrying { since: *since, reason: code.into(), attempts: *attempts }
            }
            _ => Health::Retrying { since: now, reason: code.into(), attempts: 0 },
        };
        let health = match deferred.why {
            DeferReason::ShutOut(reason) => Health::NeedsAdmin { since: now, reason },
            DeferReason::Client(OpenCause::Refused) => retrying(ReasonCode::Misconfigured),
            DeferReason::Client(OpenCause::Unproven | OpenCause::Unexplained) | DeferReason::Busy => {
                retrying(ReasonCode::ProviderDown)
            }
        };
        self.note_as(app, FailedRenewal { health, challenge: self.connection.challenge.clone(), due_at: Some(later) })
            .await
    }

    /// The grant after a renewal.
    fn renewed(&self, app: &App, presented: &RefreshToken, tokens: Tokens) -> RenewedGrant {
        let now = app.clock.now();
        let life_s = tokens.access_life_s.unwrap_or(rules::NOMINAL_ACCESS_LIFE_S);
        // No new refresh token means that the old one goes on.
        let refresh = tokens.refresh.unwrap_or_else(|| presented.clone());
        RenewedGrant {
            grant: Grant::Tokens { access: tokens.access, refresh },
            refreshed_at: now,
            access_expires_at: now + life_s,
            ends_at: tokens.ends_in_s.map_or(self.connection.ends_at, |seconds| Some(now + seconds)),
            due_at: Some(super::due_at(app, &self.connection.offer, now, life_s)),
            api_url: tokens.api_url.map(String::from),
            fault: None,
        }
    }

    /// The grant after a renewal that brought nothing but a new refresh token: the access token goes on until its end.
    fn salvaged(&self, app: &App, access: AccessToken, successor: RefreshToken, failed: FailedRenewal) -> RenewedGrant {
        RenewedGrant {
            grant: Grant::Tokens { access, refresh: successor },
            refreshed_at: app.clock.now(),
            access_expires_at: self.connection.access_expires_at,
            ends_at: self.connection.ends_at,
            due_at: failed.due_at,
            api_url: None,
            fault: Some(failed),
        }
    }
}

pub(super) fn is(grant: &Grant, presented: &RefreshToken) -> bool {
    grant.refresh().is_some_and(|refresh| refresh.expose() == presented.expose())
}
