//! German and Arabic: the pane in the reader's language in every host, its mirrored form, and English where a language cannot
//! be loaded.
//!
//! # To add a language
//! Add a test that looks at its screens as [`screens`] does.

mod screens;

use serde_json::json;

use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::extension::gmail_session;
use crate::outlook::simulator::OutlookSettings;
use crate::outlook::{OUTLOOK, outlook_session, wait_until_started};
use crate::people::ANN;
use crate::view::Role;

const GERMAN: &str = "fr-FR,de-DE,en-GB";
const ARABIC: &str = "ar-EG,en-GB";

/// The page's language and direction, and whether its header runs from right to left: icon, name, menu.
const DIRECTION: &str = "
    const { lang, dir } = document.documentElement;
    const middle = (it) => { const box = it.getBoundingClientRect(); return box.left + box.width / 2; };
    const header = [...document.querySelectorAll('.header > .icon, .header h1, #menu-btn')].map(middle);
    const sorted = [...header].sort((a, b) => dir === 'rtl' ? b - a : a - b);
    return [lang, dir, header.length === 3 && String(sorted) === String(header)];
";

#[tokio::test]
async fn in_a_german_outlook_the_pane_is_german_from_the_reason_to_the_repair() {
    let german = OutlookSettings { language: "de-DE", ..OUTLOOK };
    let browser = outlook_session(german).connected([AT_MICROSOFT]).with_lost_access().open().await;
    wait_until_started(&browser).await;
    let pane = browser.pane();
    pane.wait_for_text("Anmeldung erforderlich").await;
    pane.wait_for_text("Microsoft 365 akzeptiert Ihre letzte Anmeldung nicht mehr.").await;
    pane.wait_for_text_in("header", "Zugriff fehlt").await;
    assert_eq!(pane.script(DIRECTION).await, json!(["de", "ltr", true]));
    pane.press(Role::Button, "☰ Menü").await;
    pane.press(Role::MenuItem, "Sync-Einstellungen").await;
    pane.press(Role::Tab, "E-Mail-Konfiguration").await;
    pane.press(Role::Button, "Erneuern").await;
    let window = browser.next_window().await;
    pane.wait_for_text("Bei Microsoft 365 anmelden").await;
    window.enter_password(ANN).await;
    pane.wait_for_text("Funktioniert").await;
    pane.wait_for_text("Microsoft 365 ist verbunden").await;
    window.wait_until_closed().await;
    browser.close().await;
}

#[tokio::test]
async fn in_an_arabic_outlook_the_pane_runs_from_right_to_left() {
    let arabic = OutlookSettings { language: "ar-SA", ..OUTLOOK };
    let browser = outlook_session(arabic).connected([AT_MICROSOFT]).with_lost_access().open().await;
    wait_until_started(&browser).await;
    let pane = browser.pane();
    pane.wait_for_text("يلزم تسجيل الدخول").await;
    assert_eq!(pane.script(DIRECTION).await, json!(["ar", "rtl", true]));
    pane.press(Role::Button, "☰ القائمة").await;
    pane.press(Role::MenuItem, "إعدادات المزامنة").await;
    pane.press(Role::Button, "تجديد").await;
    browser.next_window().await.enter_password(ANN).await;
    pane.wait_for_text("يعمل").await;
    browser.close().await;
}

#[tokio::test]
async fn the_pane_uses_the_browsers_first_available_language() {
    let browser = BrowserSession::builder().languages(GERMAN).open().await;
    let pane = browser.pane();
    pane.see(Role::Heading, "Sync einrichten").await;
    pane.see(Role::Button, "Microsoft 365 verbinden").await;
    browser.close().await;
}

#[tokio::test]
async fn a_language_that_cannot_be_loaded_is_english_and_everything_works() {
    let mut browser = BrowserSession::builder().languages(GERMAN).open().await;
    browser.expect_in_console("net::ERR_BLOCKED_BY_CLIENT");
    let pane = browser.pane();
    pane.see(Role::Heading, "Sync einrichten").await;
    pane.devtools("Network.enable", json!({})).await;
    pane.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
    pane.devtools("Network.setBlockedURLs", json!({ "urls": ["*/languages/*"] })).await;
    browser.reload().await;
    // The heading stands in the shell, too, which is there before the pane.
    pane.see(Role::Button, "Connect Microsoft 365").await;
    assert_eq!(pane.script(DIRECTION).await, json!(["en", "ltr", true]));
    browser.connect(ANN).await;
    browser.close().await;
}

#[tokio::test]
async fn english_readers_load_no_language() {
    let browser = BrowserSession::open().await;
    browser.pane().see(Role::Button, "Connect Microsoft 365").await;
    let loaded =
        "return performance.getEntriesByType('resource').filter((it) => it.name.includes('/languages/')).length";
    assert_eq!(browser.pane().script(loaded).await, json!(0));
    browser.close().await;
}

#[tokio::test]
async fn the_extension_speaks_german() {
    let browser = gmail_session().languages(GERMAN).open().await;
    browser.open_panel().await;
    browser.pane().see(Role::Heading, "Sync einrichten").await;
    browser.close().await;
}
