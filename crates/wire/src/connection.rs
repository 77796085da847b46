//! A connection as a person sees it: who it is for, and whether it works.

use serde::{Deserialize, Serialize};

use crate::{ConnectionId, OfferId, Reason, UnixSeconds};

/// What a connection is for. A person has at most one of each.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// E-mail and calendar.
    Mailbox,
    /// Customer records.
    Crm,
}

/// The account that signed in, in the words its owner knows it by.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// The sign-in name or e-mail address. For display only: the provider's subject identifies the account.
    pub address: String,
    /// The person's name, where the provider told it.
    pub name: Option<String>,
}

/// One connected mailbox or CRM.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Connection {
    /// Stays the same through every renewal.
    pub id: ConnectionId,
    /// Mailbox or CRM.
    pub purpose: Purpose,
    /// The offer it was connected through.
    pub offer: OfferId,
    /// The provider's name as people know it, for example "Microsoft 365".
    pub provider_label: String,
    /// It works by a password, which nothing renews: it works until the password is changed.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub by_password: bool,
    /// The address that the person typed to sign in at, where the offer asked for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// The account that is connected.
    pub account: Account,
    /// The name that the person signs in with, where it is not the account's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_in_name: Option<String>,
    /// The account's other addresses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The scopes that the provider granted, as it spells them. Empty where it does not say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<String>,
    /// Whether it works, and if not, why and who must act.
    pub state: ConnectionState,
    /// When it was last renewed or checked with success.
    pub last_working_at: UnixSeconds,
    /// Unix seconds until when it works if nothing uses or renews it; absent where the provider sets no limit.
    pub works_until: Option<UnixSeconds>,
    /// What the person chose for this connection. Kept through every renewal.
    pub settings: ConnectionSettings,
}

/// What a person chose for one connection.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConnectionSettings {
    /// Say so ahead of time when access is known to end.
    pub remind_before_end: bool,
}

impl Default for ConnectionSettings {
    fn default() -> Self {
        Self { remind_before_end: true }
    }
}

/// Whether a connection works.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ConnectionState {
    /// Renews itself.
    Working,
    /// Works, and will stop at a known time unless the person signs in.
    ExpiresSoon {
        /// Unix seconds at which it stops.
        at: UnixSeconds,
    },
    /// The provider cannot be reached or is out of order. No one needs to act: the endpoint keeps trying.
    Retrying {
        /// Unix seconds at which this began.
        since: UnixSeconds,
        /// What the provider or the network answered.
        reason: Reason,
    },
    /// The person must sign in.
    NeedsSignIn {
        /// Unix seconds at which this began.
        since: UnixSeconds,
        /// The reason, as a code with the provider's own reference.
        reason: Reason,
    },
    /// An administrator must act.
    NeedsAdmin {
        /// Unix seconds at which this began.
        since: UnixSeconds,
        /// The reason, as a code with the provider's own reference.
        reason: Reason,
    },
    /// Ended by the person on purpose.
    Disconnected {
        /// Unix seconds at which this began.
        since: UnixSeconds,
    },
}

impl ConnectionState {
    /// Whether access is lost, so that the person or an administrator has to act. A provider's outage is not a loss.
    pub fn is_lost(&self) -> bool {
        matches!(self, Self::NeedsSignIn { .. } | Self::NeedsAdmin { .. })
    }
}
