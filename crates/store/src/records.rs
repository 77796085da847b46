//! What is stored, as types that cannot hold an impossible row.

mod journal;
mod lease;
mod opening;

use std::collections::BTreeSet;

use latchkey_domain::{AccessToken, Health, Identity, Password, PersonId, RefreshToken, TokenHash, Verified};
use latchkey_wire::{
    Account, AuthorizationId, ConnectionId, ConnectionSettings, Intent, OfferId, Phase, Purpose, UnixSeconds,
};

use crate::StoreError;

pub use journal::{
    Actor, Announced, Channel, ClaimedDeliveries, ClaimedDelivery, Delivered, DeliveryCounts, DeliveryLease,
    JournalEntry, LinkRecord, MailCap, NewDelivery, News, NewsKind,
};
pub use lease::{Claim, Claimed, Failed, InFlight, Lease};
pub use opening::{Asked, Entry, LetInBy, LetsIn, OpenedBy, Opening, OpeningKeyRecord, OpeningSecrets, Returned};

/// A pane's session.
#[derive(Clone, Debug)]
pub struct SessionRecord {
    /// Hash of the pane's token.
    pub token: TokenHash,
    /// Whose it is.
    pub person: PersonId,
    /// Which of the person's connections it shows.
    pub scope: KeyScope,
    /// When a typed code let it in, if one did and nothing has opened everything to it since.
    pub let_in_at: Option<UnixSeconds>,
    /// When it began.
    pub created_at: UnixSeconds,
    /// When it ends.
    pub expires_at: UnixSeconds,
}

/// A connection without its secrets.
#[derive(Clone, Debug)]
pub struct ConnectionRecord {
    /// Survives every renewal.
    pub id: ConnectionId,
    /// Whose it is.
    pub person: PersonId,
    /// Whether that person has shown to own the account in a way that nobody can be talked into: not by a typed code alone.
    pub owner_shown: bool,
    /// Mailbox or CRM.
    pub purpose: Purpose,
    /// Which provider of the configuration.
    pub offer: OfferId,
    /// Where, if somebody typed that.
    pub site: Option<String>,
    /// Where its access token is to be used, if the provider says so.
    pub api_url: Option<String>,
    /// Which account there.
    pub identity: Identity,
    /// The account in words.
    pub account: Account,
    /// Whether its address is its own, as far as it was found out at its last sign-in or since.
    pub verified: Verified,
    /// What the person chose.
    pub settings: ConnectionSettings,
    /// How it is.
    pub health: Health,
    /// What the provider wants to see at the next sign-in.
    pub challenge: Option<String>,
    /// When it was last seen to work.
    pub last_working_at: UnixSeconds,
    /// When its grant was last given or renewed.
    pub refreshed_at: UnixSeconds,
    /// When the access token ends.
    pub access_expires_at: UnixSeconds,
    /// An end that no renewal can move.
    pub ends_at: Option<UnixSeconds>,
    /// When to renew next; `None` while only a person can help.
    pub due_at: Option<UnixSeconds>,
    /// Counts the sign-ins: what began under an older number must not overwrite a newer one.
    pub generation: i64,
}

/// A connection with its secrets.
#[derive(Debug)]
pub struct WithGrant {
    /// The connection.
    pub connection: ConnectionRecord,
    /// Its grant, or why that can't be read. One that was ended on purpose has none.
    pub grant: Option<Result<Grant, StoreError>>,
}

/// The secrets behind a connection.
#[derive(Clone, Debug)]
pub enum Grant {
    /// From a sign-in in a window.
    Tokens {
        /// For the provider's API.
        access: AccessToken,
        /// For a new access token.
        refresh: RefreshToken,
    },
    /// Typed by the person, and accepted by the mail server.
    Password {
        /// The name to sign in with.
        user_name: String,
        /// The password.
        password: Password,
        /// What the provider wants to know at the next sign-in, in its own words.
        memo: Option<String>,
    },
}

impl Grant {
    /// The access token, if there is one.
    pub fn access(&self) -> Option<&AccessToken> {
        match self {
            Self::Tokens { access, .. } => Some(access),
            Self::Password { .. } => None,
        }
    }

    /// The refresh token, if there is one.
    pub fn refresh(&self) -> Option<&RefreshToken> {
        match self {
            Self::Tokens { refresh, .. } => Some(refresh),
            Self::Password { .. } => None,
        }
    }
}

/// A grant fresh from the provider, with what is known of its life.
#[derive(Clone, Debug)]
pub struct Renewed {
    /// The pair.
    pub grant: Grant,
    /// When it was given.
    pub refreshed_at: UnixSeconds,
    /// When its access token ends.
    pub access_expires_at: UnixSeconds,
    /// An end that no renewal can move.
    pub ends_at: Option<UnixSeconds>,
    /// When to renew it, if it can be renewed.
    pub due_at: Option<UnixSeconds>,
    /// Where its access token is to be used; `None` leaves that as it was.
    pub api_url: Option<String>,
    /// What the connection lacks all the same, where the answer was of no other use: then it is not marked as working.
    pub fault: Option<Failed>,
}

/// A sign-in that worked, before it is decided what it may change.
#[derive(Clone, Debug)]
pub struct PendingSignIn {
    /// Which account.
    pub identity: Identity,
    /// The account in words.
    pub account: Account,
    /// Whether its address is its own.
    pub verified: Verified,
    /// The server that it is at, where that was found out by signing in.
    pub server: Option<String>,
    /// Its grant.
    pub renewed: Renewed,
}

/// One attempt to sign in.
#[derive(Clone, Debug)]
pub struct AuthorizationRecord {
    /// Chosen by the pane.
    pub id: AuthorizationId,
    /// The session that asked.
    pub session: TokenHash,
    /// What for.
    pub intent: Intent,
    /// Which provider of the configuration.
    pub offer: OfferId,
    /// Where, if somebody typed that.
    pub site: Option<String>,
    /// The mailbox that the host shows.
    pub host_mailbox: Option<String>,
    /// When it was asked for.
    pub created_at: UnixSeconds,
    /// When it ends by itself.
    pub deadline_at: UnixSeconds,
    /// How far it is.
    pub phase: Phase,
    /// That the pane asks for a window without a key, if it does.
    pub asked: Option<Asked>,
    /// The opening that is under way.
    pub opening: Option<Opening>,
    /// The sign-in that waits for proof.
    pub pending: Option<PendingSignIn>,
}

impl AuthorizationRecord {
    /// Whether the window under way had a key of its pane.
    pub fn has_key(&self) -> bool {
        self.opening.as_ref().is_some_and(|opening| opening.by == OpenedBy::Key)
    }
}

/// What a sync engine's key opens, or a session shows.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum KeyScope {
    /// Every connection, those that are made later too.
    All,
    /// These and no others.
    Only(BTreeSet<ConnectionId>),
}

impl KeyScope {
    /// Whether it covers this connection.
    pub fn covers(&self, id: &ConnectionId) -> bool {
        match self {
            Self::All => true,
            Self::Only(connections) => connections.contains(id),
        }
    }
}

/// How many connections are in which health.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct HealthCounts {
    /// Working.
    pub working: u64,
    /// Retrying.
    pub retrying: u64,
    /// Waiting for their person.
    pub needs_sign_in: u64,
    /// Waiting for an administrator.
    pub needs_admin: u64,
    /// Ended on purpose.
    pub disconnected: u64,
}

/// What a sweep takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Retention {
    /// Authorizations whose deadline was before then.
    pub authorizations_before: UnixSeconds,
    /// Journal entries from before then that nobody waits to hear of …
    pub journal_before: UnixSeconds,
    /// … and that nobody got an e-mail about since then: those are still counted.
    pub mailed_before: UnixSeconds,
    /// No more rows than this of any one table.
    pub at_most: u32,
}

/// A sync engine's key.
#[derive(Clone, Debug)]
pub struct EngineKeyRecord {
    /// Names it on the command line.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// Hash of the key.
    pub key: TokenHash,
    /// What it opens.
    pub scope: KeyScope,
    /// When it was made.
    pub created_at: UnixSeconds,
    /// When it was taken back.
    pub revoked_at: Option<UnixSeconds>,
}
