//! The trait. Guarantees that every backend gives:
//! * A method is one transaction: all of it happened or nothing.
//! * When a method returns, what it wrote survives a crash of the process.
//! * Writes that name an expected phase or generation change nothing unless it still holds; they answer `false`.
//! * No method deletes a connection or a grant because access was lost.

use async_trait::async_trait;
use latchkey_domain::{Health, PersonId, TokenHash};
use latchkey_wire::{AuthorizationId, ConnectionId, ConnectionSettings, Phase, Purpose, UnixSeconds};

use crate::{
    AuthorizationRecord, ConnectionRecord, EngineKeyRecord, Grant, PendingSignIn, Renewed, SessionRecord, StoreError,
};

/// What a finished sign-in is to change.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The connection as it is to be. Its generation must be one more than the stored one's, or 0 if it is new.
    pub connection: ConnectionRecord,
    /// Its grant.
    pub grant: Grant,
    /// A person who turned out to be the connection's own: their connections and sessions become that person's.
    pub absorbs: Option<PersonId>,
}

/// Where everything is kept.
#[async_trait]
pub trait Store: Send + Sync {
    /// Whether the store answers.
    async fn ping(&self) -> Result<(), StoreError>;

    /// Keeps a new session.
    async fn create_session(&self, session: &SessionRecord) -> Result<(), StoreError>;
    /// The session of this token, if it has not ended at `now`.
    async fn session(&self, token: TokenHash, now: UnixSeconds) -> Result<Option<SessionRecord>, StoreError>;
    /// Moves the session's end.
    async fn extend_session(&self, token: TokenHash, expires_at: UnixSeconds) -> Result<(), StoreError>;
    /// Ends a session. Ending it twice is harmless.
    async fn end_session(&self, token: TokenHash) -> Result<(), StoreError>;

    /// All connections of a person, the mailbox first.
    async fn connections_of(&self, person: &PersonId) -> Result<Vec<ConnectionRecord>, StoreError>;
    /// One connection.
    async fn connection(&self, id: &ConnectionId) -> Result<Option<ConnectionRecord>, StoreError>;
    /// The connection of an account.
    async fn connection_of(
        &self,
        identity: &latchkey_domain::Identity,
        purpose: Purpose,
    ) -> Result<Option<ConnectionRecord>, StoreError>;
    /// Keeps what the person chose.
    async fn keep_settings(&self, id: &ConnectionId, settings: &ConnectionSettings) -> Result<(), StoreError>;

    /// The secrets of a connection.
    async fn grant(&self, id: &ConnectionId) -> Result<Option<Grant>, StoreError>;
    /// Writes a finished sign-in: the connection with its new grant, the authorization's last phase, the session's
    /// person, and what that person absorbs. `false` and nothing changed if the authorization is no longer in the phase `from`, or the connection's
    /// generation has moved. [`StoreError::Taken`] if account or place belong to somebody else.
    async fn finish_sign_in(
        &self,
        authorization: &AuthorizationId,
        from: &Phase,
        signed_in: &SignedIn,
    ) -> Result<bool, StoreError>;
    /// Replaces the grant by its successor and marks the connection as working. `false` if the generation has moved.
    async fn keep_renewed(&self, id: &ConnectionId, generation: i64, renewed: &Renewed) -> Result<bool, StoreError>;
    /// Notes a failed renewal; the grant stays. `false` if the generation has moved.
    async fn note_failure(
        &self,
        id: &ConnectionId,
        generation: i64,
        health: &Health,
        challenge: Option<&str>,
        due_at: Option<UnixSeconds>,
    ) -> Result<bool, StoreError>;
    /// Counts one more rejection of the connection's token by its provider, and answers how many that makes in a row. One
    /// before `forget_before` does not belong to the row any more; a finished sign-in ends it.
    async fn count_rejection(
        &self,
        id: &ConnectionId,
        now: UnixSeconds,
        forget_before: UnixSeconds,
    ) -> Result<u32, StoreError>;
    /// Up to `limit` connections that are due at `now`, the longest due first.
    async fn due(&self, now: UnixSeconds, limit: u32) -> Result<Vec<ConnectionRecord>, StoreError>;

    /// Keeps a new authorization. [`StoreError::Taken`] if its id is in use.
    async fn create_authorization(&self, authorization: &AuthorizationRecord) -> Result<(), StoreError>;
    /// One authorization.
    async fn authorization(&self, id: &AuthorizationId) -> Result<Option<AuthorizationRecord>, StoreError>;
    /// The authorization whose state has this hash.
    async fn authorization_by_state(&self, state: TokenHash) -> Result<Option<AuthorizationRecord>, StoreError>;
    /// The newest authorization of a session.
    async fn newest_authorization(&self, session: TokenHash) -> Result<Option<AuthorizationRecord>, StoreError>;
    /// How many authorizations a session began since `since`.
    async fn count_authorizations(&self, session: TokenHash, since: UnixSeconds) -> Result<u32, StoreError>;
    /// Moves an authorization from one phase to another, with the sign-in that waits for proof, if any. `false` and
    /// nothing changed if it is no longer in the phase `from`.
    async fn advance(
        &self,
        id: &AuthorizationId,
        from: &Phase,
        to: &Phase,
        pending: Option<&PendingSignIn>,
    ) -> Result<bool, StoreError>;
    /// Keeps a new key of a sync engine. [`StoreError::Taken`] if its id is in use.
    async fn create_engine_key(&self, key: &EngineKeyRecord) -> Result<(), StoreError>;
    /// All of them, the oldest first, the revoked ones too.
    async fn engine_keys(&self) -> Result<Vec<EngineKeyRecord>, StoreError>;
    /// The key with this hash, unless it was revoked.
    async fn engine_key(&self, key: TokenHash) -> Result<Option<EngineKeyRecord>, StoreError>;
    /// Takes a key back. `false` if there is none of this id, or it was taken back before.
    async fn revoke_engine_key(&self, id: &str, now: UnixSeconds) -> Result<bool, StoreError>;

    /// Forgets sessions that have ended and authorizations whose deadline is before `before`.
    async fn sweep(&self, now: UnixSeconds, before: UnixSeconds) -> Result<(), StoreError>;
}
