//! Every test ends with a check of the console. This shows that the check finds what it must.

use crate::browser_session::BrowserSession;
use crate::view::{Role, View};

/// Runs a script in a page, and waits until the console shows its complaint.
async fn assert_heard(browser: &BrowserSession, page: &View, script: &str, complaint: &str) {
    page.script(script).await;
    let heard = async || {
        let complaints = browser.unexpected_console_lines().await;
        if complaints.iter().any(|one| one.contains(complaint)) { Ok(()) } else { Err(format!("{complaints:?}")) }
    };
    crate::wait::until(&format!("a complaint with “{complaint}”"), heard).await;
}

#[tokio::test]
async fn errors_and_violations_in_frames_and_windows_come_to_light() {
    let mut browser = BrowserSession::builder().embedded().open().await;
    let pane = browser.pane();
    pane.connect().await;
    let window = browser.next_window().await;
    window.see(Role::Heading, "Sign in").await;
    assert_heard(&browser, &pane, "console.error('said in the frame')", "said in the frame").await;
    assert_heard(&browser, &window, "console.error('said in the window')", "said in the window").await;
    let style =
        "const it = document.createElement('style'); it.textContent = 'p { color: red }'; document.body.append(it)";
    assert_heard(&browser, &pane, style, "Content Security Policy").await;
    assert_heard(&browser, &window, "location = '/nowhere'", "status of 404").await;
    browser.expect_in_console("status of 404");
    browser.expect_in_console("said in the");
    browser.expect_in_console("Content Security Policy");
    browser.close().await;
}
