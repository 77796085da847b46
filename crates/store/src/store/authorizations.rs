//! Attempts to sign in, and what they lead to.

use async_trait::async_trait;
use latchkey_domain::{PersonId, TokenHash};
use latchkey_wire::{AuthorizationId, Phase, UnixSeconds};

use crate::{Announced, AuthorizationRecord, ConnectionRecord, Grant, PendingSignIn, StoreError};

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

/// Attempts to sign in.
#[async_trait]
pub trait Authorizations {
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
    /// Writes a finished sign-in: the connection with its new grant, the authorization's last phase, the session's
    /// person, and what that person absorbs. Claims on the connection end, e-mails about older breaks are not sent any
    /// more, and links to repair it end. `false` and nothing changed if the authorization is no longer in the phase
    /// `from`, or the connection's generation has moved. [`StoreError::Taken`] if account or place belong to somebody
    /// else.
    async fn finish_sign_in(
        &self,
        authorization: &AuthorizationId,
        from: &Phase,
        signed_in: &SignedIn,
        news: &[Announced],
    ) -> Result<bool, StoreError>;
}
