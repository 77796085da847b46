//! Failures at a provider. Each test begins with a working connection. The failure has its own sentence and the one action that
//! helps, and the connection stays as it was.
//!
//! # To add a failure
//! Have the provider fail in the file of its kind below, and end with [`BrowserSession::assert_unchanged`].

mod access;
mod account;
mod late_events;
mod outage;
mod password;
mod refusal;

use latchkey_wire::{Connection, SyncSettings};

use crate::browser_session::{BrowserSession, ExistingConnection};
use crate::pages::{PanePage, SignInWindowPage};
use crate::picture::assert_fits;
use crate::view::Role;

/// Opens the settings of a person with a working connection.
async fn open_working(existing: ExistingConnection) -> (BrowserSession, Vec<Connection>) {
    let browser = BrowserSession::builder().with_every_provider().connected([existing]).narrow().open().await;
    let before = browser.pane_api().await.overview().await.connections;
    browser.pane().open_settings(SyncSettings::New, before[0].purpose).await;
    browser.pane().wait_for_text("Working").await;
    (browser, before)
}

/// Presses **Refresh** and returns the window that it opens.
async fn press_refresh(browser: &BrowserSession) -> SignInWindowPage {
    browser.pane().press(Role::Button, "Refresh").await;
    browser.next_window().await
}

/// Asserts that the pane explains the failure and offers these actions.
async fn assert_explained(pane: &PanePage, name: &str, sentence: &str, actions: &[&str]) {
    pane.wait_for_text(sentence).await;
    for action in actions {
        pane.see(Role::Button, action).await;
    }
    assert_fits(pane, name).await;
}
