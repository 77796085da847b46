//! Salesforce.

use latchkey_wire::Purpose::Crm;
use latchkey_wire::SyncSettings::{self, Legacy, New};

use super::{connected, lost, name, works, works_again};
use crate::browser_session::{AT_MICROSOFT, AT_SALESFORCE};
use crate::people::{ANN, ANN_IN_SANDBOX};
use crate::picture::fits;
use crate::view::Role;

const SALESFORCE: &str = "Salesforce";
const WAYS: [&str; 4] = ["Production", "Sandbox", "My Domain", "Experience Cloud"];

/// Once with the password, and once by a saved username.
async fn refresh(page: SyncSettings) {
    let browser = lost(page, AT_SALESFORCE).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    pane.open_settings(page, Crm).await;
    pane.says("Sign-in needed").await;
    fits(&pane, &format!("{}-lost", name(page, Crm))).await;
    pane.press(Role::Button, "Refresh").await;
    let window = browser.window().await;
    window.log_in(ANN).await;
    pane.is_connected(SALESFORCE).await;
    window.closes().await;
    works_again(&browser, page, &before, ANN.email).await;

    pane.press(Role::Button, "Refresh").await;
    browser.window().await.log_in_as_saved(ANN).await;
    pane.is_connected(SALESFORCE).await;
    works_again(&browser, page, &before, ANN.email).await;
    browser.close().await;
}

/// To the organisation's own address, and then to its sandbox, where Ann is another user.
async fn change(page: SyncSettings) {
    let browser = connected(page, [AT_SALESFORCE]).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    pane.ask_for_change(page, Crm).await;
    assert_eq!(pane.ways("Salesforce access type").await, WAYS);
    fits(&pane, &format!("{}-change", name(page, Crm))).await;
    pane.press(Role::Button, "My Domain").await;
    pane.find(Role::Field, "Address").await;
    fits(&pane, &format!("{}-address", name(page, Crm))).await;
    let address = format!("{}/my/contoso", browser.stage().practice.salesforce().url());
    pane.go_to_address(&address).await;
    let window = browser.window().await;
    window.says("contoso.my.salesforce.com").await;
    window.log_in(ANN).await;
    pane.is_connected(SALESFORCE).await;
    window.closes().await;
    works_again(&browser, page, &before, ANN.email).await;
    assert_eq!(browser.connection().await.offer.as_str(), "salesforce-my-domain");

    pane.change(page, Crm, "Sandbox").await;
    let window = browser.window().await;
    window.says("test.salesforce.com").await;
    window.log_in_and_allow(ANN_IN_SANDBOX).await;
    pane.press(Role::Button, "Switch to ann@contoso.example.dev").await;
    pane.is_connected(SALESFORCE).await;
    works_again(&browser, page, &before, ANN_IN_SANDBOX.email).await;
    browser.close().await;
}

/// The second step, after the mailbox.
async fn first_set_up(page: SyncSettings) {
    let browser = connected(page, [AT_MICROSOFT]).await;
    let pane = browser.pane();
    pane.choose("Set up Sync").await;
    pane.says("Step 2 of 2").await;
    assert_eq!(pane.ways("Salesforce access type").await, WAYS);
    pane.press(Role::Button, "Production").await;
    let window = browser.window().await;
    window.log_in_and_allow(ANN).await;
    pane.is_connected(SALESFORCE).await;
    window.closes().await;
    pane.says("Everything is connected.").await;
    fits(&pane, &format!("{page:?}-set-up-done").to_lowercase()).await;
    pane.open_settings(page, Crm).await;
    works(&browser, page, Crm, ANN.email).await;
    browser.close().await;
}

#[tokio::test]
async fn on_the_new_page_refresh_renews_salesforce() {
    refresh(New).await;
}

#[tokio::test]
async fn on_the_new_page_change_leads_to_another_access_type_of_salesforce() {
    change(New).await;
}

#[tokio::test]
async fn with_the_new_page_salesforce_is_set_up_second() {
    first_set_up(New).await;
}

#[tokio::test]
async fn on_the_legacy_page_refresh_renews_salesforce() {
    refresh(Legacy).await;
}

#[tokio::test]
async fn on_the_legacy_page_change_leads_to_another_access_type_of_salesforce() {
    change(Legacy).await;
}

#[tokio::test]
async fn with_the_legacy_page_salesforce_is_set_up_second() {
    first_set_up(Legacy).await;
}
