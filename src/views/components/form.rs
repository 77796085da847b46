//! Fields that are sent together.

use leptos::prelude::*;

use super::element::{attr, element, on};

/// Id of what a form says above its fields. Fields refer to it, so that a screen reader reads it with the field that
/// has the focus.
pub const SAID: &str = "form-said";

/// A form. Its button and its fields say what is done, since frames may forbid that anything is submitted; what submits
/// it all the same, as some password managers do, does not leave the page.
#[component]
pub fn Form(
    id: &'static str,
    /// What there is to say above its fields.
    said: AnyView,
    children: Children,
) -> AnyView {
    let said = element("DIV", vec![attr("id", SAID)], vec![said]);
    let stay = on("submit", Box::new(|event| event.prevent_default()));
    element("FORM", vec![attr("class", "form"), attr("id", id), stay], vec![said, children()])
}
