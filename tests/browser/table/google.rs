//! Gmail. Google asks for consent each time, by **Continue** today and by **Allow** on its older page. The tests of the Legacy
//! page use the older one.

use latchkey_practice::Quirk;
use latchkey_wire::Purpose::Mailbox;
use latchkey_wire::SyncSettings::{self, Legacy, New};

use super::{assert_works, assert_works_again, open_connected, open_lost, open_new};
use crate::browser_session::{AT_GOOGLE, BrowserSession};
use crate::people::{ANN, BEN};
use crate::view::Role;

const GOOGLE: &str = "Google";

/// The button that consents on Google's page.
fn agree_button(browser: &BrowserSession, page: SyncSettings) -> &'static str {
    match page {
        New => "Continue",
        Legacy => {
            browser.endpoint().practice.google().set_quirk(Quirk::OlderConsentPage, true);
            "Allow"
        }
    }
}

async fn refresh(page: SyncSettings) {
    let browser = open_lost(page, AT_GOOGLE).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    let agree = agree_button(&browser, page);
    pane.open_settings(page, Mailbox).await;
    pane.wait_for_text("Sign-in needed").await;
    pane.press(Role::Button, "Refresh").await;
    let window = browser.next_window().await;
    window.sign_in_and_press(ANN, agree).await;
    pane.dismiss_connected_notice(GOOGLE).await;
    window.wait_until_closed().await;
    assert_works_again(&browser, page, &before, ANN.email).await;
    browser.close().await;
}

/// To another account at Google by its chooser, and then to Microsoft.
async fn change(page: SyncSettings) {
    let browser = open_connected(page, [AT_GOOGLE]).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    let agree = agree_button(&browser, page);
    pane.change(page, Mailbox, "Google").await;
    browser.next_window().await.sign_in_and_press(BEN, agree).await;
    pane.press(Role::Button, "Switch to ben@contoso.example").await;
    pane.dismiss_connected_notice(GOOGLE).await;
    assert_works_again(&browser, page, &before, BEN.email).await;

    pane.change(page, Mailbox, "Google").await;
    let window = browser.next_window().await;
    window.see(Role::Heading, "Choose an account").await;
    window.pick_account(BEN).await;
    window.press(Role::Button, agree).await;
    pane.dismiss_connected_notice(GOOGLE).await;

    pane.change(page, Mailbox, "Microsoft Office 365").await;
    browser.next_window().await.sign_in_and_accept(BEN).await;
    pane.dismiss_connected_notice("Microsoft 365").await;
    assert_works_again(&browser, page, &before, BEN.email).await;
    assert_eq!(browser.connection().await.offer.as_str(), "microsoft");
    browser.close().await;
}

async fn first_set_up(page: SyncSettings) {
    let browser = open_new(page).await;
    let pane = browser.pane();
    let agree = agree_button(&browser, page);
    pane.choose_menu_item("Set up Sync").await;
    pane.wait_for_text("Step 1 of 2").await;
    pane.press(Role::Button, "Connect Google").await;
    let window = browser.next_window().await;
    window.sign_in_and_press(ANN, agree).await;
    pane.dismiss_connected_notice(GOOGLE).await;
    window.wait_until_closed().await;
    pane.wait_for_text("Step 2 of 2").await;
    pane.open_settings(page, Mailbox).await;
    assert_works(&browser, page, Mailbox, ANN.email).await;
    browser.close().await;
}

#[tokio::test]
async fn on_the_new_page_refresh_renews_gmail() {
    refresh(New).await;
}

#[tokio::test]
async fn on_the_new_page_change_leads_to_another_account_of_gmail_and_to_another_service() {
    change(New).await;
}

#[tokio::test]
async fn with_the_new_page_gmail_is_set_up_first() {
    first_set_up(New).await;
}

#[tokio::test]
async fn on_the_legacy_page_refresh_renews_gmail() {
    refresh(Legacy).await;
}

#[tokio::test]
async fn on_the_legacy_page_change_leads_to_another_account_of_gmail_and_to_another_service() {
    change(Legacy).await;
}

#[tokio::test]
async fn with_the_legacy_page_gmail_is_set_up_first() {
    first_set_up(Legacy).await;
}
