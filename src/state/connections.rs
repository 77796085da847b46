//! The actions on connections.

use latchkey_copy::Label;
use latchkey_wire::{Connection, ConnectionId, ConnectionSettings, ConnectionState, Intent, Purpose, Reason};
use leptos::task::spawn_local;

use super::{Pane, menu};
use crate::host::DateStyle;

impl Pane {
    /// The connection for a purpose.
    pub fn connection(self, purpose: Purpose) -> Option<Connection> {
        self.connections.read().iter().find(|connection| connection.purpose == purpose).cloned()
    }

    /// The connection for a purpose, without following its changes.
    pub fn peek_connection(self, purpose: Purpose) -> Option<Connection> {
        self.connections.peek().iter().find(|connection| connection.purpose == purpose).cloned()
    }

    /// A connection's state as a sentence.
    pub fn state_sentence(self, connection: &Connection) -> String {
        let when = match connection.state {
            ConnectionState::ExpiresSoon { at: when } | ConnectionState::Disconnected { since: when } => {
                self.date(when, DateStyle::Day)
            }
            _ => String::new(),
        };
        let names = self.text.names(&connection.provider_label);
        latchkey_copy::state(self.text.sentences, &connection.state, names, &when)
    }

    /// Shows whether a connection is lost, in the pane and wherever the host can show it.
    pub(super) fn show_losses(self) {
        let was_lost = *self.is_anything_lost.peek();
        let is_lost = menu::has_loss(&self.connections.peek());
        self.is_anything_lost.set_if_changed(is_lost);
        if was_lost || is_lost {
            self.host().report_losses();
        }
    }

    /// Renews a connection in place. To be called in the click itself.
    pub fn refresh(self, connection: &Connection) {
        let intent = Intent::Refresh { connection: connection.id.clone() };
        self.sign_in(intent, &connection.offer, &connection.provider_label);
    }

    /// Has the endpoint check a connection at its provider now.
    pub fn check(self, id: ConnectionId) {
        let Some(endpoint) = self.session_client() else { return self.end_refused_session() };
        let pane = self;
        self.notice.set(None);
        self.checking.set(Some(id.clone()));
        self.announce(self.text.label(Label::Checking));
        spawn_local(async move {
            let checked = endpoint.check(&id).await;
            match &checked {
                Ok(connection) => pane.apply_check(connection),
                Err(error) => pane.show_problem(error),
            }
            pane.checking.set(None);
        });
    }

    /// Says what a check has found: to a person who has gone elsewhere meanwhile, by the dialog.
    pub(crate) fn apply_check(self, connection: &Connection) {
        if !self.update_loss_dialog(&self.connections_with(connection)) {
            let is_working = matches!(connection.state, ConnectionState::Working);
            self.announce(if is_working {
                self.text.label(Label::CheckedAndWorking).to_owned()
            } else {
                self.state_sentence(connection)
            });
        }
        self.replace_connection(connection);
    }

    /// Changes what the person chose for a connection.
    pub fn set_settings(self, id: ConnectionId, settings: ConnectionSettings) {
        let Some(endpoint) = self.session_client() else { return self.end_refused_session() };
        let pane = self;
        spawn_local(async move {
            match endpoint.set_settings(&id, &settings).await {
                Ok(connection) => pane.replace_connection(&connection),
                Err(error) => {
                    // The view shows the setting that is still in effect.
                    pane.connections.notify();
                    pane.show_problem(&error);
                }
            }
        });
    }

    fn replace_connection(self, connection: &Connection) {
        self.connections.set(self.connections_with(connection));
        self.show_losses();
    }

    /// The connections, with the new state of one of them.
    fn connections_with(self, connection: &Connection) -> Vec<Connection> {
        let mut all = self.connections.peek().clone();
        for old in all.iter_mut().filter(|old| old.id == connection.id) {
            *old = connection.clone();
        }
        all
    }
}

/// The provider's number for what is wrong with a connection, if it gave one.
pub fn reference(state: &ConnectionState) -> Option<&str> {
    reason(state)?.reference.as_deref()
}

/// What is wrong with a connection, if something is.
pub(super) fn reason(state: &ConnectionState) -> Option<&Reason> {
    match state {
        ConnectionState::Retrying { reason, .. }
        | ConnectionState::NeedsSignIn { reason, .. }
        | ConnectionState::NeedsAdmin { reason, .. } => Some(reason),
        ConnectionState::Working | ConnectionState::ExpiresSoon { .. } | ConnectionState::Disconnected { .. } => None,
    }
}
