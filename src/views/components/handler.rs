//! What elements do when something happens to them, with the type of what is done forgotten: Leptos compiles each type
//! of handler into code of its own, and so there is one for each kind of event.

use leptos::ev::{KeyboardEvent, MouseEvent};

/// Handles one kind of event.
pub type Handler<E> = Box<dyn FnMut(E)>;

/// For `on:click`. It runs in the click itself, so that it may open windows.
pub fn click(act: impl Fn() + 'static) -> Handler<MouseEvent> {
    Box::new(move |_| act())
}

/// For `on:keydown`.
pub fn keydown(act: impl FnMut(KeyboardEvent) + 'static) -> Handler<KeyboardEvent> {
    Box::new(act)
}
