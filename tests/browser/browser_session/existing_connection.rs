//! Connections that exist before a test's browser starts. They are made over HTTP, which is faster.

use latchkey_practice::PracticeProvider;
use latchkey_testkit::{TestEndpoint, TestPane};
use latchkey_wire::{ConnectionSettings, PasswordRequest, Phase};

use crate::people::{ANN, TestPerson};

/// One connection. Its settings differ from the defaults, so that tests see whether they are kept.
#[derive(Clone, Copy)]
pub struct ExistingConnection {
    offer: &'static str,
    sign_in: SignInMethod,
    person: TestPerson,
}

/// How the person signs in.
#[derive(Clone, Copy)]
enum SignInMethod {
    /// At a practice provider, in a window.
    Window(fn(&TestEndpoint) -> &PracticeProvider),
    /// At the practice Exchange, by password.
    Password,
}

/// Ann's mailbox at Microsoft.
pub const AT_MICROSOFT: ExistingConnection = ExistingConnection {
    offer: "microsoft",
    sign_in: SignInMethod::Window(|endpoint| endpoint.practice.microsoft()),
    person: ANN,
};
/// Ann's mailbox at Google.
pub const AT_GOOGLE: ExistingConnection = ExistingConnection {
    offer: "google",
    sign_in: SignInMethod::Window(|endpoint| endpoint.practice.google()),
    person: ANN,
};
/// Ann's user in Contoso's production organisation.
pub const AT_SALESFORCE: ExistingConnection = ExistingConnection {
    offer: "salesforce-production",
    sign_in: SignInMethod::Window(|endpoint| endpoint.practice.salesforce()),
    person: ANN,
};
/// Ann's mailbox at her company's own Exchange.
pub const AT_EXCHANGE: ExistingConnection =
    ExistingConnection { offer: "exchange", sign_in: SignInMethod::Password, person: ANN };

impl ExistingConnection {
    /// The same of another person.
    pub const fn of(self, person: TestPerson) -> Self {
        Self { person, ..self }
    }

    /// The practice provider that the person signs in at.
    pub fn provider(self, endpoint: &TestEndpoint) -> &PracticeProvider {
        match self.sign_in {
            SignInMethod::Window(provider) => provider(endpoint),
            SignInMethod::Password => panic!("a password is typed in the pane"),
        }
    }

    /// Connects all of them in one session and returns its token; `None` if there is nothing to connect.
    pub(super) async fn connect_all(all: &[Self], endpoint: &TestEndpoint) -> Option<String> {
        if all.is_empty() {
            return None;
        }
        let pane = endpoint.pane().with_session().await;
        for one in all {
            one.connect(endpoint, &pane).await;
        }
        for connection in pane.overview().await.connections {
            let settings = ConnectionSettings { remind_before_end: !connection.settings.remind_before_end };
            pane.choose(&connection.id, &settings).await.unwrap();
        }
        Some(pane.token().to_owned())
    }

    async fn connect(&self, endpoint: &TestEndpoint, pane: &TestPane) {
        let attempt = pane.connects_through(self.offer, None).await;
        if let SignInMethod::Password = self.sign_in {
            let exchange = endpoint.practice.exchange();
            let request = PasswordRequest {
                mailbox: self.person.email.to_owned(),
                user_name: None,
                password: exchange.password(self.person.email),
                server: Some(exchange.ews_url()),
            };
            let tried = pane.types(&attempt.id, &request).await.unwrap();
            assert!(matches!(tried.phase, Phase::Succeeded { .. }), "{:?}", tried.phase);
            return;
        }
        let mut browser = endpoint.browser();
        let page = browser.goes_to_sign_in(pane, &attempt.id).await;
        browser.sign_in(page, self.person.email, self.person.password).await;
    }

    /// Revokes all of them at the providers, and lets the endpoint notice.
    pub(super) async fn lose_all(all: &[Self], endpoint: &TestEndpoint) {
        for one in all {
            match one.sign_in {
                SignInMethod::Window(provider) => provider(endpoint).revoke(one.person.email),
                SignInMethod::Password => {
                    panic!("no renewal uses a password, so the loss would not be noticed")
                }
            }
        }
        endpoint.renew_all().await;
    }
}
