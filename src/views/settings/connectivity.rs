//! One tab: the connection with its Refresh and its settings, or how to make one.

use latchkey_copy::Label;
use latchkey_wire::{Connection, ConnectionSettings, Purpose};
use leptos::prelude::*;

use crate::{
    state::{Pane, reference},
    views::{
        components::{Button, Checkbox, Fact, Kind, Text, maybe, state_mark},
        set_up::connect_buttons,
    },
};

/// The content of one tab.
pub fn connectivity(pane: Pane, purpose: Purpose) -> AnyView {
    match pane.connection(purpose) {
        Some(connection) => connected(pane, connection),
        None if pane.words.offers(purpose).next().is_some() => view! {
            <Text text=pane.words.label(Label::NotSetUp) />
            {connect_buttons(pane, purpose)}
        }
        .into_any(),
        None => view! { <Text text=pane.words.label(Label::NotOffered) /> }.into_inner(),
    }
}

fn connected(pane: Pane, connection: Connection) -> AnyView {
    let label = move |label| pane.words.label(label);
    let trouble = reference(&connection.state).map(|number| latchkey_copy::reference(pane.words.language, number));
    let id = connection.id.clone();
    let remind = move |remind_before_end| pane.set_settings(id.clone(), ConnectionSettings { remind_before_end });
    let checked = connection.settings.remind_before_end;
    view! {
        <Fact name=label(Label::Service) value=connection.provider_label.clone() />
        <Fact name=label(Label::Account) value=connection.account.address.clone() />
        {state_mark(pane.words.language, &connection.state)}
        <Text text=pane.state_sentence(&connection) />
        {maybe(trouble.map(|text| view! { <Text class="quiet" text /> }))}
        <Button kind=Kind::Primary text=label(Label::Refresh) on_press=move || pane.refresh(&connection) />
        <Text class="quiet" text=label(Label::RefreshExplained) />
        <Checkbox text=label(Label::RemindBeforeEnd) checked on_change=Box::new(remind) />
    }
    .into_any()
}
