//! How the panel is opened.

use serde_json::json;

use super::installed_extension::{ExtensionVariant, ID};
use super::{ANNS, OPEN, WITHOUT_STRIP, gmail_session, gmail_session_with, launcher};
use crate::view::{Role, View};
use crate::wait::until;

/// Half of the strip's width.
const MIDDLE_OF_STRIP: f64 = 28.0;

/// Waits until the launcher stands in the middle of the strip, at the right edge of the window.
async fn wait_for_launcher_in_strip(mail: &View) {
    until("the launcher in the strip", async || {
        let launcher = launcher::find_button(mail, OPEN).await;
        let [x, _] = launcher::middle_of(mail, &launcher).await;
        let from_the_right = mail.script("return innerWidth").await.as_f64().unwrap() - x;
        if (from_the_right - MIDDLE_OF_STRIP).abs() < 2.0 { Ok(()) } else { Err(from_the_right.to_string()) }
    })
    .await;
}

#[tokio::test]
async fn the_launcher_stands_in_gmails_strip_and_comes_back_when_gmail_makes_its_page_anew() {
    let browser = gmail_session().open().await;
    let mail = browser.mail();
    wait_for_launcher_in_strip(&mail).await;
    for place in ["#sent/Sent", "#inbox"] {
        mail.go_to(&format!("{ANNS}{place}")).await;
        wait_for_launcher_in_strip(&mail).await;
    }
    browser.close().await;
}

#[tokio::test]
async fn without_a_strip_the_launcher_floats_above_the_page_and_opens_the_panel() {
    let browser = gmail_session().open().await;
    browser.mail().go_to(WITHOUT_STRIP).await;
    browser.open_panel().await;
    browser.pane().see(Role::Heading, "Set up Sync").await;
    browser.close().await;
}

#[tokio::test]
async fn a_browser_without_side_panels_shows_it_beside_gmail_and_not_above() {
    let browser = gmail_session_with(ExtensionVariant::WithoutSidePanel).open().await;
    let mail = browser.mail();
    let width = async || mail.script("return document.body.getBoundingClientRect().width").await.as_f64().unwrap();
    let before = width().await;
    launcher::press_button(&mail, OPEN).await;
    let panel = until("the panel in the page", async || {
        let targets = mail.devtools("Target.getTargets", json!({})).await;
        let address = format!("chrome-extension://{ID}/index.html");
        let all = targets["targetInfos"].as_array().unwrap();
        let found = all.iter().any(|one| one["type"] == "iframe" && one["url"] == address.as_str());
        if found { Ok(()) } else { Err(format!("{all:?}")) }
    });
    panel.await;
    assert!((before - width().await - 340.0).abs() < 1.0, "Gmail makes room for it");
    // Into the panel, past its menu, and on the button that connects.
    let right = mail.script("return innerWidth").await.as_f64().unwrap();
    until("the panel to be usable", async || {
        let known = browser.run_in_extension("return chrome.storage.local.get('installation')").await;
        if known["installation"].is_object() { Ok(()) } else { Err(known.to_string()) }
    })
    .await;
    launcher::click(&mail, [right - 320.0, 120.0]).await;
    let keys = thirtyfour::Key::Tab + thirtyfour::Key::Enter;
    mail.type_key(keys).await;
    let window = browser.next_window().await;
    window.see(Role::Heading, "Sign in").await;
    window.close().await;
    launcher::press_button(&mail, "Close Latchkey").await;
    until("Gmail to take its room back", async || {
        let now = width().await;
        if (now - before).abs() < 1.0 { Ok(()) } else { Err(now.to_string()) }
    })
    .await;
    browser.close().await;
}
