//! Set up Sync: what this installation offers, each with its Connect button.

use latchkey_copy::Label;
use latchkey_wire::{Intent, Offer, Purpose};
use leptos::prelude::*;

use super::components::{Button, Card, CardTitle, Dynamic, Group, Kind, ScreenHeading, Text, all, maybe, state_mark};
use crate::state::{Pane, expect_pane};

/// The first screen of somebody who has connected nothing yet.
#[component]
pub fn SetUp() -> AnyView {
    let pane = expect_pane();
    let installation = pane.words.installation();
    let nothing = installation.offers.is_empty().then(|| pane.words.label(Label::NotOffered));
    view! {
        <ScreenHeading text=pane.words.label(Label::SetUpSync) />
        <Text text=latchkey_copy::welcome(pane.words.language, &installation.short_name) />
        <Offers purpose=Purpose::Mailbox />
        <Offers purpose=Purpose::Crm />
        {maybe(nothing.map(|text| view! { <Text class="quiet" text /> }))}
    }
    .into_any()
}

/// What is offered for one purpose, or the account that is connected for it already.
#[component]
pub fn Offers(purpose: Purpose) -> AnyView {
    let pane = expect_pane();
    if pane.words.offers(purpose).next().is_none() {
        return ().into_any();
    }
    let (title, id) = match purpose {
        Purpose::Mailbox => (Label::Mailbox, "offers-mailbox"),
        Purpose::Crm => (Label::Crm, "offers-crm"),
    };
    let content = move || match pane.connection(purpose) {
        Some(connection) => view! {
            <Text class="account" text=connection.account.address />
            {state_mark(pane.words.language, &connection.state)}
        }
        .into_any(),
        None => connect_buttons(pane, purpose),
    };
    view! {
        <Card title_id=id>
            <CardTitle id text=pane.words.label(title) />
            <Dynamic content />
        </Card>
    }
    .into_inner()
}

/// A Connect button for each offer.
pub fn connect_buttons(pane: Pane, purpose: Purpose) -> AnyView {
    let button = |offer: &'static Offer| {
        let connect = move || pane.sign_in(Intent::Connect { offer: offer.id.clone() }, &offer.label);
        let text = latchkey_copy::connect(pane.words.language, &offer.label);
        view! { <Button kind=Kind::Primary text on_press=connect /> }
    };
    let buttons = all(pane.words.offers(purpose).map(button));
    view! { <Group class="actions actions--stacked">{buttons}</Group> }.into_inner()
}
