//! A sign-in, from the click to its end.

use alloc::{format, string::String};

use latchkey_wire::{Account, Phase, ReasonCode};

use super::reason;
use crate::Names;

pub(crate) fn title(phase: &Phase, Names { provider, .. }: Names<'_>) -> String {
    match phase {
        Phase::Waiting => format!("Sign in to {provider}"),
        Phase::Finishing => "Almost done".into(),
        Phase::AwaitingProof { .. } => "One more click".into(),
        Phase::AwaitingSwitch { .. } => "Switch to another account?".into(),
        Phase::Succeeded { .. } => format!("{provider} is connected"),
        Phase::Failed { .. } => format!("The sign-in to {provider} was not finished"),
        Phase::ServerFound { .. } => format!("Your {provider} server was found"),
        Phase::Cancelled => "You cancelled the sign-in".into(),
        Phase::Expired => "The time to sign in is over".into(),
    }
}

pub(crate) fn sentence(phase: &Phase, names: Names<'_>) -> String {
    let Names { provider, product } = names;
    match phase {
        Phase::Waiting => {
            format!("Finish signing in to {provider} in its own window. {product} follows by itself.")
        }
        Phase::Finishing => format!("You are signed in. {product} is making sure that {provider} works."),
        Phase::AwaitingProof { account } => {
            format!("You signed in as {}. Choose the code below in the sign-in window.", account.address)
        }
        Phase::AwaitingSwitch { account, current } => format!(
            "You signed in as {}. Until now this connection was for {}. What you set up stays either way.",
            account.address, current.address
        ),
        Phase::Succeeded { .. } => format!("{product} has access to {provider} and renews it by itself."),
        Phase::Failed { reason, signed_in_as: Some(signed_in_as), expected: Some(expected) }
            if reason.code == ReasonCode::WrongAccount =>
        {
            reason::wrong_account(signed_in_as, expected)
        }
        Phase::Failed { reason, signed_in_as: Some(signed_in_as), expected: Some(expected) }
            if reason.code == ReasonCode::WrongOrganisation =>
        {
            reason::wrong_organisation(signed_in_as, expected)
        }
        Phase::Failed { reason, .. } => reason::sentence(reason, names),
        Phase::ServerFound { server } => {
            format!("It is {server}. If that is right, press Connect; your password has not been sent there yet.")
        }
        Phase::Cancelled => "Nothing was changed. You can start again whenever you like.".into(),
        Phase::Expired => "Nobody finished the sign-in in time, so it was closed. Nothing was changed.".into(),
    }
}

pub(crate) fn action(phase: &Phase) -> Option<String> {
    match phase {
        Phase::Waiting | Phase::Finishing | Phase::AwaitingProof { .. } | Phase::Succeeded { .. } => None,
        Phase::ServerFound { .. } => Some("Continue".into()),
        Phase::AwaitingSwitch { account, .. } => Some(format!("Switch to {}", account.address)),
        Phase::Failed { reason, expected: Some(expected), .. }
            if matches!(reason.code, ReasonCode::WrongAccount | ReasonCode::WrongOrganisation) =>
        {
            Some(reason::sign_in_as(expected))
        }
        // After an outage or a wrong set-up somebody else acts first, yet the person must be able to come back to it.
        Phase::Failed { reason, .. } => Some(reason::action(reason.code).unwrap_or("Try again").into()),
        Phase::Cancelled | Phase::Expired => Some("Start again".into()),
    }
}

/// The end of a sign-in by password.
pub(crate) fn connected_by_password(Names { provider, product }: Names<'_>) -> String {
    format!("{product} has access to {provider} until the password changes. Then type the new one here.")
}

/// What else helps, if anything does.
pub(crate) fn other_action(phase: &Phase) -> Option<String> {
    match phase {
        Phase::AwaitingSwitch { current, .. } => Some(format!("Keep {}", current.address)),
        Phase::Failed { reason, signed_in_as: Some(signed_in_as), expected: Some(_) }
            if matches!(reason.code, ReasonCode::WrongAccount | ReasonCode::WrongOrganisation) =>
        {
            Some(reason::change_to(signed_in_as))
        }
        _ => None,
    }
}

/// For somebody whose window shows a page from which nothing comes back.
pub(crate) fn stuck(Names { provider, .. }: Names<'_>) -> String {
    format!("Is the window gone, or does it show no way to sign in to {provider}? Open it again.")
}

/// The same, where the cause is known to be that nobody has installed the app.
pub(crate) fn stuck_not_installed(Names { provider, product }: Names<'_>) -> String {
    format!(
        "Does {provider} say that the app is not installed or not allowed? Then an administrator must install {product} \
         in your {provider} organisation first; signing in again does not help before that."
    )
}

/// What to pass on to that administrator.
pub(crate) fn note_to_install(Names { provider, product }: Names<'_>) -> String {
    format!(
        "Please install {product} in our {provider} organisation and allow it for me: {provider} refuses my sign-in \
         until then."
    )
}

pub(crate) fn waits_until(when: &str) -> String {
    format!("Waiting until {when}.")
}

pub(crate) fn connect(provider: &str) -> String {
    format!("Connect {provider}")
}

pub(crate) fn opening(Names { provider, product }: Names<'_>) -> String {
    format!("{product} is opening the sign-in page of {provider}. This takes a moment.")
}

pub(crate) fn match_question(account: &Account, Names { product, .. }: Names<'_>) -> String {
    format!(
        "You signed in as {}. So that nobody else can use your account, choose the code that you see in your own \
         {product} sidebar.",
        account.address
    )
}
