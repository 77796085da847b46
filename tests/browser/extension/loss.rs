//! Lost access shows on the toolbar, also while no panel is open.

use super::installed_extension::ExtensionVariant;
use super::{in_gmail, in_gmail_with};
use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::people::ANN;
use crate::wait::until;

const TOLD: &str = "Access to Microsoft 365 is lost. Open Latchkey to renew it.";

async fn loses_access(browser: &BrowserSession) {
    browser.at_control_page("Revoke Microsoft access of ann@contoso.example").await;
    browser.an_hour_passes().await;
}

async fn is_renewed(browser: &BrowserSession) {
    browser.open_panel().await;
    browser.pane().refresh_email().await;
    let window = browser.window().await;
    window.enter_password(ANN).await;
    browser.pane().says("Working").await;
    window.closes().await;
}

#[tokio::test]
async fn a_loss_shows_on_the_toolbar_while_no_panel_is_open_and_is_gone_after_the_repair() {
    let browser = in_gmail().connected([AT_MICROSOFT]).open().await;
    assert_eq!(browser.toolbar_shows("").await, "Open Latchkey");
    loses_access(&browser).await;
    browser.worker_is_ended().await;
    browser.worker_looks().await;
    assert_eq!(browser.toolbar_shows("!").await, TOLD);
    is_renewed(&browser).await;
    assert_eq!(browser.toolbar_shows("").await, "Open Latchkey");
    browser.close().await;
}

#[tokio::test]
async fn a_session_that_is_refused_has_no_losses_to_show() {
    let browser = in_gmail().connected([AT_MICROSOFT]).with_lost_access().open().await;
    browser.worker_looks().await;
    browser.toolbar_shows("!").await;
    browser.in_extension("return chrome.storage.session.set({ session: 'refused' })").await;
    browser.toolbar_shows("").await;
    browser.in_extension("return chrome.storage.session.remove('session')").await;
    browser.toolbar_shows("!").await;
    browser.close().await;
}

/// The worker asks in vain, twice in each of the ways in which nobody answers, and the toolbar stays as it was.
async fn stays_while_the_endpoint_is_away(browser: &mut BrowserSession, shown: (&str, &str)) {
    browser.expect_in_console("net::ERR_");
    browser.expect_in_console("status of 502");
    browser
        .with_endpoint_down(async |browser, unresponsive| {
            for asked in 1..=4 {
                browser.worker_looks().await;
                unresponsive.was_asked(asked).await;
            }
            let (badge, title) = browser.toolbar().await;
            assert_eq!((badge.as_str(), title.as_str()), shown);
        })
        .await;
}

#[tokio::test]
async fn an_endpoint_that_does_not_answer_hides_no_loss() {
    let mut browser = in_gmail().connected([AT_MICROSOFT]).with_lost_access().open().await;
    browser.worker_looks().await;
    browser.toolbar_shows("!").await;
    stays_while_the_endpoint_is_away(&mut browser, ("!", TOLD)).await;
    is_renewed(&browser).await;
    browser.toolbar_shows("").await;
    browser.close().await;
}

#[tokio::test]
async fn an_endpoint_that_does_not_answer_is_no_loss() {
    let mut browser = in_gmail().connected([AT_MICROSOFT]).open().await;
    browser.worker_looks().await;
    browser.toolbar_shows("").await;
    stays_while_the_endpoint_is_away(&mut browser, ("", "Open Latchkey")).await;
    loses_access(&browser).await;
    browser.worker_looks().await;
    assert_eq!(browser.toolbar_shows("!").await, TOLD);
    browser.close().await;
}

/// The ids of the notifications that are shown.
async fn notices(browser: &BrowserSession) -> Vec<String> {
    let shown = browser.in_extension("return new Promise((tell) => chrome.notifications.getAll(tell))").await;
    shown.as_object().unwrap().keys().cloned().collect()
}

async fn has_notices(browser: &BrowserSession, number: usize) {
    until(&format!("{number} notices"), async || {
        let shown = notices(browser).await;
        if shown.len() == number { Ok(()) } else { Err(format!("{shown:?}")) }
    })
    .await;
}

#[tokio::test]
async fn one_notification_is_shown_for_each_loss_and_removed_by_the_repair() {
    let browser = in_gmail_with(ExtensionVariant::MayNotify).connected([AT_MICROSOFT]).open().await;
    browser.open_panel().await;
    browser.pane().choose("Sync settings").await;
    browser.pane().press(crate::view::Role::Checkbox, "Notify me when access is lost").await;
    until("the choice to be kept", async || {
        let kept = browser.in_extension("return chrome.storage.local.get('notify')").await;
        if kept["notify"] == true { Ok(()) } else { Err(kept.to_string()) }
    })
    .await;
    browser.close_panel().await;
    loses_access(&browser).await;
    browser.worker_looks().await;
    has_notices(&browser, 1).await;
    let id = notices(&browser).await.remove(0);
    browser.in_extension(&format!("return chrome.notifications.clear('{id}')")).await;
    browser.worker_looks().await;
    browser.toolbar_shows("!").await;
    has_notices(&browser, 0).await;
    is_renewed(&browser).await;
    browser.toolbar_shows("").await;
    browser.close_panel().await;
    loses_access(&browser).await;
    browser.worker_looks().await;
    has_notices(&browser, 1).await;
    is_renewed(&browser).await;
    has_notices(&browser, 0).await;
    browser.close().await;
}
