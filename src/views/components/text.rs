//! A paragraph.

use leptos::prelude::*;

use super::{
    breakable::breakable,
    element::{attr, attr_if, element},
};

#[component]
pub fn Text(
    /// Its class in the stylesheet, if it is not an ordinary paragraph.
    #[prop(optional)]
    class: &'static str,
    /// Its id, where something refers to it.
    #[prop(optional, into)]
    id: Option<String>,
    /// Its text.
    #[prop(into)]
    text: String,
) -> AnyView {
    element("P", vec![attr("class", class), attr_if("id", id)], breakable(text))
}
