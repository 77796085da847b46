//! The practice Exchange on the control page. Its buttons are its own: it has passwords where providers have grants.
//!
//! # To add one
//! For a way to answer, to offer, to be found, or a certificate: its place in a list below, and its label. For anything
//! else: a variant of [`ExchangeAction`] with its effect, its label and its place.

use maud::{Markup, html};
use serde::{Deserialize, Serialize};

use super::action::{SLOW_S, UnknownPerson};
use super::label;
use super::page::{ControlButton, buttons, card, done, table};
use crate::exchange::{Autodiscover, EwsAnswers, ExchangeSwitches, PracticeExchange, ServerCertificate, SignInOffer};
use crate::faults::Condition;
use crate::people::PracticePerson;

/// Its part of the control page's addresses.
pub(super) const SLUG: &str = "exchange";
/// Its name on the page.
pub(super) const NAME: &str = "Exchange";

const OFFERS: [SignInOffer; 5] = [
    SignInOffer::WithoutBasic,
    SignInOffer::BasicOnly,
    SignInOffer::NegotiateOnly,
    SignInOffer::ModernAuthOnly,
    SignInOffer::BasicAfterNtlm,
];
const CERTIFICATES: [ServerCertificate; 5] = [
    ServerCertificate::SignedWithSha384,
    ServerCertificate::Expired,
    ServerCertificate::OtherName,
    ServerCertificate::Microsoft365,
    ServerCertificate::UnknownIssuer,
];
const ANSWERS: [EwsAnswers; 13] = [
    EwsAnswers::ServerBusy,
    EwsAnswers::Unavailable,
    EwsAnswers::ErrorPage,
    EwsAnswers::Failing,
    EwsAnswers::Elsewhere,
    EwsAnswers::HtmlPage,
    EwsAnswers::HangUp,
    EwsAnswers::EntityBomb,
    EwsAnswers::ExternalEntity,
    EwsAnswers::Endless,
    EwsAnswers::EndlessAfterSignIn,
    EwsAnswers::Dripping,
    EwsAnswers::HugeHeader,
];
const PLACES: [Autodiscover; 5] = [
    Autodiscover::WithoutJson,
    Autodiscover::AnotherHost,
    Autodiscover::Nothing,
    Autodiscover::Microsoft365,
    Autodiscover::Elsewhere,
];

/// One button. It travels as form fields.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub(super) enum ExchangeAction {
    TakeDown,
    BringUp,
    SlowDown,
    SpeedUp,
    RequireProtection,
    RequireNoProtection,
    Offer { offer: SignInOffer },
    Show { certificate: ServerCertificate },
    Answer { answers: EwsAnswers },
    Place { autodiscover: Autodiscover },
    Impose { person: String, condition: Condition },
    Lift { person: String, condition: Condition },
}

impl ExchangeAction {
    /// Applies the button to the server.
    pub(super) fn apply(&self, exchange: &PracticeExchange) -> Result<(), UnknownPerson> {
        let now = exchange.switches();
        let set = |switches: ExchangeSwitches| exchange.set_switches(switches);
        match self {
            Self::TakeDown => set(ExchangeSwitches { down: true, ..now }),
            Self::BringUp => set(ExchangeSwitches { down: false, ..now }),
            Self::SlowDown => set(ExchangeSwitches { delay_s: SLOW_S, ..now }),
            Self::SpeedUp => set(ExchangeSwitches { delay_s: 0, ..now }),
            Self::RequireProtection => set(ExchangeSwitches { extended_protection: true, ..now }),
            Self::RequireNoProtection => set(ExchangeSwitches { extended_protection: false, ..now }),
            Self::Offer { offer } => set(ExchangeSwitches { offer: *offer, ..now }),
            Self::Show { certificate } => set(ExchangeSwitches { certificate: *certificate, ..now }),
            Self::Answer { answers } => set(ExchangeSwitches { answers: *answers, ..now }),
            Self::Place { autodiscover } => set(ExchangeSwitches { autodiscover: *autodiscover, ..now }),
            Self::Impose { person, condition } => exchange.impose(known(exchange, person)?, *condition),
            Self::Lift { person, condition } => exchange.lift(known(exchange, person)?, *condition),
        }
        Ok(())
    }

    pub(super) fn label(&self) -> String {
        match self {
            Self::TakeDown => format!("Take {NAME} down"),
            Self::BringUp => format!("Bring {NAME} up again"),
            Self::SlowDown => format!("Make {NAME} answer {SLOW_S} seconds late"),
            Self::SpeedUp => format!("Make {NAME} answer at once"),
            Self::RequireProtection => format!("Require Extended Protection at {NAME}"),
            Self::RequireNoProtection => format!("Require no Extended Protection at {NAME}"),
            Self::Offer { offer } => offered(*offer).to_owned(),
            Self::Show { certificate } => shown(*certificate).to_owned(),
            Self::Answer { answers } => answered(*answers).to_owned(),
            Self::Place { autodiscover } => placed(*autodiscover).to_owned(),
            Self::Impose { person, condition } => label::impose(*condition, person, NAME),
            Self::Lift { person, condition } => label::lift(*condition, person, NAME),
        }
    }

    /// What the page says once it is pressed: its label, and what a person must know then.
    pub(super) fn done(&self) -> String {
        match self {
            Self::Impose { condition: Condition::PasswordChanged, .. } => {
                format!("{}. The new one is the old one with -new at its end.", self.label())
            }
            _ => self.label(),
        }
    }

    fn restores(&self) -> bool {
        match self {
            Self::BringUp | Self::SpeedUp | Self::RequireNoProtection | Self::Lift { .. } => true,
            Self::Offer { offer } => *offer == SignInOffer::default(),
            Self::Show { certificate } => *certificate == ServerCertificate::default(),
            Self::Answer { answers } => *answers == EwsAnswers::default(),
            Self::Place { autodiscover } => *autodiscover == Autodiscover::default(),
            Self::TakeDown | Self::SlowDown | Self::RequireProtection | Self::Impose { .. } => false,
        }
    }
}

fn offered(offer: SignInOffer) -> &'static str {
    match offer {
        SignInOffer::Everything => "Offer all ways to sign in at Exchange",
        SignInOffer::WithoutBasic => "Offer no Basic at Exchange",
        SignInOffer::BasicOnly => "Offer only Basic at Exchange",
        SignInOffer::NegotiateOnly => "Offer only Kerberos at Exchange",
        SignInOffer::ModernAuthOnly => "Offer only modern authentication at Exchange",
        SignInOffer::BasicAfterNtlm => "Ask for Basic once NTLM has begun at Exchange",
    }
}

fn shown(certificate: ServerCertificate) -> &'static str {
    match certificate {
        ServerCertificate::Good => "Show the right certificate at Exchange",
        ServerCertificate::SignedWithSha384 => "Show a certificate signed with SHA-384 at Exchange",
        ServerCertificate::Expired => "Show an expired certificate at Exchange",
        ServerCertificate::OtherName => "Show a certificate for another name at Exchange",
        ServerCertificate::Microsoft365 => "Show a certificate for Microsoft 365 at Exchange",
        ServerCertificate::UnknownIssuer => "Show a certificate of an unknown authority at Exchange",
    }
}

fn answered(answers: EwsAnswers) -> &'static str {
    match answers {
        EwsAnswers::Normal => "Answer normally at Exchange",
        EwsAnswers::ServerBusy => "Say that Exchange is busy",
        EwsAnswers::Unavailable => "Say that Exchange is unavailable",
        EwsAnswers::ErrorPage => "Lead to the maintenance page of Exchange",
        EwsAnswers::Failing => "Fail behind the front end of Exchange",
        EwsAnswers::Elsewhere => "Lead from Exchange to another server",
        EwsAnswers::HtmlPage => "Answer with an HTML page at Exchange",
        EwsAnswers::HangUp => "Hang up when a password comes to Exchange",
        EwsAnswers::EntityBomb => "Answer with growing XML at Exchange",
        EwsAnswers::ExternalEntity => "Answer with XML that names a file at Exchange",
        EwsAnswers::Endless => "Answer without end at Exchange",
        EwsAnswers::EndlessAfterSignIn => "Answer a password without end at Exchange",
        EwsAnswers::Dripping => "Answer a byte a second at Exchange",
        EwsAnswers::HugeHeader => "Answer with a huge header at Exchange",
    }
}

fn placed(autodiscover: Autodiscover) -> &'static str {
    match autodiscover {
        Autodiscover::Everything => "Let Exchange be found in all ways",
        Autodiscover::WithoutJson => "Let Exchange be found without JSON",
        Autodiscover::AnotherHost => "Let Exchange be found at another host",
        Autodiscover::Nothing => "Let Exchange not be found",
        Autodiscover::Microsoft365 => "Move the mailboxes of Exchange to Microsoft 365",
        Autodiscover::Elsewhere => "Let Exchange name another company's server",
    }
}

/// Checks the address: the handle panics for an unknown one, and a form must not.
fn known<'a>(exchange: &'a PracticeExchange, address: &str) -> Result<&'a str, UnknownPerson> {
    let person = exchange.people().iter().find(|person| person.email == address);
    person.map(|person| person.email.as_str()).ok_or(UnknownPerson)
}

/// All alternatives while the default holds, else the way back to the default.
fn choices<T: Copy + Default + PartialEq>(
    now: T,
    alternatives: &[T],
    action: impl Fn(T) -> ExchangeAction,
) -> Vec<ExchangeAction> {
    if now == T::default() { alternatives.iter().map(|&one| action(one)).collect() } else { vec![action(T::default())] }
}

/// The buttons that apply to all people, for the current state.
fn for_all_people(exchange: &PracticeExchange) -> Vec<ExchangeAction> {
    let now = exchange.switches();
    let mut actions = vec![
        if now.down { ExchangeAction::BringUp } else { ExchangeAction::TakeDown },
        if now.delay_s > 0 { ExchangeAction::SpeedUp } else { ExchangeAction::SlowDown },
        if now.extended_protection { ExchangeAction::RequireNoProtection } else { ExchangeAction::RequireProtection },
    ];
    actions.extend(choices(now.offer, &OFFERS, |offer| ExchangeAction::Offer { offer }));
    actions.extend(choices(now.certificate, &CERTIFICATES, |certificate| ExchangeAction::Show { certificate }));
    actions.extend(choices(now.answers, &ANSWERS, |answers| ExchangeAction::Answer { answers }));
    actions.extend(choices(now.autodiscover, &PLACES, |autodiscover| ExchangeAction::Place { autodiscover }));
    actions
}

fn for_person(exchange: &PracticeExchange, person: &PracticePerson) -> Vec<ExchangeAction> {
    let action = |&condition| {
        let person = person.email.clone();
        if exchange.holds(&person, condition) {
            ExchangeAction::Lift { person, condition }
        } else {
            ExchangeAction::Impose { person, condition }
        }
    };
    PracticeExchange::CONDITIONS.iter().map(action).collect()
}

fn drawn(actions: &[ExchangeAction]) -> Markup {
    let all: Vec<ControlButton> =
        actions.iter().map(|action| ControlButton::new(action.label(), action, action.restores())).collect();
    buttons(SLUG, &all)
}

pub(super) fn section(exchange: &PracticeExchange) -> Markup {
    let counters = exchange.counters();
    html! {
        section aria-labelledby=(SLUG) {
            h2 id=(SLUG) { (NAME) }
            p { "EWS: " code { (exchange.ews_url()) } ". A password that was changed is the old one with " code { "-new" } " at its end." }
            (done(exchange.last_change().as_deref()))
            (drawn(&for_all_people(exchange)))
            @for person in exchange.people() { (card(person, &tried(exchange, person))) }
            h3 { "What happened since the start" }
            (table(&[
                ("Requests without a password", counters.anonymous_probes),
                ("NTLM handshakes begun", counters.ntlm_begun),
                ("Right passwords", counters.passwords_right),
                ("Wrong passwords", counters.passwords_wrong),
                ("EWS calls", counters.ews_calls),
                ("Autodiscover calls", counters.autodiscover_calls),
            ]))
        }
    }
}

fn tried(exchange: &PracticeExchange, person: &PracticePerson) -> Markup {
    let tries = exchange.tries(&person.email);
    html! {
        p { "Passwords tried: " (tries.right) " right, " (tries.wrong) " wrong." }
        (drawn(&for_person(exchange, person)))
    }
}
