//! Tabs (ARIA Authoring Practices, "Tabs": arrow keys move and select).

use leptos::{ev::KeyboardEvent, prelude::*};

use crate::{host::page, state::menu};

const PANEL: &str = "tab-panel";

/// One tab.
#[derive(Clone, Copy, Debug)]
pub struct Tab {
    /// Its id in the page.
    pub id: &'static str,
    /// Its text.
    pub text: &'static str,
}

/// Tabs with the panel of the selected one as children.
#[component]
pub fn Tabs<const N: usize>(
    /// Accessible name of the list.
    name: &'static str,
    /// The tabs.
    tabs: [Tab; N],
    /// Which one is selected.
    selected: usize,
    /// Told which one the person wants.
    on_select: Callback<usize>,
    children: Children,
) -> impl IntoView {
    let on_keydown = move |event: KeyboardEvent| {
        if let Some(next) = menu::tab_step(&event.key(), selected, N) {
            event.prevent_default();
            page::focus(tabs[next].id);
            on_select.run(next);
        }
    };
    let tab = |(index, tab): (usize, Tab)| {
        let is_selected = index == selected;
        view! {
            <button
                class="tab"
                type="button"
                role="tab"
                id=tab.id
                aria-selected=is_selected.to_string()
                aria-controls=PANEL
                tabindex=if is_selected { "0" } else { "-1" }
                on:click=move |_| on_select.run(index)
            >
                {tab.text}
            </button>
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=name on:keydown=on_keydown>
            {tabs.into_iter().enumerate().map(tab).collect_view()}
        </div>
        <div class="tab-panel" role="tabpanel" id=PANEL aria-labelledby=tabs[selected].id>
            {children()}
        </div>
    }
}
