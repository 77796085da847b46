//! What the pane needs of its host: a plain browser page, Outlook, or the Chrome extension.
//!
//! `web_sys` and `js_sys` are named only below this module, in `json` and in `api::transport`.
//!
//! # To add a host
//! 1. Write a module beside [`browser`] that implements [`Host`]; keep its guarantees. Methods that it does not write
//!    behave as in the [`BrowserHost`] inside it.
//! 2. Let it run through the suite in `conformance`.
//! 3. Choose it in `lib.rs`, where the host is found once at start. Nothing else may ask which host it is.

pub mod address;
pub mod browser;
#[cfg(test)]
#[cfg(target_arch = "wasm32")]
pub mod conformance;
pub mod dom;
pub mod extension;
#[cfg(test)]
#[cfg(target_arch = "wasm32")]
pub mod fake;
pub mod outlook;

use std::{future::Future, pin::Pin, rc::Rc};

use latchkey_wire::UnixSeconds;

use browser::BrowserHost;

/// A future that stays on this thread: hosts are not shared between threads.
pub type LocalFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// Handles a message (JSON) from a window of the pane's own origin. The answer is sent to the sender alone, the way the
/// message came.
pub type MessageHandler = Rc<dyn Fn(&str) -> LocalFuture<Option<String>>>;

/// The requirement of a sign-in page on its window.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum WindowRequirement {
    /// Nothing: any window will do.
    #[default]
    Any,
    /// A browser window: the provider refuses to show its page in the windows of other programs.
    Browser,
}

/// The outcome of opening a sign-in window.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OpenOutcome {
    /// It is open.
    Opened,
    /// A browser outside the host shows the window, which the pane cannot reach there.
    Outside,
    /// The host refused; the person must open the address by hand.
    Blocked,
}

/// How a time is written in a sentence.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DateStyle {
    /// "12 February", with the year unless it is the current one.
    Day,
    /// "22 Nov, 10:42".
    Moment,
    /// "10:42".
    Time,
}

/// The colours that the host shows around the pane.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Theme {
    /// The host says nothing: the reader's own preference decides, as the browser knows it.
    #[default]
    Reader,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// What is wrong with a host. The sentence is in `latchkey-copy`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HostProblem {
    /// The host's own program library did not load. The pane works as in a browser.
    Silent,
}

/// A choice about this browser alone, where the host supports it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Choice {
    /// The session outlives the browser.
    StaySignedIn,
    /// The host notifies the person outside of the pane when access is lost.
    Notify,
}

/// A program that shows the pane.
///
/// Guarantees that every implementation gives:
/// * nothing here panics or throws, even where the host forbids something;
/// * [`Host::open_sign_in`] asks for the window before it returns, because browsers open windows only in a click;
/// * the outcome of a sign-in comes from the endpoint alone, and never from its window.
pub trait Host {
    /// The browser page inside the host, which provides everything that any page can do.
    fn browser(&self) -> &BrowserHost;

    /// Opens the sign-in window on a path of the endpoint's origin, and replaces an earlier one. The future resolves to
    /// whether it opened. Opening the same path again reuses the same window. No other page can know the window's name.
    fn open_sign_in(&self, path: &str, _requirement: WindowRequirement) -> LocalFuture<OpenOutcome> {
        self.browser().open_sign_in(path)
    }

    /// Closes the sign-in window, if it is still open and the pane can reach it.
    fn close_sign_in(&self) {
        self.browser().close_sign_in();
    }

    /// Whether the person seems to be back at the pane and the window closed. Use it only to offer help: a window that the
    /// provider's page has cut off from its opener looks the same.
    fn is_back_without_window(&self) -> bool {
        self.browser().is_back_without_window()
    }

    /// The complete URL of a path, to be opened or copied by hand.
    fn address(&self, path: &str) -> String {
        browser::address(path)
    }

    /// Puts a text on the clipboard. Resolves to `false` if that is not allowed.
    fn copy(&self, text: &str) -> LocalFuture<bool> {
        browser::copy(text)
    }

    /// The stored session token.
    fn session_token(&self) -> Option<String> {
        self.browser().session_token()
    }

    /// Stores the session token, or deletes it. If the host has no storage, the token lives as long as the pane.
    fn keep_session_token(&self, token: Option<&str>) {
        self.browser().keep_session_token(token);
    }

    /// The notices that the person has dismissed in this browser, as the pane has stored them.
    fn dismissed(&self) -> Option<String> {
        self.browser().dismissed()
    }

    /// Stores the dismissed notices, or deletes them. If the host has no storage, they live as long as the pane.
    fn keep_dismissed(&self, dismissed: Option<&str>) {
        self.browser().keep_dismissed(dismissed);
    }

    /// Asks the host's single sign-on for a token that identifies the person to the endpoint, without any prompt. `None` if
    /// the host has no single sign-on, or is not ready.
    fn sso_token(&self) -> Option<LocalFuture<Option<String>>> {
        None
    }

    /// Calls `changed` whenever another pane of the same browser has begun, ended or replaced the session that they share.
    /// The pane calls this once, at start. `changed` is never called before this method returns.
    fn on_session_change(&self, _changed: Box<dyn Fn()>) {}

    /// A random version 4 UUID.
    fn random_uuid(&self) -> String {
        browser::random_uuid()
    }

    /// Passes messages from sign-in windows to `handler`. The pane calls this once, at start.
    fn listen(&self, handler: MessageHandler) {
        browser::listen(handler);
    }

    /// Calls `changed` whenever the result of [`Host::mailbox`], [`Host::theme`] or [`Host::problem`] has changed. The pane
    /// calls this once, at start. `changed` is never called before this method returns.
    fn on_change(&self, _changed: Box<dyn Fn()>) {}

    /// The mailbox that the host shows, if it shows one.
    fn mailbox(&self) -> Option<String> {
        None
    }

    /// The colours around the pane.
    fn theme(&self) -> Theme {
        Theme::Reader
    }

    /// What is wrong with the host, if something is.
    fn problem(&self) -> Option<HostProblem> {
        None
    }

    /// Tells the host that access was lost or works again, so that it can show this outside of the pane.
    fn report_losses(&self) {}

    /// The person's choice. `None` if the host does not support it.
    fn choice(&self, _choice: Choice) -> Option<bool> {
        None
    }

    /// Stores a choice. Call it in the click itself. When the future has resolved, [`Host::choice`] returns the value in effect.
    fn choose(&self, _choice: Choice, _chosen: bool) -> LocalFuture<()> {
        Box::pin(async {})
    }

    /// The reader's languages as BCP 47 tags, in order of preference. They are known at start and do not change while the
    /// page lives.
    fn languages(&self) -> Vec<String> {
        browser::languages()
    }

    /// Formats a time in the language of the tag.
    fn date(&self, at: UnixSeconds, style: DateStyle, language: &str) -> String {
        browser::date(at, style, language)
    }

    /// The host's clock. It may be wrong, so deadlines are computed with the endpoint's clock.
    fn now(&self) -> UnixSeconds {
        browser::now()
    }

    /// Resolves after this many milliseconds.
    fn pause(&self, milliseconds: u32) -> LocalFuture<()> {
        Box::pin(browser::pause(milliseconds))
    }
}
