//! Bindings to Office.js (learn.microsoft.com/javascript/api/office, …/outlook). No other module uses it directly.
//!
//! Nothing of it exists before [`load`]. After that, each part may be missing, depending on version and platform.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

use crate::host::browser::window;

/// Microsoft requires that it is loaded from this address only, because it changes together with Outlook.
const SCRIPT: &str = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js";

/// `Office.EventType.OfficeThemeChanged`
const THEME_CHANGED: &str = "officeThemeChanged";
/// `Office.EventType.ItemChanged`
const ITEM_CHANGED: &str = "olkItemSelectedChanged";
/// `Office.EventType.DialogMessageReceived`
pub(super) const DIALOG_MESSAGE: &str = "dialogMessageReceived";
/// `Office.EventType.DialogEventReceived`
pub(super) const DIALOG_EVENT: &str = "dialogEventReceived";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Office, js_name = onReady)]
    fn on_ready() -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["Office", "auth"], js_name = getAccessToken)]
    fn get_access_token() -> Result<Promise, JsValue>;

    type Context;
    #[wasm_bindgen(method, getter)]
    fn mailbox(this: &Context) -> Option<Mailbox>;
    #[wasm_bindgen(method, getter)]
    fn ui(this: &Context) -> Option<Ui>;
    #[wasm_bindgen(method, getter, js_name = officeTheme)]
    fn office_theme(this: &Context) -> Option<Colours>;
    #[wasm_bindgen(method, getter)]
    fn requirements(this: &Context) -> Option<Requirements>;

    type Requirements;
    #[wasm_bindgen(method, catch, js_name = isSetSupported)]
    fn is_set_supported(this: &Requirements, name: &str, version: &str) -> Result<bool, JsValue>;

    pub(super) type Mailbox;
    #[wasm_bindgen(method, getter, js_name = userProfile)]
    pub(super) fn profile(this: &Mailbox) -> Option<UserProfile>;
    #[wasm_bindgen(method, catch, js_name = addHandlerAsync)]
    fn add_handler(this: &Mailbox, event: &str, handler: &Function) -> Result<(), JsValue>;

    pub(super) type UserProfile;
    #[wasm_bindgen(method, getter, js_name = emailAddress)]
    pub(super) fn email_address(this: &UserProfile) -> Option<String>;

    pub(super) type Colours;
    #[wasm_bindgen(method, getter, js_name = bodyBackgroundColor)]
    pub(super) fn background(this: &Colours) -> Option<String>;

    pub(super) type Ui;
    #[wasm_bindgen(method, catch, js_name = displayDialogAsync)]
    pub(super) fn display_dialog(this: &Ui, address: &str, options: &JsValue, then: &Function) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = openBrowserWindow)]
    pub(super) fn open_browser_window(this: &Ui, address: &str) -> Result<(), JsValue>;

    /// The result of [`Ui::display_dialog`].
    pub(super) type DialogResult;
    #[wasm_bindgen(method, getter)]
    pub(super) fn status(this: &DialogResult) -> String;
    #[wasm_bindgen(method, getter)]
    pub(super) fn error(this: &DialogResult) -> Option<OfficeError>;
    #[wasm_bindgen(method, getter)]
    pub(super) fn value(this: &DialogResult) -> Option<Dialog>;

    pub(super) type OfficeError;
    #[wasm_bindgen(method, getter)]
    pub(super) fn code(this: &OfficeError) -> Option<f64>;

    pub(super) type Dialog;
    #[wasm_bindgen(method, catch)]
    pub(super) fn close(this: &Dialog) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = addEventHandler)]
    pub(super) fn on_event(this: &Dialog, event: &str, handler: &Function) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = messageChild)]
    pub(super) fn message_child(this: &Dialog, message: &str, options: &JsValue) -> Result<(), JsValue>;

    /// A message from a dialog's page.
    pub(super) type DialogMessage;
    #[wasm_bindgen(method, getter)]
    pub(super) fn message(this: &DialogMessage) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    pub(super) fn origin(this: &DialogMessage) -> Option<String>;

    /// An event of a dialog.
    pub(super) type DialogEvent;
    #[wasm_bindgen(method, getter, js_name = error)]
    pub(super) fn what(this: &DialogEvent) -> Option<f64>;

    type ThemeEvent;
    #[wasm_bindgen(method, getter, js_name = officeTheme)]
    fn colours(this: &ThemeEvent) -> Option<Colours>;
}

/// Loads Office.js and waits for Outlook's answer. Fails if Office.js cannot be loaded. If Outlook does not answer, the
/// future never resolves.
pub(super) async fn load() -> Result<(), JsValue> {
    JsFuture::from(load_script()).await?;
    JsFuture::from(on_ready()?).await.map(drop)
}

fn load_script() -> Promise {
    Promise::new(&mut |loaded, failed| {
        let Some(document) = window().document() else { return };
        let Ok(script) = document.create_element("script") else { return };
        let set = |name: &str, value: &JsValue| {
            let _ = Reflect::set(&script, &JsValue::from_str(name), value);
        };
        set("onload", &loaded);
        set("onerror", &failed);
        set("src", &JsValue::from_str(SCRIPT));
        let _ = document.document_element().map(|root| root.append_child(&script));
    })
}

fn context() -> Option<Context> {
    let office = Reflect::get(&window(), &JsValue::from_str("Office")).ok()?;
    let context = Reflect::get(&office, &JsValue::from_str("context")).ok()?;
    context.is_object().then(|| context.unchecked_into())
}

/// The mailbox that Outlook shows beside the pane.
pub(super) fn mailbox() -> Option<Mailbox> {
    context()?.mailbox()
}

/// Outlook's colours, if it reports them.
pub(super) fn colours() -> Option<Colours> {
    context()?.office_theme()
}

/// The API that opens windows.
pub(super) fn ui() -> Option<Ui> {
    context()?.ui()
}

/// Whether this Outlook has a requirement set
/// (learn.microsoft.com/javascript/api/requirement-sets/common/office-add-in-requirement-sets).
pub(super) fn supports(set: &str, version: &str) -> bool {
    let requirements = context().and_then(|context| context.requirements());
    requirements.is_some_and(|requirements| requirements.is_set_supported(set, version).unwrap_or(false))
}

/// Gets a token by single sign-on. Without options Office shows no prompt, and fails if it would need one
/// (learn.microsoft.com/javascript/api/office-runtime/officeruntime.authoptions).
pub(super) async fn access_token() -> Option<String> {
    JsFuture::from(get_access_token().ok()?).await.ok()?.as_string()
}

/// Calls `changed` when Outlook's colours change, if Outlook reports that.
pub(super) fn on_theme_change(changed: impl Fn(Colours) + 'static) {
    add_handler(THEME_CHANGED, move |event| {
        if let Some(colours) = event.unchecked_into::<ThemeEvent>().colours() {
            changed(colours);
        }
    });
}

/// Calls `changed` when the person selects another item while the pane stays open.
pub(super) fn on_item_change(changed: impl Fn(JsValue) + 'static) {
    add_handler(ITEM_CHANGED, changed);
}

/// Registers a handler for as long as the page lives. An Outlook that does not know the event throws or returns an error,
/// which does no harm.
fn add_handler(event: &str, changed: impl Fn(JsValue) + 'static) {
    let Some(mailbox) = mailbox() else { return };
    let handler = Closure::<dyn Fn(JsValue)>::new(changed).into_js_value();
    let _ = mailbox.add_handler(event, handler.unchecked_ref());
}
