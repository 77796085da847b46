//! The endpoint under test and the OAuth server that it talks to. Ann gets the unusual answers; Ben's connection must stay
//! unaffected.

use latchkey_testkit::{NOW, TestEndpoint, TestPane};
use latchkey_wire::{Connection, ConnectionState, Phase, ReasonCode};

use crate::server::{CLIENT_ID, CLIENT_SECRET, DialectServer, TENANTS};

pub const ANN: &str = "ann@contoso.example";
/// After this time every grant is due for renewal and every access token is still valid.
pub const DUE_AFTER_S: i64 = 2500;
/// A person at another tenant.
pub const BEN: &str = "ben@fabrikam.example";
pub const OPENID: &str = "openid";
pub const MICROSOFT: &str = "tenants";

pub struct DialectInstallation {
    pub server: DialectServer,
    pub endpoint: TestEndpoint,
    offer: &'static str,
}

/// A person's pane and the connection that it made.
pub struct ConnectedPerson {
    pub pane: TestPane,
    pub connection: Connection,
}

impl DialectInstallation {
    /// Starts both without a connection.
    pub async fn empty(offer: &'static str, tenant: &str) -> Self {
        let server = DialectServer::start(NOW).await;
        let client = format!("client_id = \"{CLIENT_ID}\"\nclient_secret = \"{CLIENT_SECRET}\"");
        let url = &server.url;
        let settings = format!(
            "[providers.{OPENID}]\nkind = \"oidc\"\npurpose = \"mailbox\"\nlabel = \"Peer\"\nissuer = \"{url}\"\n{client}\nscopes = []\n\
             [providers.{MICROSOFT}]\nkind = \"microsoft\"\nlabel = \"Tenants\"\n{client}\ntenant = \"{tenant}\"\n\
             authority = \"{url}{TENANTS}\"\ngraph = \"{url}/graph\"\n"
        );
        let endpoint = TestEndpoint::builder().with_settings(&settings).start().await;
        Self { server, endpoint, offer }
    }

    /// Starts both and connects Ann and Ben.
    pub async fn open(offer: &'static str) -> (Self, ConnectedPerson, ConnectedPerson) {
        Self::at(offer, "organizations").await
    }

    pub async fn at(offer: &'static str, tenant: &str) -> (Self, ConnectedPerson, ConnectedPerson) {
        let installation = Self::empty(offer, tenant).await;
        let (ann, ben) = (installation.connect(ANN).await, installation.connect(BEN).await);
        (installation, ann, ben)
    }

    /// Renews what is due after this time. It runs twice, because after an outage one renewal probes the provider before the
    /// others follow.
    pub async fn renew_due(&self, after_s: i64) {
        self.endpoint.clock.advance_s(after_s);
        self.endpoint.renew_due().await;
        self.endpoint.clock.advance_s(10);
        self.endpoint.renew_due().await;
    }

    /// Signs the person in and returns the phase in which the attempt ends.
    pub async fn sign_in(&self, pane: &TestPane, person: &'static str) -> Phase {
        self.server.expect_sign_in(person, self.endpoint.now());
        let attempt = pane.connects_through(self.offer, None).await;
        let mut browser = self.endpoint.browser();
        let to = browser.opens(pane, &attempt.id).await;
        browser.visit(to.as_str()).await;
        pane.authorization(&attempt.id).await.unwrap().phase
    }

    pub async fn connect(&self, person: &'static str) -> ConnectedPerson {
        let pane = self.endpoint.pane().with_session().await;
        let phase = self.sign_in(&pane, person).await;
        assert!(matches!(phase, Phase::Succeeded { .. }), "{phase:?}");
        let connection = pane.connection().await;
        ConnectedPerson { pane, connection }
    }

    /// Asserts that the connection works and that a sync engine gets the newest token.
    pub async fn assert_works(&self, what: &str, name: &'static str, person: &ConnectedPerson) {
        let state = person.pane.connection().await.state;
        assert_eq!(state, ConnectionState::Working, "{what}");
        let token = self.endpoint.engine().await.token(&person.connection.id).await;
        let newest = self.server.newest_token(name).unwrap_or_else(|| panic!("{what}: the grant has ended"));
        let expected = crate::server::access(name, newest);
        assert_eq!(token.ok().map(|token| token.bearer().to_owned()), Some(expected), "{what}");
    }
}

/// Why a connection does not work, and who has to act.
pub fn reason_and_actor(state: &ConnectionState) -> Option<(ReasonCode, &'static str)> {
    match state {
        ConnectionState::Retrying { reason, .. } => Some((reason.code, "retrying")),
        ConnectionState::NeedsSignIn { reason, .. } => Some((reason.code, "sign in")),
        ConnectionState::NeedsAdmin { reason, .. } => Some((reason.code, "admin")),
        _ => None,
    }
}
