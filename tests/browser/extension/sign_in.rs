//! Signing in from the panel.

use super::{ANNS, gmail_session};
use crate::browser_session::AT_GOOGLE;
use crate::pages::{CONNECTED, PanePage};
use crate::people::ANN;
use crate::picture::save_screenshot;
use crate::view::{Role, View};

#[tokio::test]
async fn the_first_connection_needs_no_code_although_the_provider_cuts_its_window_off() {
    let browser = gmail_session().open().await;
    browser.open_panel().await;
    browser.connect(ANN).await;
    browser.close().await;
}

#[tokio::test]
async fn refresh_renews_lost_gmail_by_a_popup() {
    let browser = gmail_session().with_every_provider().connected([AT_GOOGLE]).with_lost_access().open().await;
    browser.open_panel().await;
    let pane = browser.pane();
    pane.wait_for_lost_mark().await;
    pane.refresh_email().await;
    let window = browser.next_window().await;
    window.sign_in_and_press(ANN, "Continue").await;
    pane.wait_for_text("Working").await;
    window.wait_until_closed().await;
    browser.close().await;
}

#[tokio::test]
async fn the_worker_may_end_in_the_middle_of_a_sign_in() {
    let browser = gmail_session().open().await;
    browser.open_panel().await;
    let pane = browser.pane();
    pane.set_up_sync().await;
    let window = browser.next_window().await;
    window.see(Role::Heading, "Sign in").await;
    browser.end_worker().await;
    window.sign_in_and_accept(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    window.wait_until_closed().await;
    browser.close().await;
}

#[tokio::test]
async fn two_panels_agree_about_session_connections_and_logging_out() {
    let browser = gmail_session().open().await;
    browser.open_panel().await;
    let other = browser.web_driver().new_window().await.unwrap();
    browser.met.borrow_mut().push(other.clone());
    let other = View::of_window(browser.chrome(), &other);
    other.go_to(ANNS).await;
    let second = PanePage(View::of_window(browser.chrome(), &browser.open_panel_from(&other).await));
    second.see(Role::Heading, "Set up Sync").await;
    browser.connect(ANN).await;
    second.wait_for_text("ann@contoso.example").await;
    save_screenshot("two-panels-first", &browser.pane()).await;
    save_screenshot("two-panels-second", &second).await;
    second.choose_menu_item("Log out").await;
    browser.pane().see(Role::Heading, "Set up Sync").await;
    browser.pane().wait_for_text_gone("ann@contoso.example").await;
    // A log-out in another panel is intended, so no panel reports an ended session.
    for panel in [&browser.pane(), &second] {
        panel.wait_for_text_gone("You've been logged out").await;
    }
    browser.close().await;
}
