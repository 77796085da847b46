//! Between columns and types. A column that holds what no version has written is a typed error, not a panic and not a
//! guess.

use latchkey_domain::{Health, TokenHash};
use latchkey_wire::{Purpose, Reason, ReasonCode, UnixSeconds};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{KeyScope, StoreError};

/// The bare word that a fieldless enum is on the wire, which is what columns hold too.
pub(crate) fn word(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => unreachable!("fieldless enums are words: {other:?}"),
    }
}

/// A wire type as text.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("wire types always serialise")
}

/// The enum behind a word.
pub(crate) fn from_word<T: DeserializeOwned>(
    table: &'static str,
    column: &'static str,
    row: &str,
    word: &str,
) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).map_err(|_| StoreError::Inconsistent {
        table,
        column,
        row: row.to_owned(),
    })
}

/// A scope as its column holds it: a JSON list of ids, nothing for all.
pub(crate) fn scope_column(scope: &KeyScope) -> Option<String> {
    match scope {
        KeyScope::All => None,
        KeyScope::Only(connections) => Some(to_json(connections)),
    }
}

/// The scope in a column.
pub(crate) fn scope_of(table: &'static str, row: &str, column: Option<String>) -> Result<KeyScope, StoreError> {
    let Some(list) = column else { return Ok(KeyScope::All) };
    let connections = serde_json::from_str(&list);
    connections.map(KeyScope::Only).map_err(|_| StoreError::Inconsistent {
        table,
        column: "scope",
        row: row.to_owned(),
    })
}

/// A hash from its 32 bytes.
pub(crate) fn hash(table: &'static str, column: &'static str, bytes: &[u8]) -> Result<TokenHash, StoreError> {
    let bytes = bytes.try_into();
    bytes.map(TokenHash).map_err(|_| StoreError::Inconsistent { table, column, row: String::new() })
}

/// Mailboxes before CRMs.
pub(crate) const PURPOSES: [Purpose; 2] = [Purpose::Mailbox, Purpose::Crm];

/// A health in the columns `health…`.
#[derive(Clone, Debug)]
pub(crate) struct HealthColumns {
    pub(crate) kind: String,
    pub(crate) since: Option<UnixSeconds>,
    pub(crate) reason: Option<String>,
    pub(crate) reference: Option<String>,
    pub(crate) missing: Option<String>,
    pub(crate) attempts: i64,
}

impl From<&Health> for HealthColumns {
    fn from(health: &Health) -> Self {
        let (kind, since, reason, attempts) = match health {
            Health::Working => ("working", None, None, 0),
            Health::Retrying { since, reason, attempts } => ("retrying", Some(since), Some(reason), *attempts),
            Health::NeedsSignIn { since, reason } => ("needs_sign_in", Some(since), Some(reason), 0),
            Health::NeedsAdmin { since, reason } => ("needs_admin", Some(since), Some(reason), 0),
            Health::Disconnected { since } => ("disconnected", Some(since), None, 0),
        };
        Self {
            kind: kind.to_owned(),
            since: since.copied(),
            reason: reason.map(|reason| word(reason.code)),
            reference: reason.and_then(|reason| reason.reference.clone()),
            missing: reason.filter(|reason| !reason.missing.is_empty()).map(|reason| to_json(&reason.missing)),
            attempts: i64::from(attempts),
        }
    }
}

impl HealthColumns {
    pub(crate) fn into_health(self, row: &str) -> Result<Health, StoreError> {
        let impossible = || StoreError::Inconsistent { table: "connections", column: "health", row: row.to_owned() };
        let reason = match &self.reason {
            Some(code) => Some(Reason {
                code: from_word::<ReasonCode>("connections", "health_reason", row, code)?,
                reference: self.reference,
                missing: match &self.missing {
                    Some(list) => serde_json::from_str(list).map_err(|_| impossible())?,
                    None => Vec::new(),
                },
            }),
            None => None,
        };
        match (self.kind.as_str(), self.since, reason) {
            ("working", None, None) => Ok(Health::Working),
            ("retrying", Some(since), Some(reason)) => {
                let attempts = u32::try_from(self.attempts).map_err(|_| impossible())?;
                Ok(Health::Retrying { since, reason, attempts })
            }
            ("needs_sign_in", Some(since), Some(reason)) => Ok(Health::NeedsSignIn { since, reason }),
            ("needs_admin", Some(since), Some(reason)) => Ok(Health::NeedsAdmin { since, reason }),
            ("disconnected", Some(since), None) => Ok(Health::Disconnected { since }),
            _ => Err(impossible()),
        }
    }
}

/// An address as it is looked up: people write theirs in capitals now and then.
pub(crate) fn address_key(address: &str) -> String {
    address.trim().to_lowercase()
}

/// A count, which no database answers below nothing.
pub(crate) fn count(many: i64) -> u64 {
    u64::try_from(many).unwrap_or(0)
}
