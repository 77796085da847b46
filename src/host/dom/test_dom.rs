//! Clicks, types and reads the screen, for tests in a browser.

use js_sys::Promise;
use leptos::task::tick;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
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

/// Clicks on the element of this kind that has this text.
pub fn click_text(kind: &str, text: &str) {
    with_text(kind, text).click();
}

/// Moves the focus to the element of this kind that has this text.
pub fn focus_text(kind: &str, text: &str) {
    with_text(kind, text).focus().unwrap();
}

fn with_text(kind: &str, text: &str) -> HtmlElement {
    let all = document().query_selector_all(kind).unwrap();
    let elements = (0..all.length()).map(|index| all.item(index).unwrap().unchecked_into::<HtmlElement>());
    let is_meant = |element: &HtmlElement| element.text_content().as_deref() == Some(text);
    elements.into_iter().find(is_meant).unwrap_or_else(|| panic!("no {kind} says {text}"))
}

/// The texts of the elements that this selector finds, in the page's order.
pub fn texts(selector: &str) -> Vec<String> {
    let all = document().query_selector_all(selector).unwrap();
    (0..all.length()).map(|index| all.item(index).unwrap().text_content().unwrap_or_default()).collect()
}

/// Waits for the `close` event of the dialog with this id.
pub async fn closed(id: &str) {
    // The browser fires it in a separate task, after all promises that are ready now.
    if let Some(dialog) = element(id) {
        let closed = Promise::new(&mut |resolve, _| {
            dialog.add_event_listener_with_callback("close", &resolve).unwrap();
        });
        JsFuture::from(closed).await.unwrap();
        tick().await;
    }
}

/// The text of the focused element.
pub fn focused() -> String {
    document().active_element().and_then(|element| element.text_content()).unwrap_or_default()
}

/// The id of the focused element.
pub fn focused_id() -> String {
    document().active_element().map(|element| element.id()).unwrap_or_default()
}

/// Whether the disclosure with this id is open.
pub fn is_open(id: &str) -> bool {
    element(id).is_some_and(|disclosure| disclosure.has_attribute("open"))
}

/// Whether the page has an element with this role.
pub fn sees_role(role: &str) -> bool {
    document().query_selector(&format!("[role={role}]")).unwrap().is_some()
}

/// Whether the page contains this text.
pub fn sees(text: &str) -> bool {
    document().body().and_then(|body| body.text_content()).unwrap_or_default().contains(text)
}

/// The colours that the page has taken over.
pub fn theme() -> Option<String> {
    document().document_element().unwrap().get_attribute(super::THEME)
}
