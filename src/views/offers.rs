//! The ways to connect, each as a button that opens the sign-in window. If a way needs an address, a field asks for it
//! first. The first connection and Change use the same view, on every screen.

use std::sync::Arc;

use latchkey_copy::Label;
use latchkey_wire::{Connection, Offer, Purpose, SyncSettings};
use leptos::prelude::*;

use super::components::{
    Button, ButtonKind, Dynamic, Field, FieldKind, FieldSpec, Group, Text, all,
    element::{attr, element},
    maybe,
};
use super::password_form::password_form;
use crate::state::{
    Pane,
    offers::{FIELD, FOUND, FieldOutcome, InputField},
    permissions,
    screen::Screen,
};

/// Id of the text beside [`FOUND`].
const FOUND_TEXT: &str = "found-text";

/// The connection for a purpose, or the ways to make one, after a `lead`. The ways are rebuilt only when the connection
/// appears or disappears, because the person may be typing there.
pub fn connection_or_choices(
    pane: Pane,
    purpose: Purpose,
    lead: Option<Label>,
    connected: fn(Pane, Connection) -> AnyView,
) -> AnyView {
    let content = move || {
        if pane.steps.read().iter().any(|step| step.purpose == purpose && step.is_connected) {
            return maybe(pane.connection(purpose).map(|connection| connected(pane, connection)));
        }
        let lead = lead.filter(|_| !pane.permissions.peek().offers(purpose).is_empty());
        view! {
            {maybe(lead.map(|lead| view! { <Text text=pane.text.label(lead) /> }))}
            {choices(pane, purpose)}
        }
        .into_any()
    };
    view! { <Dynamic content /> }.into_inner()
}

/// The ways for a purpose, or the field of the way that was chosen.
pub fn choices(pane: Pane, purpose: Purpose) -> AnyView {
    let content = move || {
        if let Some(field) = pane.field.get().filter(|field| field.purpose() == purpose) {
            return field_view(pane, field);
        }
        let is_change = *pane.screen.peek() == Screen::Change(purpose);
        view! {
            {offer_buttons(pane, purpose, true)}
            {maybe(is_change.then(|| cancel_button(pane, purpose)))}
        }
        .into_any()
    };
    view! { <Dynamic content /> }.into_inner()
}

/// A button for each way. `with_unsure`: on pages that have it, also a button for people who do not know their service.
fn offer_buttons(pane: Pane, purpose: Purpose, with_unsure: bool) -> AnyView {
    let is_change = pane.peek_connection(purpose).is_some();
    let offers = pane.offers(purpose);
    let Some(first) = offers.first() else {
        let none = if is_change { Label::NothingElseAllowed } else { Label::NotOffered };
        return view! { <Text text=pane.text.label(none) /> }.into_inner();
    };
    let by_access_type = is_change || permissions::has_repeated_provider(&offers);
    let kind = if offers.len() == 1 { ButtonKind::Primary } else { ButtonKind::Plain };
    let name = access_type_name(pane, purpose, &first.label);
    let is_unsure =
        with_unsure && purpose == Purpose::Mailbox && pane.permissions.read().sync_settings == SyncSettings::Legacy;
    let buttons = all(offers.into_iter().map(|offer| {
        let text = if by_access_type {
            offer.access_type.clone()
        } else {
            latchkey_copy::connect(pane.text.sentences, &offer.label)
        };
        view! { <Button kind text on_press=move || pane.choose_offer(offer) /> }
    }));
    let unsure = is_unsure.then(|| {
        let text = pane.text.label(Label::ExchangeOrUnsure);
        view! { <Button kind=ButtonKind::Plain text on_press=move || pane.open_field(InputField::MailAddress) /> }
    });
    // The question of Change, shown above, already says so.
    let lead = (by_access_type && !is_change).then(|| name.clone());
    let attributes = vec![attr("class", "actions actions--stacked"), attr("role", "group"), attr("aria-label", name)];
    view! {
        {maybe(lead.map(|text| view! { <Text class="quiet" text /> }))}
        {element("DIV", attributes, vec![buttons, maybe(unsure)])}
    }
    .into_any()
}

/// The heading above the ways for a purpose.
pub fn access_type_name(pane: Pane, purpose: Purpose, provider: &str) -> String {
    match purpose {
        Purpose::Mailbox => pane.text.label(Label::MailboxAccessType).to_owned(),
        Purpose::Crm => latchkey_copy::access_type_of(pane.text.sentences, provider),
    }
}

fn field_view(pane: Pane, field: InputField) -> AnyView {
    let text = pane.text;
    let (title, name, hint, value, go) = match field {
        InputField::Site(offer) => {
            let example = offer.address_example.as_deref().unwrap_or_default();
            let hint = latchkey_copy::address_example(text.sentences, example);
            let typed = Some(pane.typed.peek().clone()).filter(|typed| !typed.is_empty());
            let known = || pane.peek_connection(offer.purpose).and_then(|connection| connection.site);
            let value = typed.or_else(known).unwrap_or_default();
            (offer.access_type.as_str(), Label::SiteField, hint, value, Label::Continue)
        }
        InputField::MailAddress => {
            let value = pane.suggested_address(Purpose::Mailbox);
            (text.label(Label::ExchangeOrUnsure), Label::YourEmailAddress, String::new(), value, Label::FindOut)
        }
        InputField::Password { offer, is_refresh } => return password_form(pane, offer, is_refresh),
    };
    let spec = FieldSpec { id: FIELD, kind: FieldKind::Anything, name: text.label(name), hint, value };
    let error = Arc::new(move || pane.field_trouble(FIELD));
    let answer = move || lookup_result(pane, field.purpose());
    let submit = move || pane.submit(field);
    view! {
        <Text class="account" text=title />
        <Field spec error on_enter=submit />
        <Group class="actions">
            <Button kind=ButtonKind::Primary text=text.label(go) on_press=submit />
            {cancel_button(pane, field.purpose())}
        </Group>
        <Dynamic content=answer />
    }
    .into_any()
}

/// The result of a look-up.
fn lookup_result(pane: Pane, purpose: Purpose) -> AnyView {
    match pane.field_outcome.get() {
        Some(FieldOutcome::LookingUp) => {
            view! { <Text class="quiet" text=pane.text.label(Label::Checking) /> }.into_inner()
        }
        Some(FieldOutcome::Found(offer)) => found_offer(pane, offer),
        Some(FieldOutcome::NotFoundOut) => view! {
            <Text text=pane.text.label(Label::NotFoundOut) />
            {offer_buttons(pane, purpose, false)}
        }
        .into_any(),
        Some(
            FieldOutcome::NotAnAddress
            | FieldOutcome::TooLong(_)
            | FieldOutcome::PersonalAccount
            | FieldOutcome::Refused(_)
            | FieldOutcome::Ended(_),
        )
        | None => ().into_any(),
    }
}

/// The button that continues with the offer that a look-up has found.
pub fn found_offer(pane: Pane, offer: &'static Offer) -> AnyView {
    let text = latchkey_copy::continue_with(pane.text.sentences, &offer.access_type);
    let where_it_is = latchkey_copy::mailbox_is_at(pane.text.sentences, &offer.label);
    view! {
        <Text id=FOUND_TEXT text=where_it_is />
        <Button kind=ButtonKind::Primary id=FOUND described_by=FOUND_TEXT text on_press=move || pane.choose_offer(offer) />
    }
    .into_any()
}

/// One step back.
pub fn cancel_button(pane: Pane, purpose: Purpose) -> AnyView {
    let text = pane.text.label(Label::Cancel);
    view! { <Button kind=ButtonKind::Quiet text on_press=move || pane.cancel_question(purpose) /> }.into_inner()
}
