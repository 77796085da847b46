//! A link to a page outside of the pane.

use leptos::prelude::*;

use super::element::{attr, element};

/// A link that opens a window of its own.
#[component]
pub fn Link(
    /// Its class in the stylesheet.
    #[prop(optional)]
    class: &'static str,
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What the page may know of the pane: `noopener noreferrer` for the pages of others.
    rel: &'static str,
    /// Its text.
    text: &'static str,
) -> AnyView {
    let attributes = vec![attr("class", class), attr("href", href), attr("target", "_blank"), attr("rel", rel)];
    element("A", attributes, vec![text.to_owned().into_any()])
}
