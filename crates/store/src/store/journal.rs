//! The journal of audit events, the outbox of their deliveries, and the links in e-mails.

use async_trait::async_trait;
use latchkey_domain::TokenHash;
use latchkey_wire::{ConnectionId, UnixSeconds};

use crate::{
    DeliveryOutcome, JournalEntry, LinkRecord, MailCap, NewAuditEvent, OutboxClaim, OutboxCounts, OutboxLease,
    StoreError,
};

/// The audit journal, its outbox, and links in e-mails.
#[async_trait]
pub trait AuditJournal {
    /// Records audit events that belong to no other write, for example a changed policy. An event whose id the journal has
    /// already changes nothing.
    async fn record_events(&self, events: &[NewAuditEvent]) -> Result<(), StoreError>;
    /// Lists up to `limit` entries after `after`, ordered by number. No entry ever appears before one that was read already, so
    /// a caller that continues from the last number misses none.
    async fn list_journal(&self, after: i64, limit: u32) -> Result<Vec<JournalEntry>, StoreError>;

    /// Claims up to `limit` outbox entries that are due at `now` and not leased, until `lease_until`. An e-mail to an address
    /// that got as many as the cap allows, those in progress included, becomes due again when the cap allows it. The cap holds
    /// for all processes together; addresses are compared without regard to case.
    async fn claim_outbox(
        &self,
        now: UnixSeconds,
        limit: u32,
        lease_until: UnixSeconds,
        cap: MailCap,
    ) -> Result<OutboxClaim, StoreError>;
    /// Saves the outcome of an attempt, and ends the lease. `false` if another process claimed the entry in the meantime, or it
    /// was cancelled.
    async fn finish_delivery(&self, lease: &OutboxLease, outcome: DeliveryOutcome) -> Result<bool, StoreError>;
    /// Counts the outbox entries that wait, and those that were given up.
    async fn count_outbox(&self) -> Result<OutboxCounts, StoreError>;

    /// Inserts a new link.
    async fn create_link(&self, link: &LinkRecord) -> Result<(), StoreError>;
    /// Finds the link with this hash, if it has not expired at `now`.
    async fn find_link(&self, token: TokenHash, now: UnixSeconds) -> Result<Option<LinkRecord>, StoreError>;
    /// Deletes every link of a connection.
    async fn revoke_links(&self, connection: &ConnectionId) -> Result<(), StoreError>;
}
