//! The question that Change asks: which way to connect to take.

use latchkey_copy::Label;
use latchkey_wire::Purpose;
use leptos::prelude::*;

use crate::{
    state::{Pane, offers::QUESTION},
    views::{
        components::{CardTitle, Group, Text, maybe},
        offers::{access_type_name, choices},
    },
};

/// The question, which replaces the connection on the page.
pub fn question(pane: Pane, purpose: Purpose) -> AnyView {
    let provider = pane.peek_connection(purpose).map(|connection| connection.provider_label);
    let group = access_type_name(pane, purpose, provider.as_deref().unwrap_or_default());
    // The CRM's question already names its ways to connect, so they need no heading.
    let (heading, lead) = match purpose {
        Purpose::Mailbox => (pane.text.label(Label::WhichEmailService).to_owned(), Some(group)),
        Purpose::Crm => (group, None),
    };
    view! {
        <Group class="question">
            <CardTitle id=QUESTION text=heading />
            {maybe(lead.map(|text| view! { <Text class="quiet" text /> }))}
            {choices(pane, purpose)}
        </Group>
    }
    .into_any()
}
