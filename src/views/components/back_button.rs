//! The way back from a screen that hangs below Home.

use latchkey_copy::Label;
use leptos::prelude::*;

use super::{Icon, IconName, click};
use crate::state::expect_pane;

/// Leads back.
#[component]
pub fn BackButton() -> AnyView {
    let pane = expect_pane();
    view! {
        <button class="button button--back" type="button" on:click=click(move || pane.go_back())>
            <Icon name=IconName::Back />
            {pane.words.label(Label::Back)}
        </button>
    }
    .into_any()
}
