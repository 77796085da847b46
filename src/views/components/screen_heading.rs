//! The heading of a screen. It receives the focus when the screen changes, so that keyboard and screen reader start there.

use leptos::prelude::*;

use super::element::{attr, element};
use crate::state::screen::HEADING;

#[component]
pub fn ScreenHeading(#[prop(into)] text: String) -> AnyView {
    let attributes = vec![attr("class", "screen-heading"), attr("id", HEADING), attr("tabindex", "-1")];
    element("H2", attributes, vec![text.into_any()])
}
