//! Set up Sync: the steps through everything that is offered, up to the current one.

use latchkey_copy::Label;
use latchkey_wire::{Connection, Purpose};
use leptos::prelude::*;

use super::{
    browser_choices::BrowserChoices,
    components::{
        AccountLine, Button, ButtonKind, Card, CardTitle, Dynamic, ScreenHeading, Text, all, maybe, state_mark,
    },
    offers::connection_or_choices,
};
use crate::state::{
    Pane, expect_pane,
    screen::Screen,
    set_up::{self, SetUpStep},
};

/// The Set up Sync screen. It is the first screen until something is connected.
#[component]
pub fn SetUp() -> AnyView {
    let pane = expect_pane();
    let installation = pane.text.installation();
    view! {
        <ScreenHeading text=pane.text.label(Label::SetUpSync) />
        <Text text=latchkey_copy::welcome(pane.text.sentences, &installation.short_name) />
        <Dynamic content=move || path(pane, &pane.steps.get()) />
        <BrowserChoices />
    }
    .into_any()
}

fn path(pane: Pane, steps: &[SetUpStep]) -> AnyView {
    let (done, of) = (set_up::count_done(steps), steps.len());
    if of == 0 {
        return view! { <Text class="quiet" text=pane.text.label(Label::NotOffered) /> }.into_inner();
    }
    // With a single step there is nothing to count, and no button to leave is needed.
    let (lead, button) = if done == of {
        let to_settings = (ButtonKind::Primary, Label::OpenSyncSettings, Screen::Settings(Purpose::Mailbox));
        // The steps are not drawn again when the state of a connection changes, but this sentence is.
        let all_done = move || {
            let done = set_up::do_all_work(&pane.connections.read()).then(|| pane.text.label(Label::SetUpDone));
            maybe(done.map(|text| view! { <Text class="account" text /> }))
        };
        (Some(view! { <Dynamic content=all_done /> }.into_inner()), Some(to_settings))
    } else if of > 1 {
        let text = latchkey_copy::step(pane.text.sentences, done + 1, of);
        (
            Some(view! { <Text class="account" text /> }.into_inner()),
            Some((ButtonKind::Quiet, Label::Later, Screen::Home)),
        )
    } else {
        (None, None)
    };
    let button = button.map(|(kind, text, screen)| {
        view! { <Button kind text=pane.text.label(text) on_press=move || pane.show(screen) /> }
    });
    let reached = all(steps.iter().take(done + 1).map(|step| view! { <Offers purpose=step.purpose /> }));
    view! {
        {maybe(lead)}
        {reached}
        {maybe(button)}
    }
    .into_any()
}

/// The offers for one purpose, or the account that is already connected for it.
#[component]
pub fn Offers(purpose: Purpose) -> AnyView {
    let pane = expect_pane();
    let (title, id) = match purpose {
        Purpose::Mailbox => (Label::Mailbox, "offers-mailbox"),
        Purpose::Crm => (Label::Crm, "offers-crm"),
    };
    view! {
        <Card title_id=id>
            <CardTitle id text=pane.text.label(title) />
            {connection_or_choices(pane, purpose, None, connected)}
        </Card>
    }
    .into_inner()
}

fn connected(pane: Pane, connection: Connection) -> AnyView {
    view! {
        <AccountLine address=connection.account.address />
        {state_mark(pane.text.sentences, &connection.state)}
    }
    .into_any()
}
