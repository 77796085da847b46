//! Keeps grants alive. Every use of a refresh token goes through [`renew`], whether the schedule, a person or a sync engine
//! asks for it. Its rules are pure functions in `latchkey_domain::renewal`, `breaker` and `throttle`.
//!
//! One renewal ([`renew`]) claims the connection, reads it again, and asks the provider ([`ask`]). It decides what the answer
//! leads to ([`outcome`]), writes the result under the claim ([`held`]), and releases the claim. A claim is a lease in the
//! store, with a number that only grows. So only one process renews a connection at a time, and a process that was paused
//! past its lease changes nothing.
//!
//! [`driver`] renews due connections, [`schedule`] sets the due times, and [`rejections`] tries grants whose tokens a sync
//! engine reported as rejected. [`access`] asks the mailbox or the CRM itself, and [`upkeep`] learns what else the provider tells
//! of the account.

pub(crate) mod access;
mod ask;
mod driver;
mod held;
mod outcome;
mod pending_writes;
pub(crate) mod rejections;
mod renew;
pub(crate) mod schedule;
mod trigger;
pub(crate) mod upkeep;

pub use driver::{beat, drive, prove_all, renew_due};
pub use pending_writes::write_last;
pub use renew::{check, renew};
pub use trigger::RenewalTrigger;
