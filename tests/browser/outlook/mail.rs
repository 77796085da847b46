//! What the pane knows of Outlook: that it is there, whose mailbox it shows, and its colours.

use serde_json::json;

use super::{OUTLOOK, has_started, in_outlook, looks_at_another_mail, outside};
use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::outlook::simulator::{OfficeJs, OutlookSettings};
use crate::people::{ANN, BEN};
use crate::view::Role;
use crate::wait::until;

const ANOTHER: &str = "You are looking at the mailbox ben@contoso.example, but the mailbox that is connected here is \
                       ann@contoso.example.";
const SILENT: &str = "The program that shows this sidebar does not answer it.";

async fn has_colours(browser: &BrowserSession, expected: &str) {
    until(&format!("{expected} colours"), async || {
        let colours = browser.pane().script("return document.documentElement.dataset.theme ?? null").await;
        if colours == json!(expected) { Ok(()) } else { Err(colours.to_string()) }
    })
    .await;
}

#[tokio::test]
async fn the_pane_starts_as_a_part_of_outlook_on_the_web() {
    let browser = in_outlook(OUTLOOK).open().await;
    has_started(&browser).await;
    let pane = browser.pane();
    let facts = pane
        .script("const { diagnostics } = Office.context; return [diagnostics.host, diagnostics.platform, Office.context.mailbox.userProfile.emailAddress]")
        .await;
    assert_eq!(facts, json!(["Outlook", "OfficeOnline", ANN.email]));
    assert_eq!(pane.script("return history.pushState").await, json!(null), "Office.js has taken it away");
    pane.no_longer_says(SILENT).await;
    pane.find(Role::Button, "Connect Microsoft 365").await;
    browser.close().await;
}

#[tokio::test]
async fn nothing_of_the_pane_is_kept_where_outlook_shows_it_to_sign_in_pages() {
    let browser = in_outlook(OUTLOOK).connected([AT_MICROSOFT]).open().await;
    has_started(&browser).await;
    browser.pane().find(Role::Heading, "Your connections").await;
    let saved =
        outside(&browser, "return outlook.said.filter(([, data]) => data?.MethodData?.DispatchId === 404).length")
            .await;
    assert_eq!(saved, json!(0), "roaming settings stay empty");
    browser.close().await;
}

#[tokio::test]
async fn the_pane_follows_the_colours_of_outlook_while_it_is_open() {
    let browser = in_outlook(OUTLOOK).open().await;
    has_started(&browser).await;
    outside(&browser, "outlook.theme(0x212121, 0xffffff)").await;
    has_colours(&browser, "dark").await;
    outside(&browser, "outlook.theme(0xffffff, 0x212121)").await;
    has_colours(&browser, "light").await;
    browser.close().await;
}

#[tokio::test]
async fn a_pinned_pane_stays_as_it_is_while_its_reader_goes_from_mail_to_mail() {
    let browser = in_outlook(OUTLOOK).open().await;
    has_started(&browser).await;
    let pane = browser.pane();
    pane.connect().await;
    let window = browser.window().await;
    window.find(Role::Heading, "Sign in").await;
    pane.is_waiting().await;
    looks_at_another_mail(&browser).await;
    until("Office.js to know of it", async || {
        let subject = pane.script("return Office.context.mailbox.item.subject").await;
        if subject == json!("Mail number 2") { Ok(()) } else { Err(subject.to_string()) }
    })
    .await;
    window.sign_in_and_accept(ANN).await;
    pane.says("Microsoft 365 is connected").await;
    pane.no_longer_says("You are looking at the mailbox").await;
    browser.close().await;
}

#[tokio::test]
async fn signing_in_beside_another_mailbox_does_not_take_the_connection() {
    let browser = in_outlook(OutlookSettings { person: BEN, ..OUTLOOK }).connected([AT_MICROSOFT]).open().await;
    has_started(&browser).await;
    let pane = browser.pane();
    pane.says(ANOTHER).await;
    let before = browser.connection().await;
    pane.refresh_email().await;
    browser.window().await.sign_in_and_accept(BEN).await;
    pane.says("You signed in as ben@contoso.example. This connection is for ann@contoso.example.").await;
    browser.nothing_was_lost(&[before]).await;
    browser.close().await;
}

#[tokio::test]
async fn without_office_js_the_pane_says_so_and_works_as_in_a_browser() {
    let mut browser = in_outlook(OutlookSettings { office_js: OfficeJs::Missing, ..OUTLOOK }).open().await;
    browser.expect_in_console("office.js");
    browser.expect_in_console("status of 404");
    let pane = browser.pane();
    pane.says(SILENT).await;
    pane.connect().await;
    let window = browser.window().await;
    window.sign_in_and_accept(ANN).await;
    pane.says("Microsoft 365 is connected").await;
    browser.close().await;
}

#[tokio::test]
async fn outlooks_page_in_a_browser_says_that_nothing_is_around_it_and_works() {
    let browser = BrowserSession::open().await;
    let address = browser.stage().url().join("/outlook").unwrap();
    browser.pane().go_to(address.as_str()).await;
    browser.pane().says(SILENT).await;
    browser.pane().press(Role::Button, "Close").await;
    browser.pane().no_longer_says(SILENT).await;
    browser.connect(ANN).await;
    browser.close().await;
}
