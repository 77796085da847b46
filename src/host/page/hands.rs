//! What a person's hands and eyes do, for tests in a browser.

use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent, KeyboardEventInit};

use super::{document, element};

/// Removes what earlier tests left.
pub fn clear_page() {
    while let Some(pane) = document().query_selector(".pane").unwrap() {
        pane.remove();
    }
}

/// Presses a key where the focus is.
pub fn press(key: &str) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    document().active_element().unwrap().dispatch_event(&event).unwrap();
}

/// Clicks on the element with this id.
pub fn click(id: &str) {
    element(id).unwrap().unchecked_into::<HtmlElement>().click();
}

/// The text of what has the focus.
pub fn focused() -> String {
    document().active_element().and_then(|element| element.text_content()).unwrap_or_default()
}

/// Whether anything with this role is there.
pub fn sees_role(role: &str) -> bool {
    document().query_selector(&format!("[role={role}]")).unwrap().is_some()
}

/// Whether this text stands on the page.
pub fn sees(text: &str) -> bool {
    document().body().and_then(|body| body.text_content()).unwrap_or_default().contains(text)
}
