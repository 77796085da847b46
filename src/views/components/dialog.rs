//! A dialog above everything else. The browser keeps the focus in it, closes it with Escape, and gives the focus back.
//! The focus begins on its title, so that a person who was typing when it opened does not press its button by accident.

use leptos::prelude::*;

use super::{
    Group,
    element::{attr, element, on},
};

/// A dialog about something that happened. Its children must contain an element with each of the two ids.
#[component]
pub fn AlertDialog(
    id: &'static str,
    /// Id of its title.
    title_id: &'static str,
    /// Id of its text.
    text_id: &'static str,
    /// Called when the dialog has closed: by its button, by Escape, or by the pane.
    on_close: Box<dyn Fn()>,
    children: Children,
) -> AnyView {
    let attributes = vec![
        attr("class", "dialog"),
        attr("id", id),
        attr("role", "alertdialog"),
        attr("aria-labelledby", title_id),
        attr("aria-describedby", text_id),
        on("close", Box::new(move |_| on_close())),
    ];
    let body = view! { <Group class="dialog__body">{children()}</Group> };
    element("DIALOG", attributes, vec![body.into_inner()])
}
