//! The Legacy page: the Sync Dashboard, with its navigation on the left.

use latchkey_copy::Label;
use latchkey_wire::Purpose;
use leptos::prelude::*;

use super::content;
use crate::{
    state::{Pane, permissions, screen::Screen, set_up::PURPOSES},
    views::components::{CardTitle, Group, Nav, NavEntry, ScreenHeading},
};

/// Id of the title beside the navigation. Its entries move the focus there.
const TITLE: &str = "dashboard-title";

/// The page for a purpose.
pub fn legacy_page(pane: Pane, purpose: Purpose) -> AnyView {
    let entry = |one: Purpose| {
        let text = match one {
            Purpose::Mailbox => Label::EmailConfigurationLegacy,
            Purpose::Crm => Label::CrmTab,
        };
        let go = Box::new(move || {
            pane.show(Screen::Settings(one));
            Pane::focus(TITLE);
        });
        NavEntry { text: pane.text.label(text), is_current: one == purpose, go }
    };
    let name = pane.text.label(Label::SyncSettings);
    let navigation = view! { <Nav name entries=PURPOSES.map(entry).into() /> };
    let title = match purpose {
        Purpose::Mailbox => pane.text.label(Label::EmailConfigurationLegacy).to_owned(),
        Purpose::Crm => {
            let name = permissions::crm_name(&pane.permissions.peek().offers, &pane.connections.peek());
            name.map_or_else(
                || pane.text.label(Label::CrmTab).to_owned(),
                |provider| latchkey_copy::access_to(pane.text.sentences, &provider),
            )
        }
    };
    view! {
        <ScreenHeading text=pane.text.label(Label::SyncDashboard) />
        <Group class="dashboard">
            {navigation.into_inner()}
            <Group class="dashboard__page">
                <CardTitle id=TITLE text=title />
                {content(pane, purpose)}
            </Group>
        </Group>
    }
    .into_any()
}
