//! What the pane asks of whatever shows it: a plain browser page today; Outlook and the Chrome extension are further
//! implementations of the same port.
//!
//! `web_sys` and `js_sys` are named only below this module and in `api::transport`.
//!
//! # To add a host
//! 1. Write a module beside [`browser`] that implements [`Host`]; keep its guarantees.
//! 2. Choose it in `lib.rs`, where the host is found once at start. Nothing else may ask which host it is.

pub mod browser;
#[cfg(test)]
#[cfg(target_arch = "wasm32")]
pub mod double;
pub mod page;

use std::{future::Future, pin::Pin};

use latchkey_wire::UnixSeconds;

/// A future of this one thread; hosts are not shared between threads.
pub type Local<T> = Pin<Box<dyn Future<Output = T>>>;

/// Takes a message (JSON) that reached the pane from a window of its own origin; what it returns is sent back the way
/// the message came.
pub type Answering = Box<dyn Fn(&str) -> Option<String>>;

/// What became of the wish for a sign-in window.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Opened {
    /// It stands open.
    Window,
    /// The host refused; the person must open the address by hand.
    Blocked,
}

/// How much of a time a sentence needs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DateStyle {
    /// "12 February", with the year where it is not the present one.
    Day,
    /// "22 Nov, 10:42".
    Moment,
    /// "10:42".
    Time,
}

/// The port.
///
/// Guarantees that every implementation gives:
/// * nothing here panics or throws, whatever the host forbids;
/// * [`Host::open_sign_in`] asks for the window before it returns, because browsers open windows only in a click;
/// * how a sign-in ends comes from the endpoint alone, whatever becomes of its window.
pub trait Host {
    /// Opens the sign-in window on a path of the endpoint's origin. The future tells later whether it opened.
    fn open_sign_in(&self, path: &str) -> Local<Opened>;

    /// Closes that window, if it is still there and within reach.
    fn close_sign_in(&self);

    /// Whether the person seems to be back at the pane and the window gone: good for offering help, no more. A window
    /// that the provider cut off looks the same.
    fn is_back_without_window(&self) -> bool;

    /// The whole address of a path, to be opened or copied by hand.
    fn address(&self, path: &str) -> String;

    /// Puts a text on the clipboard; `false` where that is not allowed.
    fn copy(&self, text: &str) -> Local<bool>;

    /// The session token that was kept.
    fn session_token(&self) -> Option<String>;

    /// Keeps the session token, or forgets it. Where the host keeps nothing it lives as long as the pane.
    fn keep_session_token(&self, token: Option<&str>);

    /// A random version 4 UUID.
    fn random_uuid(&self) -> String;

    /// Hands messages from sign-in windows to `answering`. Called once, at start.
    fn listen(&self, answering: Answering);

    /// The mailbox that the host shows, if it shows one.
    fn mailbox(&self) -> Option<String>;

    /// The reader's language as a BCP 47 tag.
    fn language(&self) -> String;

    /// A time as its reader writes it, in the language of the tag.
    fn date(&self, at: UnixSeconds, style: DateStyle, language: &str) -> String;

    /// The host's clock. It may be wrong: deadlines are reckoned with the endpoint's.
    fn now(&self) -> UnixSeconds;

    /// Ends after so many milliseconds.
    fn pause(&self, milliseconds: u32) -> Local<()>;
}
