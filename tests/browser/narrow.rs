//! Every screen at the width of a sidebar, light and dark: nothing is cut off, and nothing needs horizontal scrolling.

use latchkey_practice::{Condition, Faults};
use latchkey_wire::Purpose::Mailbox;
use latchkey_wire::SyncSettings::Legacy;
use serde_json::json;

use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::pages::CONNECTED;
use crate::people::{ADA, ANN, BEN};
use crate::picture::{assert_fits, set_sidebar_width};
use crate::view::Role;

/// Whether the name, the state mark and the menu button are in one line, even beside a scrollbar.
const IS_HEADER_ONE_LINE: &str = "
    document.documentElement.style.overflowY = 'scroll';
    const parts = ['.header__name', '.header .mark', '#menu-btn'];
    const boxes = parts.map((it) => document.querySelector(it).getBoundingClientRect());
    document.documentElement.style.overflowY = '';
    return Math.max(...boxes.map((it) => it.top)) < Math.min(...boxes.map((it) => it.bottom));
";

/// The lines of each long word.
const LONG_WORDS: &str = "
    const range = document.createRange();
    return [...document.querySelectorAll('main .long')].map((word) => {
        const lines = new Map();
        for (const part of [...word.childNodes].filter((it) => it.nodeType === Node.TEXT_NODE)) {
            for (let at = 0; at < part.length; at += 1) {
                range.setStart(part, at);
                range.setEnd(part, at + 1);
                const { top } = range.getBoundingClientRect();
                lines.set(top, (lines.get(top) ?? '') + part.data[at]);
            }
        }
        return [...lines.values()].join(' ');
    });
";

#[tokio::test]
async fn on_the_legacy_page_an_address_breaks_only_between_its_parts() {
    let browser = BrowserSession::builder().page(Legacy).connected([AT_MICROSOFT.of(ADA)]).narrow().open().await;
    let pane = browser.pane();
    pane.open_settings(Legacy, Mailbox).await;
    pane.wait_for_text("Signs in as").await;
    let lines = ["ada@contoso. example", "ada.lovelace@ contoso.onmicrosoft. example"];
    assert_eq!(pane.script(LONG_WORDS).await, json!(lines));
    assert_fits(&pane, "legacy-long-words").await;
    browser.close().await;
}

#[tokio::test]
async fn before_anything_is_connected_every_screen_fits() {
    let browser = BrowserSession::open().await;
    let pane = browser.pane();
    set_sidebar_width(&pane).await;
    pane.see(Role::Button, "Connect Microsoft 365").await;
    assert_fits(&pane, "set-up").await;
    pane.press(Role::Button, "☰ Menu").await;
    pane.see(Role::MenuItem, "Set up Sync").await;
    assert_fits(&pane, "menu-before-set-up").await;
    pane.press(Role::MenuItem, "About").await;
    pane.see(Role::Heading, "About Latchkey").await;
    assert_fits(&pane, "about").await;
    pane.press(Role::Button, "Back").await;

    pane.press_by_script(Role::Button, "Connect Microsoft 365").await;
    pane.wait_for_text("Your browser blocked the sign-in window.").await;
    pane.wait_until_registered().await;
    assert_fits(&pane, "window-blocked").await;
    pane.press(Role::Button, "Copy link").await;
    assert_fits(&pane, "link-copied").await;
    pane.press(Role::Button, "Cancel").await;

    pane.connect().await;
    let window = browser.next_window().await;
    set_sidebar_width(&window).await;
    window.see(Role::Heading, "Sign in").await;
    assert_fits(&window, "practice-sign-in").await;
    pane.wait_until_registered().await;
    assert_fits(&pane, "waiting").await;
    window.enter_password(ANN).await;
    window.see(Role::Button, "Accept").await;
    assert_fits(&window, "practice-consent").await;
    window.press(Role::Button, "Cancel").await;
    pane.wait_for_text("The sign-in was cancelled at Microsoft 365.").await;
    assert_fits(&pane, "cancelled-at-provider").await;
    window.wait_for_text("The sign-in was cancelled at Microsoft 365.").await;
    assert_fits(&window, "window-cancelled-at-provider").await;
    browser.close().await;
}

#[tokio::test]
async fn every_screen_fits_in_each_connection_state() {
    let browser = BrowserSession::open().await;
    let pane = browser.pane();
    set_sidebar_width(&pane).await;
    browser.connect(ANN).await;
    assert_fits(&pane, "connected").await;
    browser.reload().await;
    set_sidebar_width(&pane).await;
    pane.see(Role::Button, "Check now").await;
    assert_fits(&pane, "home").await;
    pane.press(Role::Button, "☰ Menu").await;
    pane.see(Role::MenuItem, "Sync settings").await;
    assert_fits(&pane, "menu").await;
    pane.press(Role::MenuItem, "Sync settings").await;
    pane.see(Role::Button, "Refresh").await;
    assert_fits(&pane, "settings-email").await;
    pane.press(Role::Tab, "CRM").await;
    pane.wait_for_text("Not available here.").await;
    assert_fits(&pane, "settings-crm").await;
    pane.press(Role::Button, "Back").await;

    let microsoft = browser.endpoint().practice.microsoft();
    browser.set_microsoft_faults(Faults { down: true, ..Faults::default() });
    browser.pass_an_hour().await;
    pane.wait_for_text("Retrying").await;
    assert_fits(&pane, "home-retrying").await;
    browser.set_microsoft_faults(Faults::default());
    microsoft.impose(ANN.email, Condition::BlockedByPolicy);
    browser.pass_an_hour().await;
    pane.wait_for_dialog("Your organisation's policy").await;
    assert_fits(&pane, "dialog-needs-admin").await;
    pane.press(Role::Button, "Not now").await;
    pane.wait_for_text("Administrator needed").await;
    assert_fits(&pane, "home-needs-admin").await;
    microsoft.lift(ANN.email, Condition::BlockedByPolicy);
    microsoft.revoke(ANN.email);
    browser.check_now(&pane).await;
    pane.wait_for_text("Sign-in needed").await;
    pane.wait_for_lost_mark().await;
    assert_fits(&pane, "home-lost").await;
    assert_eq!(pane.script(IS_HEADER_ONE_LINE).await, true);
    pane.open_email_configuration().await;
    assert_fits(&pane, "settings-lost").await;

    pane.press(Role::Button, "Refresh").await;
    let window = browser.next_window().await;
    set_sidebar_width(&window).await;
    window.sign_in_and_accept(BEN).await;
    pane.see(Role::Button, "Sign in as ann@contoso.example").await;
    assert_fits(&pane, "wrong-account").await;
    window.wait_for_text("This connection is for ann@contoso.example.").await;
    assert_fits(&window, "window-wrong-account").await;
    pane.choose_menu_item("Log out").await;
    pane.see(Role::Heading, "Set up Sync").await;
    browser.close().await;
}

#[tokio::test]
async fn a_sign_in_without_a_key_fits() {
    let mut browser = BrowserSession::builder().embedded().open().await;
    // A frame may not write to the clipboard unless its page lets it; the endpoint refuses a wrong code and a window that the
    // pane has not asked for.
    for expected in ["The Clipboard API has been blocked", "status of 403", "status of 409"] {
        browser.expect_in_console(expected);
    }
    let pane = browser.pane();
    set_sidebar_width(&pane).await;
    pane.press_by_script(Role::Button, "Connect Microsoft 365").await;
    let link = pane.find(Role::Link, "Open the sign-in page").await.prop("href").await.unwrap().unwrap();
    pane.wait_until_registered().await;
    let window = browser.new_tab(&link).await;
    set_sidebar_width(&window).await;
    window.see(Role::Heading, "Your sidebar didn't respond.").await;
    assert_fits(&window, "window-not-asked-for").await;
    pane.press(Role::Button, "Copy link").await;
    window.see(Role::Heading, "Continue in this browser?").await;
    assert_fits(&window, "window-without-key").await;
    window.continue_in_this_browser().await;
    window.sign_in_and_accept(ANN).await;
    let code = window.code().await;
    assert_fits(&window, "window-code").await;
    pane.see(Role::Heading, "Enter the code").await;
    assert_fits(&pane, "type-the-code").await;
    pane.type_code("BCDFGHJK").await;
    pane.wait_for_text("That isn't the code in the sign-in window. Attempts left: 2.").await;
    assert_fits(&pane, "wrong-code").await;
    pane.type_code(&code.to_lowercase()).await;
    pane.wait_for_text(CONNECTED).await;
    browser.close().await;
}

#[tokio::test]
async fn an_unreachable_endpoint_and_an_ended_session_fit() {
    let mut browser = BrowserSession::connected().await;
    browser.expect_in_console("net::ERR_INTERNET_DISCONNECTED");
    browser.expect_in_console("status of 401");
    let pane = browser.pane();
    set_sidebar_width(&pane).await;
    pane.set_offline(true).await;
    pane.choose_menu_item("Refresh the Sidebar").await;
    pane.wait_for_text("This sidebar can't reach Latchkey right now").await;
    assert_fits(&pane, "out-of-reach").await;
    pane.set_offline(false).await;
    pane.wait_for_text_gone("This sidebar can't reach Latchkey right now").await;
    let token = pane.session_token().await.unwrap();
    browser.endpoint().pane().with_token(&token).log_out().await.unwrap();
    pane.see(Role::Heading, "You've been logged out").await;
    assert_fits(&pane, "session-over").await;
    browser.close().await;
}
