//! The buttons: what each is called, what it sends, and what it does.
//!
//! To add one, add a variant to [`Action`], its words to [`Action::label`], its deed to [`Action::apply`], and its
//! place to [`for_provider`] or [`for_person`].

use serde::{Deserialize, Serialize};

use crate::faults::{Condition, Coop, Faults, Quirk, TokenAnswers};
use crate::people::Person;
use crate::provider::Provider;

/// How late a slowed provider answers, unless a test says otherwise.
const SLOW_S: u32 = 10;
/// What `Retry-After` says.
const RETRY_AFTER_S: u32 = 30;

/// One button. It travels as form fields.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub(super) enum Action {
    TakeDown,
    BringUp,
    SlowDown,
    SpeedUp,
    AnswerTokensWithHtml,
    AnswerTokensEmpty,
    AnswerTokensTooMany,
    AnswerTokensNormally,
    RotateClientSecret,
    AcceptClientSecret,
    LeaveOnErrorPage,
    SendBack,
    CoopOff,
    CoopOn,
    SignEverybodyOut,
    TakeUp { quirk: Quirk },
    GiveUp { quirk: Quirk },
    Revoke { person: String },
    ExpireAccessTokens { person: String },
    RemoveConsent { person: String },
    Impose { person: String, condition: Condition },
    Lift { person: String, condition: Condition },
}

/// An action names an address that nobody has.
#[derive(Debug)]
pub(super) struct NobodyThere;

impl Action {
    /// The button's words.
    pub(super) fn label(&self, provider: &Provider) -> String {
        let name = provider.name();
        match self {
            Self::TakeDown => format!("Take {name} down"),
            Self::BringUp => format!("Bring {name} up again"),
            Self::SlowDown => format!("Make {name} answer {SLOW_S} seconds late"),
            Self::SpeedUp => format!("Make {name} answer at once"),
            Self::AnswerTokensWithHtml => format!("Answer {name} token requests with an HTML page"),
            Self::AnswerTokensEmpty => format!("Answer {name} token requests with an empty 400"),
            Self::AnswerTokensTooMany => format!("Answer {name} token requests with 429"),
            Self::AnswerTokensNormally => format!("Answer {name} token requests normally"),
            Self::RotateClientSecret => format!("Refuse the client secret at {name}"),
            Self::AcceptClientSecret => format!("Accept the client secret at {name}"),
            Self::LeaveOnErrorPage => format!("Leave people on an error page of {name}"),
            Self::SendBack => format!("Send people back from {name}"),
            Self::CoopOff => format!("Turn off Cross-Origin-Opener-Policy at {name}"),
            Self::CoopOn => format!("Turn on Cross-Origin-Opener-Policy at {name}"),
            Self::SignEverybodyOut => format!("Sign everybody out of {name} in all browsers"),
            Self::TakeUp { quirk } => match quirk {
                Quirk::RefreshTokenRotation => format!("Rotate refresh tokens at {name}"),
                Quirk::RenewalUnderWay => format!("Say at {name} that a renewal is under way"),
                Quirk::OutageLikeRefusal => format!("Answer {name} token requests with 503 and invalid_grant"),
                Quirk::HyphenatedDenial => format!("Spell access-denied with a hyphen at {name}"),
                Quirk::HostileApiAddress => format!("Name a hostile API address at {name}"),
            },
            Self::GiveUp { quirk } => match quirk {
                Quirk::RefreshTokenRotation => format!("Keep refresh tokens at {name}"),
                Quirk::RenewalUnderWay => format!("Say at {name} that no renewal is under way"),
                Quirk::OutageLikeRefusal => format!("Answer {name} token requests without 503 and invalid_grant"),
                Quirk::HyphenatedDenial => format!("Spell access_denied as usual at {name}"),
                Quirk::HostileApiAddress => format!("Name the right API address at {name}"),
            },
            Self::Revoke { person } => format!("Revoke access of {person}"),
            Self::ExpireAccessTokens { person } => format!("Expire access tokens of {person}"),
            Self::RemoveConsent { person } => format!("Remove consent of {person}"),
            Self::Impose { person, condition } => match condition {
                Condition::ExtraVerification => format!("Require extra verification of {person}"),
                Condition::BlockedByPolicy => format!("Block {person} by policy"),
                Condition::Disabled => format!("Disable the account of {person}"),
                Condition::AdminApproval => format!("Require admin approval for {person}"),
                Condition::PasswordExpired => format!("Expire the password of {person}"),
                Condition::AddressRestricted => format!("Restrict the network addresses of {person}"),
                Condition::OrganisationInactive => format!("End the subscription of the organisation of {person}"),
                Condition::AppNotInstalled => format!("Uninstall the app for {person}"),
                Condition::ApiAccessRemoved => format!("Remove API access of {person}"),
            },
            Self::Lift { person, condition } => match condition {
                Condition::ExtraVerification => format!("Require no extra verification of {person}"),
                Condition::BlockedByPolicy => format!("Unblock {person}"),
                Condition::Disabled => format!("Enable the account of {person}"),
                Condition::AdminApproval => format!("Give admin approval for {person}"),
                Condition::PasswordExpired => format!("Restore the password of {person}"),
                Condition::AddressRestricted => format!("Allow all network addresses of {person}"),
                Condition::OrganisationInactive => format!("Restore the subscription of the organisation of {person}"),
                Condition::AppNotInstalled => format!("Install the app for {person}"),
                Condition::ApiAccessRemoved => format!("Restore API access of {person}"),
            },
        }
    }

    /// Does it.
    pub(super) fn apply(&self, provider: &Provider) -> Result<(), NobodyThere> {
        let faults = provider.faults();
        let answer = |token_answers| provider.set_faults(Faults { token_answers, ..faults });
        match self {
            Self::TakeDown => provider.set_faults(Faults { down: true, ..faults }),
            Self::BringUp => provider.set_faults(Faults { down: false, ..faults }),
            Self::SlowDown => provider.set_faults(Faults { delay_s: SLOW_S, ..faults }),
            Self::SpeedUp => provider.set_faults(Faults { delay_s: 0, ..faults }),
            Self::AnswerTokensWithHtml => answer(TokenAnswers::HtmlPage),
            Self::AnswerTokensEmpty => answer(TokenAnswers::EmptyBadRequest),
            Self::AnswerTokensTooMany => answer(TokenAnswers::TooManyRequests { retry_after_s: RETRY_AFTER_S }),
            Self::AnswerTokensNormally => answer(TokenAnswers::Normal),
            Self::RotateClientSecret => provider.set_faults(Faults { client_secret_rotated: true, ..faults }),
            Self::AcceptClientSecret => provider.set_faults(Faults { client_secret_rotated: false, ..faults }),
            Self::LeaveOnErrorPage => provider.set_faults(Faults { ends_on_error_page: true, ..faults }),
            Self::SendBack => provider.set_faults(Faults { ends_on_error_page: false, ..faults }),
            Self::CoopOff => provider.set_coop(Coop::Off),
            Self::CoopOn => provider.set_coop(Coop::SameOrigin),
            Self::SignEverybodyOut => provider.sign_everybody_out(),
            Self::TakeUp { quirk } => provider.set_quirk(*quirk, true),
            Self::GiveUp { quirk } => provider.set_quirk(*quirk, false),
            Self::Revoke { person } => provider.revoke(known(provider, person)?),
            Self::ExpireAccessTokens { person } => provider.expire_access_tokens(known(provider, person)?),
            Self::RemoveConsent { person } => provider.remove_consent(known(provider, person)?),
            Self::Impose { person, condition } => provider.impose(known(provider, person)?, *condition),
            Self::Lift { person, condition } => provider.lift(known(provider, person)?, *condition),
        }
        Ok(())
    }
}

/// The handle panics for somebody unknown; a form must not.
fn known<'a>(provider: &'a Provider, address: &str) -> Result<&'a str, NobodyThere> {
    let person = provider.people().iter().find(|person| person.email == address);
    person.map(|person| person.email.as_str()).ok_or(NobodyThere)
}

/// The buttons that concern everybody, as they are due now.
pub(super) fn for_provider(provider: &Provider) -> Vec<Action> {
    let faults = provider.faults();
    let mut actions = vec![
        if faults.down { Action::BringUp } else { Action::TakeDown },
        if faults.delay_s > 0 { Action::SpeedUp } else { Action::SlowDown },
        if faults.client_secret_rotated { Action::AcceptClientSecret } else { Action::RotateClientSecret },
        if faults.ends_on_error_page { Action::SendBack } else { Action::LeaveOnErrorPage },
        if provider.coop() == Coop::Off { Action::CoopOn } else { Action::CoopOff },
        Action::SignEverybodyOut,
    ];
    if faults.token_answers == TokenAnswers::Normal {
        actions.extend([Action::AnswerTokensWithHtml, Action::AnswerTokensEmpty, Action::AnswerTokensTooMany]);
    } else {
        actions.push(Action::AnswerTokensNormally);
    }
    actions.extend(
        provider
            .quirks()
            .iter()
            .map(|&quirk| if provider.has_quirk(quirk) { Action::GiveUp { quirk } } else { Action::TakeUp { quirk } }),
    );
    actions
}

/// The buttons that concern one person, as they are due now.
pub(super) fn for_person(provider: &Provider, person: &Person) -> Vec<Action> {
    let name = || person.email.clone();
    let mut actions = vec![
        Action::Revoke { person: name() },
        Action::ExpireAccessTokens { person: name() },
        Action::RemoveConsent { person: name() },
    ];
    actions.extend(provider.conditions().iter().map(|&condition| {
        if provider.holds(&person.email, condition) {
            Action::Lift { person: name(), condition }
        } else {
            Action::Impose { person: name(), condition }
        }
    }));
    actions
}

/// Whether an action puts something right, so that the page can set it off.
pub(super) fn restores(action: &Action) -> bool {
    matches!(
        action,
        Action::BringUp
            | Action::SpeedUp
            | Action::AcceptClientSecret
            | Action::SendBack
            | Action::CoopOn
            | Action::AnswerTokensNormally
            | Action::GiveUp { .. }
            | Action::Lift { .. }
    )
}
