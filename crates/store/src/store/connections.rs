//! Connections and their grants, apart from renewing them.

use async_trait::async_trait;
use latchkey_domain::{Identity, PersonId, TokenHash, Verified};
use latchkey_wire::{ConnectionId, ConnectionSettings, Purpose, UnixSeconds};

use crate::{
    ConnectionLease, ConnectionRecord, ConnectionWithGrant, Grant, HealthCounts, KnownFacts, NewAuditEvent, StoreError,
};

/// When a rejection counts ([`Connections::count_rejection`]).
#[derive(Clone, Copy, Debug)]
pub struct RejectionPace {
    /// Two counted rejections are at least this many seconds apart.
    pub apart_s: i64,
    /// After this many seconds without a counted rejection, a new row begins.
    pub forget_s: i64,
}

/// The arguments of [`Connections::replace_unowned_connection`].
#[derive(Clone, Debug)]
pub struct ConnectionReplacement {
    /// The new connection, of the session's new person.
    pub connection: ConnectionRecord,
    /// The new connection's grant.
    pub grant: Grant,
    /// The session. It shows all connections of its new person.
    pub session: TokenHash,
    /// The person that the session belonged to.
    pub from: PersonId,
    /// The time of the replacement.
    pub at: UnixSeconds,
}

/// Connections and their grants.
#[async_trait]
pub trait Connections {
    /// Lists all connections of a person, the mailbox first.
    async fn list_connections(&self, person: &PersonId) -> Result<Vec<ConnectionRecord>, StoreError>;
    /// Finds a connection by its id.
    async fn find_connection(&self, id: &ConnectionId) -> Result<Option<ConnectionRecord>, StoreError>;
    /// Finds the connection of an account.
    async fn find_connection_by_identity(
        &self,
        identity: &Identity,
        purpose: Purpose,
    ) -> Result<Option<ConnectionRecord>, StoreError>;
    /// Finds the connections of all accounts with this address, ordered by id. Addresses are compared without regard to case.
    /// There may be several: two organisations, a production organisation and its sandbox, a reused address.
    async fn find_connections_by_address(
        &self,
        address: &str,
        purpose: Purpose,
    ) -> Result<Vec<ConnectionRecord>, StoreError>;
    /// Lists up to `limit` connections after `after`, ordered by id.
    async fn list_connections_page(
        &self,
        after: Option<&ConnectionId>,
        limit: u32,
    ) -> Result<Vec<ConnectionRecord>, StoreError>;
    /// Counts the connections by their health.
    async fn count_connections_by_health(&self) -> Result<HealthCounts, StoreError>;
    /// Finds the grant of a connection.
    async fn find_grant(&self, id: &ConnectionId) -> Result<Option<Grant>, StoreError>;
    /// Finds a connection together with its grant, in one read.
    async fn find_connection_with_grant(&self, id: &ConnectionId) -> Result<Option<ConnectionWithGrant>, StoreError>;
    /// Saves the settings that the person chose. `false` if there is no such connection.
    async fn save_settings(
        &self,
        id: &ConnectionId,
        settings: &ConnectionSettings,
        events: &[NewAuditEvent],
    ) -> Result<bool, StoreError>;
    /// Saves whether the address of the account that signed in at this generation is verified. `false` if there is no such
    /// connection, or its generation has changed.
    async fn save_verified(&self, id: &ConnectionId, generation: i64, verified: Verified) -> Result<bool, StoreError>;
    /// Saves what a provider told of the account that signed in at this generation, since then. `false` if there is no such
    /// connection, or its generation has changed.
    async fn save_account(&self, id: &ConnectionId, generation: i64, known: &KnownFacts) -> Result<bool, StoreError>;
    /// Corrects the end of the access token that was issued at `refreshed_at`, and the time of the next renewal. A connection
    /// without such a time gets none. `false` if the connection has another token.
    async fn save_access_end(
        &self,
        id: &ConnectionId,
        refreshed_at: UnixSeconds,
        expires_at: UnixSeconds,
        due_at: Option<UnixSeconds>,
    ) -> Result<bool, StoreError>;
    /// Disconnects a connection: its grant is deleted, its settings stay, and a renewal in progress can no longer write. Pending
    /// e-mails about older failures are cancelled, and links to repair it end. `false` if there is no such connection, or it was
    /// disconnected before. A caller that revokes the grant at the provider reads it first.
    async fn disconnect(
        &self,
        id: &ConnectionId,
        now: UnixSeconds,
        events: &[NewAuditEvent],
    ) -> Result<bool, StoreError>;
    /// Gives a session a new person, and a new connection in place of one whose owner is not proven. The new connection has the
    /// old one's grant; the old one is deleted, with the sessions that a typed code let in to it. `false` and nothing changed if
    /// the old connection does not exist, its lease has ended, its person has proven to own it, or the session has ended.
    async fn replace_unowned_connection(
        &self,
        lease: &ConnectionLease,
        parted: &ConnectionReplacement,
        events: &[NewAuditEvent],
    ) -> Result<bool, StoreError>;
    /// Saves the claims challenge that the next renewal or sign-in has to meet; `None` for none. `false` if there is no such connection, or its
    /// generation has changed.
    async fn save_challenge(
        &self,
        id: &ConnectionId,
        generation: i64,
        challenge: Option<&str>,
    ) -> Result<bool, StoreError>;
    /// Counts one more rejection of the connection's token by its provider, and returns the number of consecutive rejections.
    /// A rejection less than `pace.apart_s` seconds after the last counted one is not counted, and one more than `pace.forget_s`
    /// seconds after it begins a new row. A finished sign-in resets the number.
    async fn count_rejection(
        &self,
        id: &ConnectionId,
        now: UnixSeconds,
        pace: RejectionPace,
    ) -> Result<u32, StoreError>;
}
