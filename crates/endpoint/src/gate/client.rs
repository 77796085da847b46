//! Asking a provider about ourselves, with an invented code and never with a person's token.

use latchkey_domain::Clock;
use latchkey_domain::breaker::{BreakerState, ClientAnswer, OpenCause};
use latchkey_providers::{ClientCheck, Http, Provider};
use latchkey_wire::{ConnectionId, UnixSeconds};

use super::{Gate, Place, State};

/// So many people's grants that are refused alike, with nobody's renewed between them, are our own fault.
const MANY: usize = 3;
/// A provider that has shown that it knows us is not asked again within this.
const KNOWN_FOR_S: i64 = 5;

impl Gate {
    /// Asks the provider about ourselves; whoever comes meanwhile waits for the same answer.
    pub(super) async fn ask(&self, provider: &dyn Provider, http: &dyn Http, clock: &dyn Clock, place: &Place) {
        let _alone = self.asking.lock().await;
        if self.state().breaker.state(clock.now()) == BreakerState::HalfOpen {
            self.ask_now(provider, http, clock, place).await;
        }
    }

    /// The same, unless it is known already.
    pub(super) async fn check(
        &self,
        provider: &dyn Provider,
        http: &dyn Http,
        clock: &dyn Clock,
        place: &Place,
        blames_us: bool,
    ) -> ClientAnswer {
        let _alone = self.asking.lock().await;
        let known = self.state().what_is_known(clock.now(), blames_us);
        match known {
            Some(answer) => answer,
            None => self.ask_now(provider, http, clock, place).await,
        }
    }

    async fn ask_now(
        &self,
        provider: &dyn Provider,
        http: &dyn Http,
        clock: &dyn Clock,
        place: &Place,
    ) -> ClientAnswer {
        let check = provider.check_client(http).await;
        let answer = match check {
            ClientCheck::Accepted => ClientAnswer::Accepted,
            ClientCheck::Refused => ClientAnswer::Refused,
            ClientCheck::Unknown => ClientAnswer::Unclear,
            ClientCheck::Silent { .. } => ClientAnswer::Silent,
        };
        match answer {
            ClientAnswer::Accepted => {
                tracing::info!(provider = place.part, site = place.site, "the provider accepts this client")
            }
            ClientAnswer::Refused => tracing::error!(
                provider = place.part,
                site = place.site,
                "the provider does not accept client_id and client_secret; every grant is kept, none is renewed"
            ),
            ClientAnswer::Unclear | ClientAnswer::Silent => {
                tracing::warn!(
                    provider = place.part,
                    site = place.site,
                    ?answer,
                    "the provider did not say that it knows us"
                );
            }
        }
        let now = clock.now();
        let mut state = self.state();
        match answer {
            ClientAnswer::Accepted => state.known_at = Some(now),
            ClientAnswer::Refused => state.breaker.trip(OpenCause::Refused, now),
            ClientAnswer::Unclear | ClientAnswer::Silent => {}
        }
        state.breaker.record_answer(answer, now);
        if let ClientCheck::Silent { retry_after_s: Some(seconds) } = check {
            state.throttle.asked_to_wait(seconds, now);
        }
        drop(state);
        self.moved.notify_waiters();
        answer
    }
}

impl State {
    /// What the provider has said about us a moment ago.
    fn what_is_known(&self, now: UnixSeconds, blames_us: bool) -> Option<ClientAnswer> {
        let lately = self.known_at.is_some_and(|known_at| (0..KNOWN_FOR_S).contains(&(now - known_at)));
        match self.breaker.cause() {
            Some(OpenCause::Refused) => Some(ClientAnswer::Refused),
            _ if lately && !blames_us => Some(ClientAnswer::Accepted),
            _ => None,
        }
    }

    /// A grant was refused for no reason of its own. Answers whether many were.
    pub(super) fn note_refused(&mut self, connection: &ConnectionId) -> bool {
        if self.refused.len() < MANY {
            self.refused.insert(connection.clone());
        }
        self.refused.len() >= MANY
    }
}
