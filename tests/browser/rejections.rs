//! A sync engine reports that a token was rejected: the pane's dialog opens by itself with the action that helps.

use latchkey_practice::Condition;
use thirtyfour::Key;

use crate::browser_session::{AT_GOOGLE, AT_MICROSOFT, AT_SALESFORCE, BrowserSession, ExistingConnection};
use crate::people::ANN;
use crate::picture::assert_fits;
use crate::view::Role;

/// The number of unexplained rejections in a row that ask for a sign-in.
const ROW: u32 = 6;
/// More than the shortest time between two tries of a connection.
const PAUSE_S: i64 = 5;
/// The shortest time between two rejections that count.
const APART_S: i64 = 60;

/// Opens the pane of a person with this connection, and makes a sync engine.
async fn open_home(existing: ExistingConnection) -> (BrowserSession, latchkey_testkit::TestEngine) {
    let browser = BrowserSession::builder().with_every_provider().connected([existing]).narrow().open().await;
    browser.pane().see(Role::Heading, "Your connections").await;
    let engine = browser.endpoint().engine().await;
    (browser, engine)
}

#[tokio::test]
async fn a_dead_grant_opens_the_dialog_at_the_first_rejection() {
    let (browser, engine) = open_home(AT_GOOGLE).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    browser.endpoint().practice.google().revoke(ANN.email);
    engine.reports_rejection(&before.id).await.unwrap();
    pane.see(Role::Heading, "Your Google access needs your attention").await;
    pane.wait_for_dialog("Google no longer accepts your last sign-in. Sign in again to give Latchkey access.").await;
    pane.wait_for_dialog(ANN.email).await;
    assert_fits(&pane, "dialog-lost").await;
    pane.press(Role::Button, "Sign in again").await;
    pane.wait_for_no_dialog().await;
    browser.next_window().await.sign_in_and_press(ANN, "Continue").await;
    pane.dismiss_connected_notice("Google").await;
    browser.assert_unchanged(&[before]).await;
    browser.close().await;
}

#[tokio::test]
async fn the_sixth_unexplained_rejection_opens_the_dialog() {
    let (browser, engine) = open_home(AT_SALESFORCE).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    for _ in 1..ROW {
        engine.reports_rejection(&before.id).await.unwrap();
        browser.endpoint().clock.advance_s(APART_S);
    }
    browser.reload().await;
    pane.see(Role::Heading, "Your connections").await;
    pane.wait_for_no_dialog().await;
    engine.reports_rejection(&before.id).await.unwrap();
    pane.wait_for_dialog("Salesforce keeps refusing access for Latchkey, although your sign-in is still valid.").await;
    pane.press(Role::Button, "Sign in again").await;
    browser.next_window().await.log_in(ANN).await;
    pane.dismiss_connected_notice("Salesforce").await;
    browser.assert_unchanged(&[before]).await;
    browser.close().await;
}

#[tokio::test]
async fn the_dialog_is_read_answered_and_put_away_by_keyboard_alone() {
    let (browser, engine) = open_home(AT_MICROSOFT).await;
    let pane = browser.pane();
    let connection = browser.connection().await;
    let microsoft = browser.endpoint().practice.microsoft();
    crate::keyboard::tab_to(&pane, "button", "Check now").await;
    microsoft.revoke(ANN.email);
    engine.reports_rejection(&connection.id).await.unwrap();
    // The heading has the focus, so that a key press does not press the dialog's button by accident.
    crate::keyboard::wait_for_focus(&pane, "heading", "Your Microsoft 365 access needs your attention").await;
    for name in ["Sign in again", "Not now"] {
        crate::keyboard::tab_to(&pane, "button", name).await;
    }
    pane.type_key(Key::Escape).await;
    pane.wait_for_no_dialog().await;
    crate::keyboard::wait_for_focus(&pane, "button", "Check now").await;
    pane.wait_for_lost_mark().await;
    // The same loss is told once.
    engine.reports_rejection(&connection.id).await.unwrap();
    browser.reload().await;
    pane.wait_for_text("Sign-in needed").await;
    pane.wait_for_no_dialog().await;

    pane.press(Role::Button, "Sign in again").await;
    browser.next_window().await.enter_password(ANN).await;
    pane.dismiss_connected_notice("Microsoft 365").await;
    microsoft.impose(ANN.email, Condition::BlockedByPolicy);
    browser.endpoint().clock.advance_s(PAUSE_S);
    engine.reports_rejection(&connection.id).await.unwrap();
    pane.wait_for_dialog("An administrator can change that.").await;
    crate::keyboard::tab_to(&pane, "button", "Not now").await;
    pane.type_key(Key::Enter).await;
    pane.wait_for_no_dialog().await;
    browser.close().await;
}
