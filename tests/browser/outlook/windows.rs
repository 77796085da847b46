//! Sign-in windows in Outlook on the web: Office.js opens them, the provider's page cuts them off
//! (Cross-Origin-Opener-Policy), and only the endpoint knows how the sign-in ended.

use latchkey_practice::Faults;
use thirtyfour::By;

use super::{OUTLOOK, outlook_session, run_in_outlook, wait_until_started};
use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::chrome::Profile;
use crate::pages::{CONNECTED, SIGNING_IN};
use crate::people::ANN;
use crate::view::{Role, short};
use crate::wait::until;

const LOST: &str = "Microsoft 365 no longer accepts your last sign-in.";
const GONE: &str = "Did the window close, or does it offer no way to sign in to Microsoft 365? Open it again.";

async fn open_new() -> BrowserSession {
    let browser = outlook_session(OUTLOOK).open().await;
    wait_until_started(&browser).await;
    browser
}

/// Signs Ann in in a new window, which asks for no code.
async fn sign_in(browser: &BrowserSession) {
    let window = browser.next_window().await;
    window.sign_in_and_accept(ANN).await;
    browser.pane().wait_for_text(CONNECTED).await;
    window.wait_until_closed().await;
}

/// Presses a button of a panel that Office.js lays over the pane. It writes them as `<input>`.
async fn press_in_office_panel(browser: &BrowserSession, button: &str) {
    until(&format!("“{button}” of Office.js"), async || {
        browser.pane().switch_to().await?;
        let found =
            browser.web_driver().find(By::Css(format!("input[type=button][value='{button}']"))).await.map_err(short)?;
        found.click().await.map_err(short)
    })
    .await;
}

#[tokio::test]
async fn refresh_goes_through_a_dialog_and_ends_working() {
    let browser = outlook_session(OUTLOOK).connected([AT_MICROSOFT]).with_lost_access().open().await;
    wait_until_started(&browser).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    pane.wait_for_text("Sign-in needed").await;
    pane.refresh_email().await;
    let window = browser.next_window().await;
    let name = window.script("return window.name").await;
    window.enter_password(ANN).await;
    pane.wait_for_text("Working").await;
    pane.wait_for_text_gone(LOST).await;
    window.wait_until_closed().await;
    // The pane gives its own windows random UUIDs as names.
    assert_ne!(name.as_str().unwrap_or_default().len(), 36, "the window is Office.js's, not ours");
    let after = browser.connection().await;
    assert_eq!((&after.id, &after.settings), (&before.id, &before.settings));
    browser.close().await;
}

#[tokio::test]
async fn the_first_connection_needs_no_code() {
    let browser = open_new().await;
    browser.pane().set_up_sync().await;
    sign_in(&browser).await;
    browser.close().await;
}

#[tokio::test]
async fn where_storage_is_refused_everything_works_for_as_long_as_the_pane_is_open() {
    let browser = outlook_session(OUTLOOK).profile(Profile::StorageRefused).open().await;
    wait_until_started(&browser).await;
    assert!(!browser.pane().can_store().await);
    browser.pane().set_up_sync().await;
    sign_in(&browser).await;
    browser.close().await;
}

#[tokio::test]
async fn a_dialog_that_the_browser_blocks_becomes_a_link_that_works() {
    let mut browser = open_new().await;
    // Caused by a help link in Office.js's panel. The panel's button works.
    browser.expect_in_console("Executing inline event handler");
    let pane = browser.pane();
    pane.press_by_script(Role::Button, "Connect Microsoft 365").await;
    // First Office.js reports the blocked window, in a panel of its own.
    press_in_office_panel(&browser, "OK").await;
    pane.wait_for_text("Your browser blocked the sign-in window.").await;
    pane.press(Role::Link, "Open the sign-in page").await;
    sign_in(&browser).await;
    browser.close().await;
}

#[tokio::test]
async fn declining_the_dialog_shows_the_link_and_opens_no_other_window() {
    let browser = open_new().await;
    let pane = browser.pane();
    // An Outlook that always asks before it opens a dialog.
    pane.script(
        "const { context } = Office;
         const asks = (address, options, then) =>
             context.ui.displayDialogAsync(address, { ...options, promptBeforeOpen: true }, then);
         const { requirements, mailbox } = context;
         window.Office = { context: { requirements, mailbox, ui: { displayDialogAsync: asks } } }",
    )
    .await;
    pane.press(Role::Button, "Connect Microsoft 365").await;
    press_in_office_panel(&browser, "Ignore").await;
    pane.wait_for_text("Your browser blocked the sign-in window.").await;
    assert_eq!(browser.web_driver().windows().await.unwrap().len(), 1);
    pane.press(Role::Link, "Open the sign-in page").await;
    sign_in(&browser).await;
    browser.close().await;
}

#[tokio::test]
async fn a_dialog_closed_by_hand_is_no_answer_and_can_be_opened_again_at_once() {
    let browser = open_new().await;
    let pane = browser.pane();
    pane.connect().await;
    let window = browser.next_window().await;
    window.see(Role::Heading, "Sign in").await;
    window.close().await;
    pane.wait_for_text(SIGNING_IN).await;
    pane.press(Role::Button, "Open again").await;
    sign_in(&browser).await;
    browser.close().await;
}

#[tokio::test]
async fn after_a_dialog_reports_closed_the_pane_offers_help_and_the_sign_in_continues() {
    let browser = open_new().await;
    let pane = browser.pane();
    pane.connect().await;
    let window = browser.next_window().await;
    window.see(Role::Heading, "Sign in").await;
    // The provider's page has cut itself off: Office.js reports 12006 although the dialog is still open.
    pane.wait_for_text(GONE).await;
    pane.wait_for_text(SIGNING_IN).await;
    window.sign_in_and_accept(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    browser.close().await;
}

#[tokio::test]
async fn a_second_dialog_can_be_opened_although_the_first_is_at_a_provider() {
    let browser = BrowserSession::builder().without_coop().in_outlook(OUTLOOK).open().await;
    wait_until_started(&browser).await;
    let pane = browser.pane();
    pane.connect().await;
    let first = browser.next_window().await;
    first.see(Role::Heading, "Sign in").await;
    pane.press(Role::Button, "Open again").await;
    let second = browser.next_window().await;
    second.sign_in_and_accept(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    browser.close().await;
}

#[tokio::test]
async fn a_dialog_left_on_an_error_page_can_be_given_up_and_tried_again() {
    let mut browser = open_new().await;
    browser.expect_in_console("status of 400");
    let pane = browser.pane();
    browser.set_microsoft_faults(Faults { ends_on_error_page: true, ..Faults::default() });
    pane.connect().await;
    browser.next_window().await.wait_for_text("does not lead back to the app").await;
    pane.press(Role::Button, "Cancel").await;
    pane.wait_for_text_gone(SIGNING_IN).await;
    browser.set_microsoft_faults(Faults::default());
    pane.connect().await;
    sign_in(&browser).await;
    browser.close().await;
}

#[tokio::test]
async fn a_pane_closed_in_the_middle_finds_its_sign_in_again_when_it_is_opened() {
    let browser = open_new().await;
    let pane = browser.pane();
    pane.connect().await;
    let window = browser.next_window().await;
    window.see(Role::Heading, "Sign in").await;
    pane.wait_until_registered().await;
    run_in_outlook(&browser, "outlook.close()").await;
    run_in_outlook(&browser, "outlook.open()").await;
    pane.wait_for_text(SIGNING_IN).await;
    window.sign_in_and_accept(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    browser.close().await;
}
