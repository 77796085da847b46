//! Follows the host: its colours, its mailbox, and its problems.

use leptos::task::spawn_local;

use super::{
    Pane,
    screen::{self, Screen},
};
use crate::host::{Choice, dom};

impl Pane {
    /// Starts to follow the host. Called once, at start.
    pub fn follow_host(self) {
        self.apply_host_changes();
        self.host().on_change(Box::new(move || self.apply_host_changes()));
        self.host().on_session_change(Box::new(move || self.apply_session_change()));
    }

    fn apply_host_changes(self) {
        let host = self.host();
        dom::set_theme(host.theme());
        self.mailbox.set_if_changed(host.mailbox());
        self.host_problem.set_if_changed(host.problem());
        self.try_single_sign_on();
    }

    /// Puts the notice that the host is silent away.
    pub fn dismiss_host_problem(self) {
        self.host_problem.set(None);
        Self::save_focus();
    }

    /// Another pane of this browser has begun or ended the session.
    fn apply_session_change(self) {
        if self.host().session_token().is_none() {
            self.forget_session();
            return self.show(Screen::SetUp);
        }
        self.attempt.set(None);
        self.store_overview(None);
        self.screen.set(screen::first(true));
        self.start_sync();
    }

    /// What the person has chosen about this browser; `None` where there is no such choice.
    pub fn choice(self, choice: Choice) -> Option<bool> {
        drop(self.choices.read());
        self.host().choice(choice)
    }

    /// Stores a choice about this browser. To be called in the click itself.
    pub fn set_choice(self, choice: Choice, chosen: bool) {
        let choosing = self.host().choose(choice, chosen);
        spawn_local(async move {
            choosing.await;
            self.choices.notify();
        });
    }
}
