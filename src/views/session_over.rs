//! The screen after the session was refused: explains that nothing is lost, and leads back to a sign-in.

use latchkey_copy::Label;
use leptos::prelude::*;

use super::components::{Button, ButtonKind, Group, ScreenHeading, Text};
use crate::state::{Pane, expect_pane, screen::Screen};

/// After the session has ended.
#[component]
pub fn SessionOver() -> AnyView {
    let pane = expect_pane();
    let label = move |label| pane.text.label(label);
    view! {
        <ScreenHeading text=label(Label::SessionOver) />
        <Text text=label(Label::SessionOverExplained) />
        <Group class="actions">
            <Button kind=ButtonKind::Primary text=label(Label::SignInAgain) on_press=move || sign_in_again(pane) />
        </Group>
    }
    .into_any()
}

/// If there is only one offer, a click uses it at once. Otherwise the person chooses first.
fn sign_in_again(pane: Pane) {
    pane.show(Screen::SetUp);
    if let [offer] = &pane.text.installation().offers[..] {
        pane.choose_offer(offer);
    }
}
