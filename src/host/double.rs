//! A host for tests.

use std::cell::RefCell;

use latchkey_wire::UnixSeconds;

use super::{Answering, DateStyle, Host, Local, Opened};

/// The only random UUID that there is.
pub const UUID: &str = "4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11";

/// Opens no window, keeps everything in memory, and lets no time pass.
#[derive(Default)]
pub struct BlocksWindows {
    session: RefCell<Option<String>>,
}

impl Host for BlocksWindows {
    fn open_sign_in(&self, _: &str) -> Local<Opened> {
        Box::pin(async { Opened::Blocked })
    }

    fn close_sign_in(&self) {}

    fn is_back_without_window(&self) -> bool {
        false
    }

    fn address(&self, path: &str) -> String {
        format!("https://pane.example{path}")
    }

    fn copy(&self, _: &str) -> Local<bool> {
        Box::pin(async { false })
    }

    fn session_token(&self) -> Option<String> {
        self.session.borrow().clone()
    }

    fn keep_session_token(&self, token: Option<&str>) {
        *self.session.borrow_mut() = token.map(str::to_owned);
    }

    fn random_uuid(&self) -> String {
        UUID.to_owned()
    }

    fn listen(&self, _: Answering) {}

    fn mailbox(&self) -> Option<String> {
        None
    }

    fn language(&self) -> String {
        "en-GB".to_owned()
    }

    fn date(&self, at: UnixSeconds, _: DateStyle, _: &str) -> String {
        format!("<{at}>")
    }

    fn now(&self) -> UnixSeconds {
        1_800_000_000
    }

    fn pause(&self, _: u32) -> Local<()> {
        Box::pin(std::future::pending())
    }
}
