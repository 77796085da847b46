//! Every screen at the width of a sidebar, light and dark: nothing is cut off, and nothing has to be scrolled for
//! sideways.

use latchkey_practice::{Condition, Faults};

use crate::browser_session::BrowserSession;
use crate::pages::CONNECTED;
use crate::people::{ANN, BEN};
use crate::picture::{fits, has_width_of_a_sidebar};
use crate::view::Role;

#[tokio::test]
async fn before_anything_is_connected_every_screen_fits() {
    let browser = BrowserSession::open().await;
    let pane = browser.pane();
    has_width_of_a_sidebar(&pane).await;
    pane.find(Role::Button, "Connect Microsoft 365").await;
    fits(&pane, "set-up").await;
    pane.press(Role::Button, "☰ Menu").await;
    pane.find(Role::MenuItem, "Set up Sync").await;
    fits(&pane, "menu-before-set-up").await;
    pane.press(Role::MenuItem, "About").await;
    pane.find(Role::Heading, "About Latchkey").await;
    fits(&pane, "about").await;
    pane.press(Role::Button, "Back").await;

    pane.press_without_a_hand(Role::Button, "Connect Microsoft 365").await;
    pane.says("Your browser did not open the sign-in window.").await;
    pane.is_waiting().await;
    fits(&pane, "window-blocked").await;
    pane.press(Role::Button, "Copy link").await;
    fits(&pane, "link-copied").await;
    pane.press(Role::Button, "Cancel").await;

    pane.connect().await;
    let window = browser.window().await;
    has_width_of_a_sidebar(&window).await;
    window.find(Role::Heading, "Sign in").await;
    fits(&window, "practice-sign-in").await;
    pane.is_waiting().await;
    fits(&pane, "waiting").await;
    window.enter_password(ANN).await;
    window.find(Role::Button, "Accept").await;
    fits(&window, "practice-consent").await;
    window.press(Role::Button, "Cancel").await;
    pane.says("The sign-in was cancelled at Microsoft 365.").await;
    fits(&pane, "cancelled-at-provider").await;
    window.says("The sign-in was cancelled at Microsoft 365.").await;
    fits(&window, "window-cancelled-at-provider").await;
    browser.close().await;
}

#[tokio::test]
async fn every_screen_fits_in_each_connection_state() {
    let browser = BrowserSession::open().await;
    let pane = browser.pane();
    has_width_of_a_sidebar(&pane).await;
    browser.connect(ANN).await;
    fits(&pane, "connected").await;
    browser.reload().await;
    has_width_of_a_sidebar(&pane).await;
    pane.find(Role::Button, "Check now").await;
    fits(&pane, "home").await;
    pane.press(Role::Button, "☰ Menu").await;
    pane.find(Role::MenuItem, "Sync settings").await;
    fits(&pane, "menu").await;
    pane.press(Role::MenuItem, "Sync settings").await;
    pane.find(Role::Button, "Refresh").await;
    fits(&pane, "settings-email").await;
    pane.press(Role::Tab, "CRM").await;
    pane.says("Not set up.").await;
    fits(&pane, "settings-crm").await;
    pane.press(Role::Button, "Back").await;

    let microsoft = browser.stage().practice.microsoft();
    browser.breaks(Faults { down: true, ..Faults::default() });
    browser.an_hour_passes().await;
    pane.says("Trying again").await;
    fits(&pane, "home-retrying").await;
    browser.breaks(Faults::default());
    microsoft.impose(ANN.email, Condition::BlockedByPolicy);
    browser.an_hour_passes().await;
    pane.dialog_says("A rule of your organisation").await;
    fits(&pane, "dialog-needs-admin").await;
    pane.press(Role::Button, "Not now").await;
    pane.says("Administrator needed").await;
    fits(&pane, "home-needs-admin").await;
    microsoft.lift(ANN.email, Condition::BlockedByPolicy);
    microsoft.revoke(ANN.email);
    pane.press(Role::Button, "Check now").await;
    pane.says("Sign-in needed").await;
    pane.menu_shows_lost().await;
    fits(&pane, "home-lost").await;
    pane.open_email_configuration().await;
    fits(&pane, "settings-lost").await;

    pane.press(Role::Button, "Refresh").await;
    let window = browser.window().await;
    has_width_of_a_sidebar(&window).await;
    window.sign_in_and_accept(BEN).await;
    pane.find(Role::Button, "Sign in as ann@contoso.example").await;
    fits(&pane, "wrong-account").await;
    window.says("This connection is for ann@contoso.example.").await;
    fits(&window, "window-wrong-account").await;
    pane.choose("Log out").await;
    pane.find(Role::Heading, "Set up Sync").await;
    browser.close().await;
}

#[tokio::test]
async fn a_sign_in_without_a_key_fits() {
    let mut browser = BrowserSession::builder().embedded().open().await;
    // A frame may not write to the clipboard unless its page lets it; a wrong code and a window that nobody asked for are
    // refused.
    for expected in ["The Clipboard API has been blocked", "status of 403", "status of 409"] {
        browser.expect_in_console(expected);
    }
    let pane = browser.pane();
    has_width_of_a_sidebar(&pane).await;
    pane.press_without_a_hand(Role::Button, "Connect Microsoft 365").await;
    let link = pane.find(Role::Link, "Open the sign-in page").await.prop("href").await.unwrap().unwrap();
    pane.is_waiting().await;
    let window = browser.new_tab(&link).await;
    has_width_of_a_sidebar(&window).await;
    window.find(Role::Heading, "Refresh the sidebar.").await;
    fits(&window, "window-not-asked-for").await;
    pane.press(Role::Button, "Copy link").await;
    window.find(Role::Heading, "Continue in this browser?").await;
    fits(&window, "window-without-key").await;
    window.go_on().await;
    window.sign_in_and_accept(ANN).await;
    let code = window.code().await;
    fits(&window, "window-code").await;
    pane.find(Role::Heading, "Type the code").await;
    fits(&pane, "type-the-code").await;
    pane.type_code("BCDFGHJK").await;
    pane.says("That is not the code in the sign-in window. Tries left: 2.").await;
    fits(&pane, "wrong-code").await;
    pane.type_code(&code.to_lowercase()).await;
    pane.says(CONNECTED).await;
    browser.close().await;
}

#[tokio::test]
async fn an_unreachable_endpoint_and_an_ended_session_fit() {
    let mut browser = BrowserSession::connected().await;
    browser.expect_in_console("net::ERR_INTERNET_DISCONNECTED");
    browser.expect_in_console("status of 401");
    let pane = browser.pane();
    has_width_of_a_sidebar(&pane).await;
    pane.goes_offline(true).await;
    pane.choose("Refresh the Sidebar").await;
    pane.says("Latchkey cannot be reached just now.").await;
    fits(&pane, "out-of-reach").await;
    pane.goes_offline(false).await;
    pane.no_longer_says("Latchkey cannot be reached just now.").await;
    let token = pane.session_token().await.unwrap();
    browser.stage().pane().with_token(&token).log_out().await.unwrap();
    pane.find(Role::Heading, "You were logged out").await;
    fits(&pane, "session-over").await;
    browser.close().await;
}
