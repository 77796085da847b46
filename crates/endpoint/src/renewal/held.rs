//! A claimed connection, and what is written under its claim.

use std::time::Duration;

use latchkey_domain::{Health, RefreshToken};
use latchkey_store::{
    AuditActor, AuditEventKind, Claim, ConnectionLease, ConnectionRecord, FailedRenewal, Grant, NewAuditEvent,
    RenewedGrant, StoreError,
};

use latchkey_wire::UnixSeconds;

use crate::app::App;
use crate::app::pending_writes::PendingPair;

/// How many times the endpoint tries to write a renewed grant before the caller gets the error.
const WRITE_TRIES: u32 = 2;
/// The pause between two tries. It is in real time, so that another program's lock on the database can end. After the last
/// try, [`super::pending_writes`] holds the grant.
const WRITE_PAUSE: Duration = Duration::from_millis(500);
/// How many times a token pair whose claim has ended waits for the connection's present holder.
const LATE_TRIES: u32 = 40;
/// The pause between two such tries, in real time.
const LATE_PAUSE: Duration = Duration::from_millis(500);

/// A connection that this process has claimed.
#[derive(Clone)]
pub(super) struct Held {
    pub(super) lease: ConnectionLease,
    pub(super) connection: ConnectionRecord,
}

impl Held {
    /// Releases the claim without a result.
    pub(super) async fn release(&self, app: &App, due_at: Option<UnixSeconds>) -> Result<(), StoreError> {
        app.store.release_claim(&self.lease, due_at).await.map(drop)
    }

    /// Writes a new token pair, or holds it in memory until the store accepts it.
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
            app.pending_writes.insert(PendingPair {
                lease: self.lease.clone(),
                connection: self.connection.clone(),
                presented: presented.clone(),
                renewed,
            });
        }
        settled.map(drop)
    }

    /// Writes the token pair that is held in memory for this connection, under this claim.
    pub(super) async fn write_pending(&self, app: &App) -> Result<(), StoreError> {
        match app.pending_writes.remove(&self.connection.id) {
            Some(pair) => self.write_or_hold(app, &pair.presented, pair.renewed).await,
            None => self.release(app, None).await,
        }
    }

    /// Saves the successor of a grant.
    pub(super) async fn save(&self, app: &App, renewed: RenewedGrant) -> Result<(), StoreError> {
        self.write(app, &renewed).await.map(drop)
    }

    async fn write(&self, app: &App, renewed: &RenewedGrant) -> Result<bool, StoreError> {
        let events: Vec<_> = match &renewed.fault {
            Some(failed) => self.events(app, &failed.health).await?,
            None if self.connection.health.is_lost() => {
                vec![app.new_audit_event(AuditActor::Endpoint, AuditEventKind::Repaired, &self.connection, None).await?]
            }
            None => Vec::new(),
        };
        let mut tries = 1;
        loop {
            match app.store.save_renewal(&self.lease, renewed, &events).await {
                Ok(saved) => {
                    app.pending_writes.record_write_result(true);
                    return Ok(saved);
                }
                Err(error) => {
                    app.pending_writes.record_write_result(false);
                    app.standstill.store_failed(app.clock.now());
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

    /// Writes a token pair under a new claim, because its own claim ended while this process was paused. The pair may be the
    /// only one that the provider still accepts. If the connection has changed meanwhile, nothing is written. `false` if
    /// another process holds the connection all the time.
    async fn rescue(&self, app: &App, presented: &RefreshToken, renewed: &RenewedGrant) -> Result<bool, StoreError> {
        let id = &self.connection.id;
        for _ in 0..LATE_TRIES {
            let now = app.clock.now();
            match app.store.claim_connection(id, now, now + app.settings.lease.life_s).await? {
                Claim::Gone => return Ok(true),
                Claim::Busy { .. } => tokio::time::sleep(LATE_PAUSE).await,
                Claim::Yours(claimed) => {
                    let moved_on = claimed.connection.generation != self.connection.generation
                        || !claimed.grant.as_ref().is_ok_and(|grant| is_grant_of(grant, presented));
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
    pub(super) async fn still_has(&self, app: &App, presented: &RefreshToken) -> Result<bool, StoreError> {
        Ok(app.store.find_grant(&self.connection.id).await?.is_some_and(|grant| is_grant_of(&grant, presented)))
    }

    pub(super) async fn save_failure(&self, app: &App, failed: FailedRenewal) -> Result<(), StoreError> {
        let events = self.events(app, &failed.health).await?;
        app.store.save_failed_renewal(&self.lease, &failed, &events).await.map(drop)
    }

    /// The audit events for a change of the connection's health to `health`.
    async fn events(&self, app: &App, health: &Health) -> Result<Vec<NewAuditEvent>, StoreError> {
        let event = match (&self.connection.health, health) {
            (Health::NeedsSignIn { .. }, Health::NeedsSignIn { .. })
            | (Health::NeedsAdmin { .. }, Health::NeedsAdmin { .. }) => None,
            (_, Health::NeedsSignIn { reason, .. }) => Some((AuditEventKind::NeedsSignIn, reason)),
            (_, Health::NeedsAdmin { reason, .. }) => Some((AuditEventKind::NeedsAdmin, reason)),
            _ => None,
        };
        Ok(match event {
            Some((kind, reason)) => {
                vec![app.new_audit_event(AuditActor::Endpoint, kind, &self.connection, Some(reason.clone())).await?]
            }
            None => Vec::new(),
        })
    }
}

fn is_grant_of(grant: &Grant, presented: &RefreshToken) -> bool {
    grant.refresh().is_some_and(|refresh| refresh.expose() == presented.expose())
}
