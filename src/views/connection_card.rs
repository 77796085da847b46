//! One connection on Home: its state, its account, what happens next, and the one action that helps most.

use latchkey_copy::Label;
use latchkey_wire::{Connection, ConnectionState};
use leptos::prelude::*;

use super::{
    components::{AccountLine, ButtonKind, Card, CardTitle, Group, Text, maybe, state_mark},
    primary_action::helping_buttons_and_check,
};
use crate::{
    host::DateStyle,
    state::{Pane, expect_pane, reference},
};

#[component]
pub fn ConnectionCard(connection: Connection) -> AnyView {
    let pane = expect_pane();
    let text = pane.text;
    let last = pane.date(connection.last_working_at, DateStyle::Moment);
    let last = latchkey_copy::last_working(text.sentences, &last);
    let next = what_next(pane, &connection);
    let trouble = reference(&connection.state).map(|number| latchkey_copy::reference(text.sentences, number));
    let sentence = pane.state_sentence(&connection);
    let title_id = format!("connection-{}", connection.id);
    let mark = state_mark(text.sentences, &connection.state);
    let Connection { provider_label, account, .. } = connection.clone();
    view! {
        <Card title_id=title_id.clone()>
            <Group class="card__head">
                <CardTitle id=title_id text=provider_label />
                {mark}
            </Group>
            <AccountLine address=account.address />
            <Text text=sentence />
            <Group class="facts">
                {maybe(trouble.map(|text| view! { <Text text /> }))}
                <Text text=last />
                {maybe(next.map(|text| view! { <Text text /> }))}
            </Group>
            <Group class="actions">{helping_buttons_and_check(pane, connection, ButtonKind::Plain)}</Group>
        </Card>
    }
    .into_inner()
}

fn what_next(pane: Pane, connection: &Connection) -> Option<String> {
    matches!(connection.state, ConnectionState::Working).then(|| {
        if connection.by_password {
            return pane.text.label(Label::UntilPasswordChanges).to_owned();
        }
        let until = connection.works_until.map(|at| pane.date(at, DateStyle::Day));
        latchkey_copy::what_next(pane.text.sentences, until.as_deref())
    })
}
