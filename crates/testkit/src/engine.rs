//! The sync engine's side of the interface, over real HTTP.

use latchkey_wire::{Connection, ConnectionId};
use reqwest::Method;

use crate::Pane;
use crate::pane::Refused;

/// A sync engine with a key.
pub struct Engine(Pane);

impl Engine {
    pub(crate) fn new(pane: Pane, key: &str) -> Self {
        Self(pane.with_token(key))
    }

    /// With another key.
    #[must_use]
    pub fn with_key(self, key: &str) -> Self {
        Self(self.0.with_token(key))
    }

    /// Says that the provider rejected the connection's token.
    pub async fn reports_rejection(&self, id: &ConnectionId) -> Result<Connection, Refused> {
        self.0.send(Method::POST, &format!("/v1/connections/{id}/rejections"), None::<&()>).await
    }
}
