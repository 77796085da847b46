//! Salesforce.

use latchkey_wire::Purpose::Crm;
use latchkey_wire::SyncSettings::{self, Legacy, New};

use super::{assert_works, assert_works_again, name, open_connected, open_lost};
use crate::browser_session::{AT_MICROSOFT, AT_SALESFORCE};
use crate::people::{ANN, ANN_IN_SANDBOX};
use crate::picture::assert_fits;
use crate::view::Role;

const SALESFORCE: &str = "Salesforce";
const WAYS: [&str; 4] = ["Production", "Sandbox", "My Domain", "Experience Cloud"];

/// Once with the password, and once by a saved username.
async fn refresh(page: SyncSettings) {
    let browser = open_lost(page, AT_SALESFORCE).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    pane.open_settings(page, Crm).await;
    pane.wait_for_text("Sign-in needed").await;
    assert_fits(&pane, &format!("{}-lost", name(page, Crm))).await;
    pane.press(Role::Button, "Refresh").await;
    let window = browser.next_window().await;
    window.log_in(ANN).await;
    pane.dismiss_connected_notice(SALESFORCE).await;
    window.wait_until_closed().await;
    assert_works_again(&browser, page, &before, ANN.email).await;

    pane.press(Role::Button, "Refresh").await;
    browser.next_window().await.log_in_as_saved(ANN).await;
    pane.dismiss_connected_notice(SALESFORCE).await;
    assert_works_again(&browser, page, &before, ANN.email).await;
    browser.close().await;
}

/// To the organisation's own address, and then to its sandbox, where Ann is another user.
async fn change(page: SyncSettings) {
    let browser = open_connected(page, [AT_SALESFORCE]).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    pane.ask_for_change(page, Crm).await;
    assert_eq!(pane.option_names("Salesforce access type").await, WAYS);
    assert_fits(&pane, &format!("{}-change", name(page, Crm))).await;
    pane.press(Role::Button, "My Domain").await;
    pane.see(Role::Field, "Address").await;
    assert_fits(&pane, &format!("{}-address", name(page, Crm))).await;
    let address = format!("{}/my/contoso", browser.endpoint().practice.salesforce().url());
    pane.go_to_address(&address).await;
    let window = browser.next_window().await;
    window.wait_for_text("contoso.my.salesforce.com").await;
    window.log_in(ANN).await;
    pane.dismiss_connected_notice(SALESFORCE).await;
    window.wait_until_closed().await;
    assert_works_again(&browser, page, &before, ANN.email).await;
    assert_eq!(browser.connection().await.offer.as_str(), "salesforce-my-domain");

    pane.change(page, Crm, "Sandbox").await;
    let window = browser.next_window().await;
    window.wait_for_text("test.salesforce.com").await;
    window.log_in_and_allow(ANN_IN_SANDBOX).await;
    pane.press(Role::Button, "Switch to ann@contoso.example.dev").await;
    pane.dismiss_connected_notice(SALESFORCE).await;
    assert_works_again(&browser, page, &before, ANN_IN_SANDBOX.email).await;
    browser.close().await;
}

/// The second step, after the mailbox.
async fn first_set_up(page: SyncSettings) {
    let browser = open_connected(page, [AT_MICROSOFT]).await;
    let pane = browser.pane();
    pane.choose_menu_item("Set up Sync").await;
    pane.wait_for_text("Step 2 of 2").await;
    assert_eq!(pane.option_names("Salesforce access type").await, WAYS);
    pane.press(Role::Button, "Production").await;
    let window = browser.next_window().await;
    window.log_in_and_allow(ANN).await;
    pane.dismiss_connected_notice(SALESFORCE).await;
    window.wait_until_closed().await;
    pane.wait_for_text("Everything is connected.").await;
    assert_fits(&pane, &format!("{page:?}-set-up-done").to_lowercase()).await;
    pane.open_settings(page, Crm).await;
    assert_works(&browser, page, Crm, ANN.email).await;
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
