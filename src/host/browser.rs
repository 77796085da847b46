//! A plain browser page, framed or not.

mod clock;
mod messages;
mod session;
mod window;

use std::cell::RefCell;

use latchkey_wire::UnixSeconds;
use wasm_bindgen_futures::JsFuture;

use super::{Answering, DateStyle, Host, Local, Opened, Place, page};

pub(crate) use clock::pause;
pub use session::SessionStore;

/// The page's own window. It exists wherever this module runs.
pub(crate) fn window() -> web_sys::Window {
    web_sys::window().expect("the pane runs in a window")
}

/// The browser as a host.
#[derive(Default)]
pub struct Browser {
    sign_in: RefCell<Option<web_sys::Window>>,
    session: SessionStore,
}

impl Host for Browser {
    fn open_sign_in(&self, path: &str, _: Place) -> Local<Opened> {
        let opened = window::open(path);
        let outcome = if opened.is_some() { Opened::Window } else { Opened::Blocked };
        *self.sign_in.borrow_mut() = opened;
        Box::pin(async move { outcome })
    }

    fn close_sign_in(&self) {
        if let Some(window) = self.sign_in.take() {
            // A window that the provider cut off cannot be closed from here; it closes itself.
            let _ = window.close();
        }
    }

    fn is_back_without_window(&self) -> bool {
        let is_gone = self.sign_in.borrow().as_ref().is_some_and(|window| window.closed().unwrap_or(false));
        is_gone && page::has_focus()
    }

    fn address(&self, path: &str) -> String {
        window::origin() + path
    }

    fn copy(&self, text: &str) -> Local<bool> {
        // A page that may not use the clipboard lacks the object or has its promise refused; neither may panic.
        let written = window::clipboard().map(|clipboard| clipboard.write_text(text));
        Box::pin(async move {
            match written {
                Some(written) => JsFuture::from(written).await.is_ok(),
                None => false,
            }
        })
    }

    fn session_token(&self) -> Option<String> {
        self.session.get()
    }

    fn keep_session_token(&self, token: Option<&str>) {
        self.session.set(token);
    }

    fn random_uuid(&self) -> String {
        window::random_uuid()
    }

    fn listen(&self, answering: Answering) {
        messages::listen(answering);
    }

    fn language(&self) -> String {
        window().navigator().language().unwrap_or_default()
    }

    fn date(&self, at: UnixSeconds, style: DateStyle, language: &str) -> String {
        clock::date(at, style, language)
    }

    fn now(&self) -> UnixSeconds {
        clock::now()
    }

    fn pause(&self, milliseconds: u32) -> Local<()> {
        Box::pin(pause(milliseconds))
    }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use crate::host_conformance;

    host_conformance!(Browser::default);
}
