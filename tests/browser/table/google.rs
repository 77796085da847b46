//! Gmail. Google asks for consent each time, by **Continue** today and by **Allow** on its older page; people who have the
//! Legacy page know that one.

use latchkey_practice::Quirk;
use latchkey_wire::Purpose::Mailbox;
use latchkey_wire::SyncSettings::{self, Legacy, New};

use super::{connected, lost, newcomer, works, works_again};
use crate::browser_session::{AT_GOOGLE, BrowserSession};
use crate::people::{ANN, BEN};
use crate::view::Role;

const GOOGLE: &str = "Google";

/// What agrees on Google's consent page.
fn agrees(browser: &BrowserSession, page: SyncSettings) -> &'static str {
    match page {
        New => "Continue",
        Legacy => {
            browser.stage().practice.google().set_quirk(Quirk::OlderConsentPage, true);
            "Allow"
        }
    }
}

async fn refresh(page: SyncSettings) {
    let browser = lost(page, AT_GOOGLE).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    let agree = agrees(&browser, page);
    pane.open_settings(page, Mailbox).await;
    pane.says("Sign-in needed").await;
    pane.press(Role::Button, "Refresh").await;
    let window = browser.window().await;
    window.sign_in_and_press(ANN, agree).await;
    pane.is_connected(GOOGLE).await;
    window.closes().await;
    works_again(&browser, page, &before, ANN.email).await;
    browser.close().await;
}

/// To another account at Google by its chooser, and then to Microsoft.
async fn change(page: SyncSettings) {
    let browser = connected(page, [AT_GOOGLE]).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    let agree = agrees(&browser, page);
    pane.change(page, Mailbox, "Google").await;
    browser.window().await.sign_in_and_press(BEN, agree).await;
    pane.press(Role::Button, "Switch to ben@contoso.example").await;
    pane.is_connected(GOOGLE).await;
    works_again(&browser, page, &before, BEN.email).await;

    pane.change(page, Mailbox, "Google").await;
    let window = browser.window().await;
    window.find(Role::Heading, "Choose an account").await;
    window.pick(BEN).await;
    window.press(Role::Button, agree).await;
    pane.is_connected(GOOGLE).await;

    pane.change(page, Mailbox, "Microsoft Office 365").await;
    browser.window().await.sign_in_and_accept(BEN).await;
    pane.is_connected("Microsoft 365").await;
    works_again(&browser, page, &before, BEN.email).await;
    assert_eq!(browser.connection().await.offer.as_str(), "microsoft");
    browser.close().await;
}

async fn first_set_up(page: SyncSettings) {
    let browser = newcomer(page).await;
    let pane = browser.pane();
    let agree = agrees(&browser, page);
    pane.choose("Set up Sync").await;
    pane.says("Step 1 of 2").await;
    pane.press(Role::Button, "Connect Google").await;
    let window = browser.window().await;
    window.sign_in_and_press(ANN, agree).await;
    pane.is_connected(GOOGLE).await;
    window.closes().await;
    pane.says("Step 2 of 2").await;
    pane.open_settings(page, Mailbox).await;
    works(&browser, page, Mailbox, ANN.email).await;
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
