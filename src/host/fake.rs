//! A host for tests.

use std::cell::{Cell, RefCell};

use latchkey_wire::UnixSeconds;

use super::{
    DateStyle, Host, HostProblem, LocalFuture, MessageHandler, OpenOutcome, Theme, WindowRequirement,
    browser::BrowserHost,
};

/// The UUID that every call returns.
pub const UUID: &str = "4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11";

/// A host that opens no window, keeps everything in memory, and does not wait. The test sets its mailbox and its colours.
#[derive(Default)]
pub struct FakeHost {
    browser: BrowserHost,
    session: RefCell<Option<String>>,
    dismissed: RefCell<Option<String>>,
    mailbox: RefCell<Option<String>>,
    theme: Cell<Theme>,
    problem: Cell<Option<HostProblem>>,
    changed: RefCell<Option<Box<dyn Fn()>>>,
}

impl FakeHost {
    /// Shows another mailbox, and notifies the pane.
    pub fn show_mailbox(&self, address: &str) {
        *self.mailbox.borrow_mut() = Some(address.to_owned());
        self.notify();
    }

    /// Changes the colours, and notifies the pane.
    pub fn set_theme(&self, theme: Theme) {
        self.theme.set(theme);
        self.notify();
    }

    /// Reports that Office.js did not load, and notifies the pane.
    pub fn fall_silent(&self) {
        self.problem.set(Some(HostProblem::Silent));
        self.notify();
    }

    fn notify(&self) {
        if let Some(changed) = &*self.changed.borrow() {
            changed();
        }
    }
}

impl Host for FakeHost {
    fn browser(&self) -> &BrowserHost {
        &self.browser
    }

    fn open_sign_in(&self, _: &str, _: WindowRequirement) -> LocalFuture<OpenOutcome> {
        Box::pin(async { OpenOutcome::Blocked })
    }

    fn close_sign_in(&self) {}

    fn is_back_without_window(&self) -> bool {
        false
    }

    fn address(&self, path: &str) -> String {
        format!("https://pane.example{path}")
    }

    fn copy(&self, _: &str) -> LocalFuture<bool> {
        Box::pin(async { false })
    }

    fn session_token(&self) -> Option<String> {
        self.session.borrow().clone()
    }

    fn keep_session_token(&self, token: Option<&str>) {
        *self.session.borrow_mut() = token.map(str::to_owned);
    }

    fn dismissed(&self) -> Option<String> {
        self.dismissed.borrow().clone()
    }

    fn keep_dismissed(&self, dismissed: Option<&str>) {
        *self.dismissed.borrow_mut() = dismissed.map(str::to_owned);
    }

    fn random_uuid(&self) -> String {
        UUID.to_owned()
    }

    fn listen(&self, _: MessageHandler) {}

    fn on_change(&self, changed: Box<dyn Fn()>) {
        *self.changed.borrow_mut() = Some(changed);
    }

    fn mailbox(&self) -> Option<String> {
        self.mailbox.borrow().clone()
    }

    fn theme(&self) -> Theme {
        self.theme.get()
    }

    fn problem(&self) -> Option<HostProblem> {
        self.problem.get()
    }

    fn languages(&self) -> Vec<String> {
        vec!["en-GB".to_owned()]
    }

    fn date(&self, at: UnixSeconds, _: DateStyle, _: &str) -> String {
        format!("<{at}>")
    }

    fn now(&self) -> UnixSeconds {
        1_800_000_000
    }

    fn pause(&self, _: u32) -> LocalFuture<()> {
        Box::pin(std::future::pending())
    }
}

mod tests {
    use super::*;
    use crate::host_conformance;

    host_conformance!(FakeHost::default);
}
