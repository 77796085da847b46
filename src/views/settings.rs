//! Sync settings. There are two pages, and the licence decides which one a person gets. Both show the same connections and
//! offer the same actions. They share `connectivity` and `question`.

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

/// The settings page for a purpose.
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

/// The content for a purpose, on either page: its connection, the ways to make one, or the question of Change.
fn content(pane: Pane, purpose: Purpose) -> AnyView {
    match *pane.screen.peek() {
        Screen::Change(_) => question(pane, purpose),
        Screen::Refresh(_) => choices(pane, purpose),
        _ => connection_or_choices(pane, purpose, Some(Label::NotSetUp), connected),
    }
}
