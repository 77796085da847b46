//! The dialog that opens automatically when access is lost while the pane is open, once for each loss.

use latchkey_wire::{Connection, ConnectionId, ConnectionState, UnixSeconds};
use leptos::task::{spawn_local, tick};

use super::{Pane, screen::Screen, sign_in::SignInAttempt};
use crate::host::dom;

/// Id of the dialog.
pub const DIALOG: &str = "lost";

/// One loss: which connection, since when.
pub(super) type Loss = (ConnectionId, UnixSeconds);

/// What decides whether the dialog announces a loss.
pub(super) struct LossContext<'a> {
    /// The connections before this overview. `None` at the first overview: Home shows what was lost earlier.
    pub(super) connections: Option<&'a [Connection]>,
    /// The sign-in, if there is one.
    pub(super) attempt: Option<&'a SignInAttempt>,
    /// The connection that the person is having checked. They look at it as long as the screen shows its state.
    pub(super) checking: Option<&'a ConnectionId>,
    /// The screen.
    pub(super) screen: Screen,
    /// The losses that the person has been told of.
    pub(super) known: &'a KnownLosses,
}

/// The losses that the person has been told of, the last one of each connection. The dialog is for others only: the answer
/// to a check and the events of that check arrive in either order, so an older state can come after a newer one.
#[derive(Debug, Default)]
pub(super) struct KnownLosses(Vec<Loss>);

impl KnownLosses {
    /// Adds the loss of a connection, if it is lost.
    fn learn(&mut self, connection: &Connection) {
        if let Some(since) = lost_since(&connection.state) {
            self.0.retain(|(id, _)| *id != connection.id);
            self.0.push((connection.id.clone(), since));
        }
    }

    /// Adds every loss of an overview, and forgets connections that no longer exist.
    fn learn_all(&mut self, connections: &[Connection]) {
        self.0.retain(|(id, _)| connections.iter().any(|one| one.id == *id));
        for one in connections {
            self.learn(one);
        }
    }
}

/// The loss in a new overview that the dialog has to announce, if there is one.
pub(super) fn find_new_loss(context: &LossContext<'_>, connections: &[Connection]) -> Option<Loss> {
    let before = context.connections?;
    let is_signing_in = |id: &ConnectionId| {
        context.attempt.is_some_and(|attempt| !attempt.is_over() && attempt.connection() == Some(id))
    };
    let is_seen = |one: &Connection| context.checking == Some(&one.id) && context.screen.shows_state(one.purpose);
    let is_new = |one: &&Connection| {
        let worked = before.iter().any(|other| other.id == one.id && !other.state.is_lost());
        worked && !is_signing_in(&one.id) && !is_seen(one)
    };
    let losses = connections.iter().filter(is_new).filter_map(|one| Some((one.id.clone(), lost_since(&one.state)?)));
    losses.into_iter().find(|loss| !context.known.0.contains(loss))
}

fn lost_since(state: &ConnectionState) -> Option<UnixSeconds> {
    match state {
        ConnectionState::NeedsSignIn { since, .. } | ConnectionState::NeedsAdmin { since, .. } => Some(*since),
        _ => None,
    }
}

impl Pane {
    /// Opens the dialog for a new loss among `connections`, or closes it if its connection works again. Returns
    /// whether it opens.
    pub(super) fn update_loss_dialog(self, connections: &[Connection]) -> bool {
        let private = self.private();
        let loss = {
            let (shown, attempt) = (self.connections.peek(), self.attempt.peek());
            let (checking, known) = (self.checking.peek(), private.known_losses.borrow());
            let context = LossContext {
                connections: (!private.is_first.get()).then_some(&shown[..]),
                attempt: attempt.as_ref(),
                checking: checking.as_ref(),
                screen: *self.screen.peek(),
                known: &known,
            };
            find_new_loss(&context, connections)
        };
        private.known_losses.borrow_mut().learn_all(connections);
        if let Some((id, _)) = loss {
            self.alert.set(Some(id));
            // The dialog is read aloud. Older words behind it may no longer be true.
            self.announce("");
            spawn_local(async move {
                tick().await;
                // The next overview may have come meanwhile, or the answer to a check.
                if self.is_alert_lost(&self.connections.peek()) {
                    dom::open_dialog(DIALOG);
                } else {
                    self.alert.set(None);
                }
            });
            return true;
        }
        if self.alert.peek().is_some() && !self.is_alert_lost(connections) {
            Self::close_dialog();
        }
        false
    }

    /// Whether the connection that the dialog is about is lost.
    fn is_alert_lost(self, connections: &[Connection]) -> bool {
        self.alert.peek().as_ref().is_some_and(|id| connections.iter().any(|one| one.id == *id && one.state.is_lost()))
    }

    /// Closes the dialog, if it is open, and gives the focus back.
    pub fn close_dialog() {
        dom::close_dialog(DIALOG);
    }
}

#[cfg(test)]
mod tests {
    use latchkey_wire::{AuthorizationId, Intent, Purpose, ReasonCode};

    use super::*;
    use crate::state::samples::connection;

    const NONE_KNOWN: KnownLosses = KnownLosses(Vec::new());
    const NOTHING: LossContext<'_> =
        LossContext { connections: None, attempt: None, checking: None, screen: Screen::Home, known: &NONE_KNOWN };

    fn lost(since: UnixSeconds) -> Connection {
        let state = ConnectionState::NeedsSignIn { since, reason: ReasonCode::SignInEnded.into() };
        Connection { state, ..connection() }
    }

    fn loss(since: UnixSeconds) -> Loss {
        (connection().id, since)
    }

    #[test]
    fn a_loss_is_announced_when_it_happens_and_not_when_the_pane_is_opened() {
        let context = LossContext { connections: Some(&[connection()]), ..NOTHING };
        assert_eq!(find_new_loss(&context, &[lost(5)]), Some(loss(5)));
        assert_eq!(find_new_loss(&context, &[connection()]), None);
        assert_eq!(find_new_loss(&NOTHING, &[lost(5)]), None);
    }

    #[test]
    fn a_loss_is_announced_once_and_the_next_one_again() {
        let known = KnownLosses(vec![loss(5)]);
        let context = LossContext { connections: Some(&[connection()]), known: &known, ..NOTHING };
        assert_eq!(find_new_loss(&context, &[lost(5)]), None);
        assert_eq!(find_new_loss(&context, &[lost(9)]), Some(loss(9)));
        assert_eq!(find_new_loss(&LossContext { connections: Some(&[lost(5)]), ..NOTHING }, &[lost(9)]), None);
    }

    #[test]
    fn a_person_is_not_told_of_what_they_are_busy_with() {
        let connection = connection();
        let intent = Intent::Refresh { connection: connection.id.clone() };
        let attempt = SignInAttempt::new(AuthorizationId::new("a"), intent, connection.offer.clone(), String::new());
        let before = std::slice::from_ref(&connection);
        let signing_in = LossContext { connections: Some(before), attempt: Some(&attempt), ..NOTHING };
        let checking = LossContext { connections: Some(before), checking: Some(&connection.id), ..NOTHING };
        assert_eq!(find_new_loss(&signing_in, &[lost(5)]), None);
        assert_eq!(find_new_loss(&checking, &[lost(5)]), None);
    }

    #[test]
    fn a_person_who_no_longer_looks_at_a_connection_is_told_while_it_is_checked() {
        let connection = connection();
        let is_told = |screen| {
            let before = std::slice::from_ref(&connection);
            let context = LossContext { connections: Some(before), checking: Some(&connection.id), screen, ..NOTHING };
            find_new_loss(&context, &[lost(5)]).is_some()
        };
        assert!(!is_told(Screen::Settings(Purpose::Mailbox)));
        assert!(is_told(Screen::Settings(Purpose::Crm)));
        assert!(is_told(Screen::About));
    }

    #[test]
    fn an_older_state_that_comes_after_the_answer_to_a_check_makes_no_new_loss() {
        let mut known = KnownLosses::default();
        known.learn(&lost(5));
        known.learn(&connection());
        let late = LossContext { connections: Some(&[connection()]), known: &known, ..NOTHING };
        assert_eq!(find_new_loss(&late, &[lost(5)]), None);
    }

    #[test]
    fn of_each_connection_the_last_loss_is_kept_while_the_connection_exists() {
        let other = Connection { id: ConnectionId::new("c-2"), ..lost(7) };
        let mut known = KnownLosses::default();
        known.learn_all(&[lost(5), other.clone()]);
        known.learn_all(&[lost(9), Connection { state: ConnectionState::Working, ..other.clone() }]);
        assert_eq!(known.0, [(other.id, 7), loss(9)]);
        known.learn_all(&[]);
        assert!(known.0.is_empty());
    }
}
