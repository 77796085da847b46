//! What people do with their connections and with the pane.

use latchkey_copy::Label;
use latchkey_wire::{Connection, ConnectionId, ConnectionSettings, ConnectionState, Intent, Phase};
use leptos::task::spawn_local;

use super::{Notice, Pane, landing::Screen, sign_in::Attempt, useful::needs_another_way};
use crate::api::ApiError;

impl Pane {
    /// Renews a connection in place. To be called in the click itself.
    pub fn refresh(self, connection: &Connection) {
        let intent = Intent::Refresh { connection: connection.id.clone() };
        self.sign_in(intent, &connection.offer, &connection.provider_label);
    }

    /// Does again what a sign-in was for; where its way is not allowed any longer, asks for another one. To be called in
    /// the click itself.
    pub fn try_again(self, attempt: &Attempt) {
        let purpose =
            self.words.installation().offers.iter().find(|one| one.id == attempt.offer).map(|one| one.purpose);
        match (attempt.phase(), purpose) {
            (Phase::Failed { reason, .. }, Some(purpose)) if needs_another_way(reason.code) => self.change(purpose),
            (phase, _) => {
                self.sign_in(attempt.intent.clone(), &attempt.offer, &attempt.provider_label);
                if matches!(phase, Phase::Failed { .. } | Phase::ServerFound { .. }) {
                    self.show_outcome(phase.clone());
                }
            }
        }
    }

    /// Has the provider called now.
    pub fn check(self, id: ConnectionId) {
        let Some(endpoint) = self.authorized() else { return self.session_was_refused() };
        let pane = self;
        self.notice.set(None);
        self.checking.set(Some(id.clone()));
        self.say(self.words.label(Label::Checking));
        spawn_local(async move {
            let checked = endpoint.check(&id).await;
            pane.checking.set(None);
            match checked {
                Ok(connection) => {
                    let is_working = matches!(connection.state, ConnectionState::Working);
                    pane.say(if is_working {
                        pane.words.label(Label::CheckedAndWorking).to_owned()
                    } else {
                        pane.state_sentence(&connection)
                    });
                    pane.replace(&connection);
                }
                Err(error) => pane.tell_problem(&error),
            }
        });
    }

    /// Changes what the person chose for a connection.
    pub fn set_settings(self, id: ConnectionId, settings: ConnectionSettings) {
        let Some(endpoint) = self.authorized() else { return self.session_was_refused() };
        let pane = self;
        spawn_local(async move {
            match endpoint.set_settings(&id, &settings).await {
                Ok(connection) => pane.replace(&connection),
                Err(error) => {
                    // Shows again what still holds.
                    pane.connections.tell();
                    pane.tell_problem(&error);
                }
            }
        });
    }

    /// Copies a text and says so; where that is not allowed, shows it to be copied by hand.
    pub fn copy(self, text: String) {
        let pane = self;
        let copying = self.host().copy(&text);
        self.copy_by_hand.set(None);
        spawn_local(async move {
            let label = if copying.await {
                Label::Copied
            } else {
                pane.copy_by_hand.set(Some(text));
                Label::CopyByHand
            };
            pane.say(pane.words.label(label));
        });
    }

    /// Copies what an administrator needs to know about a connection.
    pub fn copy_for_admin(self, connection: &Connection) {
        let names = self.words.names(&connection.provider_label);
        let mut trouble = self.state_sentence(connection);
        if let Some(reference) = reference(&connection.state) {
            trouble.push(' ');
            trouble.push_str(&latchkey_copy::reference(self.words.sentences, reference));
        }
        self.copy(latchkey_copy::note_for_admin(self.words.sentences, &connection.account, names, &trouble));
    }

    /// Reads everything anew.
    pub fn refresh_sidebar(self) {
        self.notice.set(None);
        self.say(self.words.label(Label::Loading));
        self.follow();
    }

    /// Forgets the session, here at once and at the endpoint as soon as it can be told.
    pub fn log_out(self) {
        if let Some(endpoint) = self.authorized() {
            spawn_local(async move {
                // Should this not arrive, the session ends by itself for want of use.
                let _ = endpoint.log_out().await;
            });
        }
        self.sign_on_no_more();
        self.forget_session();
        self.show(Screen::SetUp);
    }

    /// Copies what an administrator needs to know who has to install the app.
    pub fn copy_note_to_install(self, provider: &str) {
        self.copy(latchkey_copy::note_to_install(self.words.sentences, self.words.names(provider)));
    }

    pub(super) fn session_was_refused(self) {
        self.forget_session();
        self.show(Screen::SessionOver);
        self.say(format!(
            "{}. {}",
            self.words.label(Label::SessionOver),
            self.words.label(Label::SessionOverExplained)
        ));
        self.sign_on();
    }

    pub(super) fn endpoint_is_away(self) {
        if !*self.is_cut_off.peek() {
            self.is_cut_off.set(true);
            self.say(latchkey_copy::unreachable(self.words.sentences, self.words.names("")));
        }
    }

    pub(super) fn forget_session(self) {
        self.stop_following();
        self.host().keep_session_token(None);
        self.host().close_sign_in();
        Self::close_dialog();
        self.attempt.set(None);
        self.set_known(None);
        self.checking.set(None);
    }

    fn replace(self, connection: &Connection) {
        self.connections.update(|shown| {
            for old in shown.iter_mut().filter(|old| old.id == connection.id) {
                *old = connection.clone();
            }
        });
        self.show_losses();
    }

    pub(super) fn tell_problem(self, error: &ApiError) {
        let code = match error {
            ApiError::SessionRefused => return self.session_was_refused(),
            ApiError::Unreachable => return self.endpoint_is_away(),
            ApiError::Refused(code) => *code,
        };
        let notice = Notice {
            title: latchkey_copy::problem_title(self.words.sentences, code).to_owned(),
            detail: latchkey_copy::problem_detail(self.words.sentences, code).to_owned(),
        };
        self.say(format!("{} {}", notice.title, notice.detail));
        self.notice.set(Some(notice));
    }
}

/// The provider's number for what is wrong with a connection, if it gave one.
pub fn reference(state: &ConnectionState) -> Option<&str> {
    match state {
        ConnectionState::Retrying { reason, .. }
        | ConnectionState::NeedsSignIn { reason, .. }
        | ConnectionState::NeedsAdmin { reason, .. } => reason.reference.as_deref(),
        ConnectionState::Working | ConnectionState::ExpiresSoon { .. } | ConnectionState::Disconnected { .. } => None,
    }
}
