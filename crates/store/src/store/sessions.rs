//! Panes' sessions.

use async_trait::async_trait;
use latchkey_domain::{PersonId, TokenHash};
use latchkey_wire::UnixSeconds;

use crate::{SessionRecord, StoreError};

/// The sessions of panes.
#[async_trait]
pub trait Sessions {
    /// Inserts a new session.
    async fn create_session(&self, session: &SessionRecord) -> Result<(), StoreError>;
    /// Finds the session of this token, if it has not expired at `now`.
    async fn find_session(&self, token: TokenHash, now: UnixSeconds) -> Result<Option<SessionRecord>, StoreError>;
    /// Sets the session's expiry.
    async fn extend_session(&self, token: TokenHash, expires_at: UnixSeconds) -> Result<(), StoreError>;
    /// Lists the person's sessions that have not expired at `now`, the oldest first.
    async fn list_sessions(&self, person: &PersonId, now: UnixSeconds) -> Result<Vec<SessionRecord>, StoreError>;
    /// Deletes a session. Deleting it twice is harmless.
    async fn end_session(&self, token: TokenHash) -> Result<(), StoreError>;
}
