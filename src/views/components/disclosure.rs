//! A disclosure: hides what few people need until they open it.

use leptos::prelude::*;

use super::element::{attr, attr_if, element};

/// A disclosure. The browser opens and closes it.
#[component]
pub fn Disclosure(
    id: &'static str,
    /// The text that opens it.
    text: &'static str,
    /// Whether it is open at first.
    is_open: bool,
    children: Children,
) -> AnyView {
    let attributes = vec![attr("class", "disclosure"), attr("id", id), attr_if("open", is_open.then_some(""))];
    let summary = element("SUMMARY", vec![], vec![text.to_owned().into_any()]);
    element("DETAILS", attributes, vec![summary, children()])
}
