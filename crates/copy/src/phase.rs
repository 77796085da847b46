//! A sign-in, from the click to its end: which template is chosen when.

use alloc::string::String;

use latchkey_wire::{Account, Phase, ReasonCode};

use crate::{
    Label, SentenceNames, Sentences, Template, format_template, format_with_names, reason, reason_action, sign_in_as,
    template_text, wrong_account,
};

/// Heading for a sign-in that is under way or over.
pub fn phase_title(sentences: Sentences, phase: &Phase, names: SentenceNames<'_>) -> String {
    let template = match phase {
        Phase::Waiting => Template::TitleWaiting,
        Phase::Finishing => Template::TitleFinishing,
        Phase::AwaitingProof => Template::TitleProof,
        Phase::AwaitingSwitch { .. } => Template::TitleSwitch,
        Phase::Succeeded { .. } => Template::TitleSucceeded,
        Phase::Failed { .. } => Template::TitleFailed,
        Phase::ServerFound { .. } => Template::TitleServerFound,
        Phase::Cancelled => Template::TitleCancelled,
        Phase::Expired => Template::TitleExpired,
    };
    format_with_names(sentences, template, names)
}

/// The progress of a sign-in as a sentence: what it waits for, or how it ended.
pub fn phase(sentences: Sentences, phase: &Phase, names: SentenceNames<'_>) -> String {
    match phase {
        Phase::Waiting => format_with_names(sentences, Template::Waiting, names),
        Phase::Finishing => format_with_names(sentences, Template::Finishing, names),
        Phase::AwaitingProof => template_text(sentences, Template::Proof),
        Phase::AwaitingSwitch { account, current } => format_template(
            sentences,
            Template::Switch,
            &[("account", &account.address), ("expected", &current.address)],
        ),
        Phase::Succeeded { .. } => format_with_names(sentences, Template::Succeeded, names),
        Phase::Failed { reason, signed_in_as: Some(signed_in_as), expected: Some(expected) }
            if reason.code == ReasonCode::WrongAccount =>
        {
            wrong_account(sentences, signed_in_as, expected)
        }
        Phase::Failed { reason, signed_in_as: Some(signed_in_as), expected: Some(expected) }
            if reason.code == ReasonCode::WrongOrganisation =>
        {
            let is_same = has_same_address(signed_in_as, expected);
            let template = if is_same { Template::SameAddress } else { Template::WrongOrganisation };
            let who = [("account", signed_in_as.address.as_str()), ("expected", &expected.address)];
            format_template(sentences, template, &who)
        }
        Phase::Failed { reason: why, .. } => reason(sentences, why, names),
        Phase::ServerFound { server } => format_template(sentences, Template::ServerFound, &[("server", server)]),
        Phase::Cancelled => template_text(sentences, Template::Cancelled),
        Phase::Expired => template_text(sentences, Template::Expired),
    }
}

/// The label of the one action that helps after a sign-in has ended; `None` while it is under way and after success.
pub fn phase_action(sentences: Sentences, phase: &Phase) -> Option<String> {
    Some(match phase {
        Phase::Waiting | Phase::Finishing | Phase::AwaitingProof | Phase::Succeeded { .. } => return None,
        Phase::ServerFound { .. } => sentences.label(Label::Continue).into(),
        Phase::AwaitingSwitch { account, .. } => to(sentences, Template::SwitchTo, account),
        // The address would not tell which of the two accounts is meant.
        Phase::Failed { signed_in_as: Some(other), expected: Some(own), .. } if has_same_address(other, own) => {
            template_text(sentences, Template::ActSignInAgain)
        }
        Phase::Failed { reason, expected: Some(expected), .. } if is_other_account(reason.code) => {
            sign_in_as(sentences, expected)
        }
        // After an outage or a wrong set-up the provider or the operator acts first, yet the person must be able to try
        // again.
        Phase::Failed { reason, .. } => {
            reason_action(sentences, reason.code).unwrap_or(sentences.template(Template::ActTryAgain)).into()
        }
        Phase::Cancelled | Phase::Expired => template_text(sentences, Template::ActStartAgain),
    })
}

/// The label of the alternative action: to keep the old account, or to change to the account that signed in.
pub fn phase_other_action(sentences: Sentences, phase: &Phase) -> Option<String> {
    match phase {
        Phase::AwaitingSwitch { current, .. } => Some(to(sentences, Template::Keep, current)),
        Phase::Failed { reason, signed_in_as: Some(other), expected: Some(own) }
            if reason.code == ReasonCode::WrongOrganisation && has_same_address(other, own) =>
        {
            Some(template_text(sentences, Template::ChangeOrganisation))
        }
        Phase::Failed { reason, signed_in_as: Some(signed_in_as), expected: Some(_) }
            if is_other_account(reason.code) =>
        {
            Some(to(sentences, Template::ChangeTo, signed_in_as))
        }
        _ => None,
    }
}

fn is_other_account(code: ReasonCode) -> bool {
    matches!(code, ReasonCode::WrongAccount | ReasonCode::WrongOrganisation)
}

/// Whether two accounts have the same address, which each can have in an organisation of its own.
fn has_same_address(one: &Account, other: &Account) -> bool {
    one.address.eq_ignore_ascii_case(&other.address)
}

fn to(sentences: Sentences, template: Template, account: &Account) -> String {
    format_template(sentences, template, &[("account", &account.address)])
}
