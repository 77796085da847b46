//! What stands between a renewal and its provider: the breaker, which presents no token to a provider that does not seem
//! to know us, and the throttle, which bounds how much it is asked. Each organisation has both for itself, so that one company's
//! decision or limit holds up no other company. All are pure rules of `latchkey_domain`; here they get a clock, a place to wait
//! in, and somebody who asks. Each process has its own: what one learns, another learns by itself.

mod client;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use latchkey_domain::breaker::{Breaker, BreakerState, ClientAnswer, OpenCause};
use latchkey_domain::organisation::{Organisation, OrganisationAdmission};
use latchkey_domain::throttle::{Admission, RequestOutcome, Throttle, ThrottleLimits, Urgency};
use latchkey_domain::{Clock, Failure, FailureClass};
use latchkey_providers::{Http, Provider};
use latchkey_wire::{ConnectionId, Reason, UnixSeconds};
use tokio::sync::Notify;

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

/// Whose token is presented where.
#[derive(Clone, Debug)]
pub struct Door {
    /// Where.
    pub place: Place,
    /// The organisation of the person, as the identity names it: its issuer.
    pub organisation: String,
}

/// A provider is not to be asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NotNow {
    /// When it may be.
    pub until: UnixSeconds,
    /// Why.
    pub why: Why,
}

/// Why a provider is not to be asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Why {
    /// It asked to wait, does not answer, or has as much to do as it may have.
    Busy,
    /// It does not seem to know us.
    Client(OpenCause),
    /// The person's organisation has shut us out, and the provider says so.
    ShutOut(Reason),
}

/// The gates of all places.
pub struct Gates {
    limits: ThrottleLimits,
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
    throttle: Throttle,
    /// When somebody's grant was renewed last.
    served_at: Option<UnixSeconds>,
    /// When the provider last showed that it knows us.
    known_at: Option<UnixSeconds>,
    /// Whose grants were refused for no reason of their own since then; no more than are needed.
    refused: BTreeSet<ConnectionId>,
    organisations: HashMap<String, Organisation>,
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
    organisation: String,
    clock: Arc<dyn Clock>,
    left: bool,
}

/// What the gates know, for whoever runs the endpoint.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Where.
    pub place: Place,
    /// Why nothing is presented there, if so.
    pub cause: Option<OpenCause>,
}

impl Gates {
    /// None is proven yet.
    pub fn new(limits: ThrottleLimits) -> Self {
        Self { limits, gates: Mutex::default() }
    }

    /// Waits to be let through, not longer than `patience`.
    pub async fn enter(
        &self,
        Door { place, organisation }: &Door,
        (provider, http, clock): (&dyn Provider, &dyn Http, &Arc<dyn Clock>),
        urgency: Urgency,
        patience: Duration,
    ) -> Result<Admitted, NotNow> {
        let gate = self.gate(place, clock.now());
        let waiting = async {
            loop {
                let moved = gate.moved.notified();
                match gate.step(organisation, self.limits, urgency, clock.now()) {
                    Step::Go => return Ok(()),
                    Step::NotNow(not_now) => return Err(not_now),
                    Step::Ask => gate.ask(provider, http, &**clock, place).await,
                    Step::Wait => {
                        let _ = tokio::time::timeout(LOOK_AGAIN, moved).await;
                    }
                }
            }
        };
        let full = NotNow { until: clock.now() + 1, why: Why::Busy };
        tokio::time::timeout(patience, waiting).await.unwrap_or(Err(full))?;
        Ok(Admitted { gate, organisation: organisation.clone(), clock: Arc::clone(clock), left: false })
    }

    /// The provider gave us something, so it and the person's organisation know us.
    pub fn proven(&self, Door { place, organisation }: &Door, now: UnixSeconds) {
        let gate = self.gate(place, now);
        gate.state().served(organisation, now);
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
    ) -> Option<OpenCause> {
        let gate = self.gate(place, clock.now());
        if gate.state().breaker.state(clock.now()) == BreakerState::HalfOpen {
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
                    gate.state().breaker.trip(OpenCause::Unexplained, clock.now());
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
    pub fn standings(&self) -> Vec<Standing> {
        let gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        let standing = |(place, gate): (&Place, &Arc<Gate>)| Standing {
            place: place.clone(),
            cause: gate.state().breaker.cause(),
        };
        gates.iter().map(standing).collect()
    }

    fn gate(&self, place: &Place, now: UnixSeconds) -> Arc<Gate> {
        let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(gate) = gates.get(place) {
            return Arc::clone(gate);
        }
        let (breaker, throttle) = (Breaker::unproven(now), Throttle::new(self.limits));
        let (refused, organisations) = (BTreeSet::new(), HashMap::new());
        let state = State { breaker, throttle, served_at: None, known_at: None, refused, organisations };
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

    fn step(&self, organisation: &str, limits: ThrottleLimits, urgency: Urgency, now: UnixSeconds) -> Step {
        let mut state = self.state();
        let State { breaker, throttle, organisations, .. } = &mut *state;
        let organisation = organisations.entry(organisation.to_owned()).or_insert_with(|| Organisation::new(limits));
        let busy = |until| Step::NotNow(NotNow { until, why: Why::Busy });
        match breaker.state(now) {
            BreakerState::Open { until } => {
                let why = breaker.cause().map_or(Why::Busy, Why::Client);
                return Step::NotNow(NotNow { until, why });
            }
            BreakerState::HalfOpen => {
                let held = throttle.held_until(now).max(organisation.held_until(now));
                return held.filter(|_| urgency != Urgency::Question).map_or(Step::Ask, busy);
            }
            BreakerState::Closed => {}
        }
        // What the provider itself asks for comes first.
        let admission = throttle.acquire(urgency, now);
        if admission != Admission::Go {
            return waiting(admission, busy);
        }
        let admission = match organisation.acquire(urgency, now) {
            OrganisationAdmission::Throttle(Admission::Go) => return Step::Go,
            OrganisationAdmission::Throttle(admission) => waiting(admission, busy),
            OrganisationAdmission::Shut { until, reason } => Step::NotNow(NotNow { until, why: Why::ShutOut(reason) }),
        };
        throttle.release(RequestOutcome::NeverSent, now);
        admission
    }
}

/// What to do where the throttle does not let one through.
fn waiting(admission: Admission, busy: impl Fn(UnixSeconds) -> Step) -> Step {
    match admission {
        Admission::Go => Step::Go,
        Admission::Full => Step::Wait,
        Admission::Later { at } => busy(at),
    }
}

impl State {
    /// A grant of somebody in this organisation was renewed.
    fn served(&mut self, organisation: &str, now: UnixSeconds) {
        if let Some(organisation) = self.organisations.get_mut(organisation) {
            organisation.served();
        }
        self.breaker.close();
        self.served_at = Some(now);
        self.refused.clear();
    }

    /// Somebody in this organisation has left. One that gets no answer is its own; the provider is down when another one gets
    /// none either.
    fn leave(&mut self, organisation: &str, outcome: RequestOutcome, now: UnixSeconds) {
        let is_outage = matches!(outcome, RequestOutcome::Outage { .. });
        let mut others = self.organisations.iter().filter(|(name, _)| *name != organisation);
        let is_shared = is_outage && others.any(|(_, other)| other.held_until(now).is_some());
        if let Some(organisation) = self.organisations.get_mut(organisation) {
            organisation.release(outcome, now);
        }
        self.throttle.release(if is_outage && !is_shared { RequestOutcome::NeverSent } else { outcome }, now);
    }
}

impl Admitted {
    /// The provider answered a renewal so. What a refusal says about ourselves is found out by [`Gates::whose_fault`].
    pub fn leave(mut self, outcome: Result<(), &Failure>) {
        self.left = true;
        let now = self.clock.now();
        let mut state = self.gate.state();
        let outcome = match outcome {
            Ok(()) => {
                state.served(&self.organisation, now);
                RequestOutcome::Answered
            }
            Err(failure) => match failure.class {
                FailureClass::Transient => RequestOutcome::Outage { retry_after_s: failure.retry_after_s },
                FailureClass::Operator => {
                    state.breaker.suspect(now);
                    RequestOutcome::Answered
                }
                FailureClass::Unexplained => RequestOutcome::Answered,
                FailureClass::Organisation => {
                    state.breaker.close();
                    if let Some(organisation) = state.organisations.get_mut(&self.organisation) {
                        organisation.shut(&failure.reason, now);
                    }
                    RequestOutcome::Answered
                }
                FailureClass::NeedsPerson | FailureClass::NeedsAdmin => {
                    state.breaker.close();
                    RequestOutcome::Answered
                }
            },
        };
        state.leave(&self.organisation, outcome, now);
        drop(state);
        self.gate.make_room();
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        if !self.left {
            let now = self.clock.now();
            self.gate.state().leave(&self.organisation, RequestOutcome::NeverSent, now);
            self.gate.make_room();
        }
    }
}
