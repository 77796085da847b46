//! The Back button of the screens below Home.

use latchkey_copy::Label;
use leptos::prelude::*;

use super::{
    Icon, IconName,
    element::{attr, click, element},
};
use crate::state::expect_pane;

/// Returns to the previous screen.
#[component]
pub fn BackButton() -> AnyView {
    let pane = expect_pane();
    let icon = view! { <Icon name=IconName::Back /> };
    element(
        "BUTTON",
        vec![attr("class", "button button--back"), attr("type", "button"), click(move || pane.go_back())],
        vec![icon.into_inner(), pane.text.label(Label::Back).to_owned().into_any()],
    )
}
