//! Lost access is renewed in place, and nothing that worked is lost.

use latchkey_wire::ConnectionState;

use crate::browser_session::BrowserSession;
use crate::people::{ANN, BEN};
use crate::view::Role;

/// Long enough for a check to be allowed again, far too short for a renewal to be due.
const A_MINUTE: i64 = 60;

const LOST: &str = "Microsoft 365 no longer accepts your last sign-in. Sign in again to give Latchkey access.";
const BOTH_NAMED: &str =
    "You signed in as ben@contoso.example. This connection is for ann@contoso.example. Nothing was changed.";

#[tokio::test]
async fn lost_access_is_told_with_its_reason_and_renewed_in_place() {
    let browser = BrowserSession::connected().await;
    let pane = browser.pane();
    let before = browser.connection().await;
    pane.open_email_configuration().await;
    pane.toggle_reminder().await;

    browser.press_at_control_page("Revoke Microsoft access of ann@contoso.example").await;
    browser.pass_an_hour().await;
    pane.dismiss_dialog(LOST).await;
    pane.wait_for_text(LOST).await;
    pane.wait_for_lost_mark().await;

    pane.refresh_email().await;
    let window = browser.next_window().await;
    window.enter_password(ANN).await;
    pane.wait_for_text("Working").await;
    pane.wait_for_text_gone(LOST).await;
    window.wait_until_closed().await;

    let after = browser.connection().await;
    assert_eq!(after.id, before.id);
    assert!(!before.settings.remind_before_end && after.settings.remind_before_end, "what Ann chose is kept");
    assert!(pane.reminder().await.is_selected().await.unwrap());
    browser.close().await;
}

#[tokio::test]
async fn check_now_really_asks_the_provider() {
    let browser = BrowserSession::connected().await;
    let pane = browser.pane();
    pane.press(Role::Button, "Check now").await;
    pane.wait_for_text_in("[role=status]", "Checked just now. It's working.").await;
    browser.press_at_control_page("Revoke Microsoft access of ann@contoso.example").await;
    browser.endpoint().clock.advance_s(A_MINUTE);
    pane.press(Role::Button, "Check now").await;
    pane.wait_for_text(LOST).await;
    pane.see(Role::Button, "Sign in again").await;
    browser.close().await;
}

#[tokio::test]
async fn another_account_is_refused_by_name_and_the_old_grant_still_works() {
    let browser = BrowserSession::connected().await;
    let pane = browser.pane();
    let before = browser.connection().await;

    pane.refresh_email().await;
    let window = browser.next_window().await;
    window.sign_in_and_accept(BEN).await;
    pane.wait_for_text(BOTH_NAMED).await;
    pane.see(Role::Button, "Sign in as ann@contoso.example").await;

    assert_eq!(browser.endpoint().renew_all().await, 1, "the old grant is still renewed");
    let after = browser.connection().await;
    assert_eq!((after.id, after.account, after.state), (before.id, before.account, ConnectionState::Working));
    browser.close().await;
}

#[tokio::test]
async fn another_account_is_refused_and_the_owner_can_still_renew_lost_access() {
    let browser = BrowserSession::connected().await;
    let pane = browser.pane();
    let before = browser.connection().await;
    browser.press_at_control_page("Revoke Microsoft access of ann@contoso.example").await;
    browser.pass_an_hour().await;
    pane.dismiss_dialog(LOST).await;

    pane.refresh_email().await;
    let window = browser.next_window().await;
    window.sign_in_and_accept(BEN).await;
    window.wait_for_text(BOTH_NAMED).await;
    pane.wait_for_text(BOTH_NAMED).await;
    pane.wait_for_text(LOST).await;

    pane.press(Role::Button, "Sign in as ann@contoso.example").await;
    browser.next_window().await.enter_password(ANN).await;
    pane.wait_for_text("Working").await;
    pane.wait_for_text_gone(LOST).await;
    assert_eq!(browser.connection().await.id, before.id);
    browser.close().await;
}
