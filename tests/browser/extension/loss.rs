//! Lost access shows on the toolbar, also while no panel is open.

use super::installed_extension::ExtensionVariant;
use super::{gmail_session, gmail_session_with};
use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::people::ANN;
use crate::wait::until;

const TOLD: &str = "Access to Microsoft 365 is lost. Open Latchkey to renew it.";

async fn lose_access(browser: &BrowserSession) {
    browser.press_at_control_page("Revoke Microsoft access of ann@contoso.example").await;
    browser.pass_an_hour().await;
}

async fn renew_access(browser: &BrowserSession) {
    browser.open_panel().await;
    browser.pane().refresh_email().await;
    let window = browser.next_window().await;
    window.enter_password(ANN).await;
    browser.pane().wait_for_text("Working").await;
    window.wait_until_closed().await;
}

#[tokio::test]
async fn a_loss_shows_on_the_toolbar_while_no_panel_is_open_and_is_gone_after_the_repair() {
    let browser = gmail_session().connected([AT_MICROSOFT]).open().await;
    assert_eq!(browser.wait_for_badge("").await, "Open Latchkey");
    lose_access(&browser).await;
    browser.end_worker().await;
    browser.run_worker_check().await;
    assert_eq!(browser.wait_for_badge("!").await, TOLD);
    renew_access(&browser).await;
    assert_eq!(browser.wait_for_badge("").await, "Open Latchkey");
    browser.close().await;
}

#[tokio::test]
async fn a_session_that_is_refused_has_no_losses_to_show() {
    let browser = gmail_session().connected([AT_MICROSOFT]).with_lost_access().open().await;
    browser.run_worker_check().await;
    browser.wait_for_badge("!").await;
    browser.run_in_extension("return chrome.storage.session.set({ session: 'refused' })").await;
    browser.wait_for_badge("").await;
    browser.run_in_extension("return chrome.storage.session.remove('session')").await;
    browser.wait_for_badge("!").await;
    browser.close().await;
}

/// The worker asks in vain, twice without an answer and twice with a proxy's 502, and the toolbar stays as it was.
async fn assert_badge_stays_while_endpoint_is_down(browser: &mut BrowserSession, shown: (&str, &str)) {
    browser.expect_in_console("net::ERR_");
    browser.expect_in_console("status of 502");
    browser
        .with_endpoint_down(async |browser, unresponsive| {
            for asked in 1..=4 {
                browser.run_worker_check().await;
                unresponsive.was_asked(asked).await;
            }
            let (badge, title) = browser.toolbar().await;
            assert_eq!((badge.as_str(), title.as_str()), shown);
        })
        .await;
}

#[tokio::test]
async fn an_endpoint_that_does_not_answer_hides_no_loss() {
    let mut browser = gmail_session().connected([AT_MICROSOFT]).with_lost_access().open().await;
    browser.run_worker_check().await;
    browser.wait_for_badge("!").await;
    assert_badge_stays_while_endpoint_is_down(&mut browser, ("!", TOLD)).await;
    renew_access(&browser).await;
    browser.wait_for_badge("").await;
    browser.close().await;
}

#[tokio::test]
async fn an_endpoint_that_does_not_answer_is_no_loss() {
    let mut browser = gmail_session().connected([AT_MICROSOFT]).open().await;
    browser.run_worker_check().await;
    browser.wait_for_badge("").await;
    assert_badge_stays_while_endpoint_is_down(&mut browser, ("", "Open Latchkey")).await;
    lose_access(&browser).await;
    browser.run_worker_check().await;
    assert_eq!(browser.wait_for_badge("!").await, TOLD);
    browser.close().await;
}

/// The ids of the notifications that are shown.
async fn notification_ids(browser: &BrowserSession) -> Vec<String> {
    let shown = browser.run_in_extension("return new Promise((tell) => chrome.notifications.getAll(tell))").await;
    shown.as_object().unwrap().keys().cloned().collect()
}

async fn wait_for_notifications(browser: &BrowserSession, number: usize) {
    until(&format!("{number} notices"), async || {
        let shown = notification_ids(browser).await;
        if shown.len() == number { Ok(()) } else { Err(format!("{shown:?}")) }
    })
    .await;
}

#[tokio::test]
async fn one_notification_is_shown_for_each_loss_and_removed_by_the_repair() {
    let browser = gmail_session_with(ExtensionVariant::MayNotify).connected([AT_MICROSOFT]).open().await;
    browser.open_panel().await;
    browser.pane().choose_menu_item("Sync settings").await;
    browser.pane().press(crate::view::Role::Checkbox, "Notify me when access is lost").await;
    until("the choice to be kept", async || {
        let kept = browser.run_in_extension("return chrome.storage.local.get('notify')").await;
        if kept["notify"] == true { Ok(()) } else { Err(kept.to_string()) }
    })
    .await;
    browser.close_panel().await;
    lose_access(&browser).await;
    browser.run_worker_check().await;
    wait_for_notifications(&browser, 1).await;
    let id = notification_ids(&browser).await.remove(0);
    browser.run_in_extension(&format!("return chrome.notifications.clear('{id}')")).await;
    browser.run_worker_check().await;
    browser.wait_for_badge("!").await;
    wait_for_notifications(&browser, 0).await;
    renew_access(&browser).await;
    browser.wait_for_badge("").await;
    browser.close_panel().await;
    lose_access(&browser).await;
    browser.run_worker_check().await;
    wait_for_notifications(&browser, 1).await;
    renew_access(&browser).await;
    wait_for_notifications(&browser, 0).await;
    browser.close().await;
}
