//! Opens a session by the host's single sign-on, without a click, if no session is stored.

use leptos::task::spawn_local;

use crate::{
    api,
    state::{
        Pane,
        screen::{self, Screen},
    },
};

/// How often one page may try: once at its start, and once more when the session is refused. More tries could become a
/// loop.
pub(in crate::state) const TRIES: u8 = 2;

impl Pane {
    /// Tries single sign-on, unless there is a session or no try is left. A failure changes nothing.
    pub(in crate::state) fn try_single_sign_on(self) {
        let (host, tries) = (self.host(), &self.private().single_sign_ons_left);
        if host.session_token().is_some() || tries.get() == 0 {
            return;
        }
        let Some(asking) = host.sso_token() else { return };
        tries.set(tries.get() - 1);
        spawn_local(async move {
            let Some(token) = asking.await else { return };
            let Ok(session) = api::open_session_by_sso(&host.address(""), token).await else { return };
            // The person may have started a sign-in meanwhile.
            if host.session_token().is_some() || self.attempt.peek().is_some() {
                return;
            }
            host.keep_session_token(Some(&session.token));
            if matches!(*self.screen.peek(), Screen::SetUp | Screen::SessionOver) {
                self.screen.set(screen::first(true));
            }
            self.start_sync();
        });
    }

    /// Prevents further tries: after a log-out the pane must not open a session without a click.
    pub(in crate::state) fn stop_single_sign_on(self) {
        self.private().single_sign_ons_left.set(0);
    }
}
