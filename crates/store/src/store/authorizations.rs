//! Authorizations (attempts to sign in) and their outcomes.

use async_trait::async_trait;
use latchkey_domain::{PersonId, TokenHash};
use latchkey_wire::{AuthorizationId, ConnectionId, Phase, UnixSeconds};

use crate::{
    AuthorizationRecord, CallbackParameters, ConnectionRecord, Grant, KeylessRequest, LetInBy, LetsIn, NewAuditEvent,
    Opening, OpeningKeyRecord, OpeningOutcome, OpeningSecrets, PendingSignIn, StoreError,
};

/// The changes that a finished sign-in makes.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The connection to write. Its generation must be one more than the stored one's, or 0 if it is new.
    pub connection: ConnectionRecord,
    /// The connection's new grant.
    pub grant: Grant,
    /// What it takes over from another person.
    pub takes: Takes,
    /// What the session that began the sign-in shows from now on.
    pub lets_in: LetsIn,
}

/// What a sign-in takes over from another person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Takes {
    /// It takes over nothing.
    Nothing,
    /// This person and the connection's person turned out to be the same. All connections and sessions of this person move to
    /// the connection's person.
    Person(PersonId),
    /// The account, from a connection whose person has not proven to own it. That connection is deleted, with its grant and with
    /// the sessions that a typed code let in. The new connection has a new id, because programs know the old id as another
    /// person's.
    Account {
        /// The connection that is deleted.
        from: ConnectionId,
    },
}

/// Authorizations: attempts to sign in.
#[async_trait]
pub trait Authorizations {
    /// Inserts a new authorization, without an opening. [`StoreError::Taken`] if its id is in use.
    async fn create_authorization(&self, authorization: &AuthorizationRecord) -> Result<(), StoreError>;
    /// Finds an authorization by its id.
    async fn find_authorization(&self, id: &AuthorizationId) -> Result<Option<AuthorizationRecord>, StoreError>;
    /// Records that the pane requests a window without a key. `false` if the authorization is not waiting.
    async fn request_keyless_window(&self, id: &AuthorizationId, asked: &KeylessRequest) -> Result<bool, StoreError>;
    /// Inserts a key. `false` if its authorization is not waiting, or has `at_most` keys already that have not ended at `now`.
    async fn save_opening_key(
        &self,
        key: &OpeningKeyRecord,
        at_most: u32,
        now: UnixSeconds,
    ) -> Result<bool, StoreError>;
    /// Makes a window the one that signs in. While the authorization waits, the window replaces any other, except that a window
    /// without a key never replaces one with a key. An authorization has `at_most` openings in all.
    async fn open_window(
        &self,
        id: &AuthorizationId,
        by: LetInBy,
        secrets: &OpeningSecrets,
        at_most: u32,
        now: UnixSeconds,
    ) -> Result<OpeningOutcome, StoreError>;
    /// Saves the parameters of the callback to an opening. Its state can't be used again. `false` and nothing changed if another
    /// opening is current, or this one had its callback already.
    async fn save_callback(
        &self,
        id: &AuthorizationId,
        opening: &Opening,
        returned: CallbackParameters,
    ) -> Result<bool, StoreError>;
    /// Ends an opening; the authorization goes on waiting. `false` if another opening is current.
    async fn end_opening(&self, id: &AuthorizationId, number: i64) -> Result<bool, StoreError>;
    /// Moves the authorization from [`Phase::Waiting`] to [`Phase::Finishing`], if this opening is the current one. Otherwise
    /// changes nothing and returns `false`.
    async fn start_finishing(&self, id: &AuthorizationId, number: i64) -> Result<bool, StoreError>;
    /// Counts one more typed code, and returns how many of `at_most` attempts are left after it. Returns `None` and counts
    /// nothing if no attempt was left, or no code is awaited.
    async fn count_typed_code(&self, id: &AuthorizationId, at_most: u32) -> Result<Option<u32>, StoreError>;
    /// Finds the authorization whose current opening has a state with this hash.
    async fn find_authorization_by_state(&self, state: TokenHash) -> Result<Option<AuthorizationRecord>, StoreError>;
    /// Finds the newest authorization of a session.
    async fn find_newest_authorization(&self, session: TokenHash) -> Result<Option<AuthorizationRecord>, StoreError>;
    /// Lists authorizations that are past their deadline and still hold a sign-in that waits for proof, the oldest first.
    async fn list_overdue_authorizations(
        &self,
        now: UnixSeconds,
        at_most: u32,
    ) -> Result<Vec<AuthorizationRecord>, StoreError>;
    /// Counts the authorizations that a session began since `since`.
    async fn count_authorizations(&self, session: TokenHash, since: UnixSeconds) -> Result<u32, StoreError>;
    /// Moves an authorization from one phase to another, and stores the sign-in that waits for proof, if any. `false` and
    /// nothing changed if it is no longer in the phase `from`.
    async fn advance_phase(
        &self,
        id: &AuthorizationId,
        from: &Phase,
        to: &Phase,
        pending: Option<&PendingSignIn>,
    ) -> Result<bool, StoreError>;
    /// Writes a finished sign-in: the connection with its new grant, the authorization's last phase, the session's
    /// person, and what the person takes over. Leases on the connection end, pending e-mails about older failures are
    /// cancelled, and links to repair it end. `false` and nothing changed if the authorization is no longer in the phase
    /// `from`, or the connection's generation has changed. [`StoreError::Taken`] if the account, or the person's place for
    /// this purpose, is taken.
    async fn finish_sign_in(
        &self,
        authorization: &AuthorizationId,
        from: &Phase,
        signed_in: &SignedIn,
        events: &[NewAuditEvent],
    ) -> Result<bool, StoreError>;
}
