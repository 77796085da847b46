//! Reads enums that carry their own tag: `{"kind": "…", …}`.
//!
//! Serde would first keep the whole object aside, because the tag may come last, and look at it a second time. That
//! costs the pane 30 KB of wasm. So each such enum is read as a flat struct, in which every field of any kind may be
//! there or not, and then made of it. What travels is the same.
//!
//! # To add a kind
//! Add it to the enum itself, then to its flat kinds here; the compiler asks for the rest.

use std::fmt;

use serde::Deserialize;

use crate::{Account, ConnectionId, ConnectionState, Intent, OfferId, Phase, Reason, UnixSeconds};

/// A field that this kind must have is missing, or one is there that it must not have.
#[derive(Debug)]
pub struct Misfit;

impl fmt::Display for Misfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the fields do not fit the kind")
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum StateKind {
    Working,
    ExpiresSoon,
    Retrying,
    NeedsSignIn,
    NeedsAdmin,
    Disconnected,
}

/// Any [`ConnectionState`].
#[derive(Deserialize)]
pub struct FlatState {
    kind: StateKind,
    at: Option<UnixSeconds>,
    since: Option<UnixSeconds>,
    reason: Option<Reason>,
}

impl TryFrom<FlatState> for ConnectionState {
    type Error = Misfit;

    fn try_from(FlatState { kind, at, since, reason }: FlatState) -> Result<Self, Misfit> {
        Ok(match (kind, at, since, reason) {
            (StateKind::Working, ..) => Self::Working,
            (StateKind::ExpiresSoon, Some(at), ..) => Self::ExpiresSoon { at },
            (StateKind::Retrying, _, Some(since), Some(reason)) => Self::Retrying { since, reason },
            (StateKind::NeedsSignIn, _, Some(since), Some(reason)) => Self::NeedsSignIn { since, reason },
            (StateKind::NeedsAdmin, _, Some(since), Some(reason)) => Self::NeedsAdmin { since, reason },
            (StateKind::Disconnected, _, Some(since), _) => Self::Disconnected { since },
            _ => return Err(Misfit),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum PhaseKind {
    Waiting,
    Finishing,
    AwaitingProof,
    AwaitingSwitch,
    Succeeded,
    Failed,
    ServerFound,
    Cancelled,
    Expired,
}

/// Any [`Phase`].
#[derive(Deserialize)]
pub struct FlatPhase {
    kind: PhaseKind,
    account: Option<Account>,
    current: Option<Account>,
    connection: Option<ConnectionId>,
    reason: Option<Reason>,
    signed_in_as: Option<Account>,
    expected: Option<Account>,
    server: Option<String>,
}

impl TryFrom<FlatPhase> for Phase {
    type Error = Misfit;

    fn try_from(flat: FlatPhase) -> Result<Self, Misfit> {
        let FlatPhase { kind, account, current, connection, reason, signed_in_as, expected, server } = flat;
        Ok(match kind {
            PhaseKind::Waiting => Self::Waiting,
            PhaseKind::Finishing => Self::Finishing,
            PhaseKind::AwaitingProof => Self::AwaitingProof,
            PhaseKind::AwaitingSwitch => {
                Self::AwaitingSwitch { account: account.ok_or(Misfit)?, current: current.ok_or(Misfit)? }
            }
            PhaseKind::Succeeded => Self::Succeeded { connection: connection.ok_or(Misfit)? },
            PhaseKind::Failed => Self::Failed { reason: reason.ok_or(Misfit)?, signed_in_as, expected },
            PhaseKind::ServerFound => Self::ServerFound { server: server.ok_or(Misfit)? },
            PhaseKind::Cancelled => Self::Cancelled,
            PhaseKind::Expired => Self::Expired,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum IntentKind {
    Connect,
    Refresh,
    Change,
}

/// Any [`Intent`]. Clients send it, so a field of the other kind is refused like one that is not known at all.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlatIntent {
    kind: IntentKind,
    offer: Option<OfferId>,
    connection: Option<ConnectionId>,
    site: Option<String>,
    account: Option<String>,
}

impl TryFrom<FlatIntent> for Intent {
    type Error = Misfit;

    fn try_from(flat: FlatIntent) -> Result<Self, Misfit> {
        let FlatIntent { kind, offer, connection, site, account } = flat;
        match (kind, offer, connection, site, account) {
            (IntentKind::Connect, Some(offer), None, site, None) => Ok(Self::Connect { offer, site }),
            (IntentKind::Refresh, None, Some(connection), None, None) => Ok(Self::Refresh { connection }),
            (IntentKind::Change, Some(offer), Some(connection), site, account) => {
                Ok(Self::Change { connection, offer, site, account })
            }
            _ => Err(Misfit),
        }
    }
}

#[cfg(test)]
mod tests;
