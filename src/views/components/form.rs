//! A form: fields that are sent together.

use leptos::prelude::*;

use super::element::{attr, element, on};

/// Id of the message above a form's fields. The fields refer to it, so that a screen reader reads it with the field that
/// has the focus.
pub const SAID: &str = "form-said";

/// A form. Its button and its fields handle the input themselves, because a frame may forbid submitting forms. If
/// something submits the form all the same, as some password managers do, the page is not left.
#[component]
pub fn Form(
    id: &'static str,
    /// The message above its fields.
    said: AnyView,
    children: Children,
) -> AnyView {
    let said = element("DIV", vec![attr("id", SAID)], vec![said]);
    let stay = on("submit", Box::new(|event| event.prevent_default()));
    element("FORM", vec![attr("class", "form"), attr("id", id), stay], vec![said, children()])
}
