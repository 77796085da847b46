//! The proof that the window and the pane belong to the same person is given before the provider's page loads. So a window that
//! a pane has opened asks for no code, even if the provider's page cuts it off from its opener.

use crate::browser_session::{BrowserSession, BrowserSessionBuilder};
use crate::chrome::Profile;
use crate::pages::CONNECTED;
use crate::people::ANN;
use crate::view::Role;

/// Connects without a question in the window and without a code.
async fn assert_connects_without_code(browser: BrowserSessionBuilder) {
    let browser = browser.open().await;
    browser.pane().set_up_sync().await;
    let window = browser.next_window().await;
    window.sign_in_and_accept(ANN).await;
    browser.pane().wait_for_text(CONNECTED).await;
    window.wait_until_closed().await;
    browser.close().await;
}

#[tokio::test]
async fn in_a_tab_no_code_is_asked_for_although_the_provider_cuts_the_window_off() {
    assert_connects_without_code(BrowserSession::builder()).await;
}

#[tokio::test]
async fn in_a_tab_no_code_is_asked_for_where_nothing_is_cut_off() {
    assert_connects_without_code(BrowserSession::builder().without_coop()).await;
}

#[tokio::test]
async fn framed_with_partitioned_storage_no_code_is_asked_for() {
    assert_connects_without_code(BrowserSession::builder().embedded()).await;
}

#[tokio::test]
async fn framed_without_storage_no_code_is_asked_for() {
    assert_connects_without_code(BrowserSession::builder().embedded().profile(Profile::StorageRefused)).await;
}

#[tokio::test]
async fn where_the_browser_keeps_nothing_the_window_says_so_and_goes_to_no_provider() {
    let browser = BrowserSession::builder().profile(Profile::NothingKept).without_coop().open().await;
    browser.pane().set_up_sync().await;
    let window = browser.next_window().await;
    window.see(Role::Heading, "Your browser is blocking cookies.").await;
    window.wait_for_text("Allow cookies and site data for this address").await;
    assert!(window.address().await.ends_with("/start"));
    assert_eq!(browser.endpoint().practice.microsoft().counters().authorizations, 0);
    browser.close().await;
}
