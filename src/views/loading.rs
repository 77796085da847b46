//! The screen between the start of a session and its first overview. If the endpoint does not answer, the notice above
//! this screen says so and offers a retry.

use latchkey_copy::Label;
use leptos::prelude::*;

use super::components::Text;
use crate::state::expect_pane;

#[component]
pub fn Loading() -> AnyView {
    view! { <Text class="quiet" text=expect_pane().text.label(Label::Loading) /> }.into_inner()
}
