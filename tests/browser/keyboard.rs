//! Use by keyboard alone: the focus is visible, moves as expected, and returns.

use thirtyfour::{Key, TypingData};

use crate::browser_session::BrowserSession;
use crate::people::ANN;
use crate::view::View;

/// More presses than any screen has stops.
const MOST_STOPS: usize = 25;

async fn press(view: &View, key: impl Into<TypingData>) {
    view.type_key(key).await;
}

/// Presses Tab until this element has the focus, and asserts that every focus on the way is visible.
pub async fn tab_to(view: &View, role: &str, name: &str) {
    for _ in 0..MOST_STOPS {
        press(view, Key::Tab).await;
        let focus = view.focus().await;
        assert!(focus.is_visible || focus.is_nowhere(), "{focus:?} can't be seen");
        if (focus.role.as_str(), focus.name.as_str()) == (role, name) {
            return;
        }
    }
    panic!("Tab never comes to the {role} “{name}”");
}

pub async fn wait_for_focus(view: &View, role: &str, name: &str) {
    crate::wait::until(&format!("the focus on the {role} “{name}”"), async || {
        let focus = view.focus().await;
        // A heading takes the focus so that it is read out; it has nothing to press, so it needs no ring.
        if (focus.role.as_str(), focus.name.as_str()) == (role, name) && (focus.is_visible || role == "heading") {
            Ok(())
        } else {
            Err(format!("{focus:?}"))
        }
    })
    .await;
}

#[tokio::test]
async fn access_is_renewed_by_keyboard_alone() {
    let browser = BrowserSession::connected_as(ANN).await;
    let pane = browser.pane();
    browser.reload().await;
    pane.wait_for_text("Your connections").await;

    tab_to(&pane, "button", "☰ Menu").await;
    press(&pane, Key::Enter).await;
    wait_for_focus(&pane, "menuitem", "Sync settings").await;
    press(&pane, Key::Escape).await;
    wait_for_focus(&pane, "button", "☰ Menu").await;
    press(&pane, Key::Down).await;
    wait_for_focus(&pane, "menuitem", "Sync settings").await;
    press(&pane, Key::Up).await;
    wait_for_focus(&pane, "menuitem", "Log out").await;
    press(&pane, Key::Home).await;
    wait_for_focus(&pane, "menuitem", "Sync settings").await;
    press(&pane, Key::Enter).await;
    pane.wait_for_text("My connectivity").await;
    wait_for_focus(&pane, "heading", "My connectivity").await;

    tab_to(&pane, "tab", "Email configuration").await;
    press(&pane, Key::Right).await;
    wait_for_focus(&pane, "tab", "CRM").await;
    press(&pane, Key::Left).await;
    wait_for_focus(&pane, "tab", "Email configuration").await;
    tab_to(&pane, "button", "Refresh").await;
    press(&pane, Key::Enter).await;
    pane.wait_for_text("Microsoft 365 is connected").await;
    pane.wait_for_text("Working").await;
    browser.close().await;
}

#[tokio::test]
async fn a_sign_in_is_started_and_given_up_by_keyboard_alone() {
    let browser = BrowserSession::open().await;
    let pane = browser.pane();
    pane.wait_for_text("Set up Sync").await;
    tab_to(&pane, "button", "Connect Microsoft 365").await;
    press(&pane, Key::Enter).await;
    let window = browser.next_window().await;
    window.wait_for_text("to continue to Latchkey").await;
    pane.wait_until_registered().await;
    tab_to(&pane, "button", "Cancel").await;
    press(&pane, " ").await;
    pane.wait_for_text_gone("Finish signing in").await;
    wait_for_focus(&pane, "button", "Connect Microsoft 365").await;
    browser.close().await;
}
