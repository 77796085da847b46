//! Everything that a pane shows, in one body. `GET /v1/overview` answers it, and `GET /v1/events` sends it whole
//! whenever any of it changes, so a pane that missed an event has missed nothing.

use serde::{Deserialize, Serialize};

use crate::{Authorization, Connection, ConnectionId, OfferId, SyncSettings, UnixSeconds};

/// Everything that a pane shows.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Overview {
    /// The endpoint's time when it wrote this. Panes reckon with this clock and not with their own.
    pub now: UnixSeconds,
    /// The person's connections, the mailbox first.
    pub connections: Vec<Connection>,
    /// The newest authorization of this session, if it has not ended or ended a short while ago.
    pub authorization: Option<Authorization>,
    /// Which Sync settings page this person gets. It can change while a pane is open.
    pub sync_settings: SyncSettings,
    /// The offers that this person may connect or change through now. A connection through another one works on until
    /// it breaks.
    pub offers: Vec<OfferId>,
    /// Other sidebars that a typed code let in to one of these connections, as long as they live. A sidebar that a code let in
    /// itself is told of them only where nothing but codes says whose the connection is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub let_in: Vec<LetIn>,
}

/// A sidebar that a typed code let in.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LetIn {
    /// Names its session, to end it: `DELETE /v1/sessions/{id}`. It opens nothing.
    pub id: String,
    /// The connection that it was let in to.
    pub connection: ConnectionId,
    /// Unix seconds at which it was let in.
    pub at: UnixSeconds,
}

/// Body of `POST /v1/sessions/sso`.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SsoRequest {
    /// The token of the host's single sign-on for this installation. It identifies the reader and gives access to
    /// nothing.
    pub token: String,
}

/// Answer of `POST /v1/sessions` and `POST /v1/sessions/sso`.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The pane's key to the endpoint, sent as `Authorization: Bearer …`. It opens no mailbox and no CRM.
    pub token: String,
    /// Unix seconds at which it ends if it isn't used before.
    pub expires_at: UnixSeconds,
}
