//! Microsoft 365.

use latchkey_wire::Purpose::Mailbox;
use latchkey_wire::SyncSettings::{self, Legacy, New};

use super::{connected, lost, name, newcomer, works, works_again};
use crate::browser_session::AT_MICROSOFT;
use crate::people::{ANN, BEN};
use crate::picture::fits;
use crate::view::Role;

const MICROSOFT: &str = "Microsoft 365";

async fn refresh(page: SyncSettings) {
    let browser = lost(page, AT_MICROSOFT).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    pane.open_settings(page, Mailbox).await;
    pane.says("Sign-in needed").await;
    fits(&pane, &format!("{}-lost", name(page, Mailbox))).await;
    pane.press(Role::Button, "Refresh").await;
    let window = browser.window().await;
    window.enter_password(ANN).await;
    pane.is_connected(MICROSOFT).await;
    window.closes().await;
    works_again(&browser, page, &before, ANN.email).await;
    browser.close().await;
}

async fn change(page: SyncSettings) {
    let browser = connected(page, [AT_MICROSOFT]).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    pane.ask_for_change(page, Mailbox).await;
    fits(&pane, &format!("{}-change", name(page, Mailbox))).await;
    pane.press(Role::Button, "Microsoft Office 365").await;
    let window = browser.window().await;
    window.sign_in_and_accept(BEN).await;
    pane.find(Role::Heading, "Switch to another account?").await;
    pane.says("You signed in as ben@contoso.example. Until now this connection was for ann@contoso.example.").await;
    pane.find(Role::Button, "Keep ann@contoso.example").await;
    fits(&pane, &format!("{}-switch", name(page, Mailbox))).await;
    assert_eq!(browser.connection().await, before, "nothing changes before the answer");
    pane.press(Role::Button, "Switch to ben@contoso.example").await;
    pane.is_connected(MICROSOFT).await;
    window.closes().await;
    works_again(&browser, page, &before, BEN.email).await;
    browser.close().await;
}

async fn first_set_up(page: SyncSettings) {
    let browser = newcomer(page).await;
    let pane = browser.pane();
    pane.choose("Set up Sync").await;
    pane.says("Step 1 of 2").await;
    fits(&pane, &format!("{page:?}-set-up-1").to_lowercase()).await;
    pane.press(Role::Button, "Connect Microsoft 365").await;
    let window = browser.window().await;
    window.sign_in_and_accept(ANN).await;
    pane.is_connected(MICROSOFT).await;
    window.closes().await;
    pane.says("Step 2 of 2").await;
    fits(&pane, &format!("{page:?}-set-up-2").to_lowercase()).await;
    pane.open_settings(page, Mailbox).await;
    works(&browser, page, Mailbox, ANN.email).await;
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
    let browser = connected(New, [AT_MICROSOFT]).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    pane.change(New, Mailbox, "Google").await;
    browser.window().await.sign_in_and_press(ANN, "Continue").await;
    pane.is_connected("Google").await;
    works_again(&browser, New, &before, ANN.email).await;
    assert_eq!(browser.connection().await.offer.as_str(), "google");
    browser.close().await;
}

#[tokio::test]
async fn on_the_legacy_page_the_unsure_choice_leads_to_microsoft_365_by_the_address() {
    let browser = connected(Legacy, [AT_MICROSOFT]).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    pane.change(Legacy, Mailbox, "Microsoft Exchange, Outlook.com or unsure").await;
    let address = pane.find(Role::Field, "Your e-mail address").await;
    assert_eq!(address.prop("value").await.unwrap().as_deref(), Some(ANN.email), "what is known need not be typed");
    fits(&pane, "legacy-unsure").await;
    pane.fill("Your e-mail address", BEN.email).await;
    pane.press(Role::Button, "Find out").await;
    pane.find(Role::Button, "Continue with Microsoft Office 365").await;
    fits(&pane, "legacy-found-out").await;
    pane.press(Role::Button, "Continue with Microsoft Office 365").await;
    browser.window().await.sign_in_and_accept(BEN).await;
    pane.press(Role::Button, "Switch to ben@contoso.example").await;
    pane.is_connected(MICROSOFT).await;
    works_again(&browser, Legacy, &before, BEN.email).await;
    browser.close().await;
}
