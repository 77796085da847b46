//! Things that belong together.

use leptos::prelude::*;

/// A box without a meaning of its own.
#[component]
pub fn Group(
    /// Its class in the stylesheet.
    class: &'static str,
    children: Children,
) -> AnyView {
    view! { <div class=class>{children()}</div> }.into_any()
}
