//! Sign-in windows of Outlook: a dialog of its own, else a browser outside Outlook, else a link. There is one at a time.
//!
//! Outlook reports that a dialog has opened before its page is there, and that it is gone although a provider's page has
//! only cut itself off. So neither says anything about the sign-in: the endpoint does.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use futures::channel::oneshot;
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;

use super::{
    office::{self, Dialog, DialogEvent, DialogMessage, DialogResult},
    refusal::{DialogFallback, DialogRefusal},
};
use crate::host::{LocalFuture, MessageHandler, OpenOutcome, WindowRequirement, browser};

/// How long a dialog that was closed may still be in the way of the next one (office-js #6021): Office.js looks once in a
/// second whether one that its reader closed is still there.
const AFTER_CLOSE_MS: u32 = 1_100;

/// In hundredths of the screen: room for every provider's sign-in page, and the pane with its code stays visible.
const SIZE: [(&str, f64); 2] = [("height", 70.0), ("width", 35.0)];

/// The windows of one pane.
pub(super) struct Windows {
    /// Office.js is there.
    is_ready: Cell<bool>,
    /// Outlook is a program beside the browser, so that its own windows are none of a browser's.
    can_open_browser: bool,
    dialog: RefCell<Option<Dialog>>,
    /// How many were asked for, so that word of an earlier one says nothing about a later one.
    asked: Cell<u32>,
    is_lost: Cell<bool>,
    handler: RefCell<Option<MessageHandler>>,
}

/// Where a sign-in's first page is.
pub(super) struct Addresses {
    /// For a dialog of Outlook's own.
    pub(super) in_dialog: String,
    /// For any browser.
    pub(super) in_browser: String,
}

impl Windows {
    pub(super) fn new(can_open_browser: bool) -> Self {
        Self {
            is_ready: Cell::new(false),
            can_open_browser,
            dialog: RefCell::new(None),
            asked: Cell::new(0),
            is_lost: Cell::new(false),
            handler: RefCell::new(None),
        }
    }

    /// What dialogs ask is answered by this from now on.
    pub(super) fn set_handler(&self, handler: MessageHandler) {
        *self.handler.borrow_mut() = Some(handler);
    }

    /// Office.js is there from now on.
    pub(super) fn set_ready(&self) {
        self.is_ready.set(true);
    }

    /// Whether there is anything here to open windows with.
    pub(super) fn can_open(&self) -> bool {
        self.is_ready.get() && office::ui().is_some()
    }

    /// Whether the dialog is gone or shows nothing that leads on, as far as the pane can know.
    pub(super) fn is_lost(&self) -> bool {
        self.is_lost.get()
    }

    /// Closes the dialog, if there is one.
    pub(super) fn close(&self) {
        if let Some(dialog) = self.dialog.take() {
            // One that its reader has closed already cannot be closed once more, and says so.
            let _ = dialog.close();
        }
    }

    /// Opens a sign-in's address. The window is asked for before this returns.
    pub(super) fn open(
        this: &Rc<Self>,
        addresses: Addresses,
        requirement: WindowRequirement,
    ) -> LocalFuture<OpenOutcome> {
        this.close();
        this.is_lost.set(false);
        this.asked.set(this.asked.get().wrapping_add(1));
        if requirement == WindowRequirement::Browser && this.can_open_browser {
            let opened = this.open_browser(&addresses.in_browser);
            return Box::pin(async move { opened });
        }
        let first = Self::display_dialog(this, &addresses.in_dialog);
        let this = Rc::clone(this);
        Box::pin(async move {
            let mut outcome = first.await;
            if outcome.map_err(DialogRefusal::fallback) == Err(DialogFallback::Retry) {
                browser::pause(AFTER_CLOSE_MS).await;
                outcome = Self::display_dialog(&this, &addresses.in_dialog).await;
            }
            match outcome.map_err(DialogRefusal::fallback) {
                Ok(()) => OpenOutcome::Opened,
                Err(DialogFallback::ShowLink) => OpenOutcome::Blocked,
                Err(DialogFallback::Retry | DialogFallback::OpenBrowser | DialogFallback::WaitForEndpoint) => {
                    this.open_browser(&addresses.in_browser)
                }
            }
        })
    }

    /// In the browser that the reader's system chooses, where this Outlook can do that.
    fn open_browser(&self, address: &str) -> OpenOutcome {
        let is_open = self.can_open_browser
            && office::supports("OpenBrowserWindowApi", "1.1")
            && office::ui().is_some_and(|ui| ui.open_browser_window(address).is_ok());
        if is_open { OpenOutcome::Outside } else { OpenOutcome::Blocked }
    }

    /// Asks for a dialog, at once.
    fn display_dialog(this: &Rc<Self>, address: &str) -> LocalFuture<Result<(), DialogRefusal>> {
        let (sender, outcome) = oneshot::channel();
        let windows = Rc::clone(this);
        let then = Closure::once_into_js(move |displayed: JsValue| {
            // The receiver is gone if the pane has stopped waiting.
            let _ = sender.send(Self::accept_dialog(&windows, &displayed.unchecked_into()));
        });
        // Asked beforehand ("… wants to display a new window"), the reader would need a second click, and Office.js takes
        // the pane out of the page meanwhile.
        let options = Object::new();
        let set = |name: &str, value: JsValue| {
            let _ = Reflect::set(&options, &JsValue::from_str(name), &value);
        };
        set("promptBeforeOpen", JsValue::FALSE);
        for (side, hundredths) in SIZE {
            set(side, JsValue::from_f64(hundredths));
        }
        let asked = office::ui().is_some_and(|ui| ui.display_dialog(address, &options, then.unchecked_ref()).is_ok());
        Box::pin(async move {
            if !asked {
                return Err(DialogRefusal::Unknown);
            }
            outcome.await.unwrap_or(Err(DialogRefusal::Unknown))
        })
    }

    fn accept_dialog(this: &Rc<Self>, displayed: &DialogResult) -> Result<(), DialogRefusal> {
        let refusal = || displayed.error().and_then(|error| error.code()).map_or(DialogRefusal::Unknown, to_refusal);
        if displayed.status() != "succeeded" {
            return Err(refusal());
        }
        let dialog = displayed.value().ok_or(DialogRefusal::Unknown)?;
        let (windows, which) = (Rc::downgrade(this), this.asked.get());
        let handler = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
            let what = event.unchecked_into::<DialogEvent>().what().map(to_refusal);
            let Some((windows, what)) = windows.upgrade().zip(what) else { return };
            if windows.asked.get() != which {
                return;
            }
            windows.is_lost.set(what.fallback() == DialogFallback::WaitForEndpoint);
            if what == DialogRefusal::Gone {
                windows.dialog.take();
            }
        });
        let _ = dialog.on_event(office::DIALOG_EVENT, handler.into_js_value().unchecked_ref());
        Self::handle_messages(this, &dialog, which);
        *this.dialog.borrow_mut() = Some(dialog);
        Ok(())
    }

    /// Answers what the dialog's page asks. The dialog may show any page, so only messages of pages of our own origin
    /// are handled, and only such a page gets the answer (`DialogOrigin` 1.1). An Office that does not say whose page
    /// it was is not heard.
    fn handle_messages(this: &Rc<Self>, dialog: &Dialog, which: u32) {
        let windows = Rc::downgrade(this);
        let handler = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
            let event = event.unchecked_into::<DialogMessage>();
            let Some((windows, message)) = windows.upgrade().zip(event.message()) else { return };
            let own = browser::address("");
            if event.origin().as_ref() != Some(&own) || windows.asked.get() != which {
                return;
            }
            let Some(answer) = windows.handler.borrow().as_ref().map(|handler| handler(&message)) else { return };
            spawn_local(async move {
                let Some(answer) = answer.await else { return };
                let options = Object::new();
                let _ = Reflect::set(&options, &JsValue::from_str("targetOrigin"), &JsValue::from_str(&own));
                // Its dialog may have been closed and another one opened meanwhile.
                if windows.asked.get() == which
                    && let Some(dialog) = &*windows.dialog.borrow()
                {
                    let _ = dialog.message_child(&answer, &options);
                }
            });
        });
        let _ = dialog.on_event(office::DIALOG_MESSAGE, handler.into_js_value().unchecked_ref());
    }
}

/// Office.js numbers are whole and have five digits.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole numbers below 2^32")]
fn to_refusal(code: f64) -> DialogRefusal {
    DialogRefusal::of(code as u32)
}
