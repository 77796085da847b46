//! The provider is out of order.

use latchkey_practice::{Faults, TokenAnswers};

use crate::browser_session::{AT_GOOGLE, AT_SALESFORCE};
use crate::people::ANN;
use crate::view::Role;

use super::{assert_explained, open_working, press_refresh};

#[tokio::test]
async fn a_window_left_on_an_error_page_is_helped_with_and_can_be_given_up() {
    let (mut browser, before) = open_working(AT_GOOGLE).await;
    browser.expect_in_console("status of ");
    let (pane, google) = (browser.pane(), browser.endpoint().practice.google());
    google.set_faults(Faults { ends_on_error_page: true, ..Faults::default() });
    let window = press_refresh(&browser).await;
    window.wait_for_text("does not lead back to the app").await;
    let sentence = "Did the window close, or does it offer no way to sign in to Google? Open it again.";
    assert_explained(&pane, "left-on-error-page", sentence, &["Open again", "Copy link", "Cancel"]).await;
    pane.press(Role::Button, "Cancel").await;
    pane.wait_for_text_gone("Finish signing in to Google").await;
    google.set_faults(Faults::default());
    browser.assert_unchanged(&before).await;
    browser.close().await;
}

#[tokio::test]
async fn a_provider_that_is_down_can_be_gone_to_again() {
    let (mut browser, before) = open_working(AT_SALESFORCE).await;
    browser.expect_in_console("status of 503");
    // What answers then is no page of the provider's, so it names no icon.
    browser.expect_in_console("/favicon.ico");
    let (pane, salesforce) = (browser.pane(), browser.endpoint().practice.salesforce());
    salesforce.set_faults(Faults { down: true, ..Faults::default() });
    let window = press_refresh(&browser).await;
    let sentence = "Finish signing in to Salesforce in its own window.";
    assert_explained(&pane, "provider-down", sentence, &["Open again", "Copy link", "Cancel"]).await;
    window.close().await;
    salesforce.set_faults(Faults::default());
    pane.press(Role::Button, "Open again").await;
    browser.next_window().await.log_in(ANN).await;
    pane.dismiss_connected_notice("Salesforce").await;
    browser.assert_unchanged(&before).await;
    browser.close().await;
}

#[tokio::test]
async fn a_provider_that_fails_at_the_last_step_is_named() {
    let (browser, before) = open_working(AT_GOOGLE).await;
    let (pane, google) = (browser.pane(), browser.endpoint().practice.google());
    let too_many = TokenAnswers::TooManyRequests { retry_after_s: 5 };
    google.set_faults(Faults { token_answers: too_many, ..Faults::default() });
    press_refresh(&browser).await.sign_in_and_press(ANN, "Continue").await;
    assert_explained(&pane, "provider-fails", "Google is having problems right now.", &["Try again"]).await;
    google.set_faults(Faults::default());
    browser.assert_unchanged(&before).await;
    pane.press(Role::Button, "Try again").await;
    browser.next_window().await.press(Role::Button, "Continue").await;
    pane.dismiss_connected_notice("Google").await;
    browser.close().await;
}
