//! Asks a provider about this installation, with an invented code and never with a person's token.

use latchkey_domain::Clock;
use latchkey_domain::breaker::{BreakerState, ClientAnswer, OpenCause};
use latchkey_providers::{Http, Provider};
use latchkey_wire::{ConnectionId, UnixSeconds};

use super::{LimiterState, ProviderLimiter};
use crate::registry::ProviderKey;

/// This many refused grants in a row, with no renewal between them, are taken as the installation's fault.
const MANY: usize = 3;
/// A provider that has confirmed this installation is not asked again for this long.
const KNOWN_FOR_S: i64 = 5;

/// Whose fault a refusal is, if it blames the request or explains nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fault {
    /// The provider does not know this installation, or refuses many people alike.
    Ours,
    /// The provider knows this installation, so the refusal is about this grant.
    Grant,
    /// The provider did not say.
    Unknown,
}

impl ProviderLimiter {
    /// Asks the provider about this installation. Callers that arrive meanwhile wait for the same answer.
    pub(super) async fn check_client(
        &self,
        provider: &dyn Provider,
        http: &dyn Http,
        clock: &dyn Clock,
        key: &ProviderKey,
    ) {
        let _alone = self.checking.lock().await;
        if self.state().breaker.state(clock.now()) == BreakerState::HalfOpen {
            self.ask_provider(provider, http, clock, key).await;
        }
    }

    /// Asks the provider again, unless its answer is already known.
    pub(super) async fn check_client_again(
        &self,
        provider: &dyn Provider,
        http: &dyn Http,
        clock: &dyn Clock,
        key: &ProviderKey,
        blames_us: bool,
    ) -> ClientAnswer {
        let _alone = self.checking.lock().await;
        let known = self.state().known_answer(clock.now(), blames_us);
        match known {
            Some(answer) => answer,
            None => self.ask_provider(provider, http, clock, key).await,
        }
    }

    async fn ask_provider(
        &self,
        provider: &dyn Provider,
        http: &dyn Http,
        clock: &dyn Clock,
        key: &ProviderKey,
    ) -> ClientAnswer {
        let answer = provider.check_client(http).await;
        match answer {
            ClientAnswer::Accepted => {
                tracing::info!(
                    provider = key.part,
                    site = key.site,
                    "the provider accepts client_id and client_secret"
                );
            }
            ClientAnswer::Refused => tracing::error!(
                provider = key.part,
                site = key.site,
                "the provider does not accept client_id and client_secret; every grant is kept, none is renewed"
            ),
            ClientAnswer::Unclear | ClientAnswer::Silent { .. } => {
                tracing::warn!(
                    provider = key.part,
                    site = key.site,
                    ?answer,
                    "the provider did not confirm client_id and client_secret"
                );
            }
        }
        let now = clock.now();
        let mut state = self.state();
        match answer {
            ClientAnswer::Accepted => state.known_at = Some(now),
            ClientAnswer::Refused => state.breaker.trip(OpenCause::Refused, now),
            ClientAnswer::Unclear | ClientAnswer::Silent { .. } => {}
        }
        state.breaker.record_answer(answer, now);
        if let ClientAnswer::Silent { retry_after_s: Some(seconds) } = answer {
            state.throttle.asked_to_wait(seconds, now);
        }
        drop(state);
        self.changed.notify_waiters();
        answer
    }
}

impl LimiterState {
    /// The provider's recent answer about this installation.
    fn known_answer(&self, now: UnixSeconds, blames_us: bool) -> Option<ClientAnswer> {
        let lately = self.known_at.is_some_and(|known_at| (0..KNOWN_FOR_S).contains(&(now - known_at)));
        match self.breaker.cause() {
            Some(OpenCause::Refused) => Some(ClientAnswer::Refused),
            _ if lately && !blames_us => Some(ClientAnswer::Accepted),
            _ => None,
        }
    }

    /// Counts a connection whose refusal blames the request or explains nothing. Returns whether there are [`MANY`] of them.
    pub(super) fn count_refusal(&mut self, connection: &ConnectionId) -> bool {
        if self.refused.len() < MANY {
            self.refused.insert(connection.clone());
        }
        self.refused.len() >= MANY
    }
}
