//! Renewing: what is due is claimed, renewed, and written under the claim.

use async_trait::async_trait;
use latchkey_wire::{ConnectionId, UnixSeconds};

use crate::{Announced, Claim, Claimed, Failed, InFlight, Lease, Renewed, StoreError};

/// Leases on connections, and what is written under them.
#[async_trait]
pub trait Renewals {
    /// Claims up to `limit` connections that are due at `now` and that nobody holds, the longest due first, until
    /// `lease_until`. No two callers get the same one. A lease that ended by time can be claimed again, and so can one that
    /// ends far later than any lease taken at `now` would: it was written before the clock was set back.
    async fn claim_due(
        &self,
        now: UnixSeconds,
        limit: u32,
        lease_until: UnixSeconds,
    ) -> Result<Vec<Claimed>, StoreError>;
    /// Claims one connection, due or not.
    async fn claim(&self, id: &ConnectionId, now: UnixSeconds, lease_until: UnixSeconds) -> Result<Claim, StoreError>;
    /// Replaces the grant by its successor, marks the connection as working, and releases it. `false` if the lease is not
    /// the newest or a sign-in was faster.
    async fn keep_renewed(&self, lease: &Lease, renewed: &Renewed, news: &[Announced]) -> Result<bool, StoreError>;
    /// Notes a failed renewal, and releases the connection; the grant stays. `false` as above.
    async fn note_failure(&self, lease: &Lease, failed: &Failed, news: &[Announced]) -> Result<bool, StoreError>;
    /// Gives a claim back without a result, and postpones the next one to `due_at` if that is given. `false` as above.
    async fn release(&self, lease: &Lease, due_at: Option<UnixSeconds>) -> Result<bool, StoreError>;
    /// Up to `limit` claims that nobody has released, the oldest first.
    async fn in_flight(&self, limit: u32) -> Result<Vec<InFlight>, StoreError>;
}
