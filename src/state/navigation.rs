//! Moves between screens, and moves the focus.

use leptos::task::{spawn_local, tick};

use super::{
    Pane,
    screen::{self, Screen},
    sign_in::SignInAttempt,
};
use crate::host::dom;

impl Pane {
    /// Changes the screen and moves the focus to its heading.
    pub fn show(self, screen: Screen) {
        self.notice.set(None);
        self.copy_by_hand.set(None);
        self.close_field();
        self.attempt.update(|attempt| {
            if attempt.as_ref().is_some_and(SignInAttempt::is_over) {
                *attempt = None;
            }
        });
        self.screen.set(screen);
        Self::focus(screen::HEADING);
    }

    /// Goes back: from a question to the settings, else to Home, or to Set up Sync where nothing is connected.
    pub fn go_back(self) {
        let screen = *self.screen.peek();
        if let Screen::Change(purpose) | Screen::Refresh(purpose) = screen {
            return self.show(Screen::Settings(purpose));
        }
        self.show(if self.connections.peek().is_empty() { Screen::SetUp } else { Screen::Home });
    }

    /// Moves the focus to the element with this id, once the screen shows what has changed.
    pub fn focus(id: &'static str) {
        spawn_local(async move {
            tick().await;
            dom::focus(id);
        });
    }

    /// Remembers the control that opens a panel or a notice, unless a panel is open already: its controls go with it.
    pub(super) fn remember_focus(self) {
        if self.attempt.peek().is_none() && self.notice.peek().is_none() {
            *self.private().opener.borrow_mut() = dom::focused();
        }
    }

    /// Moves the focus to the heading, if the control that had it has gone.
    pub(super) fn save_focus() {
        spawn_local(async move {
            tick().await;
            if dom::focused().is_none() {
                dom::focus(screen::HEADING);
            }
        });
    }

    /// Gives the focus back to that control once the panel or notice is gone, or to the heading if the control is gone, too.
    pub(super) fn return_focus(self) {
        let opener = self.private().opener.take();
        spawn_local(async move {
            tick().await;
            if !opener.is_some_and(|opener| dom::focus_again(&opener)) {
                dom::focus(screen::HEADING);
            }
        });
    }
}
