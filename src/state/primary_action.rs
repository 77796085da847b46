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
    /// Calls the provider now. If the connection is lost, the person can also copy a note for the administrator.
    CheckNow,
}

/// Whether the sign-in itself is good, and something else stands in its way: the mailbox, the licence, the organisation's
/// switch, its hours or its network. A new sign-in would end at the same place. The endpoint asks again by itself seldom, or
/// not at all. So once the administrator has acted, or the hours have come, a check brings the connection back at once.
fn is_past_the_sign_in(code: ReasonCode) -> bool {
    matches!(
        code,
        ReasonCode::MailboxMissing
            | ReasonCode::LicenceEnded
            | ReasonCode::ApiDisabled
            | ReasonCode::OutsideAllowedHours
            | ReasonCode::NetworkNotAllowed
    )
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
        ConnectionState::NeedsSignIn { reason, .. } | ConnectionState::NeedsAdmin { reason, .. }
            if is_past_the_sign_in(reason.code) =>
        {
            PrimaryAction::CheckNow
        }
        ConnectionState::NeedsAdmin { reason, .. } if matches!(reason.code.actor(), Actor::Admin | Actor::Operator) => {
            PrimaryAction::CopyForAdmin
        }
        ConnectionState::NeedsSignIn { reason, .. } | ConnectionState::NeedsAdmin { reason, .. } => {
            let action = match reason.code {
                code if needs_another_way(code) => PrimaryAction::Change,
                _ => PrimaryAction::SignIn,
            };
            latchkey_copy::reason_action(sentences, reason.code).map_or(sign_in, action)
        }
    }
}

/// Whether a check is what helps with a lost connection, and no sign-in.
pub fn needs_check(sentences: Sentences, connection: &Connection) -> bool {
    connection.state.is_lost() && primary_action(sentences, connection) == PrimaryAction::CheckNow
}

/// Whether **Refresh** is of no help now, so that the settings offer something else first: a check, or a note for the
/// administrator.
pub fn has_better_than_refresh(sentences: Sentences, connection: &Connection) -> bool {
    match primary_action(sentences, connection) {
        PrimaryAction::SignIn(_) | PrimaryAction::Change(_) => false,
        PrimaryAction::CopyForAdmin => true,
        PrimaryAction::CheckNow => !matches!(connection.state, ConnectionState::Working),
    }
}

impl Pane {
    /// What helps most with a connection.
    pub fn primary_action(self, connection: &Connection) -> PrimaryAction {
        primary_action(self.text.sentences, connection)
    }

    /// Whether a check is what helps with a lost connection, and no sign-in.
    pub fn needs_check(self, connection: &Connection) -> bool {
        needs_check(self.text.sentences, connection)
    }

    /// Whether **Refresh** is of no help now.
    pub fn has_better_than_refresh(self, connection: &Connection) -> bool {
        has_better_than_refresh(self.text.sentences, connection)
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
        let is_meant = |code: &ReasonCode| !needs_another_way(*code) && !is_past_the_sign_in(*code);
        for code in ReasonCode::ALL.into_iter().filter(is_meant) {
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
    fn where_the_sign_in_is_good_a_check_helps_and_no_sign_in() {
        for code in [
            ReasonCode::MailboxMissing,
            ReasonCode::LicenceEnded,
            ReasonCode::ApiDisabled,
            ReasonCode::OutsideAllowedHours,
            ReasonCode::NetworkNotAllowed,
        ] {
            let reason = || code.into();
            for state in [
                ConnectionState::NeedsAdmin { since: 0, reason: reason() },
                ConnectionState::NeedsSignIn { since: 0, reason: reason() },
            ] {
                assert_eq!(action(state.clone()), PrimaryAction::CheckNow, "{code:?}");
                assert!(needs_check(Sentences::ENGLISH, &Connection { state, ..connection() }), "{code:?}");
            }
        }
        assert!(!needs_check(Sentences::ENGLISH, &connection()), "a working one needs nothing");
    }

    #[test]
    fn whatever_an_administrator_must_do_has_a_note_or_a_check_and_no_sign_in() {
        let is_admins = |code: &ReasonCode| matches!(code.actor(), Actor::Admin | Actor::Operator);
        for code in ReasonCode::ALL.into_iter().filter(is_admins) {
            let action = action(ConnectionState::NeedsAdmin { since: 0, reason: code.into() });
            assert!(matches!(action, PrimaryAction::CopyForAdmin | PrimaryAction::CheckNow), "{code:?}");
        }
    }

    #[test]
    fn refresh_comes_first_unless_an_administrator_or_time_has_to_help() {
        let is_second = |state| has_better_than_refresh(Sentences::ENGLISH, &Connection { state, ..connection() });
        let reason = |code: ReasonCode| code.into();
        assert!(is_second(ConnectionState::NeedsAdmin { since: 0, reason: reason(ReasonCode::BlockedByPolicy) }));
        assert!(is_second(ConnectionState::NeedsAdmin { since: 0, reason: reason(ReasonCode::MailboxMissing) }));
        assert!(is_second(ConnectionState::Retrying { since: 0, reason: reason(ReasonCode::ProviderDown) }));
        assert!(!is_second(ConnectionState::NeedsSignIn { since: 0, reason: reason(ReasonCode::SignInEnded) }));
        assert!(!is_second(ConnectionState::ExpiresSoon { at: 0 }));
        assert!(!is_second(ConnectionState::Working));
    }

    #[test]
    fn extra_verification_that_is_not_set_up_leads_to_the_sign_in_that_asks_for_it() {
        let reason = ReasonCode::VerificationSetUpNeeded.into();
        assert_eq!(
            action(ConnectionState::NeedsSignIn { since: 0, reason }),
            PrimaryAction::SignIn("Sign in and verify")
        );
    }

    #[test]
    fn what_ends_soon_can_be_renewed_at_once() {
        assert_eq!(action(ConnectionState::ExpiresSoon { at: 0 }), PrimaryAction::SignIn("Sign in again"));
    }
}
