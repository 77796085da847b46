//! The document of `index.html`, which is the same in every host: its installation block, and its shell, which people see
//! and may use before the pane has loaded.

use js_sys::Reflect;
use latchkey_wire::Installation;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlDialogElement, HtmlElement, HtmlFormElement};

use super::{Theme, browser::window};
use crate::json;

/// The performance mark that measurements of start-up wait for: handlers are attached and the state is shown.
const USABLE: &str = "latchkey-usable";

/// The attribute of the page that carries the host's colours.
const THEME: &str = "data-theme";

/// What the person did with the shell before the pane took over.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct ShellUse {
    /// The menu button was pressed.
    pub menu_asked: bool,
    /// The menu button has the focus.
    pub menu_focused: bool,
}

/// Names and offers, as the endpoint wrote them into the page. `None` if the page was not served by an endpoint.
pub fn installation() -> Option<Installation> {
    let block = element("installation")?.text_content()?;
    json::read(&block).ok()
}

/// Removes the shell, which the pane replaces.
pub fn take_over_shell() -> ShellUse {
    let Some(shell) = element("shell") else { return ShellUse::default() };
    let menu = shell.query_selector("#menu-btn").ok().flatten();
    let used = ShellUse {
        menu_asked: shell.has_attribute("data-menu-asked"),
        menu_focused: menu.is_some() && menu == document().active_element(),
    };
    shell.remove();
    used
}

/// The element that the pane is mounted to.
pub fn root() -> HtmlElement {
    document().body().expect("the page's module runs after its body")
}

/// Moves the focus to the element with this id, if it exists.
pub fn focus(id: &str) {
    if let Some(element) = element(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// A control of the page.
pub struct Control(HtmlElement);

/// The control that has the focus, if one has.
pub fn focused() -> Option<Control> {
    let focused = document().active_element()?.dyn_into::<HtmlElement>().ok()?;
    (focused != root()).then_some(Control(focused))
}

/// Moves the focus to a control again. Returns `false` if the page has it no longer.
pub fn focus_again(Control(control): &Control) -> bool {
    control.is_connected() && control.focus().is_ok()
}

/// The text of the field with this id.
pub fn value(id: &str) -> String {
    let value = element(id).and_then(|field| Reflect::get(&field, &JsValue::from_str("value")).ok());
    value.and_then(|value| value.as_string()).unwrap_or_default()
}

/// Sets the text of the field with this id.
pub fn set_value(id: &str, value: &str) {
    if let Some(field) = element(id) {
        let _ = Reflect::set(&field, &JsValue::from_str("value"), &JsValue::from_str(value));
    }
}

/// Whether all required fields of the form with this id are filled in. If not, the browser shows a message at the field.
pub fn is_complete(id: &str) -> bool {
    element(id).is_some_and(|form| form.unchecked_into::<HtmlFormElement>().report_validity())
}

/// Opens the disclosure with this id.
pub fn disclose(id: &str) {
    if let Some(disclosure) = element(id) {
        let _ = disclosure.set_attribute("open", "");
    }
}

/// Opens the dialog with this id above everything else, and moves the focus into it.
pub fn open_dialog(id: &str) {
    if let Some(dialog) = element(id) {
        let _ = dialog.unchecked_into::<HtmlDialogElement>().show_modal();
    }
}

/// Closes the dialog with this id, if it is there; the focus goes back to where it was.
pub fn close_dialog(id: &str) {
    if let Some(dialog) = element(id) {
        dialog.unchecked_into::<HtmlDialogElement>().close();
    }
}

/// Whether this page has the focus, and not another window.
pub fn has_focus() -> bool {
    document().has_focus().unwrap_or(false)
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Sets the language of the page and its text direction.
pub fn set_language(tag: &str, direction: &str) {
    let Some(root) = document().document_element() else { return };
    let _ = root.set_attribute("lang", tag).and_then(|()| root.set_attribute("dir", direction));
}

/// Applies the host's theme. `assets/styles/tokens.css` defines both themes.
pub fn set_theme(theme: Theme) {
    let Some(root) = document().document_element() else { return };
    let _ = match theme {
        Theme::Reader => root.remove_attribute(THEME),
        Theme::Light => root.set_attribute(THEME, "light"),
        Theme::Dark => root.set_attribute(THEME, "dark"),
    };
}

/// Says that the pane is ready.
pub fn mark_usable() {
    if let Some(performance) = window().performance() {
        let _ = performance.mark(USABLE);
    }
}

/// Keyboard and focus helpers for tests.
#[cfg(test)]
#[cfg(target_arch = "wasm32")]
pub mod test_dom;

fn document() -> Document {
    window().document().expect("a window of a page has a document")
}

fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}
