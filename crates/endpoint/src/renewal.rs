//! Keeps grants alive. [`renew`] is the one way in which a refresh token is used, for the schedule, a person or a sync engine. The
//! rules it follows are pure and stand in `latchkey_domain::renewal`, `breaker` and `throttle`.
//!
//! One renewal ([`renew`]) claims the connection, reads it again, asks the provider ([`ask`]), decides what the answer leads to
//! ([`outcome`]), writes that under the claim ([`held`]) and releases the claim. A claim is a lease in the store with a number that
//! only grows: of all processes one renews a connection at a time, and a process that was paused past its lease changes nothing.
//!
//! [`driver`] renews what is due, [`schedule`] says when that is, and [`rejections`] tries grants that a sync engine reports.

mod ask;
mod driver;
mod held;
mod outcome;
mod pending_writes;
pub(crate) mod rejections;
mod renew;
pub(crate) mod schedule;
mod trigger;

pub use driver::{drive, prove_all, renew_due};
pub use pending_writes::write_last;
pub use renew::{check, renew};
pub use trigger::RenewalTrigger;
