//! Attempts to sign in, and what they lead to.

use async_trait::async_trait;
use latchkey_domain::{PersonId, TokenHash};
use latchkey_wire::{AuthorizationId, ConnectionId, Phase, UnixSeconds};

use crate::{
    Announced, Asked, AuthorizationRecord, ConnectionRecord, Entry, Grant, LetInBy, LetsIn, Opening, OpeningKeyRecord,
    OpeningSecrets, PendingSignIn, Returned, StoreError,
};

/// What a finished sign-in is to change.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The connection as it is to be. Its generation must be one more than the stored one's, or 0 if it is new.
    pub connection: ConnectionRecord,
    /// Its grant.
    pub grant: Grant,
    /// What it takes from somebody else.
    pub takes: Takes,
    /// What the session that began it shows from now on.
    pub lets_in: LetsIn,
}

/// What a sign-in takes from somebody else.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Takes {
    /// Nothing.
    Nothing,
    /// A person who turned out to be the connection's own: their connections and sessions become that person's.
    Person(PersonId),
    /// An account, from a connection of somebody who has not shown to own it: that connection is forgotten, with its grant and
    /// with the sessions that a code let in to it. It is not handed over under its id, because programs know that id as another
    /// person's.
    Account {
        /// That connection.
        from: ConnectionId,
    },
}

/// Attempts to sign in.
#[async_trait]
pub trait Authorizations {
    /// Keeps a new authorization, without an opening. [`StoreError::Taken`] if its id is in use.
    async fn create_authorization(&self, authorization: &AuthorizationRecord) -> Result<(), StoreError>;
    /// One authorization.
    async fn authorization(&self, id: &AuthorizationId) -> Result<Option<AuthorizationRecord>, StoreError>;
    /// Notes that the pane asks for a window without a key. `false` if the authorization is not waiting.
    async fn ask_without_key(&self, id: &AuthorizationId, asked: &Asked) -> Result<bool, StoreError>;
    /// Keeps a key. `false` if its authorization is not waiting, or has `at_most` keys already that have not ended at `now`.
    async fn keep_opening_key(
        &self,
        key: &OpeningKeyRecord,
        at_most: u32,
        now: UnixSeconds,
    ) -> Result<bool, StoreError>;
    /// Lets a window in to be the one that signs in. While the authorization waits, it takes the place of any other, except
    /// that one without a key never takes the place of one with a key; `at_most` openings in all.
    async fn open_window(
        &self,
        id: &AuthorizationId,
        by: LetInBy,
        secrets: &OpeningSecrets,
        at_most: u32,
        now: UnixSeconds,
    ) -> Result<Entry, StoreError>;
    /// Keeps what a provider has sent back to an opening. Its state is used up with that. `false` and nothing changed if
    /// another opening is under way, or something has come back to this one already.
    async fn keep_return(
        &self,
        id: &AuthorizationId,
        opening: &Opening,
        returned: Returned,
    ) -> Result<bool, StoreError>;
    /// Ends an opening; the authorization waits on. `false` if another one is under way.
    async fn end_opening(&self, id: &AuthorizationId, number: i64) -> Result<bool, StoreError>;
    /// From [`Phase::Waiting`] to [`Phase::Finishing`], if this opening is the one that is under way. `false` and nothing
    /// changed if not.
    async fn take_opening(&self, id: &AuthorizationId, number: i64) -> Result<bool, StoreError>;
    /// Counts one more code that was typed, and answers how many of `at_most` are left after it. `None` and nothing counted
    /// if none was left, or no code is awaited.
    async fn count_code(&self, id: &AuthorizationId, at_most: u32) -> Result<Option<u32>, StoreError>;
    /// The authorization with an opening whose state has this hash, if that is the one under way.
    async fn authorization_by_state(&self, state: TokenHash) -> Result<Option<AuthorizationRecord>, StoreError>;
    /// The newest authorization of a session.
    async fn newest_authorization(&self, session: TokenHash) -> Result<Option<AuthorizationRecord>, StoreError>;
    /// Authorizations whose time is over, and that still hold a sign-in which nobody has taken; the oldest first.
    async fn overdue(&self, now: UnixSeconds, at_most: u32) -> Result<Vec<AuthorizationRecord>, StoreError>;
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
