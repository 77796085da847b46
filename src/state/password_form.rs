//! The password form, for services without a sign-in page: the intent of a try, and what helps after a try that failed.
//!
//! The password is only in its input field. It is read when the person presses the button, sent once, and discarded with
//! the form.

mod actions;

use latchkey_wire::{Actor, Connection, Intent, Lookup, Offer, Phase, ReasonCode};

use super::{
    offers::{FOUND, FieldOutcome, InputField},
    primary_action::needs_another_way,
    sign_in::SignInAttempt,
};

/// Ids of the form and of its fields.
pub const FORM: &str = "password-form";
/// The mailbox's address.
pub const MAILBOX: &str = "password-mailbox";
/// The password.
pub const PASSWORD: &str = "password";
/// The disclosure Advanced Setup.
pub const ADVANCED: &str = "password-advanced";
/// The mail server's address.
pub const SERVER: &str = "password-server";
/// The name to sign in with.
pub const USER_NAME: &str = "password-user";

/// The changes to the form after a try.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Remedy {
    /// Id of the element to focus, if something helps more than another press.
    pub focus: Option<&'static str>,
    /// The password cannot be right, so its field is cleared.
    pub empties_password: bool,
    /// The field to correct is in Advanced Setup, which opens.
    pub discloses: bool,
    /// The help outside of the form, if the form itself cannot help.
    pub elsewhere: Option<Elsewhere>,
}

/// The help outside of the form.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Elsewhere {
    /// Only another way to connect helps.
    AnotherWay,
    /// An administrator has to act first; the person can copy a note for them.
    Administrator,
}

/// Decides how the form changes after this outcome.
pub fn remedy(phase: &Phase, is_refresh: bool) -> Remedy {
    let code = match phase {
        Phase::ServerFound { .. } => return Remedy { discloses: true, ..Remedy::default() },
        Phase::Failed { reason, .. } => reason.code,
        _ => return Remedy::default(),
    };
    if needs_another_way(code) {
        return Remedy { focus: Some(FOUND), elsewhere: Some(Elsewhere::AnotherWay), ..Remedy::default() };
    }
    let needs_admin = code.actor() == Actor::Admin;
    let focus = match code {
        ReasonCode::ServerNotFound
        | ReasonCode::NotAMailServer
        | ReasonCode::ServerUnreachable
        | ReasonCode::ServerNotAllowed => Some(SERVER),
        _ if needs_admin => Some(FOUND),
        ReasonCode::MailboxNotOpen if !is_refresh => Some(MAILBOX),
        ReasonCode::ServerBusy | ReasonCode::ServerMaintenance => None,
        _ => Some(PASSWORD),
    };
    Remedy {
        focus,
        empties_password: code == ReasonCode::PasswordRejected,
        discloses: focus == Some(SERVER),
        elsewhere: needs_admin.then_some(Elsewhere::Administrator),
    }
}

/// The intent of a try. `mailbox` is the typed address. Refresh has no field for it.
pub fn intent(offer: &Offer, is_refresh: bool, known: Option<&Connection>, mailbox: &str) -> Intent {
    let offer = offer.id.clone();
    match known.map(|connection| connection.id.clone()) {
        Some(connection) if is_refresh => Intent::Refresh { connection },
        Some(connection) => Intent::Change { connection, offer, site: None, account: Some(mailbox.to_owned()) },
        None => Intent::Connect { offer, site: None },
    }
}

/// The server of the existing connection, if that uses this offer.
pub fn known_server(known: Option<&Connection>, offer: &Offer) -> Option<String> {
    known.filter(|connection| connection.offer == offer.id).and_then(|connection| connection.site.clone())
}

/// The outcome of a look-up that was made because no server was known. `found` is the offer that it names.
pub fn lookup_outcome(lookup: &Lookup, found: &FieldOutcome, offer: &Offer) -> Option<Phase> {
    match (found, &lookup.server) {
        (FieldOutcome::PersonalAccount, _) => None,
        (FieldOutcome::Found(other), _) if other.id != offer.id => None,
        (FieldOutcome::Found(_), Some(server)) => Some(Phase::ServerFound { server: server.clone() }),
        _ => Some(Phase::Failed { reason: ReasonCode::ServerNotFound.into(), signed_in_as: None, expected: None }),
    }
}

/// Whether the open form shows this sign-in, so that no other view needs to.
pub fn is_in_form(field: Option<&InputField>, attempt: &SignInAttempt) -> bool {
    matches!(field, Some(InputField::Password { offer, .. }) if offer.id == attempt.offer)
}

/// Whether the form waits for an answer. It does not wait if its request failed.
pub fn is_trying(answer: Option<&FieldOutcome>, attempt: Option<&SignInAttempt>, offer: &Offer) -> bool {
    let is_under_way =
        |attempt: &SignInAttempt| attempt.offer == offer.id && !attempt.is_over() && attempt.trouble.is_none();
    answer == Some(&FieldOutcome::LookingUp) || attempt.is_some_and(is_under_way)
}

#[cfg(test)]
mod tests;
