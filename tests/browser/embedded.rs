//! The pane in a frame of another site's page, as in Outlook on the web. Its storage is partitioned or refused, and the
//! provider's page cuts the window off its opener, so the two communicate before that.

use crate::browser_session::BrowserSession;
use crate::chrome::Profile;
use crate::pages::{CONNECTED, PanePage, SignInWindowPage};
use crate::people::{ANN, BEN};
use crate::view::Role;

const LOST: &str = "Microsoft 365 no longer accepts your last sign-in. Sign in again to give Latchkey access.";

async fn open_connected(profile: Profile) -> BrowserSession {
    let browser = BrowserSession::builder().embedded().profile(profile).open().await;
    let pane = browser.pane();
    assert_eq!(pane.can_store().await, profile == Profile::StoragePartitioned, "the browser is as {profile:?} says");
    pane.set_up_sync().await;
    let window = browser.next_window().await;
    window.sign_in_and_accept(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    window.wait_until_closed().await;
    browser
}

async fn lose_access(browser: &BrowserSession) {
    browser.press_at_control_page("Revoke Microsoft access of ann@contoso.example").await;
    browser.pass_an_hour().await;
    browser.pane().dismiss_dialog(LOST).await;
    browser.pane().wait_for_lost_mark().await;
}

async fn assert_renewed(profile: Profile) {
    let browser = open_connected(profile).await;
    let pane = browser.pane();
    pane.go_home().await;
    let before = pane.connection_id().await;
    pane.open_email_configuration().await;
    pane.toggle_reminder().await;
    lose_access(&browser).await;
    pane.refresh_email().await;
    let window = browser.next_window().await;
    window.enter_password(ANN).await;
    pane.wait_for_text("Working").await;
    pane.wait_for_text_gone(LOST).await;
    window.wait_until_closed().await;
    assert!(!pane.reminder().await.is_selected().await.unwrap(), "what Ann chose is kept");
    pane.press(Role::Button, "Back").await;
    assert_eq!(pane.connection_id().await, before);
    browser.close().await;
}

async fn assert_not_taken_over(profile: Profile) {
    let browser = open_connected(profile).await;
    let pane = browser.pane();
    lose_access(&browser).await;
    pane.refresh_email().await;
    browser.next_window().await.sign_in_and_accept(BEN).await;
    assert_names_both(&pane).await;
    pane.press(Role::Button, "Sign in as ann@contoso.example").await;
    browser.next_window().await.enter_password(ANN).await;
    pane.wait_for_text("Working").await;
    browser.close().await;
}

async fn assert_names_both(pane: &PanePage) {
    pane.wait_for_text("You signed in as ben@contoso.example. This connection is for ann@contoso.example.").await;
    pane.wait_for_text(LOST).await;
}

#[tokio::test]
async fn framed_without_storage_lost_access_is_renewed_in_place() {
    assert_renewed(Profile::StorageRefused).await;
}

#[tokio::test]
async fn framed_with_partitioned_storage_lost_access_is_renewed_in_place() {
    assert_renewed(Profile::StoragePartitioned).await;
}

#[tokio::test]
async fn framed_without_storage_another_account_is_refused_by_name() {
    assert_not_taken_over(Profile::StorageRefused).await;
}

#[tokio::test]
async fn framed_with_partitioned_storage_another_account_is_refused_by_name() {
    assert_not_taken_over(Profile::StoragePartitioned).await;
}

/// Closes the window before a sign-in, and opens its copied link in a new tab.
async fn open_copied_link(browser: &mut BrowserSession) -> SignInWindowPage {
    let pane = browser.pane();
    // A frame may not write to the clipboard unless its page lets it.
    browser.expect_in_console("The Clipboard API has been blocked");
    pane.set_up_sync().await;
    let window = browser.next_window().await;
    window.see(Role::Heading, "Sign in").await;
    window.close().await;
    pane.press(Role::Button, "Copy link").await;
    pane.wait_for_text("Copying isn't allowed here. Select this text and copy it:").await;
    let text = pane.text().await;
    let link = text.lines().find(|line| line.starts_with("http")).unwrap_or_else(|| panic!("no link in {text}"));
    let window = browser.new_tab(link).await;
    window.continue_in_this_browser().await;
    window.sign_in_and_accept(ANN).await;
    window
}

#[tokio::test]
async fn a_link_copied_by_hand_leads_to_the_same_sign_in_and_ends_with_a_typed_code() {
    let mut browser = BrowserSession::builder().embedded().open().await;
    // The person opened this tab, so no script may close it.
    browser.expect_in_console("Scripts may close only the windows that were opened by them");
    let window = open_copied_link(&mut browser).await;
    let pane = browser.pane();
    let code = window.code().await;
    pane.see(Role::Heading, "Enter the code").await;
    let said = pane.text().await;
    assert!(!said.contains(ANN.email), "no pane learns who signed in before the code: {said}");
    pane.type_code(&code).await;
    pane.wait_for_text(CONNECTED).await;
    window.wait_for_text("You can close this window.").await;
    assert!(!window.text().await.contains(&code), "a code that was used is not left standing there");
    browser.close().await;
}

#[tokio::test]
async fn three_wrong_codes_connect_nothing_and_say_so() {
    let mut browser = BrowserSession::builder().embedded().open().await;
    browser.expect_in_console("status of 403");
    let window = open_copied_link(&mut browser).await;
    window.code().await;
    let pane = browser.pane();
    for left in ["Attempts left: 2.", "Attempts left: 1."] {
        pane.type_code("BCDF-GHJK").await;
        pane.wait_for_text(left).await;
    }
    pane.type_code("BCDF-GHJK").await;
    pane.wait_for_text("The code from the sign-in window wasn't entered here, so nothing was connected.").await;
    pane.see(Role::Button, "Try again").await;
    pane.see(Role::Button, "Connect Microsoft 365").await;
    browser.close().await;
}
