//! Navigation that is shown beside the page that it controls.

use leptos::prelude::*;

use super::{
    Text,
    element::{attr, attr_if, click, element},
};

pub struct NavEntry {
    pub text: &'static str,
    /// Whether its page is the one shown.
    pub is_current: bool,
    /// Called when the person selects the entry.
    pub go: Box<dyn Fn()>,
}

/// A list of entries with an accessible name.
#[component]
pub fn Nav(name: &'static str, entries: Vec<NavEntry>) -> AnyView {
    let entry = |NavEntry { text, is_current, go }| {
        let attributes = vec![
            attr("class", "nav__entry"),
            attr("type", "button"),
            attr_if("aria-current", is_current.then_some("page")),
            click(go),
        ];
        element("LI", vec![], vec![element("BUTTON", attributes, vec![text.to_owned().into_any()])])
    };
    let list = element("UL", vec![], entries.into_iter().map(entry).collect());
    let title = view! { <Text class="nav__name" text=name /> };
    element("NAV", vec![attr("class", "nav"), attr("aria-label", name)], vec![title.into_inner(), list])
}
