//! The session and person that a request belongs to.

use latchkey_domain::{PersonId, TokenHash};
use latchkey_store::{ConnectionRecord, KeyScope, SessionRecord};
use latchkey_wire::{ConnectionId, ProblemCode};

use crate::app::App;
use crate::problem::ApiError;

/// The caller of a request with a session.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) session: TokenHash,
    pub(crate) person: PersonId,
    /// Which of the person's connections the session shows.
    pub(crate) scope: KeyScope,
}

impl Caller {
    /// Whether this is one of the connections that the caller's session shows.
    pub(crate) fn sees(&self, connection: &ConnectionRecord) -> bool {
        connection.person == self.person && self.scope.covers(&connection.id)
    }

    /// One of these connections. Other people's are reported as not found.
    pub(crate) async fn find_connection(&self, app: &App, id: &ConnectionId) -> Result<ConnectionRecord, ApiError> {
        let found = app.store.find_connection(id).await?.filter(|found| self.sees(found));
        found.ok_or(ApiError::new(ProblemCode::ConnectionNotFound))
    }
}

impl From<SessionRecord> for Caller {
    fn from(session: SessionRecord) -> Self {
        Self { session: session.token, person: session.person, scope: session.scope }
    }
}
