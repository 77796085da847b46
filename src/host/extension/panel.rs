//! Bindings to `assets/extension/panel.js`, which documents each function.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use crate::host::browser::window;

/// The property of `window` with the script's functions.
const GLOBAL: &str = "latchkeyHost";

/// The host object that the script has stored for the pane. `None` on pages other than the extension's.
pub(super) fn find() -> Option<Panel> {
    let panel = Reflect::get(&window(), &JsValue::from_str(GLOBAL)).ok()?;
    panel.is_object().then(|| panel.unchecked_into())
}

#[wasm_bindgen]
extern "C" {
    pub(super) type Panel;

    #[wasm_bindgen(method, getter)]
    pub(super) fn endpoint(this: &Panel) -> String;

    #[wasm_bindgen(method, js_name = openSignIn)]
    pub(super) fn open_sign_in(this: &Panel, address: &str) -> Promise;
    #[wasm_bindgen(method, js_name = closeSignIn)]
    pub(super) fn close_sign_in(this: &Panel);
    #[wasm_bindgen(method, js_name = isSignInGone)]
    pub(super) fn is_sign_in_gone(this: &Panel) -> bool;

    #[wasm_bindgen(method, js_name = sessionToken)]
    pub(super) fn session_token(this: &Panel) -> Option<String>;
    #[wasm_bindgen(method, js_name = keepSessionToken)]
    pub(super) fn keep_session_token(this: &Panel, token: Option<&str>);
    #[wasm_bindgen(method, js_name = onSessionChange)]
    pub(super) fn on_session_change(this: &Panel, changed: &Function);
    #[wasm_bindgen(method, js_name = isStaying)]
    pub(super) fn is_staying(this: &Panel) -> bool;
    #[wasm_bindgen(method, js_name = setStaying)]
    pub(super) fn set_staying(this: &Panel, staying: bool) -> Promise;

    #[wasm_bindgen(method, js_name = isNotifying)]
    pub(super) fn is_notifying(this: &Panel) -> bool;
    #[wasm_bindgen(method, js_name = setNotifying)]
    pub(super) fn set_notifying(this: &Panel, notifying: bool) -> Promise;
    #[wasm_bindgen(method, js_name = tellLosses)]
    pub(super) fn tell_losses(this: &Panel);

    #[wasm_bindgen(method)]
    pub(super) fn mailbox(this: &Panel) -> Option<String>;
    #[wasm_bindgen(method)]
    pub(super) fn theme(this: &Panel) -> Option<String>;
    #[wasm_bindgen(method, js_name = onFactsChange)]
    pub(super) fn on_facts_change(this: &Panel, changed: &Function);

    #[wasm_bindgen(method)]
    pub(super) fn listen(this: &Panel, handler: &Function);
}
