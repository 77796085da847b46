//! Sign-in windows in Outlook: an Outlook dialog, else a browser outside Outlook, else a link. Only one is open at a time.
//!
//! Outlook reports a dialog as open before its page has loaded, and as closed when a provider's page has only cut itself
//! off. So neither report says anything about the sign-in. Only the endpoint does.

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

/// How long a closed dialog may still block the next one (office-js #6021): Office.js checks only once a second whether the
/// person has closed a dialog.
const AFTER_CLOSE_MS: u32 = 1_100;

/// The dialog's size as a percentage of the screen: enough for every provider's sign-in page, while the pane with its code
/// stays visible.
const SIZE: [(&str, f64); 2] = [("height", 70.0), ("width", 35.0)];

/// The windows of one pane.
pub(super) struct Windows {
    /// Whether Office.js has loaded.
    is_ready: Cell<bool>,
    /// Whether Outlook is a desktop program, whose own windows are not browser windows.
    can_open_browser: bool,
    dialog: RefCell<Option<Dialog>>,
    /// The number of dialogs that were requested, so that an event of an earlier dialog does not affect a later one.
    asked: Cell<u32>,
    is_lost: Cell<bool>,
    handler: RefCell<Option<MessageHandler>>,
}

/// The address of a sign-in's first page.
pub(super) struct Addresses {
    /// For an Outlook dialog.
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

    /// Sets the handler that answers the messages of dialogs.
    pub(super) fn set_handler(&self, handler: MessageHandler) {
        *self.handler.borrow_mut() = Some(handler);
    }

    /// Records that Office.js has loaded.
    pub(super) fn set_ready(&self) {
        self.is_ready.set(true);
    }

    /// Whether Outlook can open windows.
    pub(super) fn can_open(&self) -> bool {
        self.is_ready.get() && office::ui().is_some()
    }

    /// Whether the dialog is closed or shows an error page, as far as the pane can know.
    pub(super) fn is_lost(&self) -> bool {
        self.is_lost.get()
    }

    /// Closes the dialog, if there is one.
    pub(super) fn close(&self) {
        if let Some(dialog) = self.dialog.take() {
            // Closing fails if the person has already closed the dialog.
            let _ = dialog.close();
        }
    }

    /// Opens a sign-in's address. The window is requested before this method returns.
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

    /// Opens the address in the system's default browser, if this Outlook can do that.
    fn open_browser(&self, address: &str) -> OpenOutcome {
        let is_open = self.can_open_browser
            && office::supports("OpenBrowserWindowApi", "1.1")
            && office::ui().is_some_and(|ui| ui.open_browser_window(address).is_ok());
        if is_open { OpenOutcome::Outside } else { OpenOutcome::Blocked }
    }

    /// Requests a dialog, before it returns.
    fn display_dialog(this: &Rc<Self>, address: &str) -> LocalFuture<Result<(), DialogRefusal>> {
        let (sender, outcome) = oneshot::channel();
        let windows = Rc::clone(this);
        let then = Closure::once_into_js(move |displayed: JsValue| {
            // The receiver is gone if the pane has stopped waiting.
            let _ = sender.send(Self::accept_dialog(&windows, &displayed.unchecked_into()));
        });
        // With Office's prompt ("… wants to display a new window") the person would need a second click, and Office.js
        // removes the pane from the page while the prompt is open.
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

    /// Answers messages of the dialog's page. The dialog may show any page, so only messages from our own origin are
    /// handled, and only a page of our own origin gets the answer (`DialogOrigin` 1.1). If Office does not report the
    /// page's origin, the message is ignored.
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
                // Another dialog may have replaced the one that the message came from.
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

/// Converts a number of Office.js, which is an integer of five digits.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole numbers below 2^32")]
fn to_refusal(code: f64) -> DialogRefusal {
    DialogRefusal::of(code as u32)
}
