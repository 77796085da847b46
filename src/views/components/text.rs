//! A paragraph.

use leptos::prelude::*;

/// A paragraph.
#[component]
pub fn Text(
    /// Its class in the stylesheet, where it is no ordinary one.
    #[prop(optional)]
    class: &'static str,
    /// What it says.
    #[prop(into)]
    text: String,
) -> AnyView {
    view! { <p class=class>{text}</p> }.into_any()
}
