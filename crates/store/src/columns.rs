//! Conversion between columns and types. An unknown value in a column is a typed error, not a panic and not a guess.

use latchkey_domain::{Health, HealthKind, TokenHash};
use latchkey_wire::{Purpose, Reason, ReasonCode, UnixSeconds};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{KeyScope, StoreError};

/// The serialised name of a fieldless enum, which is also what columns hold.
pub(crate) fn word(value: impl Serialize) -> String {
    serde_plain::to_string(&value).expect("fieldless enums are words")
}

/// A wire type as JSON.
pub(crate) fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("wire types always serialise")
}

/// The enum of a serialised name.
pub(crate) fn from_word<T: DeserializeOwned>(
    table: &'static str,
    column: &'static str,
    row: &str,
    word: &str,
) -> Result<T, StoreError> {
    serde_plain::from_str(word).map_err(|_| StoreError::Inconsistent { table, column, row: row.to_owned() })
}

/// A scope as its column holds it: a JSON list of ids, NULL for all.
pub(crate) fn scope_column(scope: &KeyScope) -> Option<String> {
    match scope {
        KeyScope::All => None,
        KeyScope::Only(connections) => Some(to_json(connections)),
    }
}

/// Parses the column of a scope.
pub(crate) fn parse_scope(table: &'static str, row: &str, column: Option<String>) -> Result<KeyScope, StoreError> {
    let Some(list) = column else { return Ok(KeyScope::All) };
    let connections = serde_json::from_str(&list);
    connections.map(KeyScope::Only).map_err(|_| StoreError::Inconsistent {
        table,
        column: "scope",
        row: row.to_owned(),
    })
}

/// Parses a hash of 32 bytes.
pub(crate) fn parse_hash(table: &'static str, column: &'static str, bytes: &[u8]) -> Result<TokenHash, StoreError> {
    let bytes = bytes.try_into();
    bytes.map(TokenHash).map_err(|_| StoreError::Inconsistent { table, column, row: String::new() })
}

/// The order of a person's connections: mailboxes before CRMs.
pub(crate) const PURPOSES: [Purpose; 2] = [Purpose::Mailbox, Purpose::Crm];

/// The columns `health…`.
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
        let (since, reason, attempts) = match health {
            Health::Working => (None, None, 0),
            Health::Retrying { since, reason, attempts } => (Some(since), Some(reason), *attempts),
            Health::NeedsSignIn { since, reason } | Health::NeedsAdmin { since, reason } => {
                (Some(since), Some(reason), 0)
            }
            Health::Disconnected { since } => (Some(since), None, 0),
        };
        Self {
            kind: health.kind().as_str().to_owned(),
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
        match (self.kind.parse().map_err(|_| impossible())?, self.since, reason) {
            (HealthKind::Working, None, None) => Ok(Health::Working),
            (HealthKind::Retrying, Some(since), Some(reason)) => {
                let attempts = u32::try_from(self.attempts).map_err(|_| impossible())?;
                Ok(Health::Retrying { since, reason, attempts })
            }
            (HealthKind::NeedsSignIn, Some(since), Some(reason)) => Ok(Health::NeedsSignIn { since, reason }),
            (HealthKind::NeedsAdmin, Some(since), Some(reason)) => Ok(Health::NeedsAdmin { since, reason }),
            (HealthKind::Disconnected, Some(since), None) => Ok(Health::Disconnected { since }),
            _ => Err(impossible()),
        }
    }
}

/// A count, which is never negative.
pub(crate) fn count(many: i64) -> u64 {
    u64::try_from(many).unwrap_or(0)
}
