//! Audit events in the journal, and the outbox of their deliveries.
//!
//! # To add a kind of audit event
//! Add a variant to [`AuditEventKind`], and decide in [`AuditEventKind::cancels_pending_mail`] whether it makes older e-mails
//! pointless. Its serialised name is stored and exported, so it never changes.

use latchkey_domain::{Entropy, PersonId, TokenHash};
use latchkey_wire::{Account, ConnectionId, Reason, UnixSeconds};
use serde::{Deserialize, Serialize};

use super::AuditDetail;

/// Who caused an audit event.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum AuditActor {
    /// The endpoint itself: a schedule or a renewal.
    Endpoint,
    /// The person that the connection belongs to.
    Person(PersonId),
    /// A sync engine, by the id of its key.
    Engine(String),
    /// An administrator at the command line, by the name of the system's user.
    Administrator(String),
}

/// What an audit event reports.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditEventKind {
    /// An account was connected for the first time.
    Connected,
    /// The same account signed in again while the connection worked.
    Refreshed,
    /// A connection that had failed works again.
    Repaired,
    /// The connection changed to another account, or to another access type.
    Switched,
    /// The person must sign in.
    NeedsSignIn,
    /// An administrator must act.
    NeedsAdmin,
    /// The connection was disconnected.
    Disconnected,
    /// A person changed the connection's settings.
    SettingsChanged,
    /// A mail server refused a password, or a session that owns no connection sent one that did not help it.
    PasswordRejected,
    /// A key for a sync engine was created.
    EngineKeyCreated,
    /// A sync engine's key was revoked.
    EngineKeyRevoked,
    /// The configured names, offers or pages changed.
    PolicyChanged,
    /// The list of encryption keys changed.
    EncryptionKeysChanged,
    /// A client's secret ends within days, or has ended.
    ClientSecretEnds,
}

impl AuditEventKind {
    /// Whether it makes pending e-mails about older failures of the same connection pointless.
    pub fn cancels_pending_mail(self) -> bool {
        match self {
            Self::Connected | Self::Refreshed | Self::Repaired | Self::Switched | Self::Disconnected => true,
            Self::NeedsSignIn
            | Self::NeedsAdmin
            | Self::SettingsChanged
            | Self::PasswordRejected
            | Self::EngineKeyCreated
            | Self::EngineKeyRevoked
            | Self::PolicyChanged
            | Self::EncryptionKeysChanged
            | Self::ClientSecretEnds => false,
        }
    }
}

/// One audit event. It holds no secret, because it is exported and sent to webhooks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AuditEvent {
    /// A UUID, by which receivers drop repeats: random, unless several replicas notice the same thing. Then it follows from
    /// what they notice, and the journal takes the event once.
    pub id: String,
    /// When it happened.
    pub at: UnixSeconds,
    /// Who caused it.
    pub actor: AuditActor,
    /// What happened.
    pub kind: AuditEventKind,
    /// The connection that it is about, if there is one.
    pub connection: Option<ConnectionId>,
    /// The account's address and name at the time.
    pub account: Option<Account>,
    /// The reason of a failure.
    pub reason: Option<Reason>,
    /// Further details for auditors and webhooks.
    pub detail: Option<AuditDetail>,
}

impl AuditEvent {
    /// An event with a new id, and without connection, account, reason and detail.
    pub fn plain(entropy: &dyn Entropy, at: UnixSeconds, actor: AuditActor, kind: AuditEventKind) -> Self {
        Self { id: entropy.uuid(), at, actor, kind, connection: None, account: None, reason: None, detail: None }
    }
}

/// An audit event to record, with the outbox entries that go with it. Both are written in the same transaction as the change
/// that the event describes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewAuditEvent {
    /// The event.
    pub event: AuditEvent,
    /// Its deliveries.
    pub outbox: Vec<NewOutboxEntry>,
}

impl From<AuditEvent> for NewAuditEvent {
    fn from(event: AuditEvent) -> Self {
        Self { event, outbox: Vec::new() }
    }
}

/// An audit event as recorded in the journal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct JournalEntry {
    /// Its number: later entries have greater numbers, with gaps.
    pub seq: i64,
    /// The event.
    pub event: AuditEvent,
}

/// How an outbox entry is delivered.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// An HTTP request to a program of the administrator's.
    Webhook,
    /// An e-mail to the person, or to the administrator.
    Mail,
}

/// A delivery of an audit event to one receiver.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewOutboxEntry {
    /// Webhook or e-mail.
    pub channel: Channel,
    /// The receiver: the webhook's name in the configuration, or an e-mail address.
    pub target: String,
    /// The earliest time of the delivery.
    pub due_at: UnixSeconds,
}

/// A lease on one outbox entry.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OutboxLease {
    /// The outbox entry's number.
    pub id: i64,
    /// Grows with every claim, so that an older lease can't be used.
    pub fence: i64,
}

/// An outbox entry that is claimed.
#[derive(Clone, Debug)]
pub struct ClaimedOutboxEntry {
    /// The lease of this claim.
    pub lease: OutboxLease,
    /// Webhook or e-mail.
    pub channel: Channel,
    /// The receiver: the webhook's name in the configuration, or an e-mail address.
    pub target: String,
    /// The number of earlier attempts.
    pub attempts: u32,
    /// The audit event to deliver.
    pub entry: JournalEntry,
}

/// The result of claiming outbox entries that are due.
#[derive(Clone, Debug, Default)]
pub struct OutboxClaim {
    /// The entries that the caller holds until the lease expires.
    pub claimed: Vec<ClaimedOutboxEntry>,
    /// How many due e-mails were postponed, because their receivers reached the cap.
    pub held_back: u32,
}

/// The maximum number of e-mails to one address, about all connections together.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MailCap {
    /// The maximum number of e-mails to one address within the period.
    pub messages: u32,
    /// The length of the period, in seconds.
    pub within_s: i64,
}

/// The outcome of an attempt to deliver an outbox entry.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DeliveryOutcome {
    /// The receiver accepted it.
    Delivered {
        /// When it was delivered.
        at: UnixSeconds,
    },
    /// The attempt failed and is repeated.
    Retry {
        /// When to repeat it.
        due_at: UnixSeconds,
    },
    /// It failed for too long, or its receiver is no longer configured.
    GivenUp {
        /// When it was given up.
        at: UnixSeconds,
    },
}

/// The number of outbox entries by state.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct OutboxCounts {
    /// Entries that are not delivered yet.
    pub waiting: u64,
    /// Entries that were given up and not swept yet.
    pub given_up: u64,
}

/// A link in an e-mail. It allows its reader to start a sign-in for this one connection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LinkRecord {
    /// The hash of the link's secret part.
    pub token: TokenHash,
    /// The connection that it may repair.
    pub connection: ConnectionId,
    /// When it was created.
    pub created_at: UnixSeconds,
    /// When it expires, if the connection is not repaired before.
    pub expires_at: UnixSeconds,
}
