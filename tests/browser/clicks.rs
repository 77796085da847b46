//! How often a person has to press a control of the product on the way to a working connection. The provider's own pages do not
//! count. No path may take more presses than the table allows; the last column is what it took before sign-ins were proven at
//! their start.
//!
//! | path | now | before |
//! |---|---|---|
//! | a tab, first connection | 1 | 1 |
//! | a tab, Refresh | 1 | 1 |
//! | framed or in Outlook on the web, first connection | 1 | 2 |
//! | framed or in Outlook on the web, Refresh | 1 | 1 |
//! | the extension, first connection | 1 | 1 |
//! | the extension pointed by policy, first connection | 1 | 2 |
//! | Outlook on the desktop, a dialog, first connection | 1 | 2 |
//! | Outlook on the desktop, the system's browser, first connection | 2, and the code is typed | 2 |
//! | Outlook on the desktop, the system's browser, Refresh | 1 | 1 |
//! | a copied link in the same browser, first connection | 2 | 3 |
//! | a copied link in another browser, first connection | 3, and the code is typed | 3 |
//! | the link in an e-mail | 1 | 1 |
//!
//! # To add a path
//! Add a line above, and a test that follows the path with a [`PressCounter`].

use std::cell::Cell;

use latchkey_testkit::SmtpSink;

use crate::browser_session::{AT_GOOGLE, AT_MICROSOFT, BrowserSession};
use crate::extension::{gmail_session, open_gmail_with_policy};
use crate::outlook::{OUTLOOK, desktop, outlook_session, wait_until_started};
use crate::pages::CONNECTED;
use crate::people::ANN;
use crate::view::{Role, View};

const CONNECT: &str = "Connect Microsoft 365";

/// Presses controls and counts the presses.
#[derive(Default)]
struct PressCounter(Cell<u32>);

impl PressCounter {
    async fn press(&self, view: &View, role: Role, name: &str) {
        view.press(role, name).await;
        self.0.set(self.0.get() + 1);
    }

    fn assert_count(&self, expected: u32) {
        assert_eq!(self.0.get(), expected);
    }
}

/// Connects for the first time in a window that asks no question of ours.
async fn connect(browser: &BrowserSession) -> PressCounter {
    let (presses, pane) = (PressCounter::default(), browser.pane());
    presses.press(&pane, Role::Button, CONNECT).await;
    let window = browser.next_window().await;
    window.sign_in_and_accept(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    window.wait_until_closed().await;
    presses
}

/// Refreshes from Home, which shows the loss.
async fn refresh(browser: &BrowserSession) -> PressCounter {
    let (presses, pane) = (PressCounter::default(), browser.pane());
    pane.wait_for_lost_mark().await;
    presses.press(&pane, Role::Button, "Sign in again").await;
    let window = browser.next_window().await;
    window.enter_password(ANN).await;
    pane.wait_for_text("Working").await;
    window.wait_until_closed().await;
    presses
}

#[tokio::test]
async fn in_a_tab() {
    let browser = BrowserSession::open().await;
    connect(&browser).await.assert_count(1);
    browser.close().await;
    let browser = BrowserSession::builder().connected([AT_MICROSOFT]).with_lost_access().open().await;
    refresh(&browser).await.assert_count(1);
    browser.close().await;
}

#[tokio::test]
async fn in_a_frame_of_another_site() {
    let browser = BrowserSession::builder().embedded().open().await;
    connect(&browser).await.assert_count(1);
    browser.close().await;
    let browser = BrowserSession::builder().embedded().connected([AT_MICROSOFT]).with_lost_access().open().await;
    refresh(&browser).await.assert_count(1);
    browser.close().await;
}

#[tokio::test]
async fn in_the_extension_made_for_its_endpoint_or_pointed_there() {
    let browser = gmail_session().open().await;
    browser.open_panel().await;
    connect(&browser).await.assert_count(1);
    browser.close().await;
    let browser = open_gmail_with_policy().await;
    browser.open_panel().await;
    connect(&browser).await.assert_count(1);
    browser.close().await;
}

/// Caused by a tab that the person opened: no script may close it.
const NOT_ITS_OWN: &str = "Scripts may close only the windows that were opened by them";

#[tokio::test]
async fn by_a_copied_link_in_the_same_browser() {
    let mut browser = BrowserSession::open().await;
    browser.expect_in_console(NOT_ITS_OWN);
    let (presses, pane) = (PressCounter::default(), browser.pane());
    presses.press(&pane, Role::Button, CONNECT).await;
    browser.next_window().await.close().await;
    pane.wait_until_registered().await;
    let link = pane.copied_by(async || presses.press(&pane, Role::Button, "Copy link").await).await;
    browser.new_tab(&link).await.sign_in_and_accept(ANN).await;
    pane.wait_for_text(CONNECTED).await;
    presses.assert_count(2);
    browser.close().await;
}

#[tokio::test]
async fn by_a_copied_link_in_a_browser_that_does_not_reach_the_pane() {
    let mut browser = BrowserSession::builder().embedded().open().await;
    browser.expect_in_console(NOT_ITS_OWN);
    browser.expect_in_console("The Clipboard API has been blocked");
    let (presses, pane) = (PressCounter::default(), browser.pane());
    presses.press(&pane, Role::Button, CONNECT).await;
    browser.next_window().await.close().await;
    pane.wait_until_registered().await;
    presses.press(&pane, Role::Button, "Copy link").await;
    pane.wait_for_text("Select this text and copy it:").await;
    let text = pane.text().await;
    let window = browser.new_tab(text.lines().find(|line| line.starts_with("http")).unwrap()).await;
    window.see(Role::Heading, "Continue in this browser?").await;
    presses.press(&window, Role::Button, "Continue").await;
    window.sign_in_and_accept(ANN).await;
    pane.type_code(&window.code().await).await;
    pane.wait_for_text(CONNECTED).await;
    presses.assert_count(3);
    browser.close().await;
}

#[tokio::test]
async fn by_the_link_in_an_e_mail() {
    let office = SmtpSink::start();
    let mail = format!(
        "[mail]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"off\"\nfrom = \"latchkey@contoso.example\"\n",
        office.port()
    );
    let browser = BrowserSession::builder()
        .endpoint(|endpoint| endpoint.with_settings(&mail))
        .connected([AT_MICROSOFT])
        .with_lost_access();
    let browser = browser.open().await;
    browser.endpoint().clock.advance_s(3600);
    browser.endpoint().deliver_due().await;
    let letter = office.received().remove(0);
    let link = letter.text.lines().find(|line| line.starts_with("http")).unwrap().to_owned();
    let (presses, window) = (PressCounter::default(), browser.new_tab(&link).await);
    presses.press(&window, Role::Button, "Sign in to Microsoft 365").await;
    window.enter_password(ANN).await;
    browser.pane().wait_for_text("Working").await;
    presses.assert_count(1);
    browser.close().await;
}

/// A module, so that it can be left out where Office.js is missing.
mod outlook {
    use super::*;

    #[tokio::test]
    async fn on_the_web() {
        let browser = outlook_session(OUTLOOK).open().await;
        wait_until_started(&browser).await;
        connect(&browser).await.assert_count(1);
        browser.close().await;
        let browser = outlook_session(OUTLOOK).connected([AT_MICROSOFT]).with_lost_access().open().await;
        wait_until_started(&browser).await;
        refresh(&browser).await.assert_count(1);
        browser.close().await;
    }

    #[tokio::test]
    async fn on_the_desktop_by_a_dialog() {
        let browser = desktop::open_new().await;
        let (presses, pane) = (PressCounter::default(), browser.pane());
        presses.press(&pane, Role::Button, CONNECT).await;
        let dialog = browser.new_tab(&desktop::opened_address(&browser, "dialog").await).await;
        desktop::relay_until_key(&pane, &dialog).await;
        dialog.sign_in_and_accept(ANN).await;
        pane.wait_for_text(CONNECTED).await;
        presses.assert_count(1);
        browser.close().await;
    }

    #[tokio::test]
    async fn on_the_desktop_by_the_systems_browser() {
        let mut browser = desktop::open_new().await;
        browser.expect_in_console("status of 409");
        let (presses, pane) = (PressCounter::default(), browser.pane());
        presses.press(&pane, Role::Button, "Connect Google").await;
        let system_browser = browser.new_tab(&desktop::opened_address(&browser, "browser").await).await;
        system_browser.see(Role::Heading, "Continue in this browser?").await;
        presses.press(&system_browser, Role::Button, "Continue").await;
        system_browser.sign_in_and_press(ANN, "Continue").await;
        pane.type_code(&system_browser.code().await).await;
        pane.wait_for_text("Google is connected").await;
        presses.assert_count(2);
        browser.close().await;
        let mut browser = desktop::builder().connected([AT_GOOGLE]).with_lost_access().open().await;
        browser.expect_in_console("status of 409");
        desktop::wait_for_outlook(&browser).await;
        let (presses, pane) = (PressCounter::default(), browser.pane());
        pane.wait_for_lost_mark().await;
        presses.press(&pane, Role::Button, "Sign in again").await;
        let system_browser = browser.new_tab(&desktop::opened_address(&browser, "browser").await).await;
        system_browser.sign_in_and_press(ANN, "Continue").await;
        pane.wait_for_text("Working").await;
        presses.assert_count(1);
        browser.close().await;
    }
}
