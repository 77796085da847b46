//! Signing in from the panel.

use super::{ANNS, in_gmail};
use crate::browser_session::AT_GOOGLE;
use crate::pages::{CONNECTED, Pane};
use crate::people::ANN;
use crate::picture::keep;
use crate::view::{Role, View};

#[tokio::test]
async fn the_first_connection_needs_no_code_although_the_provider_cuts_its_window_off() {
    let scene = in_gmail().open().await;
    scene.open_panel().await;
    scene.connect(ANN).await;
    scene.close().await;
}

#[tokio::test]
async fn refresh_renews_lost_gmail_by_a_popup() {
    let scene = in_gmail().with_every_provider().connected([AT_GOOGLE]).losing_access().open().await;
    scene.open_panel().await;
    let pane = scene.pane();
    pane.menu_shows_lost().await;
    pane.refresh_email().await;
    let window = scene.window().await;
    window.sign_in_and_press(ANN, "Continue").await;
    pane.says("Working").await;
    window.closes().await;
    scene.close().await;
}

#[tokio::test]
async fn the_worker_may_end_in_the_middle_of_a_sign_in() {
    let scene = in_gmail().open().await;
    scene.open_panel().await;
    let pane = scene.pane();
    pane.set_up_sync().await;
    let window = scene.window().await;
    window.find(Role::Heading, "Sign in").await;
    scene.worker_is_ended().await;
    window.sign_in_and_accept(ANN).await;
    pane.says(CONNECTED).await;
    window.closes().await;
    scene.close().await;
}

#[tokio::test]
async fn two_panels_agree_about_session_connections_and_logging_out() {
    let scene = in_gmail().open().await;
    scene.open_panel().await;
    let other = scene.session().new_window().await.unwrap();
    scene.met.borrow_mut().push(other.clone());
    let other = View::of_window(scene.session(), &other);
    other.go_to(ANNS).await;
    let second = Pane(View::of_window(scene.session(), &scene.opens_panel_from(&other).await));
    second.find(Role::Heading, "Set up Sync").await;
    scene.connect(ANN).await;
    second.says("ann@contoso.example").await;
    keep("two-panels-first", &scene.pane()).await;
    keep("two-panels-second", &second).await;
    second.choose("Log out").await;
    scene.pane().find(Role::Heading, "Set up Sync").await;
    scene.pane().no_longer_says("ann@contoso.example").await;
    // Whoever was logged out elsewhere is told nothing of a session that is over: here, too, it was on purpose.
    for panel in [&scene.pane(), &second] {
        panel.no_longer_says("You were logged out").await;
    }
    scene.close().await;
}
