//! The password form. The first connection, Refresh and Change use the same form, on every screen.

use std::sync::Arc;

use latchkey_copy::Label;
use latchkey_wire::{Offer, Phase, ProblemCode, Purpose};
use leptos::prelude::*;

use super::{
    components::{
        Button, ButtonKind, Disclosure, Dynamic, Field, FieldKind, FieldSpec, Form, Group, KnownAccount, Notice, Text,
        Tone, maybe,
    },
    offers::{cancel_button, found_offer},
};
use crate::state::{
    Pane,
    offers::{FOUND, FieldOutcome},
    password_form::{
        ADVANCED, Elsewhere, FORM, MAILBOX, PASSWORD, SERVER, USER_NAME, is_in_form, is_trying, known_server, remedy,
    },
};

pub fn password_form(pane: Pane, offer: &'static Offer, is_refresh: bool) -> AnyView {
    let label = move |label| pane.text.label(label);
    let field = move |id, kind, name, value| {
        let spec = FieldSpec { id, kind, name: label(name), hint: String::new(), value };
        let error = Arc::new(move || pane.field_trouble(id));
        view! { <Field spec error on_enter=move || pane.submit_password() /> }.into_inner()
    };
    let purpose = offer.purpose;
    let known = pane.peek_connection(purpose);
    let server = known_server(known.as_ref(), offer).unwrap_or_default();
    // The person must see to which server the password of another account would be sent.
    let is_open = !is_refresh && !server.is_empty();
    let own = pane.suggested_address(purpose);
    let (whose, mailbox) = if is_refresh {
        (Some(view! { <Text text=own.clone() /> }), view! { <KnownAccount value=own /> }.into_inner())
    } else {
        (None, field(MAILBOX, FieldKind::Account, Label::YourEmailAddress, own))
    };
    let is_busy = Arc::new(move || is_trying(pane.field_outcome.read().as_ref(), pane.attempt.read().as_ref(), offer));
    let busy = Arc::clone(&is_busy);
    let checking = move || maybe(is_busy().then(|| view! { <Text class="quiet" text=label(Label::Checking) /> }));
    let said = view! { <Dynamic content=move || form_message(pane, offer, is_refresh) /> };
    view! {
        <Text class="account" text=offer.access_type.clone() />
        {maybe(whose)}
        <Form id=FORM said=said.into_inner()>
            {mailbox}
            {field(PASSWORD, FieldKind::Password, Label::Password, String::new())}
            <Disclosure id=ADVANCED text=label(Label::AdvancedSetup) is_open>
                {field(SERVER, FieldKind::Server, Label::ServerAddress, server)}
                {field(USER_NAME, FieldKind::Anything, Label::UserName, String::new())}
            </Disclosure>
            <Group class="actions">
                <Button kind=ButtonKind::Primary busy text=label(Label::Connect) on_press=move || pane.submit_password() />
                {cancel_button(pane, purpose)}
            </Group>
            <Dynamic content=checking />
        </Form>
    }
    .into_any()
}

/// The outcome of the last try.
fn form_message(pane: Pane, offer: &'static Offer, is_refresh: bool) -> AnyView {
    let could_not_ask = pane
        .attempt
        .read()
        .as_ref()
        .is_some_and(|one| one.trouble.is_some() && is_in_form(pane.field.peek().as_ref(), one));
    if could_not_ask {
        let text = pane.problem(ProblemCode::Unavailable);
        return view! { <Text class="trouble" text /> }.into_inner();
    }
    match pane.field_outcome.get() {
        Some(FieldOutcome::Ended(phase)) => outcome_notice(pane, offer, is_refresh, &phase),
        Some(FieldOutcome::Found(other)) => found_offer(pane, other),
        // Refresh has no field for the address.
        Some(FieldOutcome::PersonalAccount) if is_refresh => {
            view! { <Text class="trouble" text=pane.text.label(Label::PersonalAccount) /> }.into_inner()
        }
        _ => ().into_any(),
    }
}

fn outcome_notice(pane: Pane, offer: &'static Offer, is_refresh: bool, phase: &Phase) -> AnyView {
    let sentences = pane.text.sentences;
    let names = pane.text.names(&offer.label);
    let mut text = latchkey_copy::phase(sentences, phase, names);
    let (tone, title) = match phase {
        Phase::ServerFound { .. } => (Tone::Waiting, latchkey_copy::phase_title(sentences, phase, names)),
        _ => (Tone::Lost, String::new()),
    };
    if let Phase::Failed { reason, .. } = phase
        && let Some(number) = &reason.reference
    {
        text.push(' ');
        text.push_str(&latchkey_copy::reference(sentences, number));
    }
    let helps = match remedy(phase, is_refresh).elsewhere {
        Some(Elsewhere::AnotherWay) if pane.offers(offer.purpose).len() > 1 => Some(change_button(pane, offer.purpose)),
        Some(Elsewhere::Administrator) => Some(note_button(pane, offer, is_refresh, text.clone())),
        _ => None,
    };
    view! { <Notice tone title text>{maybe(helps)}</Notice> }.into_inner()
}

/// The note for an administrator.
fn note_button(pane: Pane, offer: &'static Offer, is_refresh: bool, trouble: String) -> AnyView {
    let text = pane.text.label(Label::CopyForAdmin);
    let copy = move || pane.copy_form_note(offer, is_refresh, &trouble);
    view! { <Button kind=ButtonKind::Plain id=FOUND text on_press=copy /> }.into_inner()
}

fn change_button(pane: Pane, purpose: Purpose) -> AnyView {
    let text = pane.text.label(Label::Change);
    view! { <Button kind=ButtonKind::Primary id=FOUND text on_press=move || pane.choose_another_offer(purpose) /> }
        .into_inner()
}
