//! What the pane needs of its host: a plain browser page, Outlook, or the Chrome extension.
//!
//! `web_sys` and `js_sys` are named only below this module and in `api::transport`.
//!
//! # To add a host
//! 1. Write a module beside [`browser`] that implements [`Host`]; keep its guarantees. Methods that it does not write
//!    behave as in the [`BrowserHost`] inside it.
//! 2. Let it run through the suite in `conformance`.
//! 3. Choose it in `lib.rs`, where the host is found once at start. Nothing else may ask which host it is.

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

/// A future of this one thread; hosts are not shared between threads.
pub type LocalFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// Handles a message (JSON) from a window of the pane's own origin. The answer is sent to the sender alone, the way the
/// message came.
pub type MessageHandler = Rc<dyn Fn(&str) -> LocalFuture<Option<String>>>;

/// What a sign-in's page requires of its window.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum WindowRequirement {
    /// Nothing: any window will do.
    #[default]
    Any,
    /// To be in a browser: the provider refuses pages in windows of other programs.
    Browser,
}

/// The outcome of opening a sign-in window.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OpenOutcome {
    /// It is open.
    Opened,
    /// A browser outside the host shows it, out of reach from here.
    Outside,
    /// The host refused; the person must open the address by hand.
    Blocked,
}

/// How a time is written in a sentence.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DateStyle {
    /// "12 February", with the year where it is not the present one.
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
    /// The host's own program library did not come: the pane works as in a browser.
    Silent,
}

/// What a person may choose about this browser alone, where the host can do it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Choice {
    /// The session outlives the browser.
    StaySignedIn,
    /// The host says it outside of the pane when access is lost.
    Notify,
}

/// A program that shows the pane.
///
/// Guarantees that every implementation gives:
/// * nothing here panics or throws, even where the host forbids something;
/// * [`Host::open_sign_in`] asks for the window before it returns, because browsers open windows only in a click;
/// * the outcome of a sign-in comes from the endpoint alone, and never from its window.
pub trait Host {
    /// The browser page inside the host, which does what every page can do.
    fn browser(&self) -> &BrowserHost;

    /// Opens the sign-in window on a path of the endpoint's origin, in place of one that was opened before. The future
    /// tells later whether it opened. A window that is opened on the same path again is the same window; no other page can
    /// know its name.
    fn open_sign_in(&self, path: &str, _requirement: WindowRequirement) -> LocalFuture<OpenOutcome> {
        self.browser().open_sign_in(path)
    }

    /// Closes that window, if it is still there and within reach.
    fn close_sign_in(&self) {
        self.browser().close_sign_in();
    }

    /// Whether the person seems to be back at the pane and the window gone: good for offering help, no more. A window
    /// that the provider cut off looks the same.
    fn is_back_without_window(&self) -> bool {
        self.browser().is_back_without_window()
    }

    /// The whole address of a path, to be opened or copied by hand.
    fn address(&self, path: &str) -> String {
        browser::address(path)
    }

    /// Puts a text on the clipboard; `false` where that is not allowed.
    fn copy(&self, text: &str) -> LocalFuture<bool> {
        browser::copy(text)
    }

    /// The session token that was kept.
    fn session_token(&self) -> Option<String> {
        self.browser().session_token()
    }

    /// Keeps the session token, or forgets it. Where the host keeps nothing it lives as long as the pane.
    fn keep_session_token(&self, token: Option<&str>) {
        self.browser().keep_session_token(token);
    }

    /// Asks the host's own single sign-on for a token that shows the endpoint who this is; `None` where there is none,
    /// or none yet. The person sees nothing of it.
    fn sso_token(&self) -> Option<LocalFuture<Option<String>>> {
        None
    }

    /// Calls `changed` whenever another pane of the same browser has begun, ended or replaced the session that they share.
    /// Called once, at start; `changed` is never called before it returns.
    fn on_session_change(&self, _changed: Box<dyn Fn()>) {}

    /// A random version 4 UUID.
    fn random_uuid(&self) -> String {
        browser::random_uuid()
    }

    /// Hands messages from sign-in windows to `handler`. Called once, at start.
    fn listen(&self, handler: MessageHandler) {
        browser::listen(handler);
    }

    /// Calls `changed` whenever what [`Host::mailbox`], [`Host::theme`] or [`Host::problem`] answer has become something
    /// else. Called once, at start; `changed` is never called before it returns.
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

    /// Something was lost or has come back: a host that shows so outside of the pane does it now.
    fn report_losses(&self) {}

    /// What the person has chosen; `None` where the host has no such choice.
    fn choice(&self, _choice: Choice) -> Option<bool> {
        None
    }

    /// Chooses. To be called in the click itself; when the future ends, [`Host::choice`] says what holds.
    fn choose(&self, _choice: Choice, _chosen: bool) -> LocalFuture<()> {
        Box::pin(async {})
    }

    /// The reader's languages as BCP 47 tags, the most wanted first. They are known at start and stay the same for as long
    /// as the page lives.
    fn languages(&self) -> Vec<String> {
        browser::languages()
    }

    /// A time as its reader writes it, in the language of the tag.
    fn date(&self, at: UnixSeconds, style: DateStyle, language: &str) -> String {
        browser::date(at, style, language)
    }

    /// The host's clock. It may be wrong: deadlines are reckoned with the endpoint's.
    fn now(&self) -> UnixSeconds {
        browser::now()
    }

    /// Ends after so many milliseconds.
    fn pause(&self, milliseconds: u32) -> LocalFuture<()> {
        Box::pin(browser::pause(milliseconds))
    }
}
