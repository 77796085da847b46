//! Outlook's page in forced colours. The browser can emulate them for a whole window only, so here the page is not framed.

use serde_json::json;

use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::picture::{save_screenshot, set_sidebar_width};
use crate::view::Role;
use crate::wait::until;

/// Buttons and marks without a visible edge.
const BARE: &str = "return [...document.querySelectorAll('button, .mark')]
    .filter((it) => it.checkVisibility() && getComputedStyle(it).borderTopWidth === '0px')
    .map((it) => it.textContent)";

#[tokio::test]
async fn in_high_contrast_states_and_buttons_are_told_by_more_than_colour() {
    let browser = BrowserSession::builder().connected([AT_MICROSOFT]).with_lost_access().open().await;
    let pane = browser.pane();
    pane.go_to(browser.endpoint().url().join("/outlook").unwrap().as_str()).await;
    set_sidebar_width(&pane).await;
    pane.wait_for_text("Sign-in needed").await;
    let forced = json!({ "features": [{ "name": "forced-colors", "value": "active" }] });
    pane.devtools("Emulation.setEmulatedMedia", forced).await;
    until("the reader's own colours", async || {
        let forced = pane.script("return matchMedia('(forced-colors: active)').matches").await;
        if forced == json!(true) { Ok(()) } else { Err(forced.to_string()) }
    })
    .await;
    pane.see(Role::Heading, "Your connections").await;
    pane.wait_for_lost_mark().await;
    save_screenshot("outlook-high-contrast", &pane).await;
    assert_eq!(pane.script(BARE).await, json!([]), "every button and every mark has an edge");
    browser.close().await;
}
