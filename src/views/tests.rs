//! Tests of the menu and the screens in a real browser, by keyboard.

mod admin;
mod another_mailbox;
mod notices;
mod password_form;

use std::rc::Rc;

use latchkey_wire::{
    Connection, ConnectionId, ConnectionState, Installation, Intent, OfferId, Overview, Purpose, ReasonCode,
    SyncSettings,
};
use leptos::{mount::mount_to, prelude::*, task::tick};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{App, AppProps, MENU_BUTTON};
use crate::{
    host::{
        Host as _, Theme,
        dom::{self, test_dom},
        fake::FakeHost,
    },
    state::{
        Pane,
        offers::{FIELD, FieldOutcome},
        provide_pane,
        samples::{connection, installation, overview},
        screen::Screen,
    },
};

/// Opens a pane in a new page. The pane lives as long as its page, as in the product, and is never dropped.
fn open(menu_open: bool) -> Pane {
    open_in(Rc::default(), menu_open)
}

/// Opens a pane in a host that the test keeps a reference to.
fn open_in(host: Rc<FakeHost>, menu_open: bool) -> Pane {
    open_page(host, installation(&["microsoft", "google", "exchange", "salesforce"]), menu_open)
}

/// Opens a pane with these names and offers.
fn open_page(host: Rc<FakeHost>, installation: Installation, menu_open: bool) -> Pane {
    test_dom::clear_page();
    let pane = StoredValue::new_local(None);
    let mounted = mount_to(dom::root(), move || {
        let new = Pane::new(host, installation, latchkey_copy::Sentences::ENGLISH);
        provide_pane(new);
        new.follow_host();
        pane.set_value(Some(new));
        App(AppProps { menu_open })
    });
    mounted.forget();
    pane.get_value().unwrap()
}

/// Yields until all tasks that are ready have run.
async fn settle() {
    for _ in 0..4 {
        tick().await;
    }
}

#[wasm_bindgen_test]
async fn the_menu_opens_on_its_first_item_and_arrows_go_round() {
    open(false);
    test_dom::click(MENU_BUTTON);
    settle().await;
    assert_eq!(test_dom::focused(), "Set up Sync");
    test_dom::press("ArrowUp");
    assert_eq!(test_dom::focused(), "Log out");
    test_dom::press("ArrowDown");
    assert_eq!(test_dom::focused(), "Set up Sync");
    test_dom::press("End");
    assert_eq!(test_dom::focused(), "Log out");
    test_dom::press("Home");
    assert_eq!(test_dom::focused(), "Set up Sync");
}

#[wasm_bindgen_test]
async fn an_open_menu_gets_the_items_of_what_is_loaded_meanwhile() {
    let pane = open(true);
    settle().await;
    assert!(test_dom::sees_role("menu") && !test_dom::sees("Sync settings"));
    pane.apply_overview(overview(vec![connection()]));
    settle().await;
    assert!(test_dom::sees_role("menu") && test_dom::sees("Sync settings"));
    test_dom::press("Escape");
    settle().await;
    assert!(!test_dom::sees_role("menu"), "the focus is still in the menu");
}

#[wasm_bindgen_test]
async fn escape_closes_the_menu_and_gives_the_focus_back() {
    open(true);
    settle().await;
    assert!(test_dom::sees_role("menu"));
    test_dom::press("Escape");
    settle().await;
    assert!(!test_dom::sees_role("menu"));
    assert_eq!(test_dom::focused(), "☰ Menu");
}

#[wasm_bindgen_test]
async fn a_lost_connection_shows_at_the_menu_button_and_says_so_aloud() {
    let pane = open(false);
    settle().await;
    assert!(!test_dom::sees("Status: Lost"));
    let mut lost = connection();
    lost.state = ConnectionState::NeedsSignIn { since: 0, reason: ReasonCode::SignInEnded.into() };
    pane.apply_overview(overview(vec![lost]));
    settle().await;
    assert!(test_dom::sees("Status: Lost"));
    assert!(pane.announcement.peek().contains("no longer accepts your last sign-in"));
}

#[wasm_bindgen_test]
async fn the_pane_follows_the_colours_of_its_host() {
    let host = Rc::<FakeHost>::default();
    open_in(Rc::clone(&host), false);
    assert_eq!(test_dom::theme(), None);
    host.set_theme(Theme::Dark);
    assert_eq!(test_dom::theme().as_deref(), Some("dark"));
    host.set_theme(Theme::Light);
    assert_eq!(test_dom::theme().as_deref(), Some("light"));
    host.set_theme(Theme::Reader);
    assert_eq!(test_dom::theme(), None);
}

#[wasm_bindgen_test]
async fn a_host_that_falls_silent_is_told_and_nothing_else_changes() {
    let host = Rc::<FakeHost>::default();
    open_in(Rc::clone(&host), false);
    settle().await;
    assert!(!test_dom::sees("isn't responding to the sidebar"));
    host.fall_silent();
    settle().await;
    assert!(test_dom::sees("Outlook isn't responding to the sidebar."));
    assert!(test_dom::sees("Step 1 of 2"));
}

#[wasm_bindgen_test]
async fn a_blocked_window_leaves_a_link_and_the_way_out() {
    let pane = open(false);
    let offer = &pane.text.installation().offers[0];
    pane.choose_offer(offer);
    settle().await;
    assert!(test_dom::sees("Open the sign-in page"));
    pane.cancel_sign_in();
    settle().await;
    assert!(!test_dom::sees("Open the sign-in page"));
}

#[wasm_bindgen_test]
async fn the_focus_goes_back_to_the_button_that_started_a_sign_in() {
    open(false);
    dom::focus(MENU_BUTTON);
    settle().await;
    test_dom::focus_text("button", "Connect microsoft");
    press("Connect microsoft").await;
    press("Cancel").await;
    assert_eq!(test_dom::focused(), "Connect microsoft");
}

#[wasm_bindgen_test]
async fn the_words_about_a_loss_go_when_the_loss_is_over() {
    let pane = open(false);
    let state = ConnectionState::NeedsSignIn { since: 0, reason: ReasonCode::SignInEnded.into() };
    pane.apply_overview(overview(vec![Connection { state, ..connection() }]));
    assert!(pane.announcement.peek().contains("no longer accepts"));
    pane.apply_overview(overview(vec![connection()]));
    assert_eq!(*pane.announcement.peek(), "Latchkey has access to Microsoft 365.");
}

/// Presses the button with this text.
async fn press(text: &str) {
    test_dom::click_text("button", text);
    settle().await;
}

#[wasm_bindgen_test]
async fn change_asks_which_way_and_leads_back_where_it_came_from() {
    let pane = open(false);
    let both =
        Overview { offers: vec![OfferId::new("microsoft"), OfferId::new("google")], ..overview(vec![connection()]) };
    pane.apply_overview(both);
    pane.show(Screen::Settings(Purpose::Mailbox));
    settle().await;
    press("Change").await;
    assert_eq!(test_dom::focused(), "Which email service do you use?");
    assert!(test_dom::sees("google access"));
    press("Cancel").await;
    assert!(!test_dom::sees("google access"));
    assert!(test_dom::sees("Remind me before access expires"));
}

#[wasm_bindgen_test]
async fn with_one_way_left_change_signs_in_without_asking() {
    let pane = open(false);
    pane.apply_overview(Overview { offers: vec![OfferId::new("google")], ..overview(vec![connection()]) });
    pane.show(Screen::Settings(Purpose::Mailbox));
    settle().await;
    press("Change").await;
    let attempt = pane.attempt.peek().clone().unwrap();
    let (connection, offer) = (connection().id, OfferId::new("google"));
    assert_eq!(attempt.intent, Intent::Change { connection, offer, site: None, account: None });
}

#[wasm_bindgen_test]
async fn the_other_page_comes_at_once_and_shows_the_same_connection() {
    let pane = open(false);
    let crm = Connection { id: ConnectionId::new("c-2"), purpose: Purpose::Crm, ..connection() };
    let before = overview(vec![connection(), crm]);
    pane.apply_overview(before.clone());
    pane.show(Screen::Settings(Purpose::Crm));
    settle().await;
    assert!(test_dom::sees("My connectivity"));
    pane.apply_overview(Overview { sync_settings: SyncSettings::Legacy, ..before });
    settle().await;
    assert!(test_dom::sees("Sync Dashboard"));
    assert!(test_dom::sees("Change Microsoft 365 account"));
}

#[wasm_bindgen_test]
async fn a_mistyped_address_is_told_at_its_field_and_sent_nowhere() {
    let pane = open(false);
    pane.apply_overview(Overview { sync_settings: SyncSettings::Legacy, ..overview(Vec::new()) });
    settle().await;
    press("Microsoft Exchange, Outlook.com or unsure").await;
    for typed in ["", "olga"] {
        dom::set_value(FIELD, typed);
        press("Look up").await;
        assert!(test_dom::sees("This address isn't valid."), "{typed:?}");
        assert_eq!(test_dom::focused_id(), FIELD);
        assert_eq!(*pane.field_outcome.peek(), Some(FieldOutcome::NotAnAddress));
    }
}

#[wasm_bindgen_test]
async fn a_loss_opens_a_dialog_once_and_it_closes_when_the_connection_is_back() {
    let pane = open(false);
    let lost = |since| {
        let state = ConnectionState::NeedsSignIn { since, reason: ReasonCode::SignInEnded.into() };
        overview(vec![Connection { state, ..connection() }])
    };
    pane.apply_overview(overview(vec![connection()]));
    settle().await;
    pane.apply_overview(lost(5));
    settle().await;
    assert_eq!(test_dom::focused(), "Your Microsoft 365 access needs your attention");
    press("Not now").await;
    test_dom::closed("lost").await;
    assert!(!test_dom::sees_role("alertdialog"));
    pane.apply_overview(overview(vec![connection()]));
    pane.apply_overview(lost(9));
    settle().await;
    assert!(test_dom::sees_role("alertdialog"));
    pane.apply_overview(overview(vec![connection()]));
    test_dom::closed("lost").await;
    assert!(!test_dom::sees_role("alertdialog"));
}

#[wasm_bindgen_test]
async fn a_loss_that_a_check_finds_opens_the_dialog_only_on_a_screen_that_does_not_show_it() {
    let state = ConnectionState::NeedsSignIn { since: 5, reason: ReasonCode::SignInEnded.into() };
    let lost = Connection { state, ..connection() };
    for (screen, is_told) in [(Screen::Home, false), (Screen::About, true)] {
        let pane = open(false);
        pane.apply_overview(overview(vec![connection()]));
        pane.checking.set(Some(connection().id));
        pane.show(screen);
        pane.apply_check(&lost);
        settle().await;
        assert_eq!(test_dom::sees_role("alertdialog"), is_told, "{screen:?}");
        assert_eq!(pane.announcement.peek().contains("no longer accepts"), !is_told, "{screen:?}");
    }
}

#[wasm_bindgen_test]
async fn a_loss_that_is_over_before_the_dialog_opens_opens_none() {
    let pane = open(false);
    let state = ConnectionState::NeedsSignIn { since: 5, reason: ReasonCode::SignInEnded.into() };
    pane.apply_overview(overview(vec![connection()]));
    pane.apply_overview(overview(vec![Connection { state, ..connection() }]));
    pane.apply_overview(overview(vec![connection()]));
    settle().await;
    assert!(!test_dom::sees_role("alertdialog"));
}

#[wasm_bindgen_test]
async fn set_up_goes_on_to_its_second_step_by_itself() {
    let pane = open(false);
    settle().await;
    assert!(test_dom::sees("Step 1 of 2"));
    pane.apply_overview(overview(vec![connection()]));
    settle().await;
    assert!(test_dom::sees("Step 2 of 2"));
    assert!(test_dom::sees("Connect salesforce"));
    press("Later").await;
    assert!(test_dom::sees("Your connections"));
}

#[wasm_bindgen_test]
async fn arrows_move_between_the_tabs_and_the_focus_goes_along() {
    let pane = open(false);
    pane.apply_overview(overview(vec![connection()]));
    pane.show(Screen::Settings(Purpose::Mailbox));
    settle().await;
    press("Email configuration").await;
    test_dom::press("ArrowRight");
    settle().await;
    assert_eq!(test_dom::focused(), "CRM");
    test_dom::press("ArrowRight");
    settle().await;
    assert_eq!(test_dom::focused(), "Email configuration");
}
