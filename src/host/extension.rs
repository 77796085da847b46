//! The Chrome extension's side panel: the pane is a page of the extension, beside the page that the person is reading.
//!
//! The browser functions that only this host needs (windows, storage, messages) are in `assets/extension/panel.js`, which
//! the extension's page loads before the pane. So other hosts do not load them. [`panel`] binds the script's functions.
//! Everything else is as in any page.
//!
//! # To use more of the browser
//! Write the function in `assets/extension/panel.js`, and read everything that takes time there before the pane starts.
//! Bind the function in [`panel`], and call it here from the implementation of [`Host`].

mod panel;

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::{Choice, Host, LocalFuture, MessageHandler, OpenOutcome, Theme, WindowRequirement, browser::BrowserHost};
use panel::Panel;

/// The panel as a host.
pub struct ExtensionHost {
    panel: Panel,
    browser: BrowserHost,
}

impl ExtensionHost {
    /// The extension's page, if the pane is in it.
    pub fn find() -> Option<Self> {
        panel::find().map(|panel| Self { panel, browser: BrowserHost::default() })
    }
}

/// Makes a function callable by the panel's script for as long as the page lives.
fn leak_callback(function: Box<dyn Fn()>) -> js_sys::Function {
    Closure::wrap(function).into_js_value().unchecked_into()
}

async fn resolves_to_true(promise: Promise) -> bool {
    JsFuture::from(promise).await.is_ok_and(|value| value.is_truthy())
}

impl Host for ExtensionHost {
    fn browser(&self) -> &BrowserHost {
        &self.browser
    }

    fn open_sign_in(&self, path: &str, _: WindowRequirement) -> LocalFuture<OpenOutcome> {
        let opening = self.panel.open_sign_in(&self.address(path));
        Box::pin(
            async move { if resolves_to_true(opening).await { OpenOutcome::Opened } else { OpenOutcome::Blocked } },
        )
    }

    fn close_sign_in(&self) {
        self.panel.close_sign_in();
    }

    fn is_back_without_window(&self) -> bool {
        self.panel.is_sign_in_gone()
    }

    fn address(&self, path: &str) -> String {
        self.panel.endpoint() + path
    }

    fn session_token(&self) -> Option<String> {
        self.panel.session_token()
    }

    fn keep_session_token(&self, token: Option<&str>) {
        self.panel.keep_session_token(token);
    }

    fn on_session_change(&self, changed: Box<dyn Fn()>) {
        self.panel.on_session_change(&leak_callback(changed));
    }

    fn listen(&self, handler: MessageHandler) {
        let handler = Closure::<dyn Fn(String) -> Promise>::new(move |message: String| {
            let answer = handler(&message);
            future_to_promise(async move { Ok(answer.await.map_or(JsValue::UNDEFINED, JsValue::from)) })
        });
        self.panel.listen(&handler.into_js_value().unchecked_into());
    }

    fn on_change(&self, changed: Box<dyn Fn()>) {
        self.panel.on_facts_change(&leak_callback(changed));
    }

    fn mailbox(&self) -> Option<String> {
        self.panel.mailbox()
    }

    fn theme(&self) -> Theme {
        match self.panel.theme().as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::Reader,
        }
    }

    fn report_losses(&self) {
        self.panel.tell_losses();
    }

    fn choice(&self, choice: Choice) -> Option<bool> {
        Some(match choice {
            Choice::StaySignedIn => self.panel.is_staying(),
            Choice::Notify => self.panel.is_notifying(),
        })
    }

    fn choose(&self, choice: Choice, chosen: bool) -> LocalFuture<()> {
        let choosing = match choice {
            Choice::StaySignedIn => self.panel.set_staying(chosen),
            Choice::Notify => self.panel.set_notifying(chosen),
        };
        Box::pin(async move {
            // `Host::choice` then returns the value in effect.
            let _ = JsFuture::from(choosing).await;
        })
    }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests;
