//! What goes wrong at a provider. Each test begins with something that works; what goes wrong says its own sentence beside
//! the one action that helps, and leaves what worked as it was.
//!
//! # To add a failure
//! Have the provider fail in the file of its kind below, and end with [`BrowserSession::assert_unchanged`].

mod account;
mod outage;
mod password;
mod refusal;

use latchkey_wire::{Connection, SyncSettings};

use crate::browser_session::{BrowserSession, ExistingConnection};
use crate::pages::{PanePage, SignInWindowPage};
use crate::picture::assert_fits;
use crate::view::Role;

/// Somebody with something that works, in its settings.
async fn open_working(existing: ExistingConnection) -> (BrowserSession, Vec<Connection>) {
    let browser = BrowserSession::builder().with_every_provider().connected([existing]).narrow().open().await;
    let before = browser.pane_api().await.overview().await.connections;
    browser.pane().open_settings(SyncSettings::New, before[0].purpose).await;
    browser.pane().wait_for_text("Working").await;
    (browser, before)
}

/// **Refresh**, and the window that it opens.
async fn press_refresh(browser: &BrowserSession) -> SignInWindowPage {
    browser.pane().press(Role::Button, "Refresh").await;
    browser.next_window().await
}

/// That the pane says why nothing came of it, beside what helps.
async fn assert_explained(pane: &PanePage, name: &str, sentence: &str, actions: &[&str]) {
    pane.wait_for_text(sentence).await;
    for action in actions {
        pane.find(Role::Button, action).await;
    }
    assert_fits(pane, name).await;
}
