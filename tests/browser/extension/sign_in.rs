//! Signing in from the panel.

use super::{ANNS, in_gmail};
use crate::browser_session::AT_GOOGLE;
use crate::pages::{CONNECTED, PanePage};
use crate::people::ANN;
use crate::picture::keep;
use crate::view::{Role, View};

#[tokio::test]
async fn the_first_connection_needs_no_code_although_the_provider_cuts_its_window_off() {
    let browser = in_gmail().open().await;
    browser.open_panel().await;
    browser.connect(ANN).await;
    browser.close().await;
}

#[tokio::test]
async fn refresh_renews_lost_gmail_by_a_popup() {
    let browser = in_gmail().with_every_provider().connected([AT_GOOGLE]).with_lost_access().open().await;
    browser.open_panel().await;
    let pane = browser.pane();
    pane.menu_shows_lost().await;
    pane.refresh_email().await;
    let window = browser.window().await;
    window.sign_in_and_press(ANN, "Continue").await;
    pane.says("Working").await;
    window.closes().await;
    browser.close().await;
}

#[tokio::test]
async fn the_worker_may_end_in_the_middle_of_a_sign_in() {
    let browser = in_gmail().open().await;
    browser.open_panel().await;
    let pane = browser.pane();
    pane.set_up_sync().await;
    let window = browser.window().await;
    window.find(Role::Heading, "Sign in").await;
    browser.worker_is_ended().await;
    window.sign_in_and_accept(ANN).await;
    pane.says(CONNECTED).await;
    window.closes().await;
    browser.close().await;
}

#[tokio::test]
async fn two_panels_agree_about_session_connections_and_logging_out() {
    let browser = in_gmail().open().await;
    browser.open_panel().await;
    let other = browser.web_driver().new_window().await.unwrap();
    browser.met.borrow_mut().push(other.clone());
    let other = View::of_window(browser.web_driver(), &other);
    other.go_to(ANNS).await;
    let second = PanePage(View::of_window(browser.web_driver(), &browser.opens_panel_from(&other).await));
    second.find(Role::Heading, "Set up Sync").await;
    browser.connect(ANN).await;
    second.says("ann@contoso.example").await;
    keep("two-panels-first", &browser.pane()).await;
    keep("two-panels-second", &second).await;
    second.choose("Log out").await;
    browser.pane().find(Role::Heading, "Set up Sync").await;
    browser.pane().no_longer_says("ann@contoso.example").await;
    // Whoever was logged out elsewhere is told nothing of a session that is over: here, too, it was on purpose.
    for panel in [&browser.pane(), &second] {
        panel.no_longer_says("You were logged out").await;
    }
    browser.close().await;
}
