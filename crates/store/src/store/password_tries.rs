//! Limits on wrong passwords, for all processes together.

use async_trait::async_trait;
use latchkey_domain::password_budget::BudgetKey;
use latchkey_wire::UnixSeconds;

use crate::{NewAuditEvent, StoreError};

/// A limit on the wrong passwords that count under one key at a time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Budget {
    /// What the wrong passwords are counted by.
    pub key: BudgetKey,
    /// The maximum number of wrong passwords.
    pub most: u32,
}

/// A password that is about to be sent to a server.
#[derive(Clone, Debug)]
pub struct PasswordTry {
    /// A random id.
    pub id: String,
    /// The groups of budgets that it may count in: it counts in the first group that has room in every budget. A group without
    /// budgets always has room.
    pub chances: Vec<Vec<Budget>>,
    /// The current time.
    pub now: UnixSeconds,
    /// Until when it counts, if the password is wrong.
    pub until: UnixSeconds,
}

/// Whether a password may be sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TryReservation {
    /// It may be sent, and is counted already.
    Granted,
    /// Too many passwords were wrong.
    Exhausted {
        /// The earliest time at which there is room again.
        free_at: UnixSeconds,
        /// Whether a counted password is being checked at the moment, and may turn out to be right.
        in_flight: bool,
    },
}

/// Limits on wrong passwords. A try is counted before the password is sent, so that concurrent requests to several processes
/// can't exceed the limit. If the process crashes in between, the try stays counted.
#[async_trait]
pub trait PasswordTries {
    /// Counts a try, if there is room.
    async fn reserve_try(&self, wanted: &PasswordTry) -> Result<TryReservation, StoreError>;
    /// Keeps the try counted: the password was wrong, or the response was unclear.
    async fn confirm_try(&self, id: &str, events: &[NewAuditEvent]) -> Result<(), StoreError>;
    /// Uncounts the try: the password was accepted, or never sent.
    async fn release_try(&self, id: &str) -> Result<(), StoreError>;
    /// Returns what [`PasswordTries::reserve_try`] would return now, and counts nothing.
    async fn preview_try(&self, wanted: &PasswordTry) -> Result<TryReservation, StoreError>;
}
