//! The pane in a frame of another site's page, as in Outlook on the web. Its storage is partitioned or refused, and the
//! provider's page cuts the window off its opener: what the two have to say to each other is said before.

use crate::browser_session::BrowserSession;
use crate::chrome::Profile;
use crate::pages::{CONNECTED, PanePage, SignInWindowPage};
use crate::people::{ANN, BEN};
use crate::view::Role;

const LOST: &str = "Microsoft 365 no longer accepts the last sign-in. Sign in again to give Latchkey access.";

async fn connected_here(profile: Profile) -> BrowserSession {
    let browser = BrowserSession::builder().embedded().profile(profile).open().await;
    let pane = browser.pane();
    assert_eq!(pane.may_store().await, profile == Profile::StoragePartitioned, "the browser is as {profile:?} says");
    pane.set_up_sync().await;
    let window = browser.window().await;
    window.sign_in_and_accept(ANN).await;
    pane.says(CONNECTED).await;
    window.closes().await;
    browser
}

async fn loses_access(browser: &BrowserSession) {
    browser.at_control_page("Revoke Microsoft access of ann@contoso.example").await;
    browser.an_hour_passes().await;
    browser.pane().put_dialog_away(LOST).await;
    browser.pane().menu_shows_lost().await;
}

async fn is_renewed(profile: Profile) {
    let browser = connected_here(profile).await;
    let pane = browser.pane();
    pane.go_home().await;
    let before = pane.connection_id().await;
    pane.open_email_configuration().await;
    pane.toggle_reminder().await;
    loses_access(&browser).await;
    pane.refresh_email().await;
    let window = browser.window().await;
    window.enter_password(ANN).await;
    pane.says("Working").await;
    pane.no_longer_says(LOST).await;
    window.closes().await;
    assert!(!pane.reminder().await.is_selected().await.unwrap(), "what Ann chose is kept");
    pane.press(Role::Button, "Back").await;
    assert_eq!(pane.connection_id().await, before);
    browser.close().await;
}

async fn is_not_taken_over(profile: Profile) {
    let browser = connected_here(profile).await;
    let pane = browser.pane();
    loses_access(&browser).await;
    pane.refresh_email().await;
    browser.window().await.sign_in_and_accept(BEN).await;
    names_both(&pane).await;
    pane.press(Role::Button, "Sign in as ann@contoso.example").await;
    browser.window().await.enter_password(ANN).await;
    pane.says("Working").await;
    browser.close().await;
}

async fn names_both(pane: &PanePage) {
    pane.says("You signed in as ben@contoso.example. This connection is for ann@contoso.example.").await;
    pane.says(LOST).await;
}

#[tokio::test]
async fn framed_without_storage_lost_access_is_renewed_in_place() {
    is_renewed(Profile::StorageRefused).await;
}

#[tokio::test]
async fn framed_with_partitioned_storage_lost_access_is_renewed_in_place() {
    is_renewed(Profile::StoragePartitioned).await;
}

#[tokio::test]
async fn framed_without_storage_another_account_is_refused_by_name() {
    is_not_taken_over(Profile::StorageRefused).await;
}

#[tokio::test]
async fn framed_with_partitioned_storage_another_account_is_refused_by_name() {
    is_not_taken_over(Profile::StoragePartitioned).await;
}

/// The window is gone before anybody has signed in there, and its link is opened elsewhere.
async fn opened_by_its_link(browser: &mut BrowserSession) -> SignInWindowPage {
    let pane = browser.pane();
    // A frame may not write to the clipboard unless its page lets it.
    browser.expect_in_console("The Clipboard API has been blocked");
    pane.set_up_sync().await;
    let window = browser.window().await;
    window.find(Role::Heading, "Sign in").await;
    window.close().await;
    pane.press(Role::Button, "Copy link").await;
    pane.says("Copying is not allowed here. Select this text and copy it:").await;
    let text = pane.text().await;
    let link = text.lines().find(|line| line.starts_with("http")).unwrap_or_else(|| panic!("no link in {text}"));
    let window = browser.new_tab(link).await;
    window.go_on().await;
    window.sign_in_and_accept(ANN).await;
    window
}

#[tokio::test]
async fn a_link_copied_by_hand_leads_to_the_same_sign_in_and_ends_with_a_typed_code() {
    let mut browser = BrowserSession::builder().embedded().open().await;
    // This tab was opened by hand, and only the hand may close it.
    browser.expect_in_console("Scripts may close only the windows that were opened by them");
    let window = opened_by_its_link(&mut browser).await;
    let pane = browser.pane();
    let code = window.code().await;
    pane.find(Role::Heading, "Type the code").await;
    let said = pane.text().await;
    assert!(!said.contains(ANN.email), "no pane learns who signed in before the code: {said}");
    pane.type_code(&code).await;
    pane.says(CONNECTED).await;
    window.says("You can close this window.").await;
    assert!(!window.text().await.contains(&code), "a code that was used is not left standing there");
    browser.close().await;
}

#[tokio::test]
async fn three_wrong_codes_connect_nothing_and_say_so() {
    let mut browser = BrowserSession::builder().embedded().open().await;
    browser.expect_in_console("status of 403");
    let window = opened_by_its_link(&mut browser).await;
    window.code().await;
    let pane = browser.pane();
    for left in ["Tries left: 2.", "Tries left: 1."] {
        pane.type_code("BCDF-GHJK").await;
        pane.says(left).await;
    }
    pane.type_code("BCDF-GHJK").await;
    pane.says("The code in the sign-in window was not typed here, so nothing was connected.").await;
    pane.find(Role::Button, "Try again").await;
    pane.find(Role::Button, "Connect Microsoft 365").await;
    browser.close().await;
}
