//! A name and its value.

use leptos::prelude::*;

/// A name and its value.
#[component]
pub fn Fact(
    /// What it is.
    name: &'static str,
    /// How it is.
    value: String,
) -> AnyView {
    view! {
        <dl class="fact">
            <dt>{name}</dt>
            <dd>{value}</dd>
        </dl>
    }
    .into_any()
}
