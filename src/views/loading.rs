//! Between the start of a session and its first overview. If the endpoint is away, the notice above has the way on.

use latchkey_copy::Label;
use leptos::prelude::*;

use crate::state::expect_pane;

/// Waits for the first overview.
#[component]
pub fn Loading() -> impl IntoView {
    let pane = expect_pane();
    view! { <p class="quiet">{pane.words.label(Label::Loading)}</p> }
}
