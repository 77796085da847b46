//! The pane in Outlook on the web, with the real Office.js: a page of the name `outlook.office.com` shows it in a frame and
//! answers as Outlook does (`outlook.js`).
//!
//! # To add a test
//! Open a session by [`outlook_session`]. What Outlook or its reader does outside the pane is a call of `outlook` in that page.

mod contrast;
pub mod desktop;
mod looks;
mod mail;
mod server;
pub mod simulator;
mod sso;
mod windows;

use serde_json::Value;

use crate::browser_session::{BrowserSession, BrowserSessionBuilder};
use crate::people::ANN;
use crate::wait::until;
use simulator::{OfficeJs, OutlookSettings};

/// Outlook with Ann's mailbox, in English.
pub const OUTLOOK: OutlookSettings =
    OutlookSettings { person: ANN, language: "en-GB", office_js: OfficeJs::FromMicrosoft };

/// A session in such an Outlook.
pub fn outlook_session(settings: OutlookSettings) -> BrowserSessionBuilder {
    BrowserSession::builder().in_outlook(settings)
}

/// Runs a script as Outlook or its reader, outside the pane.
async fn run_in_outlook(browser: &BrowserSession, script: &str) -> Value {
    browser.host_view().script(script).await
}

/// Waits until Office.js is there and the pane listens to Outlook.
pub async fn wait_until_started(browser: &BrowserSession) {
    until("the pane to listen to Outlook", async || {
        let listens = run_in_outlook(browser, "return outlook.listensTo('olkItemSelectedChanged')").await;
        if listens == Value::Bool(true) { Ok(()) } else { Err(listens.to_string()) }
    })
    .await;
}

/// Selects another mail while the pane is pinned.
async fn select_another_mail(browser: &BrowserSession) {
    run_in_outlook(browser, "outlook.select()").await;
}
