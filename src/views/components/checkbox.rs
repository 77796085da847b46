//! A setting that is on or off.

use leptos::prelude::*;

/// A checkbox with its text.
#[component]
pub fn Checkbox(
    /// Its text, which is its accessible name.
    text: &'static str,
    /// Whether it is on.
    checked: bool,
    /// Told what the person wants.
    on_change: Box<dyn Fn(bool)>,
) -> AnyView {
    view! {
        <label class="checkbox">
            <input
                type="checkbox"
                prop:checked=checked
                on:change=move |event| on_change(event_target_checked(&event))
            />
            {text}
        </label>
    }
    .into_any()
}
