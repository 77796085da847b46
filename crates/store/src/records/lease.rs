//! Leases on connections. A renewal holds a lease, and every write names it: a process that was paused past the end of its
//! lease can no longer write.

use latchkey_domain::Health;
use latchkey_wire::{ConnectionId, UnixSeconds};

use super::{ConnectionRecord, Grant};
use crate::StoreError;

/// A lease on one connection. Every write of a renewal needs one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ConnectionLease {
    /// The leased connection.
    pub connection: ConnectionId,
    /// The connection's generation at the time of the claim.
    pub generation: i64,
    /// A fencing token: it grows with every claim, so that an older holder can't write.
    pub fence: i64,
    /// When the lease expires.
    pub until: UnixSeconds,
}

/// A claimed connection, as read after the claim was written.
#[derive(Debug)]
pub struct ClaimedConnection {
    /// The lease of this claim.
    pub lease: ConnectionLease,
    /// The connection's record.
    pub connection: ConnectionRecord,
    /// The grant, or why it can't be read. An unreadable grant must not block the renewal of others.
    pub grant: Result<Grant, StoreError>,
    /// Whether the lease before this one expired: its holder crashed or was paused, perhaps during a renewal.
    pub interrupted: bool,
}

/// The result of a claim on one connection.
#[derive(Debug)]
pub enum Claim {
    /// The caller holds the connection until the lease expires.
    Yours(Box<ClaimedConnection>),
    /// Another process or task holds the connection.
    Busy {
        /// When its lease expires at the latest.
        until: UnixSeconds,
    },
    /// There is no such connection, or it has no grant.
    Gone,
}

/// A claim that was not released: its renewal is in progress, or its holder crashed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HeldClaim {
    /// The claimed connection.
    pub connection: ConnectionId,
    /// The fencing token of the claim.
    pub fence: i64,
    /// When the lease expires.
    pub until: UnixSeconds,
}

/// The result of a failed renewal.
#[derive(Clone, Debug)]
pub struct FailedRenewal {
    /// The connection's new health.
    pub health: Health,
    /// The claims challenge that the provider wants at the next sign-in.
    pub challenge: Option<String>,
    /// When to retry; `None` if the person or an administrator must act.
    pub due_at: Option<UnixSeconds>,
}
