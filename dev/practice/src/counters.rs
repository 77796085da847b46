//! Counts since a provider's start.

use serde::Serialize;

/// Counts for tests and for the control page.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Counters {
    /// Sign-ins that were begun with a request that could be answered.
    pub authorizations: u64,
    /// Codes that were exchanged for tokens.
    pub code_exchanges: u64,
    /// Codes that were refused.
    pub code_exchanges_refused: u64,
    /// Refresh tokens that were exchanged for tokens.
    pub refreshes: u64,
    /// Refresh tokens that were refused.
    pub refreshes_refused: u64,
    /// Refresh tokens that were presented a second time. A program that stores each new refresh token and
    /// renews one at a time leaves this at 0.
    pub refresh_tokens_presented_twice: u64,
    /// Tokens that the program revoked.
    pub revocations: u64,
    /// Calls of the provider's API with a live access token.
    pub api_calls: u64,
}

impl Counters {
    pub(crate) fn count_code_exchange(&mut self, succeeded: bool) {
        let counter = if succeeded { &mut self.code_exchanges } else { &mut self.code_exchanges_refused };
        *counter += 1;
    }

    pub(crate) fn count_refresh(&mut self, succeeded: bool) {
        let counter = if succeeded { &mut self.refreshes } else { &mut self.refreshes_refused };
        *counter += 1;
    }
}
