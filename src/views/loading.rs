//! Between the start of a session and its first overview. If the endpoint is away, the notice above has the way on.

use latchkey_copy::Label;
use leptos::prelude::*;

use super::components::Text;
use crate::state::expect_pane;

/// Waits for the first overview.
#[component]
pub fn Loading() -> AnyView {
    view! { <Text class="quiet" text=expect_pane().text.label(Label::Loading) /> }.into_inner()
}
