//! The endpoint, the server, Ann whose answers are odd, and Ben who stands by.

use latchkey_testkit::{NOW, Pane, Stage};
use latchkey_wire::{Connection, ConnectionState, Phase, ReasonCode};

use crate::server::{CLIENT_ID, CLIENT_SECRET, DialectServer, TENANTS};

pub const ANN: &str = "ann@contoso.example";
/// After so long every grant is due, and every access token still lives for a while.
pub const DUE_AFTER_S: i64 = 2500;
/// At another tenant.
pub const BEN: &str = "ben@fabrikam.example";
pub const OPENID: &str = "openid";
pub const MICROSOFT: &str = "tenants";

pub struct DialectInstallation {
    pub server: DialectServer,
    pub stage: Stage,
    offer: &'static str,
}

/// Somebody with a connection.
pub struct ConnectedPerson {
    pub pane: Pane,
    pub connection: Connection,
}

impl DialectInstallation {
    /// With nobody connected.
    pub async fn empty(offer: &'static str, tenant: &str) -> Self {
        let server = DialectServer::start(NOW).await;
        let client = format!("client_id = \"{CLIENT_ID}\"\nclient_secret = \"{CLIENT_SECRET}\"");
        let url = &server.url;
        let settings = format!(
            "[providers.{OPENID}]\nkind = \"oidc\"\npurpose = \"mailbox\"\nlabel = \"Peer\"\nissuer = \"{url}\"\n{client}\nscopes = []\n\
             [providers.{MICROSOFT}]\nkind = \"microsoft\"\nlabel = \"Tenants\"\n{client}\ntenant = \"{tenant}\"\n\
             authority = \"{url}{TENANTS}\"\ngraph = \"{url}/graph\"\n"
        );
        let stage = Stage::builder().with_settings(&settings).start().await;
        Self { server, stage, offer }
    }

    /// With both of them connected.
    pub async fn open(offer: &'static str) -> (Self, ConnectedPerson, ConnectedPerson) {
        Self::at(offer, "organizations").await
    }

    pub async fn at(offer: &'static str, tenant: &str) -> (Self, ConnectedPerson, ConnectedPerson) {
        let installation = Self::empty(offer, tenant).await;
        let (ann, ben) = (installation.connected(ANN).await, installation.connected(BEN).await);
        (installation, ann, ben)
    }

    /// Renews what is due after so long; twice, because after an outage one is let through first and the others a little later.
    pub async fn renews(&self, after_s: i64) {
        self.stage.clock.advance_s(after_s);
        self.stage.renew_due().await;
        self.stage.clock.advance_s(10);
        self.stage.renew_due().await;
    }

    /// Signs somebody in, and answers how that went.
    pub async fn signs_in(&self, pane: &Pane, person: &'static str) -> Phase {
        self.server.expects(person, self.stage.now());
        let attempt = pane.connects_through(self.offer, None).await;
        let mut browser = self.stage.browser();
        let to = browser.opens(pane, &attempt.id).await;
        browser.visit(to.as_str()).await;
        pane.authorization(&attempt.id).await.unwrap().phase
    }

    pub async fn connected(&self, person: &'static str) -> ConnectedPerson {
        let pane = self.stage.pane().with_session().await;
        let phase = self.signs_in(&pane, person).await;
        assert!(matches!(phase, Phase::Succeeded { .. }), "{phase:?}");
        let connection = pane.connection().await;
        ConnectedPerson { pane, connection }
    }

    /// Works for the person, and their sync engine gets the newest token.
    pub async fn works(&self, what: &str, name: &'static str, person: &ConnectedPerson) {
        let state = person.pane.connection().await.state;
        assert_eq!(state, ConnectionState::Working, "{what}");
        let token = self.stage.engine().await.token(&person.connection.id).await;
        let newest = self.server.exchanged(name).unwrap_or_else(|| panic!("{what}: the grant has ended"));
        let expected = crate::server::access(name, newest);
        assert_eq!(token.ok().map(|token| token.bearer().to_owned()), Some(expected), "{what}");
    }
}

/// Why it does not work, and whether somebody has to act.
pub fn cause(state: &ConnectionState) -> Option<(ReasonCode, &'static str)> {
    match state {
        ConnectionState::Retrying { reason, .. } => Some((reason.code, "retrying")),
        ConnectionState::NeedsSignIn { reason, .. } => Some((reason.code, "sign in")),
        ConnectionState::NeedsAdmin { reason, .. } => Some((reason.code, "admin")),
        _ => None,
    }
}
