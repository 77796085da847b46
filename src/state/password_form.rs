//! The form for a password, where a service has no window of its own to sign in in: what a try is for, and what helps
//! after one that failed.
//!
//! The password stands in its field and nowhere else. It is read at the press, sent once, and goes with the form.

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

/// How the form changes after a try.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Remedy {
    /// Id of what helps, where one thing does more than pressing again.
    pub focus: Option<&'static str>,
    /// The password cannot be right and is taken away.
    pub empties_password: bool,
    /// Advanced Setup has the field to correct, and opens.
    pub discloses: bool,
    /// What helps outside of the form.
    pub elsewhere: Option<Elsewhere>,
}

/// What helps where the form does not.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Elsewhere {
    /// Only another way to connect helps.
    AnotherWay,
    /// An administrator has to act first; the person can copy a note for them.
    Administrator,
}

/// What helps after a try has ended like this.
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

/// What a try is for. `mailbox` is what was typed; Refresh has no field for it.
pub fn intent(offer: &Offer, is_refresh: bool, known: Option<&Connection>, mailbox: &str) -> Intent {
    let offer = offer.id.clone();
    match known.map(|connection| connection.id.clone()) {
        Some(connection) if is_refresh => Intent::Refresh { connection },
        Some(connection) => Intent::Change { connection, offer, site: None, account: Some(mailbox.to_owned()) },
        None => Intent::Connect { offer, site: None },
    }
}

/// The server that the connection has already, if it is this offer's.
pub fn known_server(known: Option<&Connection>, offer: &Offer) -> Option<String> {
    known.filter(|connection| connection.offer == offer.id).and_then(|connection| connection.site.clone())
}

/// The outcome of a look-up that was made because no server was known. `found` is the offer that it names.
pub fn lookup_outcome(lookup: &Lookup, found: &FieldOutcome, offer: &Offer) -> Option<Phase> {
    match (found, &lookup.server) {
        (FieldOutcome::Found(other), _) if other.id != offer.id => None,
        (FieldOutcome::Found(_), Some(server)) => Some(Phase::ServerFound { server: server.clone() }),
        _ => Some(Phase::Failed { reason: ReasonCode::ServerNotFound.into(), signed_in_as: None, expected: None }),
    }
}

/// Whether the open form alone shows how this sign-in goes.
pub fn is_in_form(field: Option<&InputField>, attempt: &SignInAttempt) -> bool {
    matches!(field, Some(InputField::Password { offer, .. }) if offer.id == attempt.offer)
}

/// Whether the form waits for an answer. One that could not be asked for is not waited for.
pub fn is_trying(answer: Option<&FieldOutcome>, attempt: Option<&SignInAttempt>, offer: &Offer) -> bool {
    let is_under_way =
        |attempt: &SignInAttempt| attempt.offer == offer.id && !attempt.is_over() && attempt.trouble.is_none();
    answer == Some(&FieldOutcome::LookingUp) || attempt.is_some_and(is_under_way)
}

#[cfg(test)]
mod tests;
