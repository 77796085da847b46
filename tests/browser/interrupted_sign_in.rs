//! A sign-in window that is blocked, closed, stuck or forgotten: the pane shows the state of the sign-in and offers to
//! continue.

use latchkey_practice::{Faults, TokenAnswers};

use crate::browser_session::BrowserSession;
use crate::pages::{CONNECTED, PanePage, SIGNING_IN};
use crate::people::ANN;
use crate::view::Role;

/// How long a sign-in may take.
const DEADLINE_S: i64 = 15 * 60;

async fn assert_offers_to_continue(pane: &PanePage) {
    pane.wait_for_text(SIGNING_IN).await;
    for button in ["Open again", "Copy link", "Cancel"] {
        pane.see(Role::Button, button).await;
    }
}

#[tokio::test]
async fn a_blocked_window_becomes_a_link_that_works() {
    let browser = BrowserSession::open().await;
    let pane = browser.pane();
    pane.press_by_script(Role::Button, "Connect Microsoft 365").await;
    pane.wait_for_text("Your browser blocked the sign-in window.").await;
    assert_offers_to_continue(&pane).await;
    pane.press(Role::Link, "Open the sign-in page").await;
    browser.next_window().await.sign_in_and_accept(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    browser.close().await;
}

#[tokio::test]
async fn a_window_closed_early_is_no_answer_and_can_be_opened_again() {
    let browser = BrowserSession::open().await;
    let pane = browser.pane();
    pane.connect().await;
    let window = browser.next_window().await;
    window.see(Role::Heading, "Sign in").await;
    window.close().await;
    assert_offers_to_continue(&pane).await;
    pane.press(Role::Button, "Open again").await;
    browser.next_window().await.sign_in_and_accept(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    browser.close().await;
}

#[tokio::test]
async fn a_window_left_on_the_providers_error_page_can_be_given_up() {
    let mut browser = BrowserSession::open().await;
    browser.expect_in_console("status of 400");
    let pane = browser.pane();
    browser.set_microsoft_faults(Faults { ends_on_error_page: true, ..Faults::default() });
    pane.connect().await;
    browser.next_window().await.wait_for_text("does not lead back to the app").await;
    assert_offers_to_continue(&pane).await;
    pane.press(Role::Button, "Cancel").await;
    pane.wait_for_text_gone(SIGNING_IN).await;

    browser.set_microsoft_faults(Faults::default());
    pane.connect().await;
    browser.next_window().await.sign_in_and_accept(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    browser.close().await;
}

#[tokio::test]
async fn a_provider_that_is_down_leaves_every_way_on_open() {
    let mut browser = BrowserSession::open().await;
    browser.expect_in_console("status of 503");
    // What answers then is no page of the provider's, so it names no icon.
    browser.expect_in_console("/favicon.ico");
    let pane = browser.pane();
    pane.connect().await;
    browser.next_window().await.see(Role::Heading, "Sign in").await;
    browser.set_microsoft_faults(Faults { down: true, ..Faults::default() });
    pane.press(Role::Button, "Open again").await;
    assert_offers_to_continue(&pane).await;
    browser.next_window().await.close().await;
    browser.set_microsoft_faults(Faults::default());
    pane.press(Role::Button, "Open again").await;
    browser.next_window().await.sign_in_and_accept(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    browser.close().await;
}

#[tokio::test]
async fn a_provider_that_fails_at_the_exchange_is_named_and_can_be_tried_again() {
    let browser = BrowserSession::open().await;
    let pane = browser.pane();
    let too_many = TokenAnswers::TooManyRequests { retry_after_s: 5 };
    browser.set_microsoft_faults(Faults { token_answers: too_many, ..Faults::default() });
    pane.connect().await;
    browser.next_window().await.sign_in_and_accept(ANN).await;
    pane.wait_for_text("Microsoft 365 is having problems right now.").await;
    browser.set_microsoft_faults(Faults::default());
    pane.press(Role::Button, "Try again").await;
    browser.next_window().await.pick_account(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    browser.close().await;
}

#[tokio::test]
async fn a_sign_in_cancelled_at_the_provider_says_so() {
    let browser = BrowserSession::open().await;
    let pane = browser.pane();
    pane.connect().await;
    let window = browser.next_window().await;
    window.press(Role::Button, "Cancel").await;
    pane.wait_for_text("The sign-in was cancelled at Microsoft 365.").await;
    pane.press(Role::Button, "Try again").await;
    browser.next_window().await.sign_in_and_accept(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    browser.close().await;
}

#[tokio::test]
async fn an_expired_sign_in_is_shown_without_a_reload() {
    let browser = BrowserSession::open().await;
    let pane = browser.pane();
    pane.connect().await;
    browser.next_window().await.see(Role::Heading, "Sign in").await;
    assert_offers_to_continue(&pane).await;
    browser.endpoint().clock.advance_s(DEADLINE_S);
    pane.wait_for_text("The sign-in wasn't completed in time, so it was closed. Nothing was changed.").await;
    pane.press(Role::Button, "Start again").await;
    browser.next_window().await.sign_in_and_accept(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    browser.close().await;
}

#[tokio::test]
async fn a_pane_that_is_loaded_anew_finds_its_sign_in_again() {
    let browser = BrowserSession::open().await;
    let pane = browser.pane();
    pane.connect().await;
    let window = browser.next_window().await;
    window.see(Role::Heading, "Sign in").await;
    pane.wait_until_registered().await;
    browser.reload().await;
    assert_offers_to_continue(&pane).await;
    window.sign_in_and_accept(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    browser.close().await;
}

#[tokio::test]
async fn an_endpoint_out_of_reach_is_told_and_found_again() {
    let mut browser = BrowserSession::connected().await;
    browser.expect_in_console("net::ERR_INTERNET_DISCONNECTED");
    let pane = browser.pane();
    pane.set_offline(true).await;
    pane.choose_menu_item("Refresh the Sidebar").await;
    pane.wait_for_text("This sidebar can't reach Latchkey right now").await;
    pane.wait_for_text(ANN.email).await;
    let try_now = pane.find(Role::Button, "Try now").await;
    pane.set_offline(false).await;
    // Where the pane was quicker and has found it by itself, there is nothing left to press.
    let _ = try_now.click().await;
    pane.wait_for_text_gone("This sidebar can't reach Latchkey right now").await;
    browser.close().await;
}

#[tokio::test]
async fn an_endpoint_that_starts_anew_finishes_the_sign_in() {
    let mut browser = BrowserSession::open().await;
    // The pane's stream is cut off.
    browser.expect_in_console("net::ERR_");
    let pane = browser.pane();
    pane.connect().await;
    let window = browser.next_window().await;
    window.see(Role::Heading, "Sign in").await;
    pane.wait_until_registered().await;
    browser.restart_endpoint().await;
    window.sign_in_and_accept(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    browser.close().await;
}
