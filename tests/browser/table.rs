//! What people can do about a connection, at least one test for each cell: {Microsoft 365, Gmail, Exchange, Salesforce} ×
//! {New page, Legacy page} × {Refresh, Change, first set-up}. The README shows the table.
//!
//! Every pane here is as narrow as in Outlook, and every screen is checked in light and in dark.
//!
//! # To add a provider
//! Write a module like the ones below, with a test for each of its six cells, and add them to the README.

mod exchange;
mod google;
mod microsoft;
mod salesforce;

use latchkey_wire::{Connection, ConnectionState, Purpose, SyncSettings};

use crate::browser_session::{BrowserSession, ExistingConnection};
use crate::picture::assert_fits;
use crate::view::Role;

/// Opens the pane of a person whose access is lost.
async fn open_lost(page: SyncSettings, existing: ExistingConnection) -> BrowserSession {
    BrowserSession::builder()
        .with_every_provider()
        .page(page)
        .connected([existing])
        .with_lost_access()
        .narrow()
        .open()
        .await
}

/// Opens the pane of a person whose access works.
async fn open_connected(page: SyncSettings, existing: impl IntoIterator<Item = ExistingConnection>) -> BrowserSession {
    BrowserSession::builder().with_every_provider().page(page).connected(existing).narrow().open().await
}

/// Opens the pane of a new person.
async fn open_new(page: SyncSettings) -> BrowserSession {
    BrowserSession::builder().with_every_provider().page(page).narrow().open().await
}

/// Asserts that this page shows the connection as working, in light and in dark, that its id and settings are unchanged, and
/// that its grant can be renewed.
async fn assert_works_again(browser: &BrowserSession, page: SyncSettings, before: &Connection, account: &str) {
    assert_works(browser, page, before.purpose, account).await;
    let after = browser.connection_for(before.purpose).await;
    assert_eq!((&after.id, &after.settings), (&before.id, &before.settings));
}

/// The same for a new connection.
async fn assert_works(browser: &BrowserSession, page: SyncSettings, purpose: Purpose, account: &str) {
    let pane = browser.pane();
    pane.see(Role::Button, "Refresh").await;
    pane.wait_for_text("Working").await;
    pane.wait_for_text(account).await;
    assert_fits(&pane, &format!("{}-works", name(page, purpose))).await;
    browser.pass_an_hour().await;
    let connection = browser.connection_for(purpose).await;
    assert_eq!((connection.account.address.as_str(), &connection.state), (account, &ConnectionState::Working));
}

/// The name of a screenshot of a page's part.
fn name(page: SyncSettings, purpose: Purpose) -> String {
    format!("{page:?}-{purpose:?}").to_lowercase()
}
