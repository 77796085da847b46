//! Renewals: a process claims a due connection, renews its grant, and writes the result under its lease.

use async_trait::async_trait;
use latchkey_wire::{ConnectionId, UnixSeconds};

use crate::{
    Claim, ClaimedConnection, ConnectionLease, FailedRenewal, HeldClaim, NewAuditEvent, RenewedGrant, StoreError,
};

/// Leases on connections, and the writes that need one.
#[async_trait]
pub trait Renewals {
    /// Claims up to `limit` connections that are due at `now` and not leased, the longest due first, until `lease_until`. No two
    /// callers get the same connection. A connection can be claimed again after its lease expired, and also if the lease ends
    /// far later than any lease taken at `now` would: it was written before the clock was set back.
    async fn claim_due_connections(
        &self,
        now: UnixSeconds,
        limit: u32,
        lease_until: UnixSeconds,
    ) -> Result<Vec<ClaimedConnection>, StoreError>;
    /// Claims one connection, due or not.
    async fn claim_connection(
        &self,
        id: &ConnectionId,
        now: UnixSeconds,
        lease_until: UnixSeconds,
    ) -> Result<Claim, StoreError>;
    /// Saves the renewed grant, marks the connection as working, and ends the lease. `false` if the lease is not the newest, or
    /// a sign-in came first.
    async fn save_renewal(
        &self,
        lease: &ConnectionLease,
        renewed: &RenewedGrant,
        events: &[NewAuditEvent],
    ) -> Result<bool, StoreError>;
    /// Saves a failed renewal, and ends the lease; the grant stays. `false` as above.
    async fn save_failed_renewal(
        &self,
        lease: &ConnectionLease,
        failed: &FailedRenewal,
        events: &[NewAuditEvent],
    ) -> Result<bool, StoreError>;
    /// Ends the lease without a result, and postpones the next renewal to `due_at` if that is given. `false` as above.
    async fn release_claim(&self, lease: &ConnectionLease, due_at: Option<UnixSeconds>) -> Result<bool, StoreError>;
    /// Lists up to `limit` claims that were not released, the oldest first.
    async fn list_held_claims(&self, limit: u32) -> Result<Vec<HeldClaim>, StoreError>;
}
