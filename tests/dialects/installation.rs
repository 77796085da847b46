//! The endpoint under test and the OAuth server that it talks to. Ann gets the unusual answers; Ben's connection must stay
//! unaffected.

use std::sync::Arc;

use latchkey_domain::ManualClock;
use latchkey_testkit::{NOW, TestEndpoint, TestPane};
use latchkey_wire::{Connection, ConnectionState, Phase, ReasonCode};

use crate::server::{CLIENT_ID, CLIENT_SECRET, Choices, DialectServer, GOOGLE, SALESFORCE, TENANTS};

pub const ANN: &str = "ann@contoso.example";
/// After this time every grant is due for renewal and every access token is still valid.
pub const DUE_AFTER_S: i64 = 2500;
/// A person at another tenant.
pub const BEN: &str = "ben@fabrikam.example";
pub const OPENID: &str = "openid";
pub const MICROSOFT: &str = "tenants";
pub const GOOGLE_OFFER: &str = "google";
pub const SALESFORCE_OFFER: &str = "salesforce-production";

pub struct DialectInstallation {
    pub server: DialectServer,
    pub endpoint: TestEndpoint,
    offer: &'static str,
}

/// How an installation is set up.
pub struct Setup {
    pub offer: &'static str,
    /// Microsoft's tenant.
    pub tenant: &'static str,
    /// How the client authenticates, as lines of the configuration.
    pub client: String,
    /// What follows the server's address in the setting `issuer`.
    pub issuer_end: &'static str,
    /// More lines of the OpenID provider's section.
    pub openid: &'static str,
    /// What the server does from the start.
    pub choices: Choices,
}

/// A person's pane and the connection that it made.
pub struct ConnectedPerson {
    pub pane: TestPane,
    pub connection: Connection,
}

impl Setup {
    pub fn of(offer: &'static str) -> Self {
        let client = format!("client_secret = \"{CLIENT_SECRET}\"");
        let openid = "domains = [\"contoso.example\", \"fabrikam.example\"]";
        Self { offer, tenant: "organizations", client, issuer_end: "", openid, choices: Choices::default() }
    }

    /// Starts endpoint and server without a connection.
    pub async fn start(self) -> DialectInstallation {
        let server = DialectServer::start(Arc::new(ManualClock::at(NOW))).await;
        server.choose(|choices| *choices = self.choices);
        let (url, end, openid, tenant) = (&server.url, self.issuer_end, self.openid, self.tenant);
        let client = format!("client_id = \"{CLIENT_ID}\"\n{}", self.client);
        let settings = format!(
            "[providers.{OPENID}]\nkind = \"oidc\"\npurpose = \"mailbox\"\nlabel = \"Peer\"\nissuer = \"{url}{end}\"\n{client}\nscopes = []\n{openid}\n\
             [providers.{MICROSOFT}]\nkind = \"microsoft\"\nlabel = \"Tenants\"\n{client}\ntenant = \"{tenant}\"\n\
             authority = \"{url}{TENANTS}\"\ngraph = \"{url}/graph\"\n\
             [providers.{GOOGLE_OFFER}]\nkind = \"google\"\n{client}\nauthority = \"{url}{GOOGLE}\"\ntoken_host = \"{url}{GOOGLE}\"\n\
             api = \"{url}{GOOGLE}\"\n\
             [providers.salesforce]\nkind = \"salesforce\"\n{client}\nlogin_url = \"{url}{SALESFORCE}\"\n\
             sandbox_url = \"{url}/sandbox\"\ndomains = [\"127.0.0.1\"]\n"
        );
        let endpoint = TestEndpoint::builder().with_settings(&settings).start().await;
        server.follow(Arc::<ManualClock>::clone(&endpoint.clock));
        DialectInstallation { server, endpoint, offer: self.offer }
    }
}

impl DialectInstallation {
    /// Starts both without a connection.
    pub async fn empty(offer: &'static str) -> Self {
        Setup::of(offer).start().await
    }

    /// Starts both and connects Ann and Ben.
    pub async fn open(offer: &'static str) -> (Self, ConnectedPerson, ConnectedPerson) {
        let installation = Self::empty(offer).await;
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
        self.endpoint.settled().await;
    }

    /// Signs the person in and returns the phase in which the attempt ends.
    pub async fn sign_in(&self, pane: &TestPane, person: &'static str) -> Phase {
        self.server.expect_sign_in(person);
        let attempt = pane.connects_through(self.offer, None).await;
        let mut browser = self.endpoint.browser();
        let to = browser.opens(pane, &attempt.id).await;
        browser.visit(to.as_str()).await;
        self.endpoint.settled().await;
        pane.authorization(&attempt.id).await.unwrap().phase
    }

    /// Signs the person in in a new pane. The error is the reason that the person is told, and nothing is stored.
    pub async fn try_sign_in(&self, person: &'static str) -> Result<ConnectedPerson, ReasonCode> {
        let pane = self.endpoint.pane().with_session().await;
        match self.sign_in(&pane, person).await {
            Phase::Succeeded { .. } => Ok(ConnectedPerson { connection: pane.connection().await, pane }),
            Phase::Failed { reason, .. } => {
                assert!(pane.overview().await.connections.is_empty());
                Err(reason.code)
            }
            other => panic!("{other:?}"),
        }
    }

    pub async fn connect(&self, person: &'static str) -> ConnectedPerson {
        self.try_sign_in(person).await.unwrap_or_else(|reason| panic!("{person}: {reason:?}"))
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

impl ConnectedPerson {
    /// Why the connection does not work, and who has to act.
    pub async fn told(&self) -> Option<(ReasonCode, &'static str)> {
        reason_and_actor(&self.pane.connection().await.state)
    }
}

/// One of many people of one company.
pub fn newcomer(number: usize) -> &'static str {
    format!("newcomer{number}@contoso.example").leak()
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
