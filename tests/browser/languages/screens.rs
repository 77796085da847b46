//! The common screens fit into the sidebar in every language.

use latchkey_practice::Condition;
use serde_json::json;

use super::{ARABIC, GERMAN};
use crate::browser_session::BrowserSession;
use crate::people::{ANN, BEN};
use crate::picture::{assert_fits, set_sidebar_width};
use crate::view::Role;

/// A filled-in value between its isolation marks (Unicode Standard Annex 9).
fn isolated(value: &str) -> String {
    format!("\u{2068}{value}\u{2069}")
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
    pane.see(Role::Button, &texts.connect).await;
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
    pane.see(Role::Button, texts.check).await;
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
    pane.see(Role::Button, texts.refresh).await;
    assert_fits(&pane, &format!("{tag}-settings")).await;
    let isolated = "return [...document.querySelectorAll('bdi')].map((it) => it.textContent)";
    let isolated = pane.script(isolated).await;
    assert!(isolated.as_array().unwrap().contains(&json!(ANN.email)), "{isolated}");
    pane.press(Role::Button, texts.refresh).await;
    let window = browser.next_window().await;
    set_sidebar_width(&window).await;
    window.sign_in_and_accept(BEN).await;
    pane.see(Role::Button, &texts.sign_in_as_ann).await;
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
