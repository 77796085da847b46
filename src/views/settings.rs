//! Sync settings, New page: Personal Settings › My connectivity, with a tab for each purpose.

mod connectivity;

use std::rc::Rc;

use latchkey_copy::Label;
use latchkey_wire::Purpose;
use leptos::prelude::*;

use super::components::{BackButton, Dynamic, Group, ScreenHeading, Tab, Tabs, Text};
use crate::state::{expect_pane, landing::Screen};
use connectivity::connectivity;

const PURPOSES: [Purpose; 2] = [Purpose::Mailbox, Purpose::Crm];

/// The settings, with the tab of a purpose.
#[component]
pub fn Settings(purpose: Purpose) -> AnyView {
    let pane = expect_pane();
    let tab = |purpose| match purpose {
        Purpose::Mailbox => Tab { id: "tab-mailbox", text: pane.words.label(Label::EmailConfiguration) },
        Purpose::Crm => Tab { id: "tab-crm", text: pane.words.label(Label::CrmTab) },
    };
    let selected = PURPOSES.iter().position(|one| *one == purpose).unwrap_or_default();
    let select = move |index: usize| {
        pane.copy_by_hand.set(None);
        pane.screen.set(Screen::Settings(PURPOSES[index]));
    };
    let name = pane.words.label(Label::MyConnectivity);
    view! {
        <BackButton />
        <Group class="path">
            <Text text=format!("{} ›", pane.words.label(Label::PersonalSettings)) />
            <ScreenHeading text=name />
        </Group>
        <Tabs name tabs=PURPOSES.map(tab).to_vec() selected on_select=Rc::new(select)>
            <Dynamic content=move || connectivity(pane, purpose) />
        </Tabs>
    }
    .into_any()
}
