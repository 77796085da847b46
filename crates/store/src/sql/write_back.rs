//! Writes under a lease: the outcome of a renewal, or its release. They are prepared outside any transaction, so that one
//! transaction can hold many.

use latchkey_wire::UnixSeconds;

use super::dialect::query;
use super::{Conn, grants, journal};
use crate::columns::HealthColumns;
use crate::crypter::Crypter;
use crate::transaction_end::TransactionEnd;
use crate::{ConnectionLease, FailedRenewal, NewAuditEvent, RenewedGrant, StoreError, sealed};

/// One write under a lease.
#[derive(Clone)]
pub(in super::super) struct WriteBack {
    pub(in super::super) lease: ConnectionLease,
    pub(in super::super) change: Change,
    pub(in super::super) events: Vec<NewAuditEvent>,
}

/// The change that a write makes.
#[derive(Clone)]
pub(in super::super) enum Change {
    /// The grant was renewed.
    Renewed(Box<RenewedColumns>),
    /// The renewal failed.
    Failed { health: HealthColumns, challenge: Option<String>, due_at: Option<UnixSeconds> },
    /// The lease was released without a renewal.
    Released { due_at: Option<UnixSeconds> },
}

/// A renewed grant, sealed.
#[derive(Clone)]
pub(in super::super) struct RenewedColumns {
    pub(in super::super) key_id: String,
    pub(in super::super) sealed: Vec<u8>,
    pub(in super::super) refreshed_at: UnixSeconds,
    pub(in super::super) access_expires_at: UnixSeconds,
    pub(in super::super) ends_at: Option<UnixSeconds>,
    pub(in super::super) due_at: Option<UnixSeconds>,
    pub(in super::super) api_url: Option<String>,
    pub(in super::super) fault: Option<Box<Change>>,
}

impl Change {
    pub(super) fn renewed(crypter: &Crypter, lease: &ConnectionLease, renewed: &RenewedGrant) -> Self {
        let (key_id, sealed) = sealed::seal(crypter, grants::place(lease.connection.as_str()), &renewed.grant);
        Self::Renewed(Box::new(RenewedColumns {
            key_id: key_id.as_ref().to_owned(),
            sealed,
            refreshed_at: renewed.refreshed_at,
            access_expires_at: renewed.access_expires_at,
            ends_at: renewed.ends_at,
            due_at: renewed.due_at,
            api_url: renewed.api_url.clone(),
            fault: renewed.fault.as_ref().map(|failed| Box::new(Self::failed(failed))),
        }))
    }

    pub(super) fn failed(failed: &FailedRenewal) -> Self {
        Self::Failed {
            health: HealthColumns::from(&failed.health),
            challenge: failed.challenge.clone(),
            due_at: failed.due_at,
        }
    }
}

impl WriteBack {
    pub(super) fn new(lease: &ConnectionLease, change: Change, events: &[NewAuditEvent]) -> Self {
        Self { lease: lease.clone(), change, events: events.to_vec() }
    }

    /// Applies the write, if the lease is the newest and no sign-in came first.
    pub(in super::super) async fn apply(&self, db: &mut Conn) -> Result<TransactionEnd<bool>, StoreError> {
        let released = query("DELETE FROM leases WHERE connection = $1 AND fence = $2")
            .bind(self.lease.connection.as_str())
            .bind(self.lease.fence)
            .execute(&mut *db)
            .await?;
        if released.rows_affected() == 0 {
            return TransactionEnd::rollback(false);
        }
        if !self.apply_change(db).await? {
            // A sign-in came first, so nothing is written. The lease ends all the same.
            return TransactionEnd::commit(false);
        }
        journal::record(db, &self.events).await?;
        TransactionEnd::commit(true)
    }

    async fn apply_change(&self, db: &mut Conn) -> Result<bool, StoreError> {
        match &self.change {
            Change::Renewed(renewed) => {
                if !self.mark_renewed(db, renewed).await? {
                    return Ok(false);
                }
                grants::save_sealed(db, &self.lease.connection, &renewed.key_id, &renewed.sealed).await?;
                match renewed.fault.as_deref() {
                    Some(Change::Failed { health, challenge, due_at }) => {
                        self.mark_failed(db, health, challenge.as_deref(), *due_at).await
                    }
                    _ => Ok(true),
                }
            }
            Change::Failed { health, challenge, due_at } => {
                self.mark_failed(db, health, challenge.as_deref(), *due_at).await
            }
            Change::Released { due_at: None } => Ok(true),
            Change::Released { due_at: Some(due_at) } => self.postpone(db, *due_at).await,
        }
    }

    async fn mark_renewed(&self, db: &mut Conn, renewed: &RenewedColumns) -> Result<bool, StoreError> {
        let written = query(
            "UPDATE connections SET health = 'working', health_since = NULL, health_reason = NULL,
                 health_reference = NULL, health_missing = NULL, health_attempts = 0, challenge = NULL,
                 last_working_at = $1, refreshed_at = $1, access_expires_at = $2, ends_at = $3, due_at = $4,
                 api_url = coalesce($5, api_url)
             WHERE id = $6 AND generation = $7",
        )
        .bind(renewed.refreshed_at)
        .bind(renewed.access_expires_at)
        .bind(renewed.ends_at)
        .bind(renewed.due_at)
        .bind(&renewed.api_url)
        .bind(self.lease.connection.as_str())
        .bind(self.lease.generation)
        .execute(db)
        .await?;
        Ok(written.rows_affected() == 1)
    }

    async fn mark_failed(
        &self,
        db: &mut Conn,
        health: &HealthColumns,
        challenge: Option<&str>,
        due_at: Option<UnixSeconds>,
    ) -> Result<bool, StoreError> {
        let written = query(
            "UPDATE connections SET health = $1, health_since = $2, health_reason = $3, health_reference = $4,
                 health_missing = $5, health_attempts = $6, challenge = $7, due_at = $8
             WHERE id = $9 AND generation = $10",
        )
        .bind(&health.kind)
        .bind(health.since)
        .bind(&health.reason)
        .bind(&health.reference)
        .bind(&health.missing)
        .bind(health.attempts)
        .bind(challenge)
        .bind(due_at)
        .bind(self.lease.connection.as_str())
        .bind(self.lease.generation)
        .execute(db)
        .await?;
        Ok(written.rows_affected() == 1)
    }

    async fn postpone(&self, db: &mut Conn, due_at: UnixSeconds) -> Result<bool, StoreError> {
        let written = query("UPDATE connections SET due_at = $1 WHERE id = $2 AND generation = $3")
            .bind(due_at)
            .bind(self.lease.connection.as_str())
            .bind(self.lease.generation)
            .execute(db)
            .await?;
        Ok(written.rows_affected() == 1)
    }
}
