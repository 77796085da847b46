//! The extension is updated while it is in use.

use super::installed_extension::ExtensionVariant;
use super::{ANNS, OPEN, gmail_session, launcher};
use crate::browser_session::AT_MICROSOFT;
use crate::wait::until;

#[tokio::test]
async fn after_an_update_gmail_says_to_load_it_again_and_nothing_is_lost() {
    let browser = gmail_session().connected([AT_MICROSOFT]).open().await;
    browser.open_panel().await;
    browser.pane().wait_for_text("ann@contoso.example").await;
    browser.gmail().installed.switch_variant(ExtensionVariant::Updated);
    browser.pane().script("setTimeout(() => chrome.runtime.reload(), 0)").await;
    *browser.gmail().panel.borrow_mut() = None;
    until("the new version", async || {
        let windows = browser.web_driver().windows().await.map_err(crate::view::short)?;
        if windows.len() == 1 { Ok(()) } else { Err(format!("{windows:?}")) }
    })
    .await;
    launcher::press_button(&browser.mail(), OPEN).await;
    launcher::wait_for_text(&browser.mail(), "Latchkey was updated. Reload Gmail to use it here.").await;
    browser.mail().go_to("about:blank").await;
    browser.mail().go_to(ANNS).await;
    browser.open_panel().await;
    browser.pane().wait_for_text("ann@contoso.example").await;
    assert_eq!(browser.run_in_extension("return chrome.runtime.getManifest().version").await, "9.0.0");
    browser.close().await;
}
