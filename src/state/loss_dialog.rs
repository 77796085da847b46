//! The dialog that opens automatically when access is lost while the pane is open, once for each loss.

use latchkey_wire::{Connection, ConnectionId, ConnectionState, UnixSeconds};
use leptos::task::{spawn_local, tick};

use super::{Pane, sign_in::SignInAttempt};
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
    /// The connection that the person is having checked, and so is looking at.
    pub(super) checking: Option<&'a ConnectionId>,
    /// The loss that the dialog opened for last.
    pub(super) announced: Option<&'a Loss>,
}

/// The loss in a new overview that the dialog has to announce, if there is one.
pub(super) fn find_new_loss(context: &LossContext<'_>, connections: &[Connection]) -> Option<Loss> {
    let before = context.connections?;
    let is_signing_in = |id: &ConnectionId| {
        context.attempt.is_some_and(|attempt| !attempt.is_over() && attempt.connection() == Some(id))
    };
    let is_new = |one: &&Connection| {
        let worked = before.iter().any(|other| other.id == one.id && !other.state.is_lost());
        worked && !is_signing_in(&one.id) && context.checking != Some(&one.id)
    };
    let losses = connections.iter().filter(is_new).filter_map(|one| Some((one.id.clone(), lost_since(&one.state)?)));
    losses.into_iter().find(|loss| context.announced != Some(loss))
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
            let (checking, announced) = (self.checking.peek(), private.announced_loss.borrow());
            let context = LossContext {
                connections: (!private.is_first.get()).then_some(&shown[..]),
                attempt: attempt.as_ref(),
                checking: checking.as_ref(),
                announced: announced.as_ref(),
            };
            find_new_loss(&context, connections)
        };
        if let Some(loss) = loss {
            self.alert.set(Some(loss.0.clone()));
            spawn_local(async {
                tick().await;
                dom::open_dialog(DIALOG);
            });
            *private.announced_loss.borrow_mut() = Some(loss);
            return true;
        }
        let is_lost = |id: &ConnectionId| connections.iter().any(|one| one.id == *id && one.state.is_lost());
        if self.alert.peek().as_ref().is_some_and(|id| !is_lost(id)) {
            Self::close_dialog();
        }
        false
    }

    /// Closes the dialog, if it is open, and gives the focus back.
    pub fn close_dialog() {
        dom::close_dialog(DIALOG);
    }
}

#[cfg(test)]
mod tests {
    use latchkey_wire::{AuthorizationId, Intent, ReasonCode};

    use super::*;
    use crate::state::samples::connection;

    const NOTHING: LossContext<'_> = LossContext { connections: None, attempt: None, checking: None, announced: None };

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
        let announced_before = loss(5);
        let context = LossContext { connections: Some(&[connection()]), announced: Some(&announced_before), ..NOTHING };
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
}
