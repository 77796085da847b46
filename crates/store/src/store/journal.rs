//! The journal of what happened, who still has to hear of it, and the links that e-mails carry.

use async_trait::async_trait;
use latchkey_domain::TokenHash;
use latchkey_wire::{ConnectionId, UnixSeconds};

use crate::{
    Announced, ClaimedDeliveries, Delivered, DeliveryCounts, DeliveryLease, JournalEntry, LinkRecord, MailCap,
    StoreError,
};

/// What happened, and who is to hear of it.
#[async_trait]
pub trait Journal {
    /// Writes down what is no other method's doing, for example a changed policy.
    async fn note(&self, news: &[Announced]) -> Result<(), StoreError>;
    /// Up to `limit` entries in the order of their numbers, those after `after`. No entry ever appears before one that was
    /// read already, so whoever continues from the last number misses nothing.
    async fn journal(&self, after: i64, limit: u32) -> Result<Vec<JournalEntry>, StoreError>;

    /// Claims up to `limit` deliveries that are due at `now` and that nobody holds, until `lease_until`. An e-mail to an
    /// address that has had as many as the cap allows, those under way included, becomes due again when the cap lets it. The
    /// cap holds over all callers of all processes; case does not make another address.
    async fn claim_deliveries(
        &self,
        now: UnixSeconds,
        limit: u32,
        lease_until: UnixSeconds,
        cap: MailCap,
    ) -> Result<ClaimedDeliveries, StoreError>;
    /// Notes how a try went, and releases the delivery. `false` if it was claimed by somebody else in the meantime or is not
    /// wanted any more.
    async fn end_delivery(&self, lease: &DeliveryLease, how: Delivered) -> Result<bool, StoreError>;
    /// How many deliveries wait, and how many were given up.
    async fn count_deliveries(&self) -> Result<DeliveryCounts, StoreError>;

    /// Keeps a new link.
    async fn create_link(&self, link: &LinkRecord) -> Result<(), StoreError>;
    /// The link with this hash, if it has not ended at `now`.
    async fn link(&self, token: TokenHash, now: UnixSeconds) -> Result<Option<LinkRecord>, StoreError>;
    /// Ends every link of a connection.
    async fn end_links(&self, connection: &ConnectionId) -> Result<(), StoreError>;
}
