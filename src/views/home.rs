//! Home: every connection with its state, and the way to what is not connected yet.

use latchkey_copy::Label;
use latchkey_wire::Purpose;
use leptos::prelude::*;

use super::{
    components::{Button, Kind, ScreenHeading},
    connection_card::ConnectionCard,
    set_up::Offers,
};
use crate::state::{expect_pane, landing::Screen};

/// Home.
#[component]
pub fn Home() -> impl IntoView {
    let pane = expect_pane();
    let cards = move || {
        let connections = pane.connections.get();
        connections.into_iter().map(|connection| view! { <ConnectionCard connection /> }).collect_view()
    };
    let missing = move || {
        [Purpose::Mailbox, Purpose::Crm]
            .into_iter()
            .filter(|purpose| pane.connection(*purpose).is_none())
            .map(|purpose| view! { <Offers purpose /> })
            .collect_view()
    };
    view! {
        <ScreenHeading text=pane.words.label(Label::Connections) />
        {cards}
        {missing}
        <Button
            kind=Kind::Quiet
            text=pane.words.label(Label::OpenSyncSettings)
            on_press=move || pane.show(Screen::Settings(Purpose::Mailbox))
        />
    }
}
