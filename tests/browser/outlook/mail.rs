//! What the pane learns from Outlook: its presence, its mailbox and its colours.

use serde_json::json;

use super::{OUTLOOK, outlook_session, run_in_outlook, select_another_mail, wait_until_started};
use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::outlook::simulator::{OfficeJs, OutlookSettings};
use crate::people::{ADA, ADAS_ALIAS, ADAS_MAIL, ANN, BEN, CLEO};
use crate::view::Role;
use crate::wait::until;

const ANOTHER: &str = "You're viewing the mailbox ben@contoso.example, but the connected mailbox is \
                       ann@contoso.example.";
const SILENT: &str = "Outlook isn't responding to the sidebar.";

async fn wait_for_colours(browser: &BrowserSession, expected: &str) {
    until(&format!("{expected} colours"), async || {
        let colours = browser.pane().script("return document.documentElement.dataset.theme ?? null").await;
        if colours == json!(expected) { Ok(()) } else { Err(colours.to_string()) }
    })
    .await;
}

#[tokio::test]
async fn the_pane_starts_as_a_part_of_outlook_on_the_web() {
    let browser = outlook_session(OUTLOOK).open().await;
    wait_until_started(&browser).await;
    let pane = browser.pane();
    let facts = pane
        .script("const { diagnostics } = Office.context; return [diagnostics.host, diagnostics.platform, Office.context.mailbox.userProfile.emailAddress]")
        .await;
    assert_eq!(facts, json!(["Outlook", "OfficeOnline", ANN.email]));
    assert_eq!(pane.script("return history.pushState").await, json!(null), "Office.js has taken it away");
    pane.wait_for_text_gone(SILENT).await;
    pane.see(Role::Button, "Connect Microsoft 365").await;
    browser.close().await;
}

#[tokio::test]
async fn nothing_of_the_pane_is_kept_where_outlook_shows_it_to_sign_in_pages() {
    let browser = outlook_session(OUTLOOK).connected([AT_MICROSOFT]).open().await;
    wait_until_started(&browser).await;
    browser.pane().see(Role::Heading, "Your connections").await;
    let saved = run_in_outlook(
        &browser,
        "return outlook.said.filter(([, data]) => data?.MethodData?.DispatchId === 404).length",
    )
    .await;
    assert_eq!(saved, json!(0), "roaming settings stay empty");
    browser.close().await;
}

#[tokio::test]
async fn the_pane_follows_the_colours_of_outlook_while_it_is_open() {
    let browser = outlook_session(OUTLOOK).open().await;
    wait_until_started(&browser).await;
    run_in_outlook(&browser, "outlook.theme(0x212121, 0xffffff)").await;
    wait_for_colours(&browser, "dark").await;
    run_in_outlook(&browser, "outlook.theme(0xffffff, 0x212121)").await;
    wait_for_colours(&browser, "light").await;
    browser.close().await;
}

#[tokio::test]
async fn a_pinned_pane_stays_as_it_is_while_its_reader_goes_from_mail_to_mail() {
    let browser = outlook_session(OUTLOOK).open().await;
    wait_until_started(&browser).await;
    let pane = browser.pane();
    pane.connect().await;
    let window = browser.next_window().await;
    window.see(Role::Heading, "Sign in").await;
    pane.wait_until_registered().await;
    select_another_mail(&browser).await;
    until("Office.js to know of it", async || {
        let subject = pane.script("return Office.context.mailbox.item.subject").await;
        if subject == json!("Mail number 2") { Ok(()) } else { Err(subject.to_string()) }
    })
    .await;
    window.sign_in_and_accept(ANN).await;
    pane.wait_for_text("Microsoft 365 is connected").await;
    pane.wait_for_text_gone("You're viewing the mailbox").await;
    browser.close().await;
}

#[tokio::test]
async fn signing_in_beside_another_mailbox_does_not_take_the_connection() {
    let browser = outlook_session(OutlookSettings { person: BEN, ..OUTLOOK }).connected([AT_MICROSOFT]).open().await;
    wait_until_started(&browser).await;
    let pane = browser.pane();
    pane.wait_for_text(ANOTHER).await;
    let before = browser.connection().await;
    pane.refresh_email().await;
    browser.next_window().await.sign_in_and_accept(BEN).await;
    pane.wait_for_text("You signed in as ben@contoso.example. This connection is for ann@contoso.example.").await;
    browser.assert_unchanged(&[before]).await;
    browser.close().await;
}

/// Opens the pane anew, beside the mailbox of this address.
async fn open_beside(browser: &BrowserSession, address: &str) {
    let script = format!("setting.mailbox.address = {}; outlook.close(); outlook.open()", json!(address));
    run_in_outlook(browser, &script).await;
    wait_until_started(browser).await;
    browser.pane().wait_for_text(ADAS_MAIL).await;
    let known = browser.pane().script("return Office.context.mailbox.userProfile.emailAddress").await;
    assert_eq!(known, json!(address));
}

#[tokio::test]
async fn each_of_her_addresses_is_the_mailbox_of_a_person_with_two_names_and_a_dismissed_notice_stays_away_for_its_pair()
 {
    let settings = OutlookSettings { person: BEN, ..OUTLOOK };
    let browser = outlook_session(settings).connected([AT_MICROSOFT.of(ADA)]).open().await;
    wait_until_started(&browser).await;
    let pane = browser.pane();
    let notice = |shown: &str| format!("the mailbox {shown}, but the connected mailbox is {ADAS_MAIL}.");
    let (bens, cleos) = (notice(BEN.email), notice(CLEO.email));
    pane.wait_for_text(&bens).await;
    for own in [ADAS_MAIL, ADAS_ALIAS, ADA.email, "Ada.King@Contoso.example"] {
        open_beside(&browser, own).await;
        pane.wait_for_text_gone("the connected mailbox is").await;
    }
    open_beside(&browser, BEN.email).await;
    pane.wait_for_text(&bens).await;
    pane.press(Role::Button, "Close").await;
    pane.wait_for_text_gone(&bens).await;
    browser.reload().await;
    wait_until_started(&browser).await;
    pane.wait_for_text(ADAS_MAIL).await;
    pane.wait_for_text_gone("the connected mailbox is").await;
    open_beside(&browser, CLEO.email).await;
    pane.wait_for_text(&cleos).await;
    browser.close().await;
}

#[tokio::test]
async fn without_office_js_the_pane_says_so_and_works_as_in_a_browser() {
    let mut browser = outlook_session(OutlookSettings { office_js: OfficeJs::Missing, ..OUTLOOK }).open().await;
    browser.expect_in_console("office.js");
    browser.expect_in_console("status of 404");
    let pane = browser.pane();
    pane.wait_for_text(SILENT).await;
    pane.connect().await;
    let window = browser.next_window().await;
    window.sign_in_and_accept(ANN).await;
    pane.wait_for_text("Microsoft 365 is connected").await;
    browser.close().await;
}

#[tokio::test]
async fn outlooks_page_in_a_plain_browser_says_so_and_works() {
    let browser = BrowserSession::open().await;
    let address = browser.endpoint().url().join("/outlook").unwrap();
    browser.pane().go_to(address.as_str()).await;
    browser.pane().wait_for_text(SILENT).await;
    browser.pane().press(Role::Button, "Close").await;
    browser.pane().wait_for_text_gone(SILENT).await;
    browser.connect(ANN).await;
    browser.close().await;
}
