//! Set up Sync: what this installation offers, each with its Connect button.

use latchkey_copy::Label;
use latchkey_wire::{Intent, Offer, Purpose};
use leptos::prelude::*;

use super::components::{Button, Kind, ScreenHeading, StateMark};
use crate::state::{Pane, expect_pane};

/// The first screen of somebody who has connected nothing yet.
#[component]
pub fn SetUp() -> impl IntoView {
    let pane = expect_pane();
    let nothing_offered = pane.words.installation().offers.is_empty();
    view! {
        <ScreenHeading text=pane.words.label(Label::SetUpSync) />
        <p>{latchkey_copy::welcome(pane.words.language, &pane.words.installation().short_name)}</p>
        <Offers purpose=Purpose::Mailbox />
        <Offers purpose=Purpose::Crm />
        {nothing_offered.then(|| view! { <p class="quiet">{pane.words.label(Label::NotOffered)}</p> })}
    }
}

/// What is offered for one purpose, or the account that is connected for it already.
#[component]
pub fn Offers(purpose: Purpose) -> impl IntoView {
    let pane = expect_pane();
    pane.words.offers(purpose).next()?;
    let (title, id) = match purpose {
        Purpose::Mailbox => (Label::Mailbox, "offers-mailbox"),
        Purpose::Crm => (Label::Crm, "offers-crm"),
    };
    let content = move || match pane.connection(purpose) {
        Some(connection) => view! {
            <p class="account">{connection.account.address}</p>
            <StateMark state=connection.state />
        }
        .into_any(),
        None => connect_buttons(pane, purpose),
    };
    Some(view! {
        <section class="card" aria-labelledby=id>
            <h3 class="card__title" id=id>
                {pane.words.label(title)}
            </h3>
            {content}
        </section>
    })
}

/// A Connect button for each offer.
pub fn connect_buttons(pane: Pane, purpose: Purpose) -> AnyView {
    let button = |offer: &'static Offer| {
        let connect = move || pane.sign_in(Intent::Connect { offer: offer.id.clone() }, &offer.label);
        let text = latchkey_copy::connect(pane.words.language, &offer.label);
        view! { <Button kind=Kind::Primary text on_press=connect /> }
    };
    let buttons = pane.words.offers(purpose).map(button).collect_view();
    view! { <div class="actions actions--stacked">{buttons}</div> }.into_any()
}
