//! What was connected before a scene begins. It is done over HTTP, by another browser, because it takes a moment there.

use latchkey_practice::Provider;
use latchkey_testkit::{Pane, Stage};
use latchkey_wire::ConnectionSettings;

use crate::people::{ANN, Person};

/// One connection. What its owner chose for it is not what everybody has, so that one sees whether it is kept.
#[derive(Clone, Copy)]
pub struct Beforehand {
    offer: &'static str,
    provider: fn(&Stage) -> &Provider,
    person: Person,
}

/// Ann's mailbox at Microsoft.
pub const AT_MICROSOFT: Beforehand =
    Beforehand { offer: "microsoft", provider: |stage| stage.practice.microsoft(), person: ANN };
/// Ann's mailbox at Google.
pub const AT_GOOGLE: Beforehand =
    Beforehand { offer: "google", provider: |stage| stage.practice.google(), person: ANN };
/// Ann's user in Contoso's production organisation.
pub const AT_SALESFORCE: Beforehand =
    Beforehand { offer: "salesforce-production", provider: |stage| stage.practice.salesforce(), person: ANN };

impl Beforehand {
    /// Connects all of them in one session, and answers its token; `None` if there is nothing to connect.
    pub(super) async fn connect_all(all: &[Self], stage: &Stage) -> Option<String> {
        if all.is_empty() {
            return None;
        }
        let pane = stage.pane().with_session().await;
        for one in all {
            one.connect(stage, &pane).await;
        }
        for connection in pane.overview().await.connections {
            let settings = ConnectionSettings { remind_before_end: !connection.settings.remind_before_end };
            pane.choose(&connection.id, &settings).await.unwrap();
        }
        Some(pane.token().to_owned())
    }

    async fn connect(&self, stage: &Stage, pane: &Pane) {
        let attempt = pane.connects_through(self.offer, None).await;
        let mut browser = stage.browser();
        let page = browser.visit(&pane.start_page(&attempt.id)).await;
        let page = browser.sign_in(page, self.person.email, self.person.password).await;
        let proof = page.attribute("data-proof").unwrap_or_else(|| panic!("no proof on {}", page.body));
        pane.prove(&attempt.id, &proof).await.unwrap();
    }

    /// The providers take everything back, and the endpoint finds out.
    pub(super) async fn lose_all(all: &[Self], stage: &Stage) {
        for one in all {
            (one.provider)(stage).revoke(one.person.email);
        }
        stage.renew_all().await;
    }
}
