//! Microsoft 365.

use latchkey_wire::Purpose::Mailbox;
use latchkey_wire::SyncSettings::{self, Legacy, New};

use super::{assert_works, assert_works_again, name, open_connected, open_lost, open_new};
use crate::browser_session::AT_MICROSOFT;
use crate::people::{ANN, BEN};
use crate::picture::assert_fits;
use crate::view::Role;

const MICROSOFT: &str = "Microsoft 365";

async fn refresh(page: SyncSettings) {
    let browser = open_lost(page, AT_MICROSOFT).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    pane.open_settings(page, Mailbox).await;
    pane.wait_for_text("Sign-in needed").await;
    assert_fits(&pane, &format!("{}-lost", name(page, Mailbox))).await;
    pane.press(Role::Button, "Refresh").await;
    let window = browser.next_window().await;
    window.enter_password(ANN).await;
    pane.dismiss_connected_notice(MICROSOFT).await;
    window.wait_until_closed().await;
    assert_works_again(&browser, page, &before, ANN.email).await;
    browser.close().await;
}

async fn change(page: SyncSettings) {
    let browser = open_connected(page, [AT_MICROSOFT]).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    pane.ask_for_change(page, Mailbox).await;
    assert_fits(&pane, &format!("{}-change", name(page, Mailbox))).await;
    pane.press(Role::Button, "Microsoft Office 365").await;
    let window = browser.next_window().await;
    window.sign_in_and_accept(BEN).await;
    pane.see(Role::Heading, "Switch to another account?").await;
    pane.wait_for_text("You signed in as ben@contoso.example. Until now, this connection was for ann@contoso.example.")
        .await;
    pane.see(Role::Button, "Keep ann@contoso.example").await;
    assert_fits(&pane, &format!("{}-switch", name(page, Mailbox))).await;
    assert_eq!(browser.connection().await, before, "nothing changes before the answer");
    pane.press(Role::Button, "Switch to ben@contoso.example").await;
    pane.dismiss_connected_notice(MICROSOFT).await;
    window.wait_until_closed().await;
    assert_works_again(&browser, page, &before, BEN.email).await;
    browser.close().await;
}

async fn first_set_up(page: SyncSettings) {
    let browser = open_new(page).await;
    let pane = browser.pane();
    pane.choose_menu_item("Set up Sync").await;
    pane.wait_for_text("Step 1 of 2").await;
    assert_fits(&pane, &format!("{page:?}-set-up-1").to_lowercase()).await;
    pane.press(Role::Button, "Connect Microsoft 365").await;
    let window = browser.next_window().await;
    window.sign_in_and_accept(ANN).await;
    pane.dismiss_connected_notice(MICROSOFT).await;
    window.wait_until_closed().await;
    pane.wait_for_text("Step 2 of 2").await;
    assert_fits(&pane, &format!("{page:?}-set-up-2").to_lowercase()).await;
    pane.open_settings(page, Mailbox).await;
    assert_works(&browser, page, Mailbox, ANN.email).await;
    browser.close().await;
}

#[tokio::test]
async fn on_the_new_page_refresh_renews_microsoft_365() {
    refresh(New).await;
}

#[tokio::test]
async fn on_the_new_page_change_leads_to_another_account_of_microsoft_365() {
    change(New).await;
}

#[tokio::test]
async fn with_the_new_page_microsoft_365_is_set_up_first() {
    first_set_up(New).await;
}

#[tokio::test]
async fn on_the_legacy_page_refresh_renews_microsoft_365() {
    refresh(Legacy).await;
}

#[tokio::test]
async fn on_the_legacy_page_change_leads_to_another_account_of_microsoft_365() {
    change(Legacy).await;
}

#[tokio::test]
async fn with_the_legacy_page_microsoft_365_is_set_up_first() {
    first_set_up(Legacy).await;
}

#[tokio::test]
async fn on_the_new_page_a_mailbox_moves_from_microsoft_365_to_google() {
    let browser = open_connected(New, [AT_MICROSOFT]).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    pane.change(New, Mailbox, "Google").await;
    browser.next_window().await.sign_in_and_press(ANN, "Continue").await;
    pane.dismiss_connected_notice("Google").await;
    assert_works_again(&browser, New, &before, ANN.email).await;
    assert_eq!(browser.connection().await.offer.as_str(), "google");
    browser.close().await;
}

#[tokio::test]
async fn on_the_legacy_page_the_unsure_choice_leads_to_microsoft_365_by_the_address() {
    let browser = open_connected(Legacy, [AT_MICROSOFT]).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    pane.change(Legacy, Mailbox, "Microsoft Exchange, Outlook.com or unsure").await;
    let address = pane.find(Role::Field, "Your email address").await;
    assert_eq!(address.prop("value").await.unwrap().as_deref(), Some(ANN.email), "what is known need not be typed");
    assert_fits(&pane, "legacy-unsure").await;
    pane.fill("Your email address", BEN.email).await;
    pane.press(Role::Button, "Look up").await;
    pane.see(Role::Button, "Continue with Microsoft Office 365").await;
    assert_fits(&pane, "legacy-found-out").await;
    pane.press(Role::Button, "Continue with Microsoft Office 365").await;
    browser.next_window().await.sign_in_and_accept(BEN).await;
    pane.press(Role::Button, "Switch to ben@contoso.example").await;
    pane.dismiss_connected_notice(MICROSOFT).await;
    assert_works_again(&browser, Legacy, &before, BEN.email).await;
    browser.close().await;
}
