//! Reads the bodies of `latchkey-wire`, field by field.

use latchkey_wire::{
    Account, Authorization, AuthorizationId, Connection, ConnectionId, ConnectionSettings, ConnectionState,
    Installation, Intent, LetIn, Lookup, Offer, OfferId, Overview, Permission, Phase, ProblemCode, Purpose, Reason,
    ReasonCode, Session, SyncSettings, WindowKey,
};
use serde::{
    Deserialize,
    de::{IntoDeserializer, value::StrDeserializer},
};

use super::{FromJson, InvalidJson, Value};

impl FromJson for String {
    fn from_json(value: &Value) -> Option<Self> {
        value.text().map(str::to_owned)
    }
}

impl FromJson for i64 {
    fn from_json(value: &Value) -> Option<Self> {
        if let Value::Number(number) = value { Some(*number) } else { None }
    }
}

impl FromJson for bool {
    fn from_json(value: &Value) -> Option<Self> {
        if let Value::Bool(is_true) = value { Some(*is_true) } else { None }
    }
}

/// A missing field reads as `None`.
impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: &Value) -> Option<Self> {
        if matches!(value, Value::Null) { Some(None) } else { T::from_json(value).map(Some) }
    }
}

/// A missing field reads as an empty list.
impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(Self::new()),
            Value::List(list) => list.iter().map(T::from_json).collect(),
            _ => None,
        }
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
                let name: StrDeserializer<'_, InvalidJson> = value.text()?.into_deserializer();
                Self::deserialize(name).ok()
            }
        }
    )* };
}

codes!(Permission, ProblemCode, Purpose, ReasonCode, SyncSettings);

impl FromJson for Account {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self { address: value.field("address")?, name: value.field("name")? })
    }
}

impl FromJson for Reason {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            code: value.field("code")?,
            reference: value.field("reference")?,
            missing: value.field("missing")?,
        })
    }
}

impl FromJson for ConnectionState {
    fn from_json(value: &Value) -> Option<Self> {
        let since = || value.field("since");
        let reason = || value.field("reason");
        Some(match value.find("kind").text()? {
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

impl FromJson for ConnectionSettings {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self { remind_before_end: value.field("remind_before_end")? })
    }
}

/// A missing field reads as `false`.
fn flag(value: &Value, name: &str) -> Option<bool> {
    value.field(name).map(|is: Option<bool>| is.unwrap_or_default())
}

impl FromJson for Connection {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            id: value.field("id")?,
            purpose: value.field("purpose")?,
            offer: value.field("offer")?,
            provider_label: value.field("provider_label")?,
            by_password: flag(value, "by_password")?,
            site: value.field("site")?,
            account: value.field("account")?,
            state: value.field("state")?,
            last_working_at: value.field("last_working_at")?,
            works_until: value.field("works_until")?,
            settings: value.field("settings")?,
        })
    }
}

impl FromJson for Intent {
    fn from_json(value: &Value) -> Option<Self> {
        let connection = || value.field("connection");
        let offer = || value.field("offer");
        let site = || value.field("site");
        Some(match value.find("kind").text()? {
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
        Some(match value.find("kind").text()? {
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

impl FromJson for Authorization {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            id: value.field("id")?,
            intent: value.field("intent")?,
            offer: value.field("offer")?,
            provider_label: value.field("provider_label")?,
            match_code: value.field("match_code")?,
            deadline_at: value.field("deadline_at")?,
            phase: value.field("phase")?,
        })
    }
}

impl FromJson for Overview {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            now: value.field("now")?,
            connections: value.field("connections")?,
            authorization: value.field("authorization")?,
            sync_settings: value.field("sync_settings")?,
            offers: value.field("offers")?,
            let_in: value.field("let_in")?,
        })
    }
}

impl FromJson for Offer {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            id: value.field("id")?,
            purpose: value.field("purpose")?,
            label: value.field("label")?,
            access_type: value.field("access_type")?,
            address_example: value.field("address_example")?,
            by_password: flag(value, "by_password")?,
            may_need_installing: flag(value, "may_need_installing")?,
            needs_browser: flag(value, "needs_browser")?,
        })
    }
}

impl FromJson for Installation {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self {
            product_name: value.field("product_name")?,
            short_name: value.field("short_name")?,
            version: value.field("version")?,
            help_url: value.field("help_url")?,
            offers: value.field("offers")?,
            sync_settings: value.field("sync_settings")?,
        })
    }
}

impl FromJson for LetIn {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self { id: value.field("id")?, connection: value.field("connection")?, at: value.field("at")? })
    }
}

impl FromJson for WindowKey {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self { key: value.field("key")?, expires_at: value.field("expires_at")? })
    }
}

impl FromJson for Session {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self { token: value.field("token")?, expires_at: value.field("expires_at")? })
    }
}

impl FromJson for Lookup {
    fn from_json(value: &Value) -> Option<Self> {
        Some(Self { offer: value.field("offer")?, server: value.field("server")? })
    }
}
