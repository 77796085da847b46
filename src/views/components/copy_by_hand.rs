//! A text to be copied by hand, where the host does not let the pane do it.

use leptos::prelude::*;

/// A text that can be selected as a whole.
#[component]
pub fn CopyByHand(
    /// What to do with it.
    lead: &'static str,
    /// The text.
    text: String,
) -> impl IntoView {
    view! {
        <div class="notice notice--waiting">
            <p id="copy-lead">{lead}</p>
            <p class="copy-text" tabindex="0" aria-labelledby="copy-lead">
                {text}
            </p>
        </div>
    }
}
