//! A paragraph.

use leptos::prelude::*;

/// A paragraph.
#[component]
pub fn Text(
    /// Its class in the stylesheet, where it is no ordinary one.
    #[prop(optional)]
    class: &'static str,
    /// Its id, where something refers to it.
    #[prop(optional)]
    id: Option<&'static str>,
    /// What it says.
    #[prop(into)]
    text: String,
) -> AnyView {
    view! {
        <p class=class id=id>
            {text}
        </p>
    }
    .into_any()
}
