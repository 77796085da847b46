//! Claims on connections. Whoever renews holds a lease, and names it with everything it writes: a holder that was
//! paused past its lease finds it gone, and changes nothing.

use latchkey_domain::Health;
use latchkey_wire::{ConnectionId, UnixSeconds};

use super::{ConnectionRecord, Grant};
use crate::StoreError;

/// A claim on one connection. A type and not a convention: there is no way to write a renewal without one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Lease {
    /// On what.
    pub connection: ConnectionId,
    /// The sign-in that it began under.
    pub generation: i64,
    /// Grows with every claim, so that of two holders the later one is known.
    pub fence: i64,
    /// When others may take it over.
    pub until: UnixSeconds,
}

/// A connection that is claimed, as it stood once the claim was written.
#[derive(Debug)]
pub struct Claimed {
    /// Names the claim.
    pub lease: Lease,
    /// The connection.
    pub connection: ConnectionRecord,
    /// Its grant, or why that can't be read; one that can't be read must not keep the others from being renewed.
    pub grant: Result<Grant, StoreError>,
    /// Whether the claim before this one ended by time: its holder crashed or was paused, perhaps in the middle of a
    /// renewal.
    pub interrupted: bool,
}

/// What became of a claim on one connection.
#[derive(Debug)]
pub enum Claim {
    /// It is the caller's until the lease ends.
    Yours(Box<Claimed>),
    /// Somebody else holds it.
    Busy {
        /// Until then at the latest.
        until: UnixSeconds,
    },
    /// There is no such connection, or nothing to renew in it.
    Gone,
}

/// A claim that nobody has released: under way, or left behind by a crash.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct InFlight {
    /// On what.
    pub connection: ConnectionId,
    /// Which claim.
    pub fence: i64,
    /// When others may take it over.
    pub until: UnixSeconds,
}

/// What a failed renewal leads to.
#[derive(Clone, Debug)]
pub struct Failed {
    /// How the connection is after it.
    pub health: Health,
    /// What the provider wants to see at the next sign-in.
    pub challenge: Option<String>,
    /// When to try again; `None` if only a person can help.
    pub due_at: Option<UnixSeconds>,
}
