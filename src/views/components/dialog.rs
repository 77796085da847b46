//! A dialog above everything else. The browser keeps the focus in it, closes it with Escape, and gives the focus back.
//! The focus begins on its title: whoever was typing when it opened must not press its button by accident.

use leptos::prelude::*;

use super::Group;

/// A dialog about something that happened. Its children hold an element with each of the two ids.
#[component]
pub fn AlertDialog(
    /// Its id.
    id: &'static str,
    /// Id of its title.
    title_id: &'static str,
    /// Id of what it says.
    text_id: &'static str,
    /// Told that it was closed, in whatever way.
    on_close: Box<dyn Fn()>,
    children: Children,
) -> AnyView {
    view! {
        <dialog
            class="dialog"
            id=id
            role="alertdialog"
            aria-labelledby=title_id
            aria-describedby=text_id
            on:close=move |_| on_close()
        >
            <Group class="dialog__body">{children()}</Group>
        </dialog>
    }
    .into_any()
}
