//! Every test ends with a check of the extension's errors. This shows that the check finds them in every part of it.

use super::installed_extension::ExtensionVariant;
use super::{gmail_session_with, launcher};
use crate::browser_session::BrowserSession;
use crate::wait::until;

const FAULTS: [&str; 2] = ["a fault in the worker", "a fault in Gmail"];

/// Waits until the console has a line with this in it.
async fn wait_for_console(browser: &BrowserSession, complaint: &str) {
    until(&format!("“{complaint}” in the console"), async || {
        let complaints = browser.unexpected_console_lines().await;
        if complaints.iter().any(|one| one.contains(complaint)) { Ok(()) } else { Err(format!("{complaints:?}")) }
    })
    .await;
}

#[tokio::test]
async fn faults_in_worker_and_gmail_and_violations_in_the_panel_come_to_light() {
    let mut browser = gmail_session_with(ExtensionVariant::Faulty).open().await;
    launcher::find_button(&browser.mail(), super::OPEN).await;
    for fault in FAULTS {
        until(&format!("“{fault}” on the error page"), async || {
            let errors = browser.errors_of_extension().await;
            if errors.iter().any(|error| error.contains(fault)) { Ok(()) } else { Err(format!("{errors:?}")) }
        })
        .await;
        wait_for_console(&browser, fault).await;
    }
    browser.open_panel().await;
    let panel = browser.pane();
    panel.script("console.error('said in the panel')").await;
    wait_for_console(&browser, "said in the panel").await;
    let style =
        "const it = document.createElement('style'); it.textContent = 'p { color: red }'; document.body.append(it)";
    panel.script(style).await;
    wait_for_console(&browser, "Content Security Policy").await;
    panel.script("Promise.reject(new Error('a fault in the panel'))").await;
    wait_for_console(&browser, "a fault in the panel").await;
    for expected in FAULTS {
        browser.expect_in_console(expected);
    }
    browser.expect_in_console("in the panel");
    browser.expect_in_console("Content Security Policy");
    browser.close().await;
}
