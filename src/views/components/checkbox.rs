//! A setting that is on or off.

use leptos::{attr::any_attribute::IntoAnyAttribute, prelude::*, tachys::html::property::prop};

use super::element::{attr, element, on};

/// A checkbox with its text.
#[component]
pub fn Checkbox(
    /// Its text, which is its accessible name.
    text: &'static str,
    /// Whether it is on.
    checked: bool,
    /// Called with the new value.
    on_change: Box<dyn Fn(bool)>,
) -> AnyView {
    let change = on("change", Box::new(move |event| on_change(event_target_checked(&event))));
    let is_checked = prop("checked", checked).into_any_attr();
    let input = element("INPUT", vec![attr("type", "checkbox"), is_checked, change], vec![]);
    element("LABEL", vec![attr("class", "checkbox")], vec![input, text.to_owned().into_any()])
}
