//! The primary action of a connection: the one button that helps most in its state.

use latchkey_copy::{Label, Sentences};
use latchkey_wire::{Actor, Connection, ConnectionState, ReasonCode};

use super::Pane;

/// What that button does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PrimaryAction {
    /// Signs in again, under this label.
    SignIn(&'static str),
    /// Asks for another way, under this label.
    Change(&'static str),
    /// Copies a note for the administrator, who must act first.
    CopyForAdmin,
    /// Calls the provider now.
    CheckNow,
}

/// Whether only another way to connect helps.
pub(super) fn needs_another_way(code: ReasonCode) -> bool {
    matches!(code, ReasonCode::AccessTypeNotAllowed | ReasonCode::UseAnotherService)
}

/// What the button does for a connection in this state.
pub fn primary_action(sentences: Sentences, connection: &Connection) -> PrimaryAction {
    let sign_in = PrimaryAction::SignIn(latchkey_copy::label(sentences, Label::SignInAgain));
    match &connection.state {
        ConnectionState::Working | ConnectionState::Retrying { .. } => PrimaryAction::CheckNow,
        ConnectionState::ExpiresSoon { .. } | ConnectionState::Disconnected { .. } => sign_in,
        ConnectionState::NeedsSignIn { reason, .. } => {
            let action = match reason.code {
                code if needs_another_way(code) => PrimaryAction::Change,
                _ => PrimaryAction::SignIn,
            };
            latchkey_copy::reason_action(sentences, reason.code).map_or(sign_in, action)
        }
        ConnectionState::NeedsAdmin { reason, .. } => match reason.code.actor() {
            Actor::You | Actor::NoOne => sign_in,
            Actor::Admin | Actor::Operator => PrimaryAction::CopyForAdmin,
        },
    }
}

impl Pane {
    /// What helps most with a connection.
    pub fn primary_action(self, connection: &Connection) -> PrimaryAction {
        primary_action(self.text.sentences, connection)
    }

    /// Does what helps most with a connection. To be called in the click itself.
    pub fn run_primary_action(self, connection: &Connection) {
        Self::close_dialog();
        match self.primary_action(connection) {
            PrimaryAction::SignIn(_) => self.refresh(connection),
            PrimaryAction::Change(_) => self.start_change(connection.purpose),
            PrimaryAction::CopyForAdmin => self.copy_connection_note(connection),
            PrimaryAction::CheckNow => self.check(connection.id.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::connection;

    fn action(state: ConnectionState) -> PrimaryAction {
        primary_action(Sentences::ENGLISH, &Connection { state, ..connection() })
    }

    #[test]
    fn while_it_works_or_repairs_itself_there_is_nothing_but_to_look() {
        assert_eq!(action(ConnectionState::Working), PrimaryAction::CheckNow);
        let reason = ReasonCode::ProviderDown.into();
        assert_eq!(action(ConnectionState::Retrying { since: 0, reason }), PrimaryAction::CheckNow);
    }

    #[test]
    fn every_reason_that_needs_the_person_leads_to_the_sign_in_in_its_own_words() {
        for code in ReasonCode::ALL.into_iter().filter(|code| !needs_another_way(*code)) {
            let state = ConnectionState::NeedsSignIn { since: 0, reason: code.into() };
            assert!(matches!(action(state), PrimaryAction::SignIn(_)), "{code:?}");
        }
        let reason = ReasonCode::ConsentMissing.into();
        assert_eq!(
            action(ConnectionState::NeedsSignIn { since: 0, reason }),
            PrimaryAction::SignIn("Sign in and allow")
        );
    }

    #[test]
    fn where_the_way_itself_is_not_allowed_any_longer_another_one_is_chosen() {
        let reason = ReasonCode::AccessTypeNotAllowed.into();
        assert_eq!(action(ConnectionState::NeedsSignIn { since: 0, reason }), PrimaryAction::Change("Change"));
    }

    #[test]
    fn an_administrator_gets_a_note() {
        let reason = ReasonCode::AdminApproval.into();
        assert_eq!(action(ConnectionState::NeedsAdmin { since: 0, reason }), PrimaryAction::CopyForAdmin);
    }

    #[test]
    fn what_ends_soon_can_be_renewed_at_once() {
        assert_eq!(action(ConnectionState::ExpiresSoon { at: 0 }), PrimaryAction::SignIn("Sign in again"));
    }
}
