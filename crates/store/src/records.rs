//! The stored records, as types that can't represent an inconsistent row.

mod audit_detail;
mod journal;
mod lease;
mod opening;

use std::collections::{BTreeSet, HashMap};

use latchkey_domain::{
    AccessToken, AccountFacts, Health, HealthKind, Identity, Password, PersonId, RefreshToken, TokenHash, Verified,
};
use latchkey_wire::{
    Account, AuthorizationId, ConnectionId, ConnectionSettings, Intent, OfferId, Phase, Purpose, UnixSeconds,
};

use crate::StoreError;

pub use audit_detail::{AuditDetail, ConnectionChange, ConnectionDetail, PasswordSender};
pub use journal::{
    AuditActor, AuditEvent, AuditEventKind, Channel, ClaimedOutboxEntry, DeliveryOutcome, JournalEntry, LinkRecord,
    MailCap, NewAuditEvent, NewOutboxEntry, OutboxClaim, OutboxCounts, OutboxLease,
};
pub use lease::{Claim, ClaimedConnection, ConnectionLease, FailedRenewal, HeldClaim};
pub use opening::{
    CallbackParameters, KeylessRequest, LetInBy, LetsIn, OpenedBy, Opening, OpeningKeyRecord, OpeningOutcome,
    OpeningSecrets,
};

/// A pane's session.
#[derive(Clone, Debug)]
pub struct SessionRecord {
    /// The hash of the pane's token.
    pub token: TokenHash,
    /// The person that the session belongs to.
    pub person: PersonId,
    /// The connections of the person that it shows.
    pub scope: KeyScope,
    /// When a typed code let the session in. `None` if no code did, or if a stronger proof has since let the session show
    /// everything.
    pub let_in_at: Option<UnixSeconds>,
    /// When the session was created.
    pub created_at: UnixSeconds,
    /// When the session expires.
    pub expires_at: UnixSeconds,
}

/// A connection without its secrets.
#[derive(Clone, Debug)]
pub struct ConnectionRecord {
    /// The connection's id, which never changes.
    pub id: ConnectionId,
    /// The person that the connection belongs to.
    pub person: PersonId,
    /// Whether that person has proven to own the account by more than a typed code. An attacker could talk a person into
    /// reading out a code.
    pub owner_shown: bool,
    /// Whether it is a mailbox or a CRM.
    pub purpose: Purpose,
    /// The configured offer that it uses.
    pub offer: OfferId,
    /// The sign-in address or server, if the person typed or confirmed one.
    pub site: Option<String>,
    /// The address of the API, if the provider sends one.
    pub api_url: Option<String>,
    /// The account's issuer and subject.
    pub identity: Identity,
    /// The account's address and name, for display.
    pub account: Account,
    /// Whether the address is verified to be the account's own, as of the last sign-in or later.
    pub verified: Verified,
    /// What else the provider told of the account, as of the last sign-in or later.
    pub facts: AccountFacts,
    /// The settings that the person chose.
    pub settings: ConnectionSettings,
    /// The connection's health, as of the last renewal or sign-in.
    pub health: Health,
    /// The claims challenge that the provider wants at the next sign-in.
    pub challenge: Option<String>,
    /// When it was last seen to work.
    pub last_working_at: UnixSeconds,
    /// When its grant was last issued or renewed.
    pub refreshed_at: UnixSeconds,
    /// When the access token expires.
    pub access_expires_at: UnixSeconds,
    /// When the grant ends, if no renewal can extend it.
    pub ends_at: Option<UnixSeconds>,
    /// When to renew next; `None` while the person must act.
    pub due_at: Option<UnixSeconds>,
    /// Grows with every sign-in: a write that began at an older generation must not overwrite a newer one.
    pub generation: i64,
}

/// What is known of a connection's account, as it is written when the provider has told more.
#[derive(Clone, Debug)]
pub struct KnownFacts {
    /// The account's address and name, for display.
    pub account: Account,
    /// Whether the address is verified to be the account's own.
    pub verified: Verified,
    /// Everything else.
    pub facts: AccountFacts,
}

/// A connection with its secrets.
#[derive(Debug)]
pub struct ConnectionWithGrant {
    /// The connection.
    pub connection: ConnectionRecord,
    /// The grant, or why it can't be read. A connection that was disconnected has none.
    pub grant: Option<Result<Grant, StoreError>>,
}

/// The secrets behind a connection.
#[derive(Clone, Debug)]
pub enum Grant {
    /// From a sign-in at an OAuth provider.
    Tokens {
        /// The access token, for the provider's API.
        access: AccessToken,
        /// The refresh token, for new access tokens.
        refresh: RefreshToken,
    },
    /// Typed by the person, and accepted by the mail server.
    Password {
        /// The name to sign in with at the mail server.
        user_name: String,
        /// The password. Its type hides it in debug output.
        password: Password,
        /// Which authentication scheme the last sign-in used, as the provider encodes it.
        scheme_hint: Option<String>,
    },
}

impl Grant {
    /// The access token, if the grant has one.
    pub fn access(&self) -> Option<&AccessToken> {
        match self {
            Self::Tokens { access, .. } => Some(access),
            Self::Password { .. } => None,
        }
    }

    /// The refresh token, if the grant has one.
    pub fn refresh(&self) -> Option<&RefreshToken> {
        match self {
            Self::Tokens { refresh, .. } => Some(refresh),
            Self::Password { .. } => None,
        }
    }
}

/// A new or renewed grant, with what is known of its lifetime.
#[derive(Clone, Debug)]
pub struct RenewedGrant {
    /// The tokens or the password.
    pub grant: Grant,
    /// When the provider issued it.
    pub refreshed_at: UnixSeconds,
    /// When its access token expires.
    pub access_expires_at: UnixSeconds,
    /// When the grant ends, if no renewal can extend it.
    pub ends_at: Option<UnixSeconds>,
    /// When to renew it, if it can be renewed.
    pub due_at: Option<UnixSeconds>,
    /// The address of the API; `None` leaves the stored one unchanged.
    pub api_url: Option<String>,
    /// The failure, if the response contained a new refresh token but is otherwise unusable. The connection is then not
    /// marked as working.
    pub fault: Option<FailedRenewal>,
}

/// A successful sign-in, before it is decided what it may change.
#[derive(Clone, Debug)]
pub struct PendingSignIn {
    /// The account's issuer and subject.
    pub identity: Identity,
    /// The account's address and name, for display.
    pub account: Account,
    /// Whether the address is verified to be the account's own.
    pub verified: Verified,
    /// What else the provider told of the account.
    pub facts: AccountFacts,
    /// The account's server, where the sign-in found it.
    pub server: Option<String>,
    /// The sign-in's grant.
    pub renewed: RenewedGrant,
}

/// One attempt to sign in.
#[derive(Clone, Debug)]
pub struct AuthorizationRecord {
    /// The id, which the pane chose.
    pub id: AuthorizationId,
    /// The hash of the token of the session that began it.
    pub session: TokenHash,
    /// Whether it connects, refreshes or changes a connection.
    pub intent: Intent,
    /// The configured offer that it uses.
    pub offer: OfferId,
    /// The sign-in address or server, if the person typed or confirmed one.
    pub site: Option<String>,
    /// The e-mail address of the mailbox in the host, if the host states it.
    pub host_mailbox: Option<String>,
    /// When it was created.
    pub created_at: UnixSeconds,
    /// When it expires.
    pub deadline_at: UnixSeconds,
    /// The current phase.
    pub phase: Phase,
    /// The pane's request for a window without a key, if there is one.
    pub asked: Option<KeylessRequest>,
    /// The current opening.
    pub opening: Option<Opening>,
    /// The sign-in that waits for proof.
    pub pending: Option<PendingSignIn>,
}

impl AuthorizationRecord {
    /// Whether the current window came with a key of its pane.
    pub fn has_key(&self) -> bool {
        self.opening.as_ref().is_some_and(|opening| opening.by == OpenedBy::Key)
    }
}

/// The connections that a sync engine's key gives access to, or that a session shows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum KeyScope {
    /// Every connection, including later ones.
    All,
    /// These connections alone.
    Only(BTreeSet<ConnectionId>),
}

impl KeyScope {
    /// Whether the scope includes this connection.
    pub fn covers(&self, id: &ConnectionId) -> bool {
        match self {
            Self::All => true,
            Self::Only(connections) => connections.contains(id),
        }
    }
}

/// The number of connections by health. Kinds without connections may be missing.
pub type HealthCounts = HashMap<HealthKind, u64>;

/// What is old enough to be deleted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Retention {
    /// Authorizations whose deadline was before this time.
    pub authorizations_before: UnixSeconds,
    /// Journal entries before this time, if they have no pending deliveries and no e-mails that still count against the cap.
    pub journal_before: UnixSeconds,
    /// E-mails that were sent since this time still count against the cap.
    pub mailed_before: UnixSeconds,
    /// The maximum number of rows to delete from each table.
    pub at_most: u32,
}

/// A sync engine's key.
#[derive(Clone, Debug)]
pub struct EngineKeyRecord {
    /// The id, which names it on the command line.
    pub id: String,
    /// The display name that the administrator gave it.
    pub name: String,
    /// The hash of the key.
    pub key: TokenHash,
    /// The connections that it gives access to.
    pub scope: KeyScope,
    /// When it was created.
    pub created_at: UnixSeconds,
    /// When it was revoked.
    pub revoked_at: Option<UnixSeconds>,
}
