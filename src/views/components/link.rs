//! A link to a page outside of the pane.

use leptos::prelude::*;

use super::element::{attr, element};

/// A link that opens a new window.
#[component]
pub fn Link(
    /// Its class in the stylesheet.
    #[prop(optional)]
    class: &'static str,
    /// Its address.
    #[prop(into)]
    href: String,
    /// Its `rel` attribute: `noopener noreferrer` for pages of other sites.
    rel: &'static str,
    /// Its text.
    text: &'static str,
) -> AnyView {
    let attributes = vec![attr("class", class), attr("href", href), attr("target", "_blank"), attr("rel", rel)];
    element("A", attributes, vec![text.to_owned().into_any()])
}
