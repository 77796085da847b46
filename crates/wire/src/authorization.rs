//! One attempt of a person to sign in, from the click to its outcome.

use serde::{Deserialize, Serialize};

use crate::{
    Account, AuthorizationId, ConnectionId, OfferId, Reason, UnixSeconds,
    flat::{FlatIntent, FlatPhase},
};

/// The path, on the endpoint's own origin, that a sign-in window opens. It may be opened before the authorization is
/// registered: the page waits for it. It may be opened again as long as the authorization is [`Phase::Waiting`].
pub fn start_path(id: &AuthorizationId) -> String {
    format!("/authorizations/{id}/start")
}

/// What the sign-in is for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields, try_from = "FlatIntent")]
pub enum Intent {
    /// Connect for the first time, or come back to a connection that the account already has.
    Connect {
        /// Through which offer.
        offer: OfferId,
        /// Where, if the offer asks for an address ([`crate::Offer::address_example`]).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        site: Option<String>,
    },
    /// Renew the same account in place.
    Refresh {
        /// Which connection.
        connection: ConnectionId,
    },
    /// Reach a connection with another account, or in another way. Until that is proven to work the old one works on.
    Change {
        /// Which connection.
        connection: ConnectionId,
        /// Through which offer.
        offer: OfferId,
        /// Where, if the offer asks for an address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        site: Option<String>,
        /// The address of the account that the person has already decided to switch to: it is not asked again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        account: Option<String>,
    },
}

/// Body of `PUT /v1/authorizations/{id}`. Sending the same again is harmless and answers the same.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AuthorizationRequest {
    /// What for.
    pub intent: Intent,
    /// The mailbox that the host shows, if it shows one: the sign-in page is filled in with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host_mailbox: Option<String>,
}

/// One attempt to sign in.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Authorization {
    /// Chosen by the pane.
    pub id: AuthorizationId,
    /// What for.
    pub intent: Intent,
    /// Through which offer.
    pub offer: OfferId,
    /// The provider's name as people know it.
    pub provider_label: String,
    /// The code that the sign-in window asks for when it cannot reach the pane, for example "47".
    pub match_code: String,
    /// After this the attempt is [`Phase::Expired`].
    pub deadline_at: UnixSeconds,
    /// How far it is.
    pub phase: Phase,
}

/// How far an authorization is. All but the first four are final.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "FlatPhase")]
pub enum Phase {
    /// Nobody has come back from the provider yet.
    Waiting,
    /// The person is back and the endpoint is talking to the provider.
    Finishing,
    /// Signed in; still to be shown that the same person sits at both ends.
    AwaitingProof {
        /// Who signed in.
        account: Account,
    },
    /// Signed in as another account than the connection's: the person in the pane decides whether it switches.
    /// `POST /v1/authorizations/{id}/switch` does, cancelling leaves everything as it was.
    AwaitingSwitch {
        /// Who signed in.
        account: Account,
        /// Whose connection it is until then.
        current: Account,
    },
    /// Done: the connection works.
    Succeeded {
        /// The connection that was made or renewed.
        connection: ConnectionId,
    },
    /// Not done; whatever worked before still works.
    Failed {
        /// Why.
        reason: Reason,
        /// Who signed in, where that matters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed_in_as: Option<Account>,
        /// Who should have.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<Account>,
    },
    /// Not done: the server of the mailbox has been found, and the person has not seen its address yet. The next attempt
    /// names it.
    ServerFound {
        /// The address.
        server: String,
    },
    /// Ended by the person in the pane.
    Cancelled,
    /// Nobody finished it in time.
    Expired,
}

impl Phase {
    /// Whether nothing more will happen.
    pub fn is_final(&self) -> bool {
        !matches!(self, Self::Waiting | Self::Finishing | Self::AwaitingProof { .. } | Self::AwaitingSwitch { .. })
    }
}

/// Body of `POST /v1/authorizations/{id}/proof`: what the sign-in window handed to the pane.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProofRequest {
    /// Good for one use, known only to the window that signed in.
    pub proof: String,
}

/// Body of `POST /v1/authorizations/{id}/password`, for offers with [`crate::Offer::by_password`]: tries it once. An
/// attempt has one try; sending this again answers how it went and tries nothing.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PasswordRequest {
    /// The mailbox's e-mail address.
    pub mailbox: String,
    /// The name to sign in with, where that is not the address: `DOMAIN\\user`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// The password.
    pub password: String,
    /// The address of the mail server, as the person has seen it. Without it the connection's own is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
}
