//! The session: opens it, ends it, and ends other sidebars that a code let in.

mod single_sign_on;

use latchkey_copy::Label;
use leptos::task::spawn_local;

use super::{Pane, screen::Screen};
use crate::api::{self, RequestError, SessionClient};
pub(super) use single_sign_on::TRIES;

impl Pane {
    /// The endpoint, with a new session if there is none.
    pub(super) async fn ensure_session(self) -> Result<SessionClient, RequestError> {
        match self.session_client() {
            Some(endpoint) => Ok(endpoint),
            None => self.open_session().await,
        }
    }

    pub(super) fn session_client(self) -> Option<SessionClient> {
        let host = self.host();
        host.session_token().map(|token| SessionClient::new(host.address(""), token))
    }

    pub(super) async fn open_session(self) -> Result<SessionClient, RequestError> {
        let host = self.host();
        let session = api::open_session(&host.address("")).await?;
        host.keep_session_token(Some(&session.token));
        self.start_sync();
        Ok(SessionClient::new(host.address(""), session.token))
    }

    /// Forgets the session, here at once and at the endpoint as soon as it can be reached.
    pub fn log_out(self) {
        if let Some(endpoint) = self.session_client() {
            spawn_local(async move {
                // If this request does not arrive, the session expires.
                let _ = endpoint.log_out().await;
            });
        }
        // Someone else may use this browser next: no address stays in it.
        self.host().keep_dismissed(None);
        self.stop_single_sign_on();
        self.forget_session();
        self.show(Screen::SetUp);
    }

    pub(super) fn end_refused_session(self) {
        self.forget_session();
        self.show(Screen::SessionOver);
        self.announce(format!(
            "{}. {}",
            self.text.label(Label::SessionOver),
            self.text.label(Label::SessionOverExplained)
        ));
        self.try_single_sign_on();
    }

    pub(super) fn forget_session(self) {
        self.stop_sync();
        self.host().keep_session_token(None);
        self.host().close_sign_in();
        Self::close_dialog();
        self.attempt.set(None);
        self.store_overview(None);
        self.checking.set(None);
    }

    /// Ends a sidebar that a code let in.
    pub fn end_sidebar(self, id: &str) {
        let Some(endpoint) = self.session_client() else { return };
        let (pane, id) = (self, id.to_owned());
        spawn_local(async move {
            match endpoint.end_sidebar(&id).await {
                Ok(_) => {
                    pane.dismiss_sidebar(&id);
                    pane.announce(pane.text.label(Label::SidebarEnded));
                }
                Err(error) => pane.show_problem(&error),
            }
        });
    }

    /// Hides the notice of a sidebar that a code let in, in this pane.
    pub fn dismiss_sidebar(self, id: &str) {
        self.let_in.update(|let_in| let_in.retain(|one| one.id != id));
        Self::save_focus();
    }
}
