//! A box for elements that belong together.

use leptos::prelude::*;

use super::element::{attr, element};

/// A box without a role of its own.
#[component]
pub fn Group(
    /// Its class in the stylesheet.
    class: &'static str,
    children: Children,
) -> AnyView {
    element("DIV", vec![attr("class", class)], vec![children()])
}
