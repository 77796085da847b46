//! Panes' sessions.

use async_trait::async_trait;
use latchkey_domain::{PersonId, TokenHash};
use latchkey_wire::UnixSeconds;

use crate::{SessionRecord, StoreError};

/// Panes' sessions.
#[async_trait]
pub trait Sessions {
    /// Keeps a new session.
    async fn create_session(&self, session: &SessionRecord) -> Result<(), StoreError>;
    /// The session of this token, if it has not ended at `now`.
    async fn session(&self, token: TokenHash, now: UnixSeconds) -> Result<Option<SessionRecord>, StoreError>;
    /// Moves the session's end.
    async fn extend_session(&self, token: TokenHash, expires_at: UnixSeconds) -> Result<(), StoreError>;
    /// The person's sessions that have not ended at `now`, the oldest first.
    async fn sessions_of(&self, person: &PersonId, now: UnixSeconds) -> Result<Vec<SessionRecord>, StoreError>;
    /// Ends a session. Ending it twice is harmless.
    async fn end_session(&self, token: TokenHash) -> Result<(), StoreError>;
}
