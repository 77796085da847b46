//! Decides what a provider's answer to a renewal leads to.

use latchkey_domain::breaker::OpenCause;
use latchkey_domain::{AccessToken, Failure, FailureClass, Health, RefreshToken, renewal as rules};
use latchkey_providers::Tokens;
use latchkey_store::{ConnectionRecord, FailedRenewal, Grant, RenewedGrant, StoreError};
use latchkey_wire::ReasonCode;

use super::access;
use super::ask::RenewalAnswer;
use super::held::Held;
use super::schedule::{self, random_spread};
use super::trigger::RenewalTrigger;
use super::upkeep::{self, ToldWithTokens};
use crate::app::App;
use crate::app::metrics::RenewalResult;
use crate::app::provider_limiter::{DeferReason, Deferred};

/// Postponed renewals are spread over at least half of this many seconds, so that they do not all come back at once.
const POSTPONED_OVER_S: i64 = 30;

impl Held {
    /// Writes what the provider's answer leads to.
    pub(super) async fn conclude(
        &self,
        app: &App,
        answer: RenewalAnswer,
        (access, presented): (&AccessToken, &RefreshToken),
        trigger: RenewalTrigger,
    ) -> Result<(), StoreError> {
        match answer {
            RenewalAnswer::Renewed(tokens, permit) => {
                let (access, told) = (tokens.access.clone(), ToldWithTokens::of(&tokens));
                let renewed = self.renewed(app, presented, tokens);
                app.metrics.count_renewal(&self.connection.offer, RenewalResult::Renewed);
                let refreshed_at = renewed.refreshed_at;
                let written = self.write_or_hold(app, presented, renewed).await;
                permit.release(Ok(()));
                if written.is_ok() {
                    let connection = ConnectionRecord { refreshed_at, ..self.connection.clone() };
                    upkeep::after_renewal(app, &connection, &told, access);
                }
                written
            }
            RenewalAnswer::Salvaged(successor, failure, permit) => {
                let failed = self.failed_renewal(app, &failure);
                let renewed = self.salvaged(app, access.clone(), successor, failed);
                let written = self.write_or_hold(app, presented, renewed).await;
                permit.release(Ok(()));
                written
            }
            RenewalAnswer::Failed(failure) => {
                // Another process may have renewed the connection meanwhile. The refused token is then the old one.
                let asks_to_act = matches!(
                    failure.class,
                    FailureClass::NeedsPerson | FailureClass::NeedsAdmin | FailureClass::Organisation
                );
                if asks_to_act && !self.still_has(app, presented).await? {
                    return self.release(app, None).await;
                }
                self.record_failure(app, &failure).await
            }
            RenewalAnswer::Deferred(deferred) => self.postpone(app, deferred, trigger).await,
            RenewalAnswer::Unwritable => self.release(app, None).await,
        }
    }

    /// Records a failure; the grant stays.
    pub(super) async fn record_failure(&self, app: &App, failure: &Failure) -> Result<(), StoreError> {
        let failed = self.failed_renewal(app, failure);
        self.save_failure(app, failed).await
    }

    /// The health and the due time that a failure leads to.
    fn failed_renewal(&self, app: &App, failure: &Failure) -> FailedRenewal {
        let provider_key = app.registry.provider_key(&self.connection.offer, self.connection.site.as_deref());
        let served_at = app.provider_limiters.served_at(&provider_key);
        let decision =
            rules::after_failure(&self.connection.health, failure, served_at, app.clock.now(), random_spread(app));
        let (connection, reason) = (&self.connection.id, failure.reason.code);
        if reason == ReasonCode::AnswerUnusable {
            let field = failure.reason.reference.as_deref();
            let offer = &self.connection.offer;
            tracing::error!(%connection, %offer, field, "a provider's successful response can't be used: this field is missing, malformed, or belongs to another account");
        }
        tracing::info!(%connection, ?reason, class = ?failure.class, cause = failure.cause.as_deref(), "not renewed");
        app.metrics.count_renewal(
            &self.connection.offer,
            match decision.health {
                Health::NeedsSignIn { .. } => RenewalResult::NeedsSignIn,
                Health::NeedsAdmin { .. } => RenewalResult::NeedsAdmin,
                _ => RenewalResult::Retrying,
            },
        );
        // A lost connection that is on the schedule stays on it after an outage.
        let is_as_before = decision.health.is_lost() && decision.health == self.connection.health;
        let again = self.connection.due_at.filter(|_| is_as_before).map(|_| app.clock.now() + rules::MAX_BACKOFF_S);
        FailedRenewal {
            health: decision.health,
            // What the provider wants is asked for until a token comes.
            challenge: failure.challenge.clone().map(String::from).or_else(|| self.connection.challenge.clone()),
            due_at: decision.due_at.or(again),
        }
    }

    /// Postpones a renewal whose provider was not asked. While the last access token lives, the person sees no change.
    async fn postpone(&self, app: &App, deferred: Deferred, trigger: RenewalTrigger) -> Result<(), StoreError> {
        app.metrics.count_renewal(&self.connection.offer, RenewalResult::Postponed);
        let now = app.clock.now();
        let lost = self.connection.health.is_lost();
        let over_s = (deferred.until - now).clamp(POSTPONED_OVER_S, rules::MAX_RETRY_AFTER_S) / 2;
        let later = deferred.until + over_s * i64::from(random_spread(app)) / 255;
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
        self.save_failure(
            app,
            FailedRenewal { health, challenge: self.connection.challenge.clone(), due_at: Some(later) },
        )
        .await
    }

    /// The grant after a renewal.
    fn renewed(&self, app: &App, presented: &RefreshToken, tokens: Tokens) -> RenewedGrant {
        let now = app.clock.now();
        let life_s = upkeep::access_life_s(&tokens, &self.connection.facts);
        // A new token says nothing of a mailbox that refused the last one: it is asked again before access counts as repaired.
        let health = &self.connection.health;
        let fault = health.is_about_access().then(|| FailedRenewal {
            health: health.clone(),
            challenge: None,
            due_at: Some(now + access::ASK_AGAIN_AFTER_S),
        });
        // Without a new refresh token the old one stays valid (RFC 6749, 6).
        let refresh = tokens.refresh.unwrap_or_else(|| presented.clone());
        RenewedGrant {
            grant: Grant::Tokens { access: tokens.access, refresh },
            refreshed_at: now,
            access_expires_at: now + life_s,
            ends_at: tokens.ends_in_s.map_or(self.connection.ends_at, |seconds| Some(now + seconds)),
            due_at: Some(schedule::due_at(app, &self.connection.offer, now, life_s)),
            api_url: tokens.api_url.map(String::from),
            fault,
        }
    }

    /// The grant after a renewal that brought only a new refresh token. The old access token is used until it expires.
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
