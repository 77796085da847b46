//! Another account signed in, or the same person at another organisation.

use crate::browser_session::{AT_GOOGLE, AT_MICROSOFT, AT_SALESFORCE, BrowserSession};
use crate::people::{ANN, ANN_IN_SANDBOX, BEN, CLEO};
use crate::view::Role;

use super::{assert_explained, open_working, press_refresh};

const BOTH_NAMED: &str =
    "You signed in as ben@contoso.example. This connection is for ann@contoso.example. Nothing was changed.";
const SIGN_IN_AS_ANN: &str = "Sign in as ann@contoso.example";
const CHANGE_TO_BEN: &str = "Change to ben@contoso.example";

async fn assert_names_both(browser: &BrowserSession, name: &str) {
    assert_explained(&browser.pane(), name, BOTH_NAMED, &[SIGN_IN_AS_ANN, CHANGE_TO_BEN]).await;
}

#[tokio::test]
async fn another_google_account_is_refused_by_name_and_the_owner_can_continue() {
    let (browser, before) = open_working(AT_GOOGLE).await;
    press_refresh(&browser).await.sign_in_and_press(BEN, "Continue").await;
    assert_names_both(&browser, "wrong-account-google").await;
    browser.assert_unchanged(&before).await;
    browser.pane().press(Role::Button, SIGN_IN_AS_ANN).await;
    browser.next_window().await.sign_in_and_press(ANN, "Continue").await;
    browser.pane().dismiss_connected_notice("Google").await;
    browser.assert_unchanged(&before).await;
    browser.close().await;
}

#[tokio::test]
async fn another_salesforce_user_is_refused_by_name_and_the_owner_can_continue() {
    let (browser, before) = open_working(AT_SALESFORCE).await;
    press_refresh(&browser).await.log_in_and_allow(BEN).await;
    assert_names_both(&browser, "wrong-account-salesforce").await;
    browser.assert_unchanged(&before).await;
    browser.pane().press(Role::Button, SIGN_IN_AS_ANN).await;
    browser.next_window().await.log_in(ANN).await;
    browser.pane().dismiss_connected_notice("Salesforce").await;
    browser.assert_unchanged(&before).await;
    browser.close().await;
}

#[tokio::test]
async fn changing_to_the_other_account_asks_no_further_question() {
    let (browser, before) = open_working(AT_MICROSOFT).await;
    let pane = browser.pane();
    press_refresh(&browser).await.sign_in_and_accept(BEN).await;
    assert_names_both(&browser, "wrong-account-microsoft").await;
    browser.assert_unchanged(&before).await;
    pane.press(Role::Button, CHANGE_TO_BEN).await;
    // He is signed in there already, and has accepted, so the window closes as soon as it has opened.
    pane.dismiss_connected_notice("Microsoft 365").await;
    pane.wait_for_text(BEN.email).await;
    let after = browser.connection().await;
    assert_eq!((&after.id, &after.settings), (&before[0].id, &before[0].settings));
    assert_eq!(after.account.address, BEN.email);
    browser.close().await;
}

#[tokio::test]
async fn another_organisation_is_named() {
    let (browser, before) = open_working(AT_SALESFORCE).await;
    press_refresh(&browser).await.log_in_and_allow(CLEO).await;
    let sentence = "You signed in as cleo@fabrikam.example, but in a different organisation than this connection's, which is \
                    for ann@contoso.example. Nothing was changed.";
    assert_explained(
        &browser.pane(),
        "wrong-organisation",
        sentence,
        &[SIGN_IN_AS_ANN, "Change to cleo@fabrikam.example"],
    )
    .await;
    browser.assert_unchanged(&before).await;
    browser.pane().press(Role::Button, SIGN_IN_AS_ANN).await;
    browser.next_window().await.log_in(ANN).await;
    browser.pane().dismiss_connected_notice("Salesforce").await;
    browser.close().await;
}

#[tokio::test]
async fn a_sandbox_in_place_of_production_is_named() {
    let (browser, before) = open_working(AT_SALESFORCE).await;
    let window = press_refresh(&browser).await;
    window.use_custom_domain("contoso--dev").await;
    window.log_in_and_allow(ANN_IN_SANDBOX).await;
    let sentence = "You signed in to a Salesforce sandbox, but this connection is for production.";
    assert_explained(&browser.pane(), "sandbox-not-production", sentence, &["Sign in again"]).await;
    browser.assert_unchanged(&before).await;
    browser.pane().press(Role::Button, "Sign in again").await;
    browser.next_window().await.log_in(ANN).await;
    browser.pane().dismiss_connected_notice("Salesforce").await;
    browser.close().await;
}
