//! The main job: access that was lost works again, and nothing that worked is lost.

use latchkey_wire::ConnectionState;

use crate::browser_session::BrowserSession;
use crate::people::{ANN, BEN};
use crate::view::Role;

/// Long enough for a check to be allowed again, far too short for a renewal to be due.
const A_MINUTE: i64 = 60;

const LOST: &str = "Microsoft 365 no longer accepts the last sign-in. Sign in again to give Latchkey access.";
const BOTH_NAMED: &str =
    "You signed in as ben@contoso.example. This connection is for ann@contoso.example. Nothing was changed.";

#[tokio::test]
async fn lost_access_is_told_with_its_reason_and_renewed_in_place() {
    let browser = BrowserSession::connected().await;
    let pane = browser.pane();
    let before = browser.connection().await;
    pane.open_email_configuration().await;
    pane.toggle_reminder().await;

    browser.at_control_page("Revoke Microsoft access of ann@contoso.example").await;
    browser.an_hour_passes().await;
    pane.put_dialog_away(LOST).await;
    pane.says(LOST).await;
    pane.menu_shows_lost().await;

    pane.refresh_email().await;
    let window = browser.window().await;
    window.enter_password(ANN).await;
    pane.says("Working").await;
    pane.no_longer_says(LOST).await;
    window.closes().await;

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
    pane.region_says("[role=status]", "Checked just now: it works.").await;
    browser.at_control_page("Revoke Microsoft access of ann@contoso.example").await;
    browser.stage().clock.advance_s(A_MINUTE);
    pane.press(Role::Button, "Check now").await;
    pane.says(LOST).await;
    pane.find(Role::Button, "Sign in again").await;
    browser.close().await;
}

#[tokio::test]
async fn another_account_is_refused_by_name_and_the_old_grant_still_works() {
    let browser = BrowserSession::connected().await;
    let pane = browser.pane();
    let before = browser.connection().await;

    pane.refresh_email().await;
    let window = browser.window().await;
    window.sign_in_and_accept(BEN).await;
    pane.says(BOTH_NAMED).await;
    pane.find(Role::Button, "Sign in as ann@contoso.example").await;

    assert_eq!(browser.stage().renew_all().await, 1, "the old grant is still renewed");
    let after = browser.connection().await;
    assert_eq!((after.id, after.account, after.state), (before.id, before.account, ConnectionState::Working));
    browser.close().await;
}

#[tokio::test]
async fn another_account_is_refused_and_the_owner_can_still_renew_lost_access() {
    let browser = BrowserSession::connected().await;
    let pane = browser.pane();
    let before = browser.connection().await;
    browser.at_control_page("Revoke Microsoft access of ann@contoso.example").await;
    browser.an_hour_passes().await;
    pane.put_dialog_away(LOST).await;

    pane.refresh_email().await;
    let window = browser.window().await;
    window.sign_in_and_accept(BEN).await;
    window.says(BOTH_NAMED).await;
    pane.says(BOTH_NAMED).await;
    pane.says(LOST).await;

    pane.press(Role::Button, "Sign in as ann@contoso.example").await;
    browser.window().await.enter_password(ANN).await;
    pane.says("Working").await;
    pane.no_longer_says(LOST).await;
    assert_eq!(browser.connection().await.id, before.id);
    browser.close().await;
}
