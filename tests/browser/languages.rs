//! German and Arabic: the pane in the reader's language in every host, its mirrored form, and English where a language cannot
//! be loaded.
//!
//! # To add a language
//! Add a test that looks at its screens as [`in_arabic_every_screen_fits_from_right_to_left`] does.

use latchkey_practice::Condition;
use serde_json::json;

use crate::browser_session::{AT_MICROSOFT, BrowserSession};
use crate::extension::gmail_session;
use crate::outlook::simulator::OutlookSettings;
use crate::outlook::{OUTLOOK, outlook_session, wait_until_started};
use crate::people::{ANN, BEN};
use crate::picture::{assert_fits, set_sidebar_width};
use crate::view::Role;

const GERMAN: &str = "fr-FR,de-DE,en-GB";
const ARABIC: &str = "ar-EG,en-GB";

/// A filled-in value between its isolation marks (Unicode Standard Annex 9).
fn isolated(value: &str) -> String {
    format!("\u{2068}{value}\u{2069}")
}

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
    pane.find(Role::Heading, "Sync einrichten").await;
    pane.find(Role::Button, "Microsoft 365 verbinden").await;
    browser.close().await;
}

#[tokio::test]
async fn a_language_that_cannot_be_loaded_is_english_and_everything_works() {
    let mut browser = BrowserSession::builder().languages(GERMAN).open().await;
    browser.expect_in_console("net::ERR_BLOCKED_BY_CLIENT");
    let pane = browser.pane();
    pane.find(Role::Heading, "Sync einrichten").await;
    pane.devtools("Network.enable", json!({})).await;
    pane.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
    pane.devtools("Network.setBlockedURLs", json!({ "urls": ["*/languages/*"] })).await;
    browser.reload().await;
    pane.find(Role::Heading, "Set up Sync").await;
    assert_eq!(pane.script(DIRECTION).await, json!(["en", "ltr", true]));
    browser.connect(ANN).await;
    browser.close().await;
}

#[tokio::test]
async fn english_readers_load_no_language() {
    let browser = BrowserSession::open().await;
    browser.pane().find(Role::Heading, "Set up Sync").await;
    let loaded =
        "return performance.getEntriesByType('resource').filter((it) => it.name.includes('/languages/')).length";
    assert_eq!(browser.pane().script(loaded).await, json!(0));
    browser.close().await;
}

#[tokio::test]
async fn the_extension_speaks_german() {
    let browser = gmail_session().languages(GERMAN).open().await;
    browser.open_panel().await;
    browser.pane().find(Role::Heading, "Sync einrichten").await;
    browser.close().await;
}

/// The texts of the common screens in one language.
struct ScreenTexts {
    tag: &'static str,
    menu: &'static str,
    settings: &'static str,
    refresh: &'static str,
    not_now: &'static str,
    connect: String,
    check: &'static str,
    lost: &'static str,
    blocked: String,
    sign_in_as_ann: String,
    close: &'static str,
}

async fn every_screen_fits(languages: &'static str, texts: &ScreenTexts) {
    let tag = texts.tag;
    let browser = BrowserSession::builder().languages(languages).open().await;
    let pane = browser.pane();
    set_sidebar_width(&pane).await;
    pane.find(Role::Button, &texts.connect).await;
    assert_fits(&pane, &format!("{tag}-set-up")).await;
    pane.press(Role::Button, texts.menu).await;
    assert_fits(&pane, &format!("{tag}-menu")).await;
    pane.type_key(thirtyfour::Key::Escape).await;
    pane.press(Role::Button, &texts.connect).await;
    let window = browser.next_window().await;
    set_sidebar_width(&window).await;
    assert_fits(&pane, &format!("{tag}-waiting")).await;
    window.sign_in_and_accept(ANN).await;
    window.wait_until_closed().await;
    pane.wait_for_text("Microsoft 365").await;
    browser.reload().await;
    set_sidebar_width(&pane).await;
    pane.find(Role::Button, texts.check).await;
    assert_fits(&pane, &format!("{tag}-home")).await;

    let microsoft = browser.endpoint().practice.microsoft();
    microsoft.impose(ANN.email, Condition::BlockedByPolicy);
    browser.pass_an_hour().await;
    pane.wait_for_dialog(&texts.blocked).await;
    assert_fits(&pane, &format!("{tag}-dialog")).await;
    pane.press(Role::Button, texts.not_now).await;
    microsoft.lift(ANN.email, Condition::BlockedByPolicy);
    microsoft.revoke(ANN.email);
    pane.press(Role::Button, texts.check).await;
    pane.wait_for_text(texts.lost).await;
    assert_fits(&pane, &format!("{tag}-lost")).await;
    pane.press(Role::Button, texts.menu).await;
    pane.press(Role::MenuItem, texts.settings).await;
    pane.find(Role::Button, texts.refresh).await;
    assert_fits(&pane, &format!("{tag}-settings")).await;
    let isolated = "return [...document.querySelectorAll('bdi')].map((it) => it.textContent)";
    let isolated = pane.script(isolated).await;
    assert!(isolated.as_array().unwrap().contains(&json!(ANN.email)), "{isolated}");
    pane.press(Role::Button, texts.refresh).await;
    let window = browser.next_window().await;
    set_sidebar_width(&window).await;
    window.sign_in_and_accept(BEN).await;
    pane.find(Role::Button, &texts.sign_in_as_ann).await;
    assert_fits(&pane, &format!("{tag}-wrong-account")).await;
    window.wait_for_text(texts.close).await;
    assert_fits(&window, &format!("{tag}-window-wrong-account")).await;
    browser.close().await;
}

#[tokio::test]
async fn in_german_every_screen_fits() {
    let texts = ScreenTexts {
        tag: "de",
        menu: "☰ Menü",
        settings: "Sync-Einstellungen",
        refresh: "Erneuern",
        not_now: "Nicht jetzt",
        connect: "Microsoft 365 verbinden".into(),
        check: "Jetzt prüfen",
        lost: "Anmeldung erforderlich",
        blocked: "Eine Richtlinie Ihrer Organisation".into(),
        sign_in_as_ann: "Als ann@contoso.example anmelden".into(),
        close: "Kehren Sie zur Seitenleiste zurück",
    };
    every_screen_fits(GERMAN, &texts).await;
}

#[tokio::test]
async fn in_arabic_every_screen_fits_from_right_to_left() {
    let texts = ScreenTexts {
        tag: "ar",
        menu: "☰ القائمة",
        settings: "إعدادات المزامنة",
        refresh: "تجديد",
        not_now: "ليس الآن",
        connect: format!("توصيل {}", isolated("Microsoft 365")),
        check: "التحقق الآن",
        lost: "يلزم تسجيل الدخول",
        blocked: format!("تمنع سياسة مؤسستك {}", isolated("Latchkey")),
        sign_in_as_ann: format!("تسجيل الدخول باسم {}", isolated(ANN.email)),
        close: "يُرجى العودة إلى الشريط الجانبي للمتابعة.",
    };
    every_screen_fits(ARABIC, &texts).await;
}
