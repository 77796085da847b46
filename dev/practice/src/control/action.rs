//! The buttons: what each sends and does, and when it is shown. [`super::label`] has their labels.
//!
//! To add one, add a variant to [`ProviderAction`], its effect to [`ProviderAction::apply`], its place to [`for_provider`] or
//! [`for_person`], and its words to [`ProviderAction::label`].

use std::num::ParseIntError;

use serde::{Deserialize, Serialize};

use crate::faults::{Condition, Coop, Faults, Quirk, TokenAnswers};
use crate::people::PracticePerson;
use crate::provider::PracticeProvider;
use crate::speaks_like::{ContentTypes, SpeaksLike};

/// The delay of the button that slows a provider down, in seconds.
pub(super) const SLOW_S: u32 = 10;
/// The `Retry-After` of refused token requests, in seconds.
const RETRY_AFTER_S: u32 = 30;

/// One button. It travels as form fields.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub(super) enum ProviderAction {
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
    Speak { like: SpeaksLike },
    Label { content_types: ContentTypes },
    Revoke { person: String },
    ExpireAccessTokens { person: String },
    RemoveConsent { person: String },
    Impose { person: String, condition: Condition },
    Lift { person: String, condition: Condition },
    RefuseRenewals { person: String, number: RefusalNumber },
    RefuseOneRenewal { person: String, number: RefusalNumber },
    AcceptRenewals { person: String },
}

/// A number that is typed. It travels as text, as all form fields do.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct RefusalNumber(u32);

impl TryFrom<String> for RefusalNumber {
    type Error = ParseIntError;

    fn try_from(text: String) -> Result<Self, ParseIntError> {
        text.trim().parse().map(Self)
    }
}

impl From<RefusalNumber> for String {
    fn from(RefusalNumber(number): RefusalNumber) -> Self {
        number.to_string()
    }
}

/// The form names an address that no practice person has.
#[derive(Debug)]
pub(super) struct UnknownPerson;

impl ProviderAction {
    /// Applies the button to the provider.
    pub(super) fn apply(&self, provider: &PracticeProvider) -> Result<(), UnknownPerson> {
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
            Self::SignEverybodyOut => provider.sign_everyone_out(),
            Self::TakeUp { quirk } => provider.set_quirk(*quirk, true),
            Self::GiveUp { quirk } => provider.set_quirk(*quirk, false),
            Self::Revoke { person } => provider.revoke(known(provider, person)?),
            Self::ExpireAccessTokens { person } => provider.expire_access_tokens(known(provider, person)?),
            Self::RemoveConsent { person } => provider.remove_consent(known(provider, person)?),
            Self::Impose { person, condition } => provider.impose(known(provider, person)?, *condition),
            Self::Lift { person, condition } => provider.lift(known(provider, person)?, *condition),
            Self::Speak { like } if provider.ways().contains(like) => provider.set_speaks_like(*like),
            Self::Speak { .. } => {}
            Self::Label { content_types } => provider.set_content_types(*content_types),
            Self::RefuseRenewals { person, number } => provider.refuse_renewals(known(provider, person)?, number.0),
            Self::RefuseOneRenewal { person, number } => {
                provider.refuse_one_renewal(known(provider, person)?, number.0);
            }
            Self::AcceptRenewals { person } => provider.accept_renewals(known(provider, person)?),
        }
        Ok(())
    }
}

/// Checks the address: the handle panics for an unknown one, and a form must not.
fn known<'a>(provider: &'a PracticeProvider, address: &str) -> Result<&'a str, UnknownPerson> {
    let person = provider.people().iter().find(|person| person.email == address);
    person.map(|person| person.email.as_str()).ok_or(UnknownPerson)
}

/// The buttons that apply to all people, for the current state.
pub(super) fn for_provider(provider: &PracticeProvider) -> Vec<ProviderAction> {
    let faults = provider.faults();
    let mut actions = vec![
        if faults.down { ProviderAction::BringUp } else { ProviderAction::TakeDown },
        if faults.delay_s > 0 { ProviderAction::SpeedUp } else { ProviderAction::SlowDown },
        if faults.client_secret_rotated {
            ProviderAction::AcceptClientSecret
        } else {
            ProviderAction::RotateClientSecret
        },
        if faults.ends_on_error_page { ProviderAction::SendBack } else { ProviderAction::LeaveOnErrorPage },
        if provider.coop() == Coop::Off { ProviderAction::CoopOn } else { ProviderAction::CoopOff },
        ProviderAction::SignEverybodyOut,
    ];
    if faults.token_answers == TokenAnswers::Normal {
        actions.extend([
            ProviderAction::AnswerTokensWithHtml,
            ProviderAction::AnswerTokensEmpty,
            ProviderAction::AnswerTokensTooMany,
        ]);
    } else {
        actions.push(ProviderAction::AnswerTokensNormally);
    }
    actions.extend(provider.quirks().iter().map(|&quirk| {
        if provider.has_quirk(quirk) { ProviderAction::GiveUp { quirk } } else { ProviderAction::TakeUp { quirk } }
    }));
    let others = provider.ways().iter().filter(|way| **way != provider.speaks_like());
    actions.extend(others.map(|&like| ProviderAction::Speak { like }));
    let labels = [ContentTypes::Html, ContentTypes::OctetStream, ContentTypes::Missing];
    if provider.content_types() == ContentTypes::Json {
        actions.extend(labels.map(|content_types| ProviderAction::Label { content_types }));
    } else {
        actions.push(ProviderAction::Label { content_types: ContentTypes::Json });
    }
    actions
}

/// The buttons that apply to one person, for the current state.
pub(super) fn for_person(provider: &PracticeProvider, person: &PracticePerson) -> Vec<ProviderAction> {
    let name = || person.email.clone();
    let mut actions =
        vec![ProviderAction::Revoke { person: name() }, ProviderAction::ExpireAccessTokens { person: name() }];
    // Where consent stands behind grants, the first button does this already.
    actions.extend((!provider.has_consent_behind_grants()).then(|| ProviderAction::RemoveConsent { person: name() }));
    actions.extend(provider.conditions().iter().map(|&condition| {
        if provider.holds(&person.email, condition) {
            ProviderAction::Lift { person: name(), condition }
        } else {
            ProviderAction::Impose { person: name(), condition }
        }
    }));
    if provider.renewals_refused_by(&person.email).is_some() {
        actions.push(ProviderAction::AcceptRenewals { person: name() });
    } else if let Some(&usual) = provider.refusal_numbers().first() {
        let number = RefusalNumber(usual);
        actions.push(ProviderAction::RefuseRenewals { person: name(), number });
        actions.push(ProviderAction::RefuseOneRenewal { person: name(), number });
    }
    actions
}

/// Whether an action ends a fault: the page draws such buttons differently.
pub(super) fn restores(action: &ProviderAction) -> bool {
    matches!(
        action,
        ProviderAction::BringUp
            | ProviderAction::SpeedUp
            | ProviderAction::AcceptClientSecret
            | ProviderAction::SendBack
            | ProviderAction::CoopOn
            | ProviderAction::AnswerTokensNormally
            | ProviderAction::GiveUp { .. }
            | ProviderAction::Lift { .. }
            | ProviderAction::AcceptRenewals { .. }
            | ProviderAction::Speak { like: SpeaksLike::Standard }
            | ProviderAction::Label { content_types: ContentTypes::Json }
    )
}
