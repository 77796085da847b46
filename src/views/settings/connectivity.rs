//! A connection with its Refresh, its Change and its settings.

use latchkey_copy::Label;
use latchkey_wire::{Connection, ConnectionSettings, Purpose, SyncSettings};
use leptos::prelude::*;

use crate::{
    state::{Pane, other_sign_in_name, primary_action::PrimaryAction, reference},
    views::{
        components::{Button, ButtonKind, Checkbox, Fact, Group, Text, maybe, state_mark},
        primary_action::helping_buttons_and_check,
    },
};

/// Ids of the texts beside the two buttons.
const REFRESH_TEXT: &str = "refresh-text";
const CHANGE_TEXT: &str = "change-text";

/// The connection. Both settings pages use it, each with its own labels and layout.
pub fn connected(pane: Pane, connection: Connection) -> AnyView {
    let label = move |label| pane.text.label(label);
    let trouble = reference(&connection.state).map(|number| latchkey_copy::reference(pane.text.sentences, number));
    let signs_in_as = other_sign_in_name(&connection).map(|name| latchkey_copy::signs_in_as(pane.text.sentences, name));
    let id = connection.id.clone();
    let remind = move |remind_before_end| pane.set_settings(id.clone(), ConnectionSettings { remind_before_end });
    let checked = connection.settings.remind_before_end;
    let helping = pane.has_better_than_refresh(&connection).then(|| {
        // Beside a note for the administrator, a check comes second.
        let is_note_first = pane.primary_action(&connection) == PrimaryAction::CopyForAdmin;
        let kind = if is_note_first { ButtonKind::Plain } else { ButtonKind::Primary };
        let buttons = helping_buttons_and_check(pane, connection.clone(), kind);
        view! { <Group class="actions">{buttons}</Group> }
    });
    view! {
        <Fact name=label(Label::Service) value=connection.provider_label.clone() />
        <Fact name=label(Label::Account) value=connection.account.address.clone() />
        {maybe(signs_in_as.map(|text| view! { <Text class="quiet" text /> }))}
        {maybe(connection.site.clone().map(|value| view! { <Fact name=label(Label::SiteField) value /> }))}
        {state_mark(pane.text.sentences, &connection.state)}
        <Text text=pane.state_sentence(&connection) />
        {maybe(trouble.map(|text| view! { <Text class="quiet" text /> }))}
        {maybe(helping)}
        {actions(pane, connection)}
        <Checkbox text=label(Label::RemindBeforeEnd) checked on_change=Box::new(remind) />
    }
    .into_any()
}

fn actions(pane: Pane, connection: Connection) -> AnyView {
    let label = move |label| pane.text.label(label);
    let purpose = connection.purpose;
    let (class, text) = match (pane.permissions.peek().sync_settings, purpose) {
        (SyncSettings::New, _) => ("actions actions--beside", label(Label::ChangeExplained).to_owned()),
        (SyncSettings::Legacy, Purpose::Mailbox) => ("actions", label(Label::ChangeMailboxLegacy).to_owned()),
        (SyncSettings::Legacy, Purpose::Crm) => {
            ("actions", latchkey_copy::change_account_of(pane.text.sentences, &connection.provider_label))
        }
    };
    let kind = if pane.has_better_than_refresh(&connection) { ButtonKind::Plain } else { ButtonKind::Primary };
    let refresh = move || pane.refresh(&connection);
    let change = move || pane.start_change(purpose);
    view! {
        <Group class>
            <Button kind described_by=REFRESH_TEXT text=label(Label::Refresh) on_press=refresh />
            <Text class="quiet" id=REFRESH_TEXT text=label(Label::RefreshExplained) />
            <Text id=CHANGE_TEXT text />
            <Button kind=ButtonKind::Plain described_by=CHANGE_TEXT text=label(Label::Change) on_press=change />
        </Group>
    }
    .into_inner()
}
