//! The New page: Personal Settings › My connectivity, with a tab for each purpose.

use std::rc::Rc;

use latchkey_copy::Label;
use latchkey_wire::Purpose;
use leptos::prelude::*;

use super::content;
use crate::{
    state::{Pane, screen::Screen, set_up::PURPOSES},
    views::components::{Group, ScreenHeading, Tab, Tabs, Text},
};

/// Ids of the tabs, in the order of [`PURPOSES`].
const IDS: [&str; 2] = ["tab-mailbox", "tab-crm"];

/// The page for a purpose.
pub fn new_page(pane: Pane, purpose: Purpose) -> AnyView {
    let tab = move |purpose| match purpose {
        Purpose::Mailbox => Tab { id: IDS[0], text: pane.text.label(Label::EmailConfiguration) },
        Purpose::Crm => Tab { id: IDS[1], text: pane.text.label(Label::CrmTab) },
    };
    let selected = PURPOSES.iter().position(|one| *one == purpose).unwrap_or_default();
    let select = move |index: usize| {
        pane.copy_by_hand.set(None);
        pane.close_field();
        pane.screen.set(Screen::Settings(PURPOSES[index]));
        Pane::focus(IDS[index]);
        // The tabs are rebuilt with the screen.
        Pane::focus(tab(PURPOSES[index]).id);
    };
    let name = pane.text.label(Label::MyConnectivity);
    view! {
        <Group class="path">
            <Text text=format!("{} ›", pane.text.label(Label::PersonalSettings)) />
            <ScreenHeading text=name />
        </Group>
        <Tabs name tabs=PURPOSES.map(tab).to_vec() selected on_select=Rc::new(select)>
            {content(pane, purpose)}
        </Tabs>
    }
    .into_any()
}
