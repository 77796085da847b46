//! Attacks that need a real browser: pages of other origins, with everything that a browser lets them do, in the browser of a
//! person who uses the product. The other attacks are in `tests/attacks`.
//!
//! # To add an attack
//! Serve the attacker's page by [`attacker_page::AttackerPage`], open it as a person would who follows a
//! link, and end with what the attacker must not have got. Then list the guard in `tests/attacks/mutants`.

mod attacker_page;
mod extension_page;
mod windows;

use latchkey_testkit::TestPane;
use latchkey_wire::{AuthorizationId, AuthorizationRequest, Intent, OfferId, Phase};

use crate::browser_session::BrowserSession;
use crate::people::ANN;

/// The attacker's own sidebar, in another browser, with a sign-in attempt that aims at Ann.
pub struct Mallory {
    pane: TestPane,
    id: AuthorizationId,
}

impl Mallory {
    /// Begins his attempt.
    pub async fn begin(browser: &BrowserSession) -> Self {
        let pane = browser.endpoint().pane().with_session().await;
        let id = AuthorizationId::new("4b6f0f5e-6d5c-4d7b-9a43-1c2f0f6f8a11");
        let intent = Intent::Connect { offer: OfferId::new("microsoft"), site: None };
        pane.begin_as(&id, &AuthorizationRequest { intent, host_mailbox: Some(ANN.email.into()) }).await.unwrap();
        Self { pane, id }
    }

    /// Draws a genuine key of his attempt.
    pub async fn key(&self) -> String {
        self.pane.key(&self.id).await.unwrap().key
    }

    /// The link that he sends.
    pub fn link(&self) -> String {
        self.pane.start_page(&self.id)
    }

    /// Asserts that he has no connection and that his attempt was not opened.
    pub async fn assert_got_nothing(&self, browser: &BrowserSession) {
        let overview = self.pane.overview().await;
        assert!(overview.connections.is_empty(), "{overview:?}");
        assert_eq!(self.pane.authorization(&self.id).await.unwrap().phase, Phase::Waiting);
        assert_eq!(browser.endpoint().practice.microsoft().counters().code_exchanges, 0);
        let opening = browser.endpoint().app().store.find_authorization(&self.id).await.unwrap().unwrap().opening;
        assert!(opening.is_none(), "another person's window was let in to his attempt");
    }
}
