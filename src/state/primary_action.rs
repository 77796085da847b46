//! The one button that helps most with a connection as it is.

use latchkey_copy::{Label, Sentences};
use latchkey_wire::{Actor, Connection, ConnectionState, ReasonCode};

use super::Pane;

/// What that button does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Useful {
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

/// The most useful thing to do about a connection.
pub fn most_useful(sentences: Sentences, connection: &Connection) -> Useful {
    let sign_in = Useful::SignIn(latchkey_copy::label(sentences, Label::SignInAgain));
    match &connection.state {
        ConnectionState::Working | ConnectionState::Retrying { .. } => Useful::CheckNow,
        ConnectionState::ExpiresSoon { .. } | ConnectionState::Disconnected { .. } => sign_in,
        ConnectionState::NeedsSignIn { reason, .. } => {
            let action = match reason.code {
                code if needs_another_way(code) => Useful::Change,
                _ => Useful::SignIn,
            };
            latchkey_copy::reason_action(sentences, reason.code).map_or(sign_in, action)
        }
        ConnectionState::NeedsAdmin { reason, .. } => match reason.code.actor() {
            Actor::You | Actor::Nobody => sign_in,
            Actor::Admin | Actor::Operator => Useful::CopyForAdmin,
        },
    }
}

impl Pane {
    /// What helps most with a connection.
    pub fn most_useful(self, connection: &Connection) -> Useful {
        most_useful(self.words.sentences, connection)
    }

    /// Does what helps most with a connection. To be called in the click itself.
    pub fn help(self, connection: &Connection) {
        Self::close_dialog();
        match self.most_useful(connection) {
            Useful::SignIn(_) => self.refresh(connection),
            Useful::Change(_) => self.change(connection.purpose),
            Useful::CopyForAdmin => self.copy_for_admin(connection),
            Useful::CheckNow => self.check(connection.id.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::samples::connection;

    fn useful(state: ConnectionState) -> Useful {
        most_useful(Sentences::ENGLISH, &Connection { state, ..connection() })
    }

    #[test]
    fn while_it_works_or_repairs_itself_there_is_nothing_but_to_look() {
        assert_eq!(useful(ConnectionState::Working), Useful::CheckNow);
        let reason = ReasonCode::ProviderDown.into();
        assert_eq!(useful(ConnectionState::Retrying { since: 0, reason }), Useful::CheckNow);
    }

    #[test]
    fn every_reason_that_needs_the_person_leads_to_the_sign_in_in_its_own_words() {
        for code in ReasonCode::ALL.into_iter().filter(|code| !needs_another_way(*code)) {
            let state = ConnectionState::NeedsSignIn { since: 0, reason: code.into() };
            assert!(matches!(useful(state), Useful::SignIn(_)), "{code:?}");
        }
        let reason = ReasonCode::ConsentMissing.into();
        assert_eq!(useful(ConnectionState::NeedsSignIn { since: 0, reason }), Useful::SignIn("Sign in and allow"));
    }

    #[test]
    fn where_the_way_itself_is_not_allowed_any_longer_another_one_is_chosen() {
        let reason = ReasonCode::AccessTypeNotAllowed.into();
        assert_eq!(useful(ConnectionState::NeedsSignIn { since: 0, reason }), Useful::Change("Change"));
    }

    #[test]
    fn an_administrator_gets_a_note() {
        let reason = ReasonCode::AdminApproval.into();
        assert_eq!(useful(ConnectionState::NeedsAdmin { since: 0, reason }), Useful::CopyForAdmin);
    }

    #[test]
    fn what_ends_soon_can_be_renewed_at_once() {
        assert_eq!(useful(ConnectionState::ExpiresSoon { at: 0 }), Useful::SignIn("Sign in again"));
    }
}
