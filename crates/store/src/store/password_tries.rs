//! How often passwords were wrong lately, over all processes.

use async_trait::async_trait;
use latchkey_domain::password_budget::BudgetKey;
use latchkey_wire::UnixSeconds;

use crate::{Announced, StoreError};

/// So many wrong answers at most are counted under one key at a time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Budget {
    /// Which budget.
    pub key: BudgetKey,
    /// Its size.
    pub most: u32,
}

/// A password that is about to be shown.
#[derive(Clone, Debug)]
pub struct PasswordTry {
    /// A random id of its own.
    pub id: String,
    /// What it may be counted under: the first of these groups with room in every one of its budgets. A group of none always
    /// has room.
    pub chances: Vec<Vec<Budget>>,
    /// Now.
    pub now: UnixSeconds,
    /// Until when it counts, if it turns out to be wrong.
    pub until: UnixSeconds,
}

/// Whether a password may be shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reserved {
    /// It may, and counts already.
    Yes,
    /// There have been too many wrong ones; there is room again at this time at the earliest.
    Exhausted {
        /// When a wrong answer stops counting.
        free_at: UnixSeconds,
        /// Whether a password that counts is being shown just now, and may turn out to be right.
        in_flight: bool,
    },
}

/// Rations of wrong passwords. A try is counted before the password is shown, so that however many come at once, to
/// however many processes, no more are shown than there is room for; a crash in between leaves it counted.
#[async_trait]
pub trait PasswordTries {
    /// Counts a try, if there is room.
    async fn reserve_try(&self, wanted: &PasswordTry) -> Result<Reserved, StoreError>;
    /// The answer may have been "wrong": the try stays counted.
    async fn keep_try(&self, id: &str, news: &[Announced]) -> Result<(), StoreError>;
    /// The password was taken, or never shown: the try counts no more.
    async fn give_back_try(&self, id: &str) -> Result<(), StoreError>;
    /// What [`PasswordTries::reserve_try`] would answer now. Nothing is counted.
    async fn may_try(&self, wanted: &PasswordTry) -> Result<Reserved, StoreError>;
}
