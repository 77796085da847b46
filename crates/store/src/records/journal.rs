//! What happened, and who is to hear of it.
//!
//! # To add a kind of news
//! A variant of [`NewsKind`]; decide in [`NewsKind::says_it_works`] whether it makes older e-mails pointless. Its word is
//! stored and exported, so it never changes.

use latchkey_domain::{Entropy, PersonId, TokenHash};
use latchkey_wire::{Account, ConnectionId, Reason, UnixSeconds};
use serde::{Deserialize, Serialize};

/// Who did it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Actor {
    /// The endpoint by itself: a schedule, a renewal.
    Endpoint,
    /// Whoever holds the connection.
    Person(PersonId),
    /// A sync engine, by the id of its key.
    Engine(String),
    /// Somebody at the command line, by the name that the system knows.
    Administrator(String),
}

/// What happened.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NewsKind {
    /// An account was connected for the first time.
    Connected,
    /// Its own account signed in again while it worked.
    Refreshed,
    /// A connection that was lost works again.
    Repaired,
    /// Another account, or another way to reach it, took the connection's place.
    Switched,
    /// The person must sign in.
    NeedsSignIn,
    /// An administrator must act.
    NeedsAdmin,
    /// Ended on purpose.
    Disconnected,
    /// A person changed the connection's settings.
    SettingsChanged,
    /// A mail server did not take a password, or a session that owns nothing showed one that was of no use to it.
    PasswordRejected,
    /// A sync engine got a key.
    EngineKeyCreated,
    /// A sync engine's key was taken back.
    EngineKeyRevoked,
    /// Names, offers or the page that people get changed.
    PolicyChanged,
    /// The list of encryption keys changed.
    EncryptionKeysChanged,
}

impl NewsKind {
    /// Whether nobody needs to hear of an older break of the same connection any more.
    pub fn says_it_works(self) -> bool {
        match self {
            Self::Connected | Self::Refreshed | Self::Repaired | Self::Switched | Self::Disconnected => true,
            Self::NeedsSignIn
            | Self::NeedsAdmin
            | Self::SettingsChanged
            | Self::PasswordRejected
            | Self::EngineKeyCreated
            | Self::EngineKeyRevoked
            | Self::PolicyChanged
            | Self::EncryptionKeysChanged => false,
        }
    }
}

/// One line of the journal. It holds no secret: it is exported and sent out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct News {
    /// A random UUID, by which receivers drop repeats.
    pub id: String,
    /// When.
    pub at: UnixSeconds,
    /// Who did it.
    pub actor: Actor,
    /// What.
    pub kind: NewsKind,
    /// To which connection.
    pub connection: Option<ConnectionId>,
    /// Of which account.
    pub account: Option<Account>,
    /// Why.
    pub reason: Option<Reason>,
    /// What else an auditor wants to know, for example which key or which setting, as a JSON object.
    pub detail: Option<String>,
}

impl News {
    /// News without particulars.
    pub fn plain(entropy: &dyn Entropy, at: UnixSeconds, actor: Actor, kind: NewsKind) -> Self {
        Self { id: entropy.uuid(), at, actor, kind, connection: None, account: None, reason: None, detail: None }
    }
}

/// News, and who is to hear of it. Both are written in the transaction that makes it true.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Announced {
    /// What happened.
    pub news: News,
    /// Who is to hear of it.
    pub deliveries: Vec<NewDelivery>,
}

impl From<News> for Announced {
    fn from(news: News) -> Self {
        Self { news, deliveries: Vec::new() }
    }
}

/// A line as it stands in the journal.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct JournalEntry {
    /// Its place: later lines have greater numbers, with gaps.
    pub seq: i64,
    /// What happened.
    pub news: News,
}

/// How news travels.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A request to a program of the administrator's.
    Webhook,
    /// An e-mail to the person.
    Mail,
}

/// News for one receiver.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NewDelivery {
    /// How.
    pub channel: Channel,
    /// To whom: the webhook's name in the configuration, or an e-mail address.
    pub target: String,
    /// Not before then.
    pub due_at: UnixSeconds,
}

/// A claim on one delivery.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DeliveryLease {
    /// Which.
    pub id: i64,
    /// Grows with every claim.
    pub fence: i64,
}

/// A delivery that is claimed.
#[derive(Clone, Debug)]
pub struct ClaimedDelivery {
    /// Names the claim.
    pub lease: DeliveryLease,
    /// How.
    pub channel: Channel,
    /// To whom.
    pub target: String,
    /// How often it was tried before.
    pub attempts: u32,
    /// What to tell.
    pub entry: JournalEntry,
}

/// What came of looking for deliveries that are due.
#[derive(Clone, Debug, Default)]
pub struct ClaimedDeliveries {
    /// Those that are the caller's until the lease ends.
    pub claimed: Vec<ClaimedDelivery>,
    /// How many e-mails were due and wait on, because their receivers have had enough for now.
    pub held_back: u32,
}

/// How many e-mails one address gets, whoever they are about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct MailCap {
    /// No more than so many …
    pub messages: u32,
    /// … in so many seconds.
    pub within_s: i64,
}

/// How a try at a delivery went.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Delivered {
    /// The receiver has it.
    Yes {
        /// Since when.
        at: UnixSeconds,
    },
    /// Not yet.
    Later {
        /// When to try again.
        due_at: UnixSeconds,
    },
    /// It was tried for long enough, or nobody is there to hear it.
    GivenUp {
        /// Since when.
        at: UnixSeconds,
    },
}

/// How many deliveries are under way, and how many were given up.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct DeliveryCounts {
    /// Wait for their time or for an answer.
    pub waiting: u64,
    /// Were given up, and are still in the journal.
    pub given_up: u64,
}

/// A link in an e-mail: whoever opens it may begin to repair this one connection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LinkRecord {
    /// Hash of the link's secret part.
    pub token: TokenHash,
    /// What it may repair.
    pub connection: ConnectionId,
    /// When it was made.
    pub created_at: UnixSeconds,
    /// When it ends, if the connection is not repaired before.
    pub expires_at: UnixSeconds,
}
