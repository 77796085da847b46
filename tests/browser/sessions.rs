//! Logging out and coming back.

use latchkey_wire::ProblemCode;
use serde_json::Value;

use crate::browser_session::BrowserSession;
use crate::pages::CONNECTED;
use crate::people::ANN;
use crate::view::Role;

#[tokio::test]
async fn signing_in_again_after_log_out_finds_the_same_connection() {
    let browser = BrowserSession::connected_as(ANN).await;
    let pane = browser.pane();
    let before = browser.connection().await;
    let old = browser.endpoint().pane().with_token(&pane.session_token().await.unwrap());

    pane.choose_menu_item("Log out").await;
    pane.see(Role::Heading, "Set up Sync").await;
    assert_eq!(pane.session_token().await, None);
    let refused = crate::wait::until("the old session to end", async || match old.get::<Value>("/v1/overview").await {
        Err(refused) if refused.status == 401 => Ok(refused),
        other => Err(format!("{other:?}")),
    });
    assert_eq!(refused.await.problem.code, ProblemCode::SessionMissing);

    pane.set_up_sync().await;
    browser.next_window().await.pick_account(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    assert_eq!(browser.connection().await.id, before.id);
    browser.close().await;
}

#[tokio::test]
async fn a_session_that_was_ended_elsewhere_leads_back_in() {
    let mut browser = BrowserSession::connected_as(ANN).await;
    browser.expect_in_console("status of 401");
    let pane = browser.pane();
    let before = browser.connection().await;
    browser.endpoint().pane().with_token(&pane.session_token().await.unwrap()).log_out().await.unwrap();
    pane.wait_for_text("You've been logged out").await;
    pane.press(Role::Button, "Sign in again").await;
    browser.next_window().await.pick_account(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    assert_eq!(browser.connection().await.id, before.id);
    browser.close().await;
}
