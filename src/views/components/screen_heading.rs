//! The heading of a screen. Keyboard and screen reader are led to it when the screen changes.

use leptos::prelude::*;

use crate::state::landing::HEADING;

/// A screen's heading.
#[component]
pub fn ScreenHeading(
    /// Its text.
    #[prop(into)]
    text: String,
) -> AnyView {
    view! {
        <h2 class="screen-heading" id=HEADING tabindex="-1">
            {text}
        </h2>
    }
    .into_any()
}
