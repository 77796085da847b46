//! What a person chooses about this browser.

use serde_json::json;

use super::gmail_session;
use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::picture::{assert_fits_in_host_colours, save_screenshot, set_sidebar_width};
use crate::view::Role;
use crate::wait::until;

const STAY: &str = "Stay signed in on this computer";

/// Waits until the session's token stands in one of the browser's stores and not in the other.
async fn wait_until_kept_in(browser: &BrowserSession, place: &str) {
    let script = "return Promise.all(['local', 'session'].map(async (place) =>
        (await chrome.storage[place].get('session')).session ? place : '')).then((places) => places.join(''))";
    until(&format!("the session in {place} alone"), async || {
        let places = browser.run_in_extension(script).await;
        if places == place { Ok(()) } else { Err(places.to_string()) }
    })
    .await;
}

#[tokio::test]
async fn the_session_ends_with_the_browser_unless_the_person_stays_signed_in() {
    let browser = gmail_session().connected([AT_MICROSOFT]).open().await;
    wait_until_kept_in(&browser, "local").await;
    browser.open_panel().await;
    let pane = browser.pane();
    pane.choose_menu_item("Sync settings").await;
    pane.press(Role::Checkbox, STAY).await;
    wait_until_kept_in(&browser, "session").await;
    pane.press(Role::Checkbox, STAY).await;
    wait_until_kept_in(&browser, "local").await;
    browser.close().await;
}

#[tokio::test]
async fn logging_out_leaves_the_session_in_neither() {
    let browser = gmail_session().connected([AT_MICROSOFT]).open().await;
    browser.open_panel().await;
    browser.pane().wait_for_text("ann@contoso.example").await;
    browser.pane().choose_menu_item("Log out").await;
    wait_until_kept_in(&browser, "").await;
    browser.close().await;
}

#[tokio::test]
async fn the_choices_fit_into_a_narrow_panel_and_can_be_read() {
    let browser = gmail_session().connected([AT_MICROSOFT]).open().await;
    browser.open_panel().await;
    let pane = browser.pane();
    set_sidebar_width(&pane).await;
    pane.choose_menu_item("Sync settings").await;
    pane.see(Role::Checkbox, STAY).await;
    assert_fits_beside_gmail(&browser, "extension-settings").await;
    pane.choose_menu_item("Log out").await;
    pane.see(Role::Heading, "Set up Sync").await;
    pane.see(Role::Checkbox, STAY).await;
    assert_fits_beside_gmail(&browser, "extension-set-up").await;
    let mail = browser.mail();
    let size = json!({ "width": 820, "height": 560, "deviceScaleFactor": 1, "mobile": false });
    mail.devtools("Emulation.setDeviceMetricsOverride", size).await;
    save_screenshot("extension-gmail", &mail).await;
    browser.close().await;
}

/// The panel follows Gmail's colours and ignores the browser's preference.
async fn assert_fits_beside_gmail(browser: &BrowserSession, name: &str) {
    let turns = async |scheme: &str| {
        let dark = scheme == "dark";
        browser.mail().script(&format!("document.body.classList.toggle('dark', {dark})")).await;
    };
    assert_fits_in_host_colours(&browser.pane(), name, turns).await;
}

#[tokio::test]
async fn lost_access_fits_into_a_narrow_panel_and_can_be_read() {
    let browser = gmail_session().connected([AT_MICROSOFT]).with_lost_access().open().await;
    browser.open_panel().await;
    let pane = browser.pane();
    set_sidebar_width(&pane).await;
    pane.wait_for_lost_mark().await;
    assert_fits_beside_gmail(&browser, "extension-lost").await;
    pane.refresh_email().await;
    let window = browser.next_window().await;
    window.see(Role::Heading, "Sign in").await;
    assert_fits_beside_gmail(&browser, "extension-waiting").await;
    window.close().await;
    browser.close().await;
}
