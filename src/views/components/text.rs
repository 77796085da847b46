//! A paragraph.

use leptos::prelude::*;

use super::element::{attr, attr_if, element};

#[component]
pub fn Text(
    /// Its class in the stylesheet, where it is no ordinary one.
    #[prop(optional)]
    class: &'static str,
    /// Its id, where something refers to it.
    #[prop(optional, into)]
    id: Option<String>,
    /// What it says.
    #[prop(into)]
    text: String,
) -> AnyView {
    element("P", vec![attr("class", class), attr_if("id", id)], vec![text.into_any()])
}
