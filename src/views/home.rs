//! Home: every connection with its state, and a button to connect what is not connected yet.

use latchkey_copy::Label;
use latchkey_wire::Purpose;
use leptos::prelude::*;

use super::{
    components::{Button, ButtonKind, Dynamic, ScreenHeading, all},
    connection_card::ConnectionCard,
    set_up::Offers,
};
use crate::state::{expect_pane, screen::Screen};

#[component]
pub fn Home() -> AnyView {
    let pane = expect_pane();
    let cards =
        move || all(pane.connections.get().into_iter().map(|connection| view! { <ConnectionCard connection /> }));
    let missing = move || {
        let missing = pane.steps.get().into_iter().filter(|step| !step.is_connected);
        all(missing.map(|step| view! { <Offers purpose=step.purpose /> }))
    };
    view! {
        <ScreenHeading text=pane.text.label(Label::Connections) />
        <Dynamic content=cards />
        <Dynamic content=missing />
        <Button
            kind=ButtonKind::Quiet
            text=pane.text.label(Label::OpenSyncSettings)
            on_press=move || pane.show(Screen::Settings(Purpose::Mailbox))
        />
    }
    .into_any()
}
