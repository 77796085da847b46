//! The menu and the screens under the hands of somebody with a keyboard, in a real browser.

use std::rc::Rc;

use latchkey_wire::{ConnectionState, Intent, ReasonCode};
use leptos::{mount::mount_to, prelude::*, task::tick};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{App, AppProps, MENU_BUTTON};
use crate::{
    host::{double::BlocksWindows, page, page::hands},
    state::{
        Pane, provide_pane,
        sign_in::samples::{connection, installation, overview},
    },
};

/// Opens a pane in a page of its own. As in the product it is never dropped: it lives as long as its page.
fn open(menu_open: bool) -> Pane {
    hands::clear_page();
    let pane = StoredValue::new_local(None);
    let mounted = mount_to(page::root(), move || {
        let new = Pane::new(Rc::new(BlocksWindows::default()), installation(&["microsoft", "salesforce"]));
        provide_pane(new);
        pane.set_value(Some(new));
        App(AppProps { menu_open })
    });
    mounted.forget();
    pane.get_value().unwrap()
}

/// Lets everything that waits for its turn have it.
async fn settle() {
    for _ in 0..4 {
        tick().await;
    }
}

#[wasm_bindgen_test]
async fn the_menu_opens_on_its_first_item_and_arrows_go_round() {
    open(false);
    hands::click(MENU_BUTTON);
    settle().await;
    assert_eq!(hands::focused(), "Set up Sync");
    hands::press("ArrowUp");
    assert_eq!(hands::focused(), "Log out");
    hands::press("ArrowDown");
    assert_eq!(hands::focused(), "Set up Sync");
    hands::press("End");
    assert_eq!(hands::focused(), "Log out");
    hands::press("Home");
    assert_eq!(hands::focused(), "Set up Sync");
}

#[wasm_bindgen_test]
async fn escape_closes_the_menu_and_gives_the_focus_back() {
    open(true);
    settle().await;
    assert!(hands::sees_role("menu"));
    hands::press("Escape");
    settle().await;
    assert!(!hands::sees_role("menu"));
    assert_eq!(hands::focused(), "☰ Menu");
}

#[wasm_bindgen_test]
async fn a_lost_connection_shows_at_the_menu_button_and_says_so_aloud() {
    let pane = open(false);
    settle().await;
    assert!(!hands::sees("Status: Lost"));
    let mut lost = connection();
    lost.state = ConnectionState::NeedsSignIn { since: 0, reason: ReasonCode::SignInEnded.into() };
    pane.take_in(overview(vec![lost]));
    settle().await;
    assert!(hands::sees("Status: Lost"));
    assert!(pane.spoken.get_untracked().contains("no longer accepts the last sign-in"));
}

#[wasm_bindgen_test]
async fn a_blocked_window_leaves_a_link_and_the_way_out() {
    let pane = open(false);
    let offer = &pane.words.installation().offers[0];
    pane.sign_in(Intent::Connect { offer: offer.id.clone() }, &offer.label);
    settle().await;
    assert!(hands::sees("Open the sign-in page"));
    pane.cancel_sign_in();
    settle().await;
    assert!(!hands::sees("Open the sign-in page"));
}
