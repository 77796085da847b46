//! One tab: the connection with its Refresh and its settings, or how to make one.

use latchkey_copy::Label;
use latchkey_wire::{Connection, ConnectionSettings, Purpose};
use leptos::prelude::*;

use crate::{
    state::{Pane, expect_pane, reference},
    views::{
        components::{Button, Checkbox, Fact, Kind, StateMark},
        set_up::connect_buttons,
    },
};

/// The content of one tab.
#[component]
pub fn Connectivity(purpose: Purpose, connection: Option<Connection>) -> impl IntoView {
    let pane = expect_pane();
    match connection {
        Some(connection) => connected(pane, connection),
        None if pane.words.offers(purpose).next().is_some() => view! {
            <p>{pane.words.label(Label::NotSetUp)}</p>
            {connect_buttons(pane, purpose)}
        }
        .into_any(),
        None => view! { <p>{pane.words.label(Label::NotOffered)}</p> }.into_any(),
    }
}

fn connected(pane: Pane, connection: Connection) -> AnyView {
    let label = move |label| pane.words.label(label);
    let sentence = pane.words.state(&*pane.host(), &connection);
    let reference =
        reference(&connection.state).map(|reference| latchkey_copy::reference(pane.words.language, reference));
    let remind = {
        let id = connection.id.clone();
        move |remind_before_end| pane.set_settings(id.clone(), ConnectionSettings { remind_before_end })
    };
    let is_reminded = connection.settings.remind_before_end;
    let service = connection.provider_label.clone();
    let account = connection.account.address.clone();
    let state = connection.state.clone();
    view! {
        <dl class="fact-list">
            <Fact name=label(Label::Service) value=service />
            <Fact name=label(Label::Account) value=account />
        </dl>
        <StateMark state />
        <p>{sentence}</p>
        {reference.map(|text| view! { <p class="quiet">{text}</p> })}
        <div class="actions">
            <Button
                kind=Kind::Primary
                text=label(Label::Refresh)
                on_press=move || pane.refresh(&connection)
            />
        </div>
        <p class="quiet">{label(Label::RefreshExplained)}</p>
        <Checkbox text=label(Label::RemindBeforeEnd) checked=is_reminded on_change=Callback::new(remind) />
    }
    .into_any()
}
