//! Reads the bodies of `latchkey-wire`, field by field.

use latchkey_wire::{
    Account, Authorization, AuthorizationId, Connection, ConnectionId, ConnectionSettings, ConnectionState,
    Installation, Intent, LetIn, Lookup, LookupRefusal, Offer, OfferId, Overview, Permission, Phase, ProblemCode,
    Purpose, Reason, ReasonCode, Session, SyncSettings, WindowKey,
};
use serde::{
    Deserialize,
    de::{IntoDeserializer, value::StringDeserializer},
};

use super::{FromJson, InvalidJson, Value};

impl FromJson for String {
    fn from_json(value: &Value) -> Option<Self> {
        value.text()
    }
}

impl FromJson for i64 {
    fn from_json(value: &Value) -> Option<Self> {
        value.number()
    }
}

impl FromJson for bool {
    fn from_json(value: &Value) -> Option<Self> {
        value.flag()
    }
}

/// A missing field reads as `None`.
impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: &Value) -> Option<Self> {
        if value.is_missing() { Some(None) } else { T::from_json(value).map(Some) }
    }
}

/// A missing field reads as an empty list.
impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: &Value) -> Option<Self> {
        if value.is_missing() {
            return Some(Self::new());
        }
        value.items()?.map(|item| T::from_json(&item)).collect()
    }
}

macro_rules! ids {
    ($($id:ty),*) => { $(
        impl FromJson for $id {
            fn from_json(value: &Value) -> Option<Self> {
                value.text().map(Self::new)
            }
        }
    )* };
}

ids!(AuthorizationId, ConnectionId, OfferId);

/// Enums without fields: serde knows the names of their variants.
macro_rules! codes {
    ($($code:ty),*) => { $(
        impl FromJson for $code {
            fn from_json(value: &Value) -> Option<Self> {
                let name: StringDeserializer<InvalidJson> = value.text()?.into_deserializer();
                Self::deserialize(name).ok()
            }
        }
    )* };
}

codes!(LookupRefusal, Permission, ProblemCode, Purpose, ReasonCode, SyncSettings);

/// Structs, by their fields. A missing flag reads as `false`.
macro_rules! structs {
    ($($name:ident { $($field:ident),*; $($flag:ident),* })*) => { $(
        impl FromJson for $name {
            fn from_json(value: &Value) -> Option<Self> {
                Some(Self {
                    $($field: value.field(stringify!($field))?,)*
                    $($flag: value.field::<Option<bool>>(stringify!($flag))?.unwrap_or_default(),)*
                })
            }
        }
    )* };
}

structs! {
    Account { address, name; }
    Reason { code, reference, missing; }
    ConnectionSettings { remind_before_end; }
    Connection {
        id, purpose, offer, provider_label, site, account, sign_in_name, aliases, scopes, state, last_working_at, works_until,
        settings; by_password
    }
    Authorization { id, intent, offer, provider_label, match_code, deadline_at, phase; }
    Overview { now, connections, authorization, sync_settings, offers, let_in; }
    Offer {
        id, purpose, label, access_type, address_example, approval_url; by_password, may_need_installing, may_need_approval,
        needs_browser
    }
    Installation { product_name, short_name, version, help_url, offers, sync_settings; }
    LetIn { id, connection, at; }
    WindowKey { key, expires_at; }
    Session { token, expires_at; }
    Lookup { offer, server, refusal; }
}

impl FromJson for ConnectionState {
    fn from_json(value: &Value) -> Option<Self> {
        let since = || value.field("since");
        let reason = || value.field("reason");
        Some(match value.find("kind").text()?.as_str() {
            "working" => Self::Working,
            "expires_soon" => Self::ExpiresSoon { at: value.field("at")? },
            "retrying" => Self::Retrying { since: since()?, reason: reason()? },
            "needs_sign_in" => Self::NeedsSignIn { since: since()?, reason: reason()? },
            "needs_admin" => Self::NeedsAdmin { since: since()?, reason: reason()? },
            "disconnected" => Self::Disconnected { since: since()? },
            _ => return None,
        })
    }
}

impl FromJson for Intent {
    fn from_json(value: &Value) -> Option<Self> {
        let connection = || value.field("connection");
        let offer = || value.field("offer");
        let site = || value.field("site");
        Some(match value.find("kind").text()?.as_str() {
            "connect" => Self::Connect { offer: offer()?, site: site()? },
            "refresh" => Self::Refresh { connection: connection()? },
            "change" => Self::Change {
                connection: connection()?,
                offer: offer()?,
                site: site()?,
                account: value.field("account")?,
            },
            _ => return None,
        })
    }
}

impl FromJson for Phase {
    fn from_json(value: &Value) -> Option<Self> {
        let account = || value.field("account");
        Some(match value.find("kind").text()?.as_str() {
            "waiting" => Self::Waiting,
            "finishing" => Self::Finishing,
            "awaiting_proof" => Self::AwaitingProof,
            "awaiting_switch" => Self::AwaitingSwitch { account: account()?, current: value.field("current")? },
            "succeeded" => Self::Succeeded { connection: value.field("connection")? },
            "failed" => Self::Failed {
                reason: value.field("reason")?,
                signed_in_as: value.field("signed_in_as")?,
                expected: value.field("expected")?,
            },
            "server_found" => Self::ServerFound { server: value.field("server")? },
            "cancelled" => Self::Cancelled,
            "expired" => Self::Expired,
            _ => return None,
        })
    }
}
