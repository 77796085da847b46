//! The provider is out of order.

use latchkey_practice::{Faults, TokenAnswers};

use crate::browser_session::{AT_GOOGLE, AT_SALESFORCE};
use crate::people::ANN;
use crate::view::Role;

use super::{refreshes, says_why, works};

#[tokio::test]
async fn a_window_left_on_an_error_page_is_helped_with_and_can_be_given_up() {
    let (mut browser, before) = works(AT_GOOGLE).await;
    browser.expect_in_console("status of ");
    let (pane, google) = (browser.pane(), browser.stage().practice.google());
    google.set_faults(Faults { ends_on_error_page: true, ..Faults::default() });
    let window = refreshes(&browser).await;
    window.says("no way leads back from this page").await;
    let sentence = "Is the window gone, or does it show no way to sign in to Google? Open it again.";
    says_why(&pane, "left-on-error-page", sentence, &["Open again", "Copy link", "Cancel"]).await;
    pane.press(Role::Button, "Cancel").await;
    pane.no_longer_says("Finish signing in to Google").await;
    google.set_faults(Faults::default());
    browser.nothing_was_lost(&before).await;
    browser.close().await;
}

#[tokio::test]
async fn a_provider_that_is_down_can_be_gone_to_again() {
    let (mut browser, before) = works(AT_SALESFORCE).await;
    browser.expect_in_console("status of 503");
    // What answers then is no page of the provider's, so it names no icon.
    browser.expect_in_console("/favicon.ico");
    let (pane, salesforce) = (browser.pane(), browser.stage().practice.salesforce());
    salesforce.set_faults(Faults { down: true, ..Faults::default() });
    let window = refreshes(&browser).await;
    let sentence = "Finish signing in to Salesforce in its own window.";
    says_why(&pane, "provider-down", sentence, &["Open again", "Copy link", "Cancel"]).await;
    window.close().await;
    salesforce.set_faults(Faults::default());
    pane.press(Role::Button, "Open again").await;
    browser.window().await.log_in(ANN).await;
    pane.is_connected("Salesforce").await;
    browser.nothing_was_lost(&before).await;
    browser.close().await;
}

#[tokio::test]
async fn a_provider_that_fails_at_the_last_step_is_named() {
    let (browser, before) = works(AT_GOOGLE).await;
    let (pane, google) = (browser.pane(), browser.stage().practice.google());
    let too_many = TokenAnswers::TooManyRequests { retry_after_s: 5 };
    google.set_faults(Faults { token_answers: too_many, ..Faults::default() });
    refreshes(&browser).await.sign_in_and_press(ANN, "Continue").await;
    says_why(&pane, "provider-fails", "Google is having trouble just now.", &["Try again"]).await;
    google.set_faults(Faults::default());
    browser.nothing_was_lost(&before).await;
    pane.press(Role::Button, "Try again").await;
    browser.window().await.press(Role::Button, "Continue").await;
    pane.is_connected("Google").await;
    browser.close().await;
}
