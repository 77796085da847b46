//! A card: one subject, with its title.

use leptos::prelude::*;

use super::{Icon, IconName};

/// One subject.
#[component]
pub fn Card(
    /// Its class in the stylesheet, where it stands out.
    #[prop(default = "card")]
    class: &'static str,
    /// Id of its [`CardTitle`].
    #[prop(into)]
    title_id: String,
    children: Children,
) -> AnyView {
    view! {
        <section class=class aria-labelledby=title_id>
            {children()}
        </section>
    }
    .into_any()
}

/// A card's title.
#[component]
pub fn CardTitle(
    /// Its id, which the card names.
    #[prop(into)]
    id: String,
    /// A drawing before it.
    #[prop(optional)]
    icon: Option<IconName>,
    /// Its text.
    #[prop(into)]
    text: String,
) -> AnyView {
    let icon = super::maybe(icon.map(|name| view! { <Icon name /> }));
    view! {
        <h3 class="card__title" id=id tabindex="-1">
            {icon}
            {text}
        </h3>
    }
    .into_any()
}
