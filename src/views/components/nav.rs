//! Navigation beside what it leads to.

use leptos::prelude::*;

use super::{all, click};

/// One entry.
pub struct Entry {
    /// Its text.
    pub text: &'static str,
    /// Whether it leads to what is shown.
    pub is_current: bool,
    /// Leads there.
    pub go: Box<dyn Fn()>,
}

/// A list of entries under a name.
#[component]
pub fn Nav(
    /// The name.
    name: &'static str,
    /// The entries.
    entries: Vec<Entry>,
) -> AnyView {
    let entries = all(entries.into_iter().map(|entry| {
        let current = entry.is_current.then_some("page");
        view! {
            <li>
                <button class="nav__entry" type="button" aria-current=current on:click=click(entry.go)>
                    {entry.text}
                </button>
            </li>
        }
        .into_any()
    }));
    view! {
        <nav class="nav" aria-label=name>
            <p class="nav__name">{name}</p>
            <ul>{entries}</ul>
        </nav>
    }
    .into_any()
}
