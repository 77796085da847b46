//! Set up Sync: a path through both connections that can be left and taken up again at any point.

use latchkey_wire::Purpose;

use crate::browser_session::{AT_SALESFORCE, BrowserSession};
use crate::pages::PanePage;
use crate::people::ANN;
use crate::view::Role;

/// Opens the menu, looks which of these it has, and closes it.
async fn assert_menu_has(pane: &PanePage, set_up: bool, settings: bool) {
    pane.press(Role::Button, "☰ Menu").await;
    pane.see(Role::MenuItem, "Log out").await;
    let items = pane.names(Role::MenuItem).await;
    let has = |name: &str| items.iter().any(|item| item == name);
    assert_eq!((has("Set up Sync"), has("Sync settings")), (set_up, settings), "{items:?}");
    pane.type_key(thirtyfour::Key::Escape).await;
    pane.wait_until_gone(Role::MenuItem, "Log out").await;
}

#[tokio::test]
async fn set_up_is_left_after_the_first_connection_and_taken_up_again_after_a_reload() {
    let browser = BrowserSession::builder().with_every_provider().open().await;
    let pane = browser.pane();
    assert_menu_has(&pane, true, false).await;
    pane.choose_menu_item("Set up Sync").await;
    pane.wait_for_text("Step 1 of 2").await;
    pane.press(Role::Button, "Connect Google").await;
    browser.next_window().await.sign_in_and_press(ANN, "Continue").await;
    pane.dismiss_connected_notice("Google").await;
    pane.wait_for_text("Step 2 of 2").await;
    pane.press(Role::Button, "Later").await;
    pane.see(Role::Heading, "Your connections").await;
    assert_menu_has(&pane, true, true).await;

    browser.reload().await;
    pane.see(Role::Heading, "Your connections").await;
    pane.choose_menu_item("Set up Sync").await;
    pane.wait_for_text("Step 2 of 2").await;
    pane.wait_for_text(ANN.email).await;
    pane.press(Role::Button, "My Domain").await;
    pane.go_to_address(&format!("{}/my/contoso", browser.endpoint().practice.salesforce().url())).await;
    browser.next_window().await.log_in_and_allow(ANN).await;
    pane.dismiss_connected_notice("Salesforce").await;
    pane.wait_for_text("Everything is connected.").await;
    assert_menu_has(&pane, false, true).await;
    pane.press(Role::Button, "Open Sync settings").await;
    pane.see(Role::Heading, "My connectivity").await;
    browser.close().await;
}

#[tokio::test]
async fn setting_up_the_crm_first_still_asks_for_the_mailbox() {
    let browser = BrowserSession::builder().with_every_provider().connected([AT_SALESFORCE]).open().await;
    let pane = browser.pane();
    pane.choose_menu_item("Set up Sync").await;
    pane.wait_for_text("Step 1 of 2").await;
    pane.connect().await;
    browser.next_window().await.sign_in_and_accept(ANN).await;
    pane.dismiss_connected_notice("Microsoft 365").await;
    pane.wait_for_text("Everything is connected.").await;
    for purpose in [Purpose::Mailbox, Purpose::Crm] {
        assert_eq!(browser.connection_for(purpose).await.account.address, ANN.email);
    }
    browser.close().await;
}
