//! A name and its value, for lists of such.

use leptos::prelude::*;

/// One line of a `dl`.
#[component]
pub fn Fact(
    /// What it is.
    name: &'static str,
    /// How it is.
    value: String,
) -> impl IntoView {
    view! {
        <div class="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
        </div>
    }
}
