//! Further details of an audit event. They are stored and exported as a JSON object, so the fields keep their names.
//!
//! # To add a detail
//! Add a variant before [`AuditDetail::Changes`], with a field that no other variant has: the fields tell the variants apart.

use latchkey_wire::{ConnectionSettings, OfferId, Purpose};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What auditors and webhooks learn about an audit event.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(untagged)]
pub enum AuditDetail {
    /// The connection that the event is about.
    Connection(ConnectionDetail),
    /// The password that a mail server refused.
    Password {
        /// Who sent it.
        by: PasswordSender,
        /// The offer that it was for.
        offer: OfferId,
        /// The server that refused it.
        server: String,
        /// The mailbox's address as typed.
        mailbox: String,
    },
    /// A sync engine's key.
    EngineKey {
        /// Its id.
        key: String,
        /// Its name.
        name: String,
    },
    /// The new list of encryption keys.
    EncryptionKeys {
        /// Their ids; the first one encrypts.
        keys: Vec<String>,
    },
    /// A client's secret that ends.
    ClientSecret {
        /// The provider's name in the configuration.
        provider: String,
        /// The secret's last day, such as `2027-01-31`.
        last_day: String,
        /// How many days were left: none on the last day, and fewer than none when the secret has ended.
        days_left: i64,
    },
    /// The changed parts of the configuration, each with `before` and `after`, by name.
    Changes(Map<String, Value>),
}

/// A connection at the time of an event.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct ConnectionDetail {
    /// What it is for.
    pub purpose: Purpose,
    /// The offer that it was connected through.
    pub offer: OfferId,
    /// The typed address or server, if the offer has one.
    #[serde(default)]
    pub site: Option<String>,
    /// Whether the account's address was proven. Versions before did not record it.
    #[serde(default)]
    pub verified: Option<bool>,
    /// What changed, if the event is a change.
    #[serde(flatten)]
    pub change: Option<ConnectionChange>,
}

/// What changed about a connection.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionChange {
    /// The person's settings.
    Settings {
        /// The settings before.
        before: ConnectionSettings,
        /// The settings now.
        after: ConnectionSettings,
    },
    /// The account or the access type before.
    From {
        /// The account's address before.
        address: String,
        /// The offer before.
        offer: OfferId,
        /// The site before.
        site: Option<String>,
    },
}

/// Who sent a password.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordSender {
    /// The person who owns the connection.
    Owner,
    /// A session that owns no connection.
    Stranger,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn details_are_stored_under_the_names_that_versions_before_used() {
        let settings = json!({ "remind_before_end": true });
        for stored in [
            json!({ "purpose": "mailbox", "offer": "microsoft", "site": null, "verified": true }),
            json!({ "purpose": "crm", "offer": "o", "site": "s", "verified": false,
                "from": { "address": "ann@contoso.example", "offer": "p", "site": null } }),
            json!({ "purpose": "mailbox", "offer": "o", "site": null, "verified": true,
                "settings": { "before": settings, "after": settings } }),
            json!({ "by": "stranger", "offer": "exchange", "server": "https://a.example/", "mailbox": "a@b.example" }),
            json!({ "key": "k", "name": "engine" }),
            json!({ "keys": ["a", "b"] }),
            json!({ "provider": "own", "last_day": "2027-01-31", "days_left": -1 }),
            json!({ "offered": { "before": [], "after": ["microsoft"] } }),
        ] {
            let read: AuditDetail = serde_json::from_value(stored.clone()).unwrap();
            assert_eq!(serde_json::to_value(&read).unwrap(), stored, "{read:?}");
        }
    }

    #[test]
    fn a_detail_without_what_later_versions_added_is_read() {
        let read: AuditDetail = serde_json::from_value(json!({ "purpose": "mailbox", "offer": "o" })).unwrap();
        assert!(matches!(read, AuditDetail::Connection(ConnectionDetail { verified: None, .. })), "{read:?}");
    }
}
