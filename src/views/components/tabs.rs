//! Tabs (ARIA Authoring Practices, "Tabs": arrow keys move and select).

use std::rc::Rc;

use leptos::prelude::*;

use super::element::{attr, click, element, keydown};
use crate::state::menu;

const PANEL: &str = "tab-panel";

#[derive(Clone, Copy, Debug)]
pub struct Tab {
    /// Its id in the page.
    pub id: &'static str,
    pub text: &'static str,
}

/// Tabs with the panel of the selected one as children.
#[component]
pub fn Tabs(
    /// Accessible name of the list.
    name: &'static str,
    tabs: Vec<Tab>,
    /// The index of the selected tab.
    selected: usize,
    /// Called with the tab that the person chooses; it shows that tab and moves the focus to it.
    on_select: Rc<dyn Fn(usize)>,
    children: Children,
) -> AnyView {
    let labelled_by = tabs[selected].id;
    let views =
        tabs.iter().enumerate().map(|(index, tab)| tab_view(*tab, index, index == selected, Rc::clone(&on_select)));
    let list = views.collect();
    let on_keydown = keydown(move |event| {
        if let Some(next) = menu::tab_for_key(&event.key(), selected, tabs.len()) {
            event.prevent_default();
            on_select(next);
        }
    });
    let list = vec![
        element(
            "DIV",
            vec![attr("class", "tabs"), attr("role", "tablist"), attr("aria-label", name), on_keydown],
            list,
        ),
        element(
            "DIV",
            vec![
                attr("class", "tab-panel"),
                attr("role", "tabpanel"),
                attr("id", PANEL),
                attr("aria-labelledby", labelled_by),
            ],
            vec![children()],
        ),
    ];
    list.into_any()
}

fn tab_view(tab: Tab, index: usize, is_selected: bool, on_select: Rc<dyn Fn(usize)>) -> AnyView {
    let attributes = vec![
        attr("class", "tab"),
        attr("type", "button"),
        attr("role", "tab"),
        attr("id", tab.id),
        attr("aria-selected", if is_selected { "true" } else { "false" }),
        attr("aria-controls", PANEL),
        attr("tabindex", if is_selected { "0" } else { "-1" }),
        click(move || on_select(index)),
    ];
    element("BUTTON", attributes, vec![tab.text.to_owned().into_any()])
}
