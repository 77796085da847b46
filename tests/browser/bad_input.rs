//! What a person sees who opens one of the endpoint's pages by an invalid address.

use crate::browser_session::BrowserSession;
use crate::people::ANN;
use crate::view::Role;

/// Opens an address of the endpoint in the pane's own window, and answers the stable code on the page.
async fn code_at(browser: &BrowserSession, path: &str) -> String {
    let page = browser.pane();
    page.go_to(browser.endpoint().url().join(path).unwrap().as_str()).await;
    let code = "return document.querySelector('[data-problem]').dataset.problem";
    page.script(code).await.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_unexpected_callback_is_explained_and_changes_nothing() {
    let mut browser = BrowserSession::connected().await;
    browser.expect_in_console("status of 400");
    let before = browser.connection().await;
    let session = browser.endpoint().pane().with_token(&browser.pane().session_token().await.unwrap());
    let page = browser.pane();
    for path in [
        "/oauth/callback/microsoft?state=invented&code=invented",
        "/oauth/callback/microsoft?code=invented",
        "/oauth/callback/microsoft?state=invented&error=access_denied&error_description=%3Cb%3Ehello",
    ] {
        assert_eq!(code_at(&browser, path).await, "state_unknown", "{path}");
        page.see(Role::Heading, "This sign-in isn't in progress.").await;
        page.wait_for_text("Start again from the sidebar.").await;
    }
    assert_eq!(session.connection().await, before);
    browser.close().await;
}

#[tokio::test]
async fn an_unknown_start_page_is_explained() {
    let mut browser = BrowserSession::open().await;
    browser.expect_in_console("status of 404");
    let path = "/authorizations/4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11/start";
    browser.pane().go_to(browser.endpoint().url().join(path).unwrap().as_str()).await;
    browser.pane().see(Role::Heading, "This sign-in isn't yours or no longer exists.").await;
    browser.pane().wait_for_text("Return to the sidebar and start the sign-in there.").await;
    browser.close().await;
}

#[tokio::test]
async fn a_sign_in_that_was_cancelled_in_the_pane_is_over_in_the_window_too() {
    let mut browser = BrowserSession::open().await;
    browser.expect_in_console("status of 410");
    let pane = browser.pane();
    // In a tab that the pane knows nothing of, and so cannot close.
    pane.press_by_script(Role::Button, "Connect Microsoft 365").await;
    let link = pane.find(Role::Link, "Open the sign-in page").await.prop("href").await.unwrap().unwrap();
    let window = browser.new_tab(&link).await;
    window.see(Role::Heading, "Sign in").await;
    pane.press(Role::Button, "Cancel").await;
    window.sign_in_and_accept(ANN).await;
    window.see(Role::Heading, "This sign-in has already ended.").await;
    pane.see(Role::Button, "Connect Microsoft 365").await;
    browser.close().await;
}
