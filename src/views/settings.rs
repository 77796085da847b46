//! Sync settings. There are two pages for them, and the licence says which one a person gets; both show the same
//! connections and lead to the same actions. `connectivity` and `question` are what they have in common.

mod connectivity;
mod legacy;
mod new;
mod question;

use latchkey_copy::Label;
use latchkey_wire::{Purpose, SyncSettings};
use leptos::prelude::*;

use super::{
    browser_choices::BrowserChoices,
    components::{BackButton, Dynamic},
    offers::{choices, connection_or_choices},
};
use crate::state::{Pane, expect_pane, screen::Screen};
use connectivity::connected;
use legacy::legacy_page;
use new::new_page;
use question::question;

/// The settings, at a purpose.
#[component]
pub fn Settings(purpose: Purpose) -> AnyView {
    let pane = expect_pane();
    let page = move || match pane.permissions.read().sync_settings {
        SyncSettings::New => new_page(pane, purpose),
        SyncSettings::Legacy => legacy_page(pane, purpose),
    };
    view! {
        <BackButton />
        <Dynamic content=page />
        <BrowserChoices />
    }
    .into_any()
}

/// What either page shows of a purpose: its connection, how to make one, or what Change asks.
fn content(pane: Pane, purpose: Purpose) -> AnyView {
    match *pane.screen.peek() {
        Screen::Change(_) => question(pane, purpose),
        Screen::Refresh(_) => choices(pane, purpose),
        _ => connection_or_choices(pane, purpose, Some(Label::NotSetUp), connected),
    }
}
