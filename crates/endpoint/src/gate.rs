//! What stands between a renewal and its provider: the breaker, which presents no token to a provider that does not seem
//! to know us, and the pace, which bounds how much it is asked. Both are pure rules of `latchkey_domain`; here they get a
//! clock, a place to wait in, and somebody who asks. Each process has its own: what one learns, another learns by itself.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use latchkey_domain::breaker::{Breaker, Cause, ClientAnswer, Passage};
use latchkey_domain::pace::{Admission, Ending, Hurry, Limits, Pace};
use latchkey_domain::{Clock, Failure, FailureClass};
use latchkey_providers::{ClientCheck, Http, Provider};
use latchkey_wire::{ConnectionId, UnixSeconds};
use tokio::sync::Notify;

/// So many people's grants that are refused alike, with nobody's renewed between them, are our own fault.
const MANY: usize = 3;
/// A provider that has shown that it knows us is not asked again within this.
const KNOWN_FOR_S: i64 = 5;
/// How long somebody waits for another one to leave before looking again: bounds what a lost wake-up could cost.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// Where a token is presented: a registration at a provider, at the address that somebody typed, if one did.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Place {
    /// The provider's name in the configuration.
    pub part: String,
    /// The typed address in its one spelling.
    pub site: Option<String>,
}

/// A provider is not to be asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NotNow {
    /// When it may be.
    pub until: UnixSeconds,
    /// Why, if it does not seem to know us; else it asked to wait, or does not answer.
    pub cause: Option<Cause>,
}

/// The gates of all places.
pub struct Gates {
    limits: Limits,
    gates: Mutex<HashMap<Place, Arc<Gate>>>,
}

struct Gate {
    state: Mutex<State>,
    /// Somebody left, or the breaker moved.
    moved: Notify,
    /// One question about ourselves at a time.
    asking: tokio::sync::Mutex<()>,
}

struct State {
    breaker: Breaker,
    pace: Pace,
    /// When somebody's grant was renewed last.
    served_at: Option<UnixSeconds>,
    /// When the provider last showed that it knows us.
    known_at: Option<UnixSeconds>,
    /// Whose grants were refused for no reason of their own since then; no more than are needed.
    refused: BTreeSet<ConnectionId>,
}

/// Whose fault a refusal is that blames the request, or explains nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fault {
    /// The provider does not know us, or refuses many people alike.
    Ours,
    /// The provider knows us, so it is about this grant.
    Grant,
    /// The provider did not say.
    Unknown,
}

/// One place among those that may be under way. Leaving it without a word counts as never having asked.
pub struct Admitted {
    gate: Arc<Gate>,
    clock: Arc<dyn Clock>,
    left: bool,
}

/// What the gates know, for whoever runs the endpoint.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Where.
    pub place: Place,
    /// Why nothing is presented there, if so.
    pub cause: Option<Cause>,
    /// Until when it is left alone, if so.
    pub held_until: Option<UnixSeconds>,
}

impl Gates {
    /// None is proven yet.
    pub fn new(limits: Limits) -> Self {
        Self { limits, gates: Mutex::default() }
    }

    /// Waits to be let through, not longer than `patience`.
    pub async fn enter(
        &self,
        place: &Place,
        (provider, http, clock): (&dyn Provider, &dyn Http, &Arc<dyn Clock>),
        hurry: Hurry,
        patience: Duration,
    ) -> Result<Admitted, NotNow> {
        let gate = self.gate(place, clock.now());
        let waiting = async {
            loop {
                let moved = gate.moved.notified();
                match gate.step(hurry, clock.now()) {
                    Step::Go => return Ok(()),
                    Step::NotNow(not_now) => return Err(not_now),
                    Step::Ask => gate.ask(provider, http, &**clock, place).await,
                    Step::Wait => {
                        let _ = tokio::time::timeout(LOOK_AGAIN, moved).await;
                    }
                }
            }
        };
        let full = NotNow { until: clock.now() + 1, cause: None };
        tokio::time::timeout(patience, waiting).await.unwrap_or(Err(full))?;
        Ok(Admitted { gate, clock: Arc::clone(clock), left: false })
    }

    /// The provider gave us something, so it knows us.
    pub fn proven(&self, place: &Place, now: UnixSeconds) {
        let gate = self.gate(place, now);
        gate.state().served(now);
        gate.moved.notify_waiters();
    }

    /// Asks a provider about ourselves, if it has not shown yet that it knows us. Answers why it is not to be asked for
    /// anything else, if so.
    pub async fn prove(
        &self,
        place: &Place,
        provider: &dyn Provider,
        http: &dyn Http,
        clock: &Arc<dyn Clock>,
    ) -> Option<Cause> {
        let gate = self.gate(place, clock.now());
        if gate.state().breaker.passage(clock.now()) == Passage::AskFirst {
            gate.ask(provider, http, &**clock, place).await;
        }
        gate.state().breaker.cause()
    }

    /// Finds out whose fault it is that this connection's grant was refused: the provider is asked about ourselves. One
    /// person's refusal stops nobody else's renewals; that the provider does not know us stops all. `blames_us`: in words
    /// that may mean so.
    pub async fn whose_fault(
        &self,
        place: &Place,
        (provider, http, clock): (&dyn Provider, &dyn Http, &Arc<dyn Clock>),
        connection: &ConnectionId,
        blames_us: bool,
    ) -> Fault {
        let gate = self.gate(place, clock.now());
        let many = gate.state().note_refused(connection);
        match gate.check(provider, http, &**clock, place, blames_us).await {
            ClientAnswer::Refused => Fault::Ours,
            ClientAnswer::Accepted if many => Fault::Ours,
            ClientAnswer::Accepted => Fault::Grant,
            ClientAnswer::Unclear | ClientAnswer::Silent => {
                if many {
                    gate.state().breaker.trip(Cause::Unexplained, clock.now());
                }
                Fault::Unknown
            }
        }
    }

    /// When somebody's grant was last renewed there, since this process started.
    pub fn served_at(&self, place: &Place) -> Option<UnixSeconds> {
        let gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        gates.get(place).and_then(|gate| gate.state().served_at)
    }

    /// Every place that was asked since the start.
    pub fn standings(&self, now: UnixSeconds) -> Vec<Standing> {
        let gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        let standing = |(place, gate): (&Place, &Arc<Gate>)| {
            let state = gate.state();
            Standing { place: place.clone(), cause: state.breaker.cause(), held_until: state.pace.held_until(now) }
        };
        gates.iter().map(standing).collect()
    }

    fn gate(&self, place: &Place, now: UnixSeconds) -> Arc<Gate> {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(gate) = gates.get(place) {
            return Arc::clone(gate);
        }
        let (breaker, pace) = (Breaker::unproven(now), Pace::new(self.limits));
        let state = State { breaker, pace, served_at: None, known_at: None, refused: BTreeSet::new() };
        let gate = Gate { state: Mutex::new(state), moved: Notify::new(), asking: tokio::sync::Mutex::default() };
        Arc::clone(gates.entry(place.clone()).or_insert(Arc::new(gate)))
    }
}

enum Step {
    Go,
    Wait,
    Ask,
    NotNow(NotNow),
}

impl Gate {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One has left, and one more may be allowed than before.
    fn make_room(&self) {
        self.moved.notify_one();
        self.moved.notify_one();
    }

    fn step(&self, hurry: Hurry, now: UnixSeconds) -> Step {
        let mut state = self.state();
        let cause = state.breaker.cause();
        match state.breaker.passage(now) {
            Passage::Shut { until } => Step::NotNow(NotNow { until, cause }),
            Passage::AskFirst => match state.pace.held_until(now) {
                Some(until) if hurry != Hurry::Question => Step::NotNow(NotNow { until, cause: None }),
                _ => Step::Ask,
            },
            Passage::Free => match state.pace.enter(hurry, now) {
                Admission::Go => Step::Go,
                Admission::Full => Step::Wait,
                Admission::Later { at } => Step::NotNow(NotNow { until: at, cause: None }),
            },
        }
    }

    /// Asks the provider about ourselves; whoever comes meanwhile waits for the same answer.
    async fn ask(&self, provider: &dyn Provider, http: &dyn Http, clock: &dyn Clock, place: &Place) {
        let _alone = self.asking.lock().await;
        if self.state().breaker.passage(clock.now()) == Passage::AskFirst {
            self.ask_now(provider, http, clock, place).await;
        }
    }

    /// The same, unless it is known already.
    async fn check(
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
            ClientAnswer::Accepted => tracing::info!(provider = place.part, site = place.site, "the provider knows us"),
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
            ClientAnswer::Refused => state.breaker.trip(Cause::Refused, now),
            ClientAnswer::Unclear | ClientAnswer::Silent => {}
        }
        state.breaker.answered(answer, now);
        if let ClientCheck::Silent { retry_after_s: Some(seconds) } = check {
            state.pace.asked_to_wait(seconds, now);
        }
        drop(state);
        self.moved.notify_waiters();
        answer
    }
}

impl State {
    /// Somebody's grant was renewed.
    fn served(&mut self, now: UnixSeconds) {
        self.breaker.worked();
        self.served_at = Some(now);
        self.refused.clear();
    }

    /// What the provider has said about us a moment ago.
    fn what_is_known(&self, now: UnixSeconds, blames_us: bool) -> Option<ClientAnswer> {
        let lately = self.known_at.is_some_and(|known_at| (0..KNOWN_FOR_S).contains(&(now - known_at)));
        match self.breaker.cause() {
            Some(Cause::Refused) => Some(ClientAnswer::Refused),
            _ if lately && !blames_us => Some(ClientAnswer::Accepted),
            _ => None,
        }
    }

    /// A grant was refused for no reason of its own. Answers whether many were.
    fn note_refused(&mut self, connection: &ConnectionId) -> bool {
        if self.refused.len() < MANY {
            self.refused.insert(connection.clone());
        }
        self.refused.len() >= MANY
    }
}

impl Admitted {
    /// The provider answered a renewal so. What a refusal says about ourselves is found out by [`Gates::whose_fault`].
    pub fn leave(mut self, outcome: Result<(), &Failure>) {
        let now = self.clock.now();
        let mut state = self.gate.state();
        let ending = match outcome {
            Ok(()) => {
                state.served(now);
                Ending::Answered
            }
            Err(failure) => match failure.class {
                FailureClass::Transient => Ending::Outage { retry_after_s: failure.retry_after_s },
                FailureClass::Operator => {
                    state.breaker.suspect(now);
                    Ending::Answered
                }
                FailureClass::Unexplained => Ending::Answered,
                FailureClass::NeedsPerson | FailureClass::NeedsAdmin => {
                    state.breaker.worked();
                    Ending::Answered
                }
            },
        };
        state.pace.leave(ending, now);
        drop(state);
        self.left = true;
        self.gate.make_room();
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        if !self.left {
            let now = self.clock.now();
            self.gate.state().pace.leave(Ending::Nothing, now);
            self.gate.make_room();
        }
    }
}
