//! A plain browser page, framed or not.

mod clock;
mod messages;
mod stored_text;
mod window;

use std::cell::RefCell;

use wasm_bindgen_futures::JsFuture;

use super::{Host, LocalFuture, OpenOutcome, dom};

pub(crate) use clock::pause;
pub(super) use clock::{date, now};
pub(super) use messages::listen;
use stored_text::{DISMISSED, SESSION, StoredText};
pub(super) use window::random_uuid;

/// The page's own window. It exists wherever this module runs.
pub(crate) fn window() -> web_sys::Window {
    web_sys::window().expect("the pane runs in a window")
}

/// The browser as a host.
pub struct BrowserHost {
    sign_in: RefCell<Option<web_sys::Window>>,
    /// The path that was opened last, and the name of its window.
    named: RefCell<(String, String)>,
    session: StoredText,
    dismissed: StoredText,
}

impl Default for BrowserHost {
    fn default() -> Self {
        Self {
            sign_in: RefCell::default(),
            named: RefCell::default(),
            session: StoredText::new(SESSION),
            dismissed: StoredText::new(DISMISSED),
        }
    }
}

/// What every page can do. [`Host`] describes each method.
impl BrowserHost {
    pub(super) fn open_sign_in(&self, path: &str) -> LocalFuture<OpenOutcome> {
        let opened = window::open(path, &self.name_for(path));
        let outcome = if opened.is_some() { OpenOutcome::Opened } else { OpenOutcome::Blocked };
        *self.sign_in.borrow_mut() = opened;
        Box::pin(async move { outcome })
    }

    /// The window's name. It is the same for the same path, so that "Open again" never adds windows. It must not be guessable:
    /// another page could open a window of that name first, and would see what is opened there.
    fn name_for(&self, path: &str) -> String {
        let mut named = self.named.borrow_mut();
        if named.0 != path {
            *named = (path.to_owned(), random_uuid());
        }
        named.1.clone()
    }

    pub(super) fn close_sign_in(&self) {
        if let Some(window) = self.sign_in.take() {
            // If the provider's page has cut the window off, the pane cannot close it; it closes itself.
            let _ = window.close();
        }
    }

    pub(super) fn is_back_without_window(&self) -> bool {
        let is_gone = self.sign_in.borrow().as_ref().is_some_and(|window| window.closed().unwrap_or(false));
        is_gone && dom::has_focus()
    }

    pub(super) fn session_token(&self) -> Option<String> {
        self.session.get()
    }

    pub(super) fn keep_session_token(&self, token: Option<&str>) {
        self.session.set(token);
    }

    pub(super) fn dismissed(&self) -> Option<String> {
        self.dismissed.get()
    }

    pub(super) fn keep_dismissed(&self, dismissed: Option<&str>) {
        self.dismissed.set(dismissed);
    }
}

pub(super) fn address(path: &str) -> String {
    window::origin() + path
}

pub(super) fn copy(text: &str) -> LocalFuture<bool> {
    // Where the clipboard is not allowed, the object is missing or its promise rejects. Neither may panic.
    let written = window::clipboard().map(|clipboard| clipboard.write_text(text));
    Box::pin(async move {
        match written {
            Some(written) => JsFuture::from(written).await.is_ok(),
            None => false,
        }
    })
}

pub(super) fn languages() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()
}

impl Host for BrowserHost {
    fn browser(&self) -> &BrowserHost {
        self
    }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use crate::host_conformance;

    host_conformance!(BrowserHost::default);
}
