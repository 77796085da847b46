//! Changes of policy and licence while the pane is open.

use latchkey_testkit::TestEndpointBuilder;
use latchkey_wire::Purpose::{Crm, Mailbox};
use latchkey_wire::SyncSettings::{Legacy, New};

use crate::browser_session::{AT_MICROSOFT, AT_SALESFORCE, BrowserSession};
use crate::people::{ANN, BEN};
use crate::picture::assert_fits;
use crate::view::Role;

const SALESFORCE_WAYS: &str = "Salesforce access type";
const FORBIDDEN: &str = "Access to Salesforce has ended, and your administrator no longer allows this access type. \
                         Choose another one. Your settings are kept.";

fn without_production(endpoint: TestEndpointBuilder) -> TestEndpointBuilder {
    endpoint.with_salesforce_by(&["sandbox", "my_domain"])
}

#[tokio::test]
async fn change_offers_only_what_the_administrator_allows() {
    let mut browser =
        BrowserSession::builder().with_every_provider().connected([AT_SALESFORCE, AT_MICROSOFT]).open().await;
    let pane = browser.pane();
    browser.endpoint_mut().reconfigure(without_production).await;
    pane.ask_for_change(New, Crm).await;
    assert_eq!(pane.option_names(SALESFORCE_WAYS).await, ["Sandbox", "My Domain"]);
    pane.ask_for_change(New, Mailbox).await;
    assert_eq!(pane.option_names("Mailbox access type").await, ["Microsoft Office 365", "Google"]);
    browser.close().await;
}

#[tokio::test]
async fn with_one_way_left_change_asks_nothing() {
    let browser = BrowserSession::connected().await;
    let pane = browser.pane();
    let before = browser.connection().await;
    pane.open_settings(New, Mailbox).await;
    pane.press(Role::Button, "Change").await;
    browser.next_window().await.sign_in_and_accept(BEN).await;
    pane.press(Role::Button, "Switch to ben@contoso.example").await;
    pane.dismiss_connected_notice("Microsoft 365").await;
    assert_eq!(browser.connection().await.id, before.id);
    browser.close().await;
}

#[tokio::test]
async fn with_one_way_left_that_needs_an_address_change_asks_for_that_alone() {
    let mut browser = BrowserSession::builder().with_every_provider().connected([AT_SALESFORCE]).narrow().open().await;
    browser.expect_in_console("status of 422");
    let pane = browser.pane();
    let before = browser.connection().await;
    browser.endpoint_mut().reconfigure(|endpoint| endpoint.with_salesforce_by(&["my_domain"])).await;
    pane.open_settings(New, Crm).await;
    pane.press(Role::Button, "Change").await;
    pane.go_to_address("https://contoso.example/").await;
    pane.wait_for_text("Check the spelling. If it's right, your administrator can add its domain").await;
    assert_fits(&pane, "address-refused").await;
    let address = format!("{}/my/contoso", browser.endpoint().practice.salesforce().url());
    pane.go_to_address(&address).await;
    browser.next_window().await.log_in(ANN).await;
    pane.dismiss_connected_notice("Salesforce").await;
    browser.assert_unchanged_except_offer(&before, "salesforce-my-domain").await;
    browser.close().await;
}

#[tokio::test]
async fn a_way_that_is_forbidden_later_works_until_it_breaks_and_then_says_change() {
    let mut browser = BrowserSession::builder().with_every_provider().connected([AT_SALESFORCE]).narrow().open().await;
    let pane = browser.pane();
    let before = browser.connection().await;
    browser.endpoint_mut().reconfigure(without_production).await;
    browser.assert_unchanged(std::slice::from_ref(&before)).await;
    browser.endpoint().practice.salesforce().revoke(ANN.email);
    browser.pass_an_hour().await;
    pane.wait_for_dialog(FORBIDDEN).await;
    assert_fits(&pane, "dialog-forbidden").await;
    pane.press(Role::Button, "Change").await;
    pane.see(Role::Heading, SALESFORCE_WAYS).await;
    pane.press(Role::Button, "My Domain").await;
    let address = format!("{}/my/contoso", browser.endpoint().practice.salesforce().url());
    pane.go_to_address(&address).await;
    browser.next_window().await.log_in(ANN).await;
    pane.dismiss_connected_notice("Salesforce").await;
    browser.assert_unchanged_except_offer(&before, "salesforce-my-domain").await;
    browser.close().await;
}

#[tokio::test]
async fn keeping_the_account_changes_nothing() {
    let browser = BrowserSession::connected().await;
    let pane = browser.pane();
    let before = browser.connection().await;
    pane.open_settings(New, Mailbox).await;
    pane.press(Role::Button, "Change").await;
    browser.next_window().await.sign_in_and_accept(BEN).await;
    pane.press(Role::Button, "Keep ann@contoso.example").await;
    pane.wait_for_text_gone("Switch to another account?").await;
    pane.wait_for_text("Working").await;
    browser.assert_unchanged(&[before]).await;
    browser.close().await;
}

#[tokio::test]
async fn a_change_of_the_licence_reaches_a_pane_that_is_open() {
    let mut browser = BrowserSession::connected().await;
    let pane = browser.pane();
    pane.open_settings(New, Mailbox).await;
    for address in [ANN.email, BEN.email] {
        let rule = format!("accounts = {{ \"{address}\" = \"legacy\" }}");
        browser.endpoint_mut().reconfigure(|endpoint| endpoint.with_sync_settings(&rule)).await;
        let heading = if address == ANN.email { "Sync Dashboard" } else { "My connectivity" };
        pane.see(Role::Heading, heading).await;
        pane.see(Role::Button, "Refresh").await;
    }
    browser
        .endpoint_mut()
        .reconfigure(|endpoint| endpoint.with_sync_settings(r#"domains = { "contoso.example" = "legacy" }"#))
        .await;
    pane.see(Role::Heading, "Sync Dashboard").await;
    pane.open_settings(Legacy, Mailbox).await;
    browser.close().await;
}
