//! One attempt of a person to sign in, from the click to its outcome.

use serde::{Deserialize, Serialize};

use crate::{Account, AuthorizationId, ConnectionId, OfferId, Reason, UnixSeconds};

/// The path, on the endpoint's own origin, that a sign-in window opens. It may be opened before the authorization is
/// registered, and without a session: opening it changes nothing. What it hands in goes to [`openings_path`].
pub fn start_path(id: &AuthorizationId) -> String {
    format!("/authorizations/{id}/start")
}

/// Where a sign-in window hands in the key that its pane gave to it, and learns where to sign in.
pub fn openings_path(id: &AuthorizationId) -> String {
    format!("/authorizations/{id}/openings")
}

/// Where the window, after the provider has sent it back, hands in the keys that show that this browser opened the
/// sign-in.
pub fn returns_path(id: &AuthorizationId) -> String {
    format!("/authorizations/{id}/returns")
}

/// What the sign-in is for.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Intent {
    /// Connect for the first time, or come back to a connection that the account already has.
    Connect {
        /// Id of the offer to sign in through.
        offer: OfferId,
        /// The address to sign in at, if the offer asks for one ([`crate::Offer::address_example`]).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        site: Option<String>,
    },
    /// Renew the same account in place.
    Refresh {
        /// Id of the connection.
        connection: ConnectionId,
    },
    /// Reach a connection with another account, or in another way. Until that is proven to work the old one works on.
    Change {
        /// Id of the connection.
        connection: ConnectionId,
        /// Id of the offer to sign in through.
        offer: OfferId,
        /// The address to sign in at, if the offer asks for one.
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
    /// What the sign-in is for.
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
    /// What the sign-in is for.
    pub intent: Intent,
    /// Id of the offer to sign in through.
    pub offer: OfferId,
    /// The provider's name as people know it.
    pub provider_label: String,
    /// Empty. Panes of earlier versions cannot read an authorization without it.
    pub match_code: String,
    /// After this the attempt is [`Phase::Expired`].
    pub deadline_at: UnixSeconds,
    /// How far the sign-in is.
    pub phase: Phase,
}

/// How far an authorization is. All but the first four are final.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Phase {
    /// The person has not come back from the provider yet.
    Waiting,
    /// The person is back and the endpoint is talking to the provider.
    Finishing,
    /// Signed in, in a window that had no key; still to be shown that the same person sits at both ends. Until then no pane
    /// learns who that is.
    AwaitingProof,
    /// Signed in as another account than the connection's: the person in the pane decides whether it switches.
    /// `POST /v1/authorizations/{id}/switch` does, cancelling leaves everything as it was.
    AwaitingSwitch {
        /// The account that signed in.
        account: Account,
        /// The account that the connection belongs to until then.
        current: Account,
    },
    /// Done: the connection works.
    Succeeded {
        /// The connection that was made or renewed.
        connection: ConnectionId,
    },
    /// Not done. Connections that worked before still work.
    Failed {
        /// The reason, as a code with the provider's own reference.
        reason: Reason,
        /// The account that signed in, where that matters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed_in_as: Option<Account>,
        /// The account that should have signed in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<Account>,
    },
    /// Not done: the server of the mailbox has been found, and the person has not seen its address yet. The next attempt
    /// names it.
    ServerFound {
        /// The server's address, to be confirmed before the password is sent there.
        server: String,
    },
    /// Ended by the person in the pane.
    Cancelled,
    /// The sign-in was not finished in time.
    Expired,
}

impl Phase {
    /// Its `kind` in JSON, which is also its name in the store.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Finishing => "finishing",
            Self::AwaitingProof => "awaiting_proof",
            Self::AwaitingSwitch { .. } => "awaiting_switch",
            Self::Succeeded { .. } => "succeeded",
            Self::Failed { .. } => "failed",
            Self::ServerFound { .. } => "server_found",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// Whether nothing more will happen.
    pub fn is_final(&self) -> bool {
        !matches!(self, Self::Waiting | Self::Finishing | Self::AwaitingProof | Self::AwaitingSwitch { .. })
    }
}

/// Answer of `POST /v1/authorizations/{id}/keys`: what the pane gives to its sign-in window.
#[derive(Clone, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WindowKey {
    /// Good for one opening of this authorization.
    pub key: String,
    /// Unix seconds at which it ends if it isn't used before.
    pub expires_at: UnixSeconds,
}

/// Body of `POST /authorizations/{id}/openings`, which only the endpoint's own pages may send.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct OpeningRequest {
    /// What the pane gave to the window. Without it the sign-in goes on only if the pane has asked for that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The person has read what will happen and pressed the page's button.
    pub pressed: bool,
}

/// Answer of `POST /authorizations/{id}/openings`: where the window goes from here.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum OpeningResponse {
    /// The window goes there to sign in.
    Go {
        /// The provider's address.
        to: String,
        /// Stays in the storage of the endpoint's origin, for [`ReturnRequest`].
        origin_key: String,
    },
    /// The person is to press a button first.
    Press {
        /// The pane is in another network than this window.
        elsewhere: bool,
    },
    /// The attempt has ended, with the reason that its window shows.
    Ended {
        /// As in [`Self::Go`].
        origin_key: String,
    },
}

/// Body of `POST /authorizations/{id}/returns`, which only the endpoint's own pages may send. The answer is a page.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ReturnRequest {
    /// What the opening has left in the storage of the endpoint's origin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin_key: Option<String>,
    /// What stands behind the `#` of the address that the callback led to. Without it nothing is gone on with, and the page
    /// says how far the sign-in is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_key: Option<String>,
}

/// Body of `POST /v1/authorizations/{id}/proof`: that the person at the pane is the one who signed in. One of both.
#[derive(Clone, Default, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ProofRequest {
    /// The code that the sign-in window shows, as the person has typed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// A token of the host's own single sign-on for the account that signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sso_token: Option<String>,
}

/// The longest address there is, in bytes (RFC 5321, 4.5.3.1).
pub const MAX_ADDRESS_BYTES: usize = 320;

/// Longer than any password that a server accepts.
pub const MAX_PASSWORD_BYTES: usize = 1024;

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
