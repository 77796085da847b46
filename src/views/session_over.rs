//! The session was refused: says what that means (nothing is lost) and leads back in.

use latchkey_copy::Label;
use latchkey_wire::Intent;
use leptos::prelude::*;

use super::components::{Button, Kind, ScreenHeading};
use crate::state::{Pane, expect_pane, landing::Screen};

/// After the session has ended.
#[component]
pub fn SessionOver() -> impl IntoView {
    let pane = expect_pane();
    view! {
        <ScreenHeading text=pane.words.label(Label::SessionOver) />
        <p>{pane.words.label(Label::SessionOverExplained)}</p>
        <div class="actions">
            <Button
                kind=Kind::Primary
                text=pane.words.label(Label::SignInAgain)
                on_press=move || sign_in_again(pane)
            />
        </div>
    }
}

/// Where only one thing is offered the click leads straight to it; otherwise the person chooses first.
fn sign_in_again(pane: Pane) {
    pane.show(Screen::SetUp);
    if let [offer] = &pane.words.installation().offers[..] {
        pane.sign_in(Intent::Connect { offer: offer.id.clone() }, &offer.label);
    }
}
