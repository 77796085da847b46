//! Connections and their grants, apart from renewing them.

use async_trait::async_trait;
use latchkey_domain::{Identity, PersonId, TokenHash, Verified};
use latchkey_wire::{ConnectionId, ConnectionSettings, Purpose, UnixSeconds};

use crate::{Announced, ConnectionRecord, Grant, HealthCounts, Lease, StoreError, WithGrant};

/// What [`Connections::part`] makes.
#[derive(Clone, Debug)]
pub struct Parted {
    /// The new connection, of the session's new person.
    pub connection: ConnectionRecord,
    /// Its grant.
    pub grant: Grant,
    /// The session, which shows all of its new person's connections.
    pub session: TokenHash,
    /// Whose session it was.
    pub from: PersonId,
    /// When.
    pub at: UnixSeconds,
}

/// Connections and their grants.
#[async_trait]
pub trait Connections {
    /// All connections of a person, the mailbox first.
    async fn connections_of(&self, person: &PersonId) -> Result<Vec<ConnectionRecord>, StoreError>;
    /// One connection.
    async fn connection(&self, id: &ConnectionId) -> Result<Option<ConnectionRecord>, StoreError>;
    /// The connection of an account.
    async fn connection_of(
        &self,
        identity: &Identity,
        purpose: Purpose,
    ) -> Result<Option<ConnectionRecord>, StoreError>;
    /// The connections of whatever accounts go by this address, in the order of their ids. Addresses are compared without
    /// regard to case. They can be several: two organisations, a production and a sandbox, a reused address.
    async fn connections_at(&self, address: &str, purpose: Purpose) -> Result<Vec<ConnectionRecord>, StoreError>;
    /// Up to `limit` connections in the order of their ids, those after `after`.
    async fn connections_page(
        &self,
        after: Option<&ConnectionId>,
        limit: u32,
    ) -> Result<Vec<ConnectionRecord>, StoreError>;
    /// How many connections are in which health.
    async fn count_by_health(&self) -> Result<HealthCounts, StoreError>;
    /// The secrets of a connection.
    async fn grant(&self, id: &ConnectionId) -> Result<Option<Grant>, StoreError>;
    /// Both, as they stood at one moment.
    async fn connection_with_grant(&self, id: &ConnectionId) -> Result<Option<WithGrant>, StoreError>;
    /// Keeps what the person chose. `false` if there is no such connection.
    async fn keep_settings(
        &self,
        id: &ConnectionId,
        settings: &ConnectionSettings,
        news: &[Announced],
    ) -> Result<bool, StoreError>;
    /// Keeps what was found out about the address of the account that signed in when the connection had this generation.
    /// `false` if there is no such connection, or another sign-in came between.
    async fn note_verified(&self, id: &ConnectionId, generation: i64, verified: Verified) -> Result<bool, StoreError>;
    /// Ends a connection on purpose: its grant is forgotten, its settings stay, and a renewal under way changes nothing any
    /// more. Nobody is told of older breaks, and links to repair it end. `false` if there is none, or it has ended before.
    /// Whoever wants to end the grant at the provider too reads it first.
    async fn disconnect(&self, id: &ConnectionId, now: UnixSeconds, news: &[Announced]) -> Result<bool, StoreError>;
    /// Gives a session a person and a connection of its own in place of one that nobody has shown to own: the new connection has
    /// the other's grant, and the other is forgotten, with the sessions that a code let in to it. `false` and nothing changed
    /// if it is gone, its claim has ended, somebody has shown to own it, or the session has ended.
    async fn part(&self, lease: &Lease, parted: &Parted, news: &[Announced]) -> Result<bool, StoreError>;
    /// Counts one more rejection of the connection's token by its provider, and answers how many that makes in a row. One
    /// before `forget_before` does not belong to the row any more; a finished sign-in ends it.
    async fn count_rejection(
        &self,
        id: &ConnectionId,
        now: UnixSeconds,
        forget_before: UnixSeconds,
    ) -> Result<u32, StoreError>;
}
