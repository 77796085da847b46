//! Outlook on the desktop: its dialogs are no browser windows, and some providers require a browser.

use serde_json::Value;

use super::simulator::{OfficeJs, OutlookSettings};
use super::{OUTLOOK, outlook_session};
use crate::attacks::Mallory;
use crate::browser_session::{AT_GOOGLE, BrowserSession, BrowserSessionBuilder};
use crate::people::ANN;
use crate::view::{Role, View};
use crate::wait::until;

const ON_THE_DESKTOP: OutlookSettings = OutlookSettings { office_js: OfficeJs::OfTheDesktop, ..OUTLOOK };

/// A session in Outlook on the desktop.
pub fn builder() -> BrowserSessionBuilder {
    outlook_session(ON_THE_DESKTOP).endpoint(latchkey_testkit::TestEndpointBuilder::with_google)
}

/// Opens the pane of a person who has connected nothing.
pub async fn open_new() -> BrowserSession {
    let browser = builder().open().await;
    wait_for_outlook(&browser).await;
    browser
}

/// Waits until the pane knows Outlook's mailbox.
pub async fn wait_for_outlook(browser: &BrowserSession) {
    until("the pane to know Outlook", async || {
        let mailbox =
            browser.pane().script("return self.Office?.context.mailbox.userProfile.emailAddress ?? null").await;
        if mailbox == ANN.email { Ok(()) } else { Err(mailbox.to_string()) }
    })
    .await;
}

/// Waits for the only dialog or browser window that was opened, and returns its address.
pub async fn opened_address(browser: &BrowserSession, place: &str) -> String {
    let opened = until(&format!("one {place}"), async || {
        let opened = browser.pane().script("return self.opened").await;
        match opened.as_array().map(Vec::as_slice) {
            Some([only]) if only[0] == place => Ok(only[1].clone()),
            _ => Err(opened.to_string()),
        }
    })
    .await;
    assert_eq!(browser.web_driver().windows().await.unwrap().len(), 1, "and no window of the pane's own");
    opened.as_str().unwrap().to_owned()
}

/// Relays messages between pane and dialog, each with its page's origin, until a key has arrived.
pub async fn relay_until_key(pane: &View, dialog: &View) {
    until("a key for the dialog", async || {
        relay(dialog, pane).await;
        let answers = relay(pane, dialog).await;
        if answers.contains("opening-key") { Ok(()) } else { Err(answers) }
    })
    .await;
}

/// Relays all messages from one page to another and returns them. Like Office.js, it delivers a message only to a page of the
/// target origin.
async fn relay(from: &View, to: &View) -> String {
    let said = from.script("return [location.origin, self.said?.splice(0) ?? []]").await;
    for word in said[1].as_array().unwrap() {
        let hear = format!(
            "if ({target} === location.origin) self.hears?.({{ message: {message}, origin: {origin} }})",
            target = word[1],
            message = word[0],
            origin = said[0]
        );
        to.script(&hear).await;
    }
    said[1].to_string()
}

#[tokio::test]
async fn google_opens_in_the_systems_browser_at_once_and_ends_with_a_typed_code() {
    let mut browser = open_new().await;
    // The pane has not asked for it yet when the browser's page first looks.
    browser.expect_in_console("status of 409");
    let pane = browser.pane();
    pane.press(Role::Button, "Connect Google").await;
    let address = opened_address(&browser, "browser").await;
    assert!(address.starts_with(browser.endpoint().url().join("/authorizations/").unwrap().as_str()), "{address}");
    let system_browser = browser.new_tab(&address).await;
    system_browser.continue_in_this_browser().await;
    system_browser.sign_in_and_press(ANN, "Continue").await;
    pane.type_code(&system_browser.code().await).await;
    pane.wait_for_text("Google is connected").await;
    assert_eq!(pane.script("return self.opened.length").await, Value::from(1), "no dialog came before or after it");
    browser.close().await;
}

#[tokio::test]
async fn a_refresh_in_the_systems_browser_takes_no_press_and_no_code() {
    let mut browser = builder().connected([AT_GOOGLE]).with_lost_access().open().await;
    browser.expect_in_console("status of 409");
    wait_for_outlook(&browser).await;
    let pane = browser.pane();
    pane.refresh_email().await;
    let system_browser = browser.new_tab(&opened_address(&browser, "browser").await).await;
    system_browser.sign_in_and_press(ANN, "Continue").await;
    pane.wait_for_text("Working").await;
    browser.close().await;
}

#[tokio::test]
async fn a_provider_that_works_in_a_dialog_gets_one_and_needs_no_code() {
    let browser = open_new().await;
    let pane = browser.pane();
    pane.press(Role::Button, "Connect Microsoft 365").await;
    let address = opened_address(&browser, "dialog").await;
    assert!(address.contains("/outlook/authorizations/"), "where Office.js may come in: {address}");
    let dialog = browser.new_tab(&address).await;
    relay_until_key(&pane, &dialog).await;
    dialog.sign_in_and_accept(ANN).await;
    pane.wait_for_text("Microsoft 365 is connected").await;
    browser.close().await;
}

/// Any add-in may open any page as its dialog. Office tells the page the origin of each message.
#[tokio::test]
async fn a_hostile_add_in_that_answers_its_dialog_is_not_believed() {
    let mut browser = open_new().await;
    browser.expect_in_console("status of 409");
    let mallory = Mallory::begin(&browser).await;
    let dialog = browser.new_tab(&mallory.link().replace("/authorizations/", "/outlook/authorizations/")).await;
    until("the dialog to ask its add-in", async || {
        let said = dialog.script("return self.said?.length ?? 0").await;
        if said.as_u64() > Some(0) { Ok(()) } else { Err(said.to_string()) }
    })
    .await;
    let asked = dialog.script("return JSON.parse(self.said[0][0])").await;
    let own = dialog.script("return [location.origin, self.said[0][1]]").await;
    assert_eq!(own[0], own[1], "only a pane of our own origin is asked");
    let answer = serde_json::json!({
        "latchkey": "opening-key", "authorization": asked["authorization"], "page": asked["page"],
        "key": mallory.key().await,
    });
    let answer = Value::String(answer.to_string());
    for origin in ["'https://evil.example'", "undefined", "''", "location.origin + '.evil.example'"] {
        dialog.script(&format!("self.hears({{ message: {answer}, origin: {origin} }})")).await;
    }
    dialog.see(Role::Heading, "Your sidebar didn't respond.").await;
    mallory.assert_got_nothing(&browser).await;
    browser.close().await;
}
