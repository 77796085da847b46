//! Outlook, on the web and on the desktop: a browser page with a mailbox beside it, and with windows of its own.
//!
//! Outlook is reached through Office.js, which is loaded from Microsoft's address. The pane does not wait for it: until
//! it is loaded, and where it cannot be loaded, this host behaves as a browser page and reports a [`HostProblem`].
//!
//! * `info`: what Outlook tells the page before any script runs
//! * `office`: the only module that uses Office.js
//! * `windows`, `refusal`: sign-in windows, and what each of Office.js's numbers about them means
//! * `theme`: Outlook's colours
//!
//! # To use more of Office.js
//! Bind it in `office`, check there whether this Outlook has it, and keep the pane working where it does not.

mod info;
mod office;
mod refusal;
mod theme;
mod windows;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::{
    Host, HostProblem, LocalFuture, MessageHandler, OpenOutcome, Theme, WindowRequirement,
    browser::{self, BrowserHost, window},
};
use info::HostInfo;
use windows::{Addresses, Windows};

/// The path of the page for Outlook. Only there does the content security policy allow Office.js.
const PATH: &str = "/outlook";

/// After this long without Office.js, or without Outlook's answer to it, the host reports a problem. If either arrives
/// later, it is still used.
const READY_WITHIN_MS: u32 = 20_000;

/// Whether the page was loaded for Outlook.
pub fn is_outlook_page() -> bool {
    window().location().pathname().is_ok_and(|path| path == PATH)
}

/// Outlook as a host.
pub struct OutlookHost {
    browser: BrowserHost,
    info: Option<HostInfo>,
    state: Rc<OutlookState>,
    windows: Rc<Windows>,
}

/// What the pane knows from Outlook so far.
#[derive(Default)]
struct OutlookState {
    mailbox: RefCell<Option<String>>,
    theme: Cell<Theme>,
    problem: Cell<Option<HostProblem>>,
    changed: RefCell<Option<Box<dyn Fn()>>>,
}

impl OutlookState {
    fn notify(&self) {
        if let Some(changed) = &*self.changed.borrow() {
            changed();
        }
    }

    fn set_silent(&self, is_silent: bool) {
        let problem = is_silent.then_some(HostProblem::Silent);
        if self.problem.replace(problem) != problem {
            self.notify();
        }
    }

    fn read_mailbox(&self) {
        let mailbox = office::mailbox().and_then(|mailbox| mailbox.profile()?.email_address());
        self.mailbox.replace(mailbox.filter(|address| !address.is_empty()));
    }

    fn set_theme(&self, colours: Option<office::Colours>) {
        if let Some(background) = colours.and_then(|colours| colours.background()) {
            self.theme.set(theme::of_background(&background));
        }
    }
}

impl OutlookHost {
    /// Create it only once, because it loads Office.js.
    pub fn new() -> Self {
        let info = info::find();
        let can_open_browser = info.as_ref().is_some_and(|info| !info.is_on_the_web());
        Self {
            browser: BrowserHost::default(),
            info,
            state: Rc::default(),
            windows: Rc::new(Windows::new(can_open_browser)),
        }
    }
}

/// Loads Office.js, waits for Outlook's answer, and then follows Outlook.
async fn follow_outlook(state: Rc<OutlookState>, windows: Rc<Windows>) {
    let waiting = Rc::clone(&state);
    let is_ready = Rc::new(Cell::new(false));
    let was_ready = Rc::clone(&is_ready);
    spawn_local(async move {
        browser::pause(READY_WITHIN_MS).await;
        if !was_ready.get() {
            waiting.set_silent(true);
        }
    });
    if office::load().await.is_err() {
        is_ready.set(true);
        return state.set_silent(true);
    }
    is_ready.set(true);
    state.problem.set(None);
    windows.set_ready();
    state.read_mailbox();
    state.set_theme(office::colours());
    state.notify();
    let followed = Rc::clone(&state);
    office::on_theme_change(move |colours| {
        followed.set_theme(Some(colours));
        followed.notify();
    });
    // A pinned pane stays open while the person moves between items. Most versions of Office.js keep reporting the first
    // mailbox.
    office::on_item_change(move |_: JsValue| {
        state.read_mailbox();
        state.notify();
    });
}

// The session is stored as in any page and not in Outlook's own storage, because Office.js gives the pages in its dialogs
// access to all of that.
impl Host for OutlookHost {
    fn browser(&self) -> &BrowserHost {
        &self.browser
    }

    fn open_sign_in(&self, path: &str, requirement: WindowRequirement) -> LocalFuture<OpenOutcome> {
        if self.windows.can_open() {
            // The dialog's first page needs Office.js to ask for its key, so it is served from a path whose policy allows that.
            let in_dialog = self.address(&format!("{PATH}{path}"));
            Windows::open(&self.windows, Addresses { in_dialog, in_browser: self.address(path) }, requirement)
        } else {
            self.browser.open_sign_in(path)
        }
    }

    fn listen(&self, handler: MessageHandler) {
        self.windows.set_handler(Rc::clone(&handler));
        browser::listen(handler);
    }

    fn close_sign_in(&self) {
        self.windows.close();
        self.browser.close_sign_in();
    }

    fn is_back_without_window(&self) -> bool {
        self.windows.is_lost() || self.browser.is_back_without_window()
    }

    fn sso_token(&self) -> Option<LocalFuture<Option<String>>> {
        office::supports("IdentityAPI", "1.3").then(|| Box::pin(office::access_token()) as LocalFuture<_>)
    }

    fn on_change(&self, changed: Box<dyn Fn()>) {
        *self.state.changed.borrow_mut() = Some(changed);
        let (state, windows) = (Rc::clone(&self.state), Rc::clone(&self.windows));
        let is_outlook = self.info.is_some();
        spawn_local(async move {
            // The first screen must not wait for this.
            browser::pause(0).await;
            if is_outlook {
                follow_outlook(state, windows).await;
            } else {
                state.set_silent(true);
            }
        });
    }

    fn mailbox(&self) -> Option<String> {
        self.state.mailbox.borrow().clone()
    }

    fn theme(&self) -> Theme {
        self.state.theme.get()
    }

    fn problem(&self) -> Option<HostProblem> {
        self.state.problem.get()
    }

    fn languages(&self) -> Vec<String> {
        let own = self.info.as_ref().and_then(|info| info.language.clone());
        // The pane uses Outlook's language, even if the browser prefers another one.
        own.map_or_else(browser::languages, |tag| vec![tag])
    }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use crate::host_conformance;

    host_conformance!(OutlookHost::new);
}
