//! A card: one subject, with its title.

use leptos::prelude::*;

use super::{
    Icon, IconName,
    element::{attr, element},
};

/// A section of a screen with a title.
#[component]
pub fn Card(
    /// Its class in the stylesheet, if it must stand out.
    #[prop(default = "card")]
    class: &'static str,
    /// Id of its [`CardTitle`].
    #[prop(into)]
    title_id: String,
    children: Children,
) -> AnyView {
    element("SECTION", vec![attr("class", class), attr("aria-labelledby", title_id)], vec![children()])
}

/// A card's title.
#[component]
pub fn CardTitle(
    /// Its id, by which the card refers to it.
    #[prop(into)]
    id: String,
    /// The icon before it.
    #[prop(optional)]
    icon: Option<IconName>,
    /// Its text.
    #[prop(into)]
    text: String,
) -> AnyView {
    let icon = super::maybe(icon.map(|name| view! { <Icon name /> }));
    let attributes = vec![attr("class", "card__title"), attr("id", id), attr("tabindex", "-1")];
    element("H3", attributes, vec![icon, text.into_any()])
}
