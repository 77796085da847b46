//! A page whose own scripts search for the panel, send messages to it, and press what they find.

use serde_json::json;

use super::installed_extension::ID;
use super::{GmailSettings, OPEN, launcher};
use crate::browser_session::{AT_MICROSOFT, BrowserSession};

/// Everything that a page can try: it hooks what the extension would use, sends messages every way there is, presses every
/// element, and asks for the extension's files.
const HOSTILE: &str = "
  window.found = [];
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (how) { found.push('shadow'); return attach.call(this, { ...how, mode: 'open' }); };
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (...how) { found.push('listener ' + how[0]); return listen.apply(this, how); };
  setInterval(() => {
    const facts = { latchkey: 'facts', facts: { mailbox: 'evil@attacker.example', theme: 'dark' } };
    for (const message of [facts, { latchkey: 'open' }, { latchkey: 'look' }, { latchkey: 'opening', message: '{}' }]) {
      postMessage(message, '*');
      new BroadcastChannel('latchkey').postMessage(message);
      try { chrome.runtime.sendMessage('EXTENSION', message) } catch { }
    }
    for (const one of document.querySelectorAll('div:not([class]):not([role]):not([id])')) {
      one.click();
      one.dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true }));
      if (one.shadowRoot) found.push('an open shadow tree');
      if (one.textContent.includes('Latchkey')) found.push('a text');
    }
    if (self.frames.length) found.push('a frame');
    for (const name of Object.keys(self)) if (/latchkey|facts|launcher|KINDS/i.test(name)) found.push('a name: ' + name);
  }, 200);
";

#[tokio::test]
async fn scripts_of_the_page_find_nothing_and_are_ignored() {
    let gmail = GmailSettings { hostile: HOSTILE, ..GmailSettings::default() };
    let browser = BrowserSession::builder().in_gmail(gmail).connected([AT_MICROSOFT]).open().await;
    let mail = browser.mail();
    launcher::find_button(&mail, OPEN).await;
    browser.open_panel().await;
    browser.pane().wait_for_text("ann@contoso.example").await;
    // Several times as long as each of their tries takes.
    browser.run_worker_check().await;
    browser.wait_for_badge("").await;
    assert_eq!(mail.script("return found").await, json!([]));
    assert_eq!(browser.pane().script("return latchkeyHost.mailbox()").await, "ann@contoso.example");
    let windows = browser.web_driver().windows().await.unwrap();
    assert_eq!(windows.len(), 2, "the page opened no window");
    browser.close().await;
}

#[tokio::test]
async fn a_page_cannot_load_the_extensions_files_by_its_id() {
    let mut browser = BrowserSession::builder().in_gmail(GmailSettings::default()).open().await;
    // The browser's messages about files that it does not load.
    browser.expect_in_console("chrome-extension://invalid/");
    browser.expect_in_console("Denying load of chrome-extension://");
    let tries = format!(
        "return Promise.all(['index.html', 'panel.js', 'icons/icon-16.png', 'manifest.json'].map((name) =>
            fetch('chrome-extension://{ID}/' + name).then(() => name, () => '')))"
    );
    assert_eq!(browser.mail().script(&tries).await, json!(["", "", "", ""]));
    browser.close().await;
}
