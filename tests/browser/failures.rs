//! What goes wrong at a provider. Each test begins with something that works; what goes wrong says its own sentence beside
//! the one action that helps, and leaves what worked as it was.
//!
//! # To add a failure
//! Have the provider fail in the file of its kind below, and end with [`BrowserSession::nothing_was_lost`].

mod account;
mod outage;
mod password;
mod refusal;

use latchkey_wire::{Connection, SyncSettings};

use crate::browser_session::{BrowserSession, ExistingConnection};
use crate::pages::{PanePage, SignInWindowPage};
use crate::picture::fits;
use crate::view::Role;

/// Somebody with something that works, in its settings.
async fn works(existing: ExistingConnection) -> (BrowserSession, Vec<Connection>) {
    let browser = BrowserSession::builder().with_every_provider().connected([existing]).narrow().open().await;
    let before = browser.as_pane().await.overview().await.connections;
    browser.pane().open_settings(SyncSettings::New, before[0].purpose).await;
    browser.pane().says("Working").await;
    (browser, before)
}

/// **Refresh**, and the window that it opens.
async fn refreshes(browser: &BrowserSession) -> SignInWindowPage {
    browser.pane().press(Role::Button, "Refresh").await;
    browser.window().await
}

/// That the pane says why nothing came of it, beside what helps.
async fn says_why(pane: &PanePage, name: &str, sentence: &str, actions: &[&str]) {
    pane.says(sentence).await;
    for action in actions {
        pane.find(Role::Button, action).await;
    }
    fits(pane, name).await;
}
