//! The sign-in is good, and the mailbox behind it refuses.

use latchkey_practice::Condition;

use crate::browser_session::AT_MICROSOFT;
use crate::people::ANN;
use crate::picture::assert_fits;
use crate::view::Role;

use super::open_working;

/// The endpoint checks a connection at most this often.
const BETWEEN_CHECKS_S: i64 = 5;

/// Copies a note for the administrator.
const NOTE: &str = "Copy a note for your administrator";

#[tokio::test]
async fn a_licence_that_has_ended_is_for_the_administrator_and_a_check_brings_the_connection_back() {
    let (browser, before) = open_working(AT_MICROSOFT).await;
    let pane = browser.pane();
    let microsoft = browser.endpoint().practice.microsoft();
    pane.press(Role::Button, "Back").await;
    microsoft.impose(ANN.email, Condition::LicenceEnded);
    pane.press(Role::Button, "Check now").await;
    pane.wait_for_text("This account's Microsoft 365 licence no longer includes what Latchkey needs.").await;
    pane.wait_for_text("Administrator needed").await;
    pane.see(Role::Button, NOTE).await;
    assert_fits(&pane, "home-licence-ended").await;
    pane.open_email_configuration().await;
    pane.see(Role::Button, NOTE).await;
    assert_fits(&pane, "settings-licence-ended").await;
    microsoft.lift(ANN.email, Condition::LicenceEnded);
    browser.endpoint().clock.advance_s(BETWEEN_CHECKS_S);
    pane.press(Role::Button, "Check now").await;
    pane.wait_for_text("Working").await;
    browser.assert_unchanged(&before).await;
    browser.close().await;
}
