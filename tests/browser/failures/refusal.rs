//! The person or an administrator did not consent.

use latchkey_practice::Condition;
use latchkey_wire::Installation;

use crate::browser_session::{AT_GOOGLE, AT_MICROSOFT, AT_SALESFORCE, BrowserSession, ExistingConnection};
use crate::people::{ANN, ANN_IN_SANDBOX};
use crate::picture::assert_fits;
use crate::view::Role;

use super::{assert_explained, open_working, press_refresh};

/// Copies a request to approve the app, for an administrator.
const APPROVAL_NOTE: &str = "Copy approval request";

async fn assert_cancelled_at(browser: &BrowserSession, provider: &str, actions: &[&str]) {
    let sentence = format!("The sign-in was cancelled at {provider}. Anything that worked before still works.");
    let name = format!("cancelled-{provider}").replace(" 365", "").to_lowercase();
    assert_explained(&browser.pane(), &name, &sentence, actions).await;
}

/// Has a person cancel at the provider, whose page may have said that an administrator must approve the app. Returns the note
/// for the administrator, and where the endpoint says that the app is approved.
async fn cancel_refresh(existing: ExistingConnection, provider: &str) -> (String, Option<String>) {
    let (browser, before) = open_working(existing).await;
    let window = press_refresh(&browser).await;
    window.see(Role::Heading, "Sign in").await;
    window.press(Role::Button, "Cancel").await;
    assert_cancelled_at(&browser, provider, &["Try again", APPROVAL_NOTE]).await;
    let question =
        format!("Did {provider} say that an administrator must approve Latchkey? Then copy a note for them:");
    let pane = browser.pane();
    pane.wait_for_text(&question).await;
    let note = pane.copied_by(async || pane.press(Role::Button, APPROVAL_NOTE).await).await;
    let installation: Installation = browser.pane_api().await.get("/v1/installation").await.unwrap();
    let offer = installation.offers.into_iter().find(|offer| offer.id == before[0].offer).unwrap();
    browser.assert_unchanged(&before).await;
    browser.close().await;
    (note, offer.approval_url)
}

#[tokio::test]
async fn a_refresh_cancelled_at_microsoft_says_so() {
    let (note, link) = cancel_refresh(AT_MICROSOFT, "Microsoft 365").await;
    let link = link.unwrap();
    assert!(link.contains("/organizations/v2.0/adminconsent?client_id="), "{link}");
    let asked = "Please approve Latchkey in Microsoft 365 for our organisation. Until then, Microsoft 365 refuses my sign-in. \
                 Open this link as an administrator:";
    assert_eq!(note, format!("{asked}\n{link}"), "the link stands alone");
}

#[tokio::test]
async fn a_refresh_cancelled_at_google_says_so() {
    let (note, link) = cancel_refresh(AT_GOOGLE, "Google").await;
    let place = "In the Google Admin console, look for Latchkey by its name under API controls, and allow it there.";
    assert!(note.starts_with("Please approve Latchkey in Google") && note.ends_with(place), "{note}");
    assert_eq!(link, None);
}

#[tokio::test]
async fn a_change_denied_at_salesforce_says_so() {
    let (browser, before) = open_working(AT_SALESFORCE).await;
    let pane = browser.pane();
    pane.press(Role::Button, "Change").await;
    pane.press(Role::Button, "Sandbox").await;
    let window = browser.next_window().await;
    window.log_in(ANN_IN_SANDBOX).await;
    window.press(Role::Button, "Deny").await;
    assert_cancelled_at(&browser, "Salesforce", &["Try again"]).await;
    browser.assert_unchanged(&before).await;
    pane.press(Role::Button, "Try again").await;
    browser.next_window().await.log_in_and_allow(ANN_IN_SANDBOX).await;
    pane.press(Role::Button, "Switch to ann@contoso.example.dev").await;
    pane.dismiss_connected_notice("Salesforce").await;
    browser.close().await;
}

#[tokio::test]
async fn an_unticked_permission_is_named() {
    let (browser, before) = open_working(AT_GOOGLE).await;
    let pane = browser.pane();
    let window = press_refresh(&browser).await;
    window.enter_password(ANN).await;
    window.press(Role::Checkbox, "See, change, share and permanently delete all your calendars.").await;
    window.press(Role::Checkbox, "See, change, download and permanently delete your contacts.").await;
    window.press(Role::Button, "Continue").await;
    let sentence = "You didn't allow the calendar and contacts at Google. Latchkey needs all of these permissions to work. Nothing \
         was changed.";
    assert_explained(&pane, "not-ticked", sentence, &["Sign in and allow"]).await;
    browser.assert_unchanged(&before).await;
    pane.press(Role::Button, "Sign in and allow").await;
    browser.next_window().await.press(Role::Button, "Continue").await;
    pane.dismiss_connected_notice("Google").await;
    browser.assert_unchanged(&before).await;
    browser.close().await;
}

/// Microsoft shows this on its own page and then redirects as if the person had cancelled, so only a renewal reveals it.
#[tokio::test]
async fn an_administrators_approval_is_asked_for_at_microsoft() {
    let (browser, before) = open_working(AT_MICROSOFT).await;
    let pane = browser.pane();
    let microsoft = browser.endpoint().practice.microsoft();
    microsoft.impose(ANN.email, Condition::AdminApproval);
    browser.pass_an_hour().await;
    pane.wait_for_dialog(
        "An administrator must approve Latchkey in Microsoft 365 before this account can be connected.",
    )
    .await;
    assert_fits(&pane, "admin-approval-microsoft").await;
    pane.press(Role::Button, "Copy a note for your administrator").await;
    pane.wait_for_no_dialog().await;
    microsoft.lift(ANN.email, Condition::AdminApproval);
    pane.press(Role::Button, "Back").await;
    browser.check_now(&pane).await;
    pane.wait_for_text("Working").await;
    browser.assert_unchanged(&before).await;
    browser.close().await;
}

#[tokio::test]
async fn an_administrators_approval_is_asked_for_at_salesforce() {
    let (browser, before) = open_working(AT_SALESFORCE).await;
    let salesforce = browser.endpoint().practice.salesforce();
    salesforce.impose(ANN.email, Condition::AdminApproval);
    press_refresh(&browser).await.log_in(ANN).await;
    let sentence = "An administrator must approve Latchkey in Salesforce before this account can be connected.";
    assert_explained(&browser.pane(), "admin-approval-salesforce", sentence, &["Try again", APPROVAL_NOTE]).await;
    salesforce.lift(ANN.email, Condition::AdminApproval);
    browser.assert_unchanged(&before).await;
    browser.close().await;
}

#[tokio::test]
async fn an_app_that_is_not_installed_is_told_while_the_window_stands_on_its_error_page() {
    let (mut browser, before) = open_working(AT_SALESFORCE).await;
    browser.expect_in_console("status of 400");
    let pane = browser.pane();
    let salesforce = browser.endpoint().practice.salesforce();
    salesforce.impose(ANN.email, Condition::AppNotInstalled);
    let window = press_refresh(&browser).await;
    window.log_in(ANN).await;
    window.wait_for_text("app must be installed into org").await;
    let sentence = "Does Salesforce say that the app isn't installed or isn't allowed? Then an administrator must first \
                    install Latchkey in your Salesforce organisation";
    assert_explained(&pane, "not-installed", sentence, &["Copy installation request", "Open again", "Cancel"]).await;
    pane.press(Role::Button, "Cancel").await;
    pane.wait_for_text_gone("Does Salesforce say").await;
    salesforce.lift(ANN.email, Condition::AppNotInstalled);
    browser.assert_unchanged(&before).await;
    browser.close().await;
}
