//! A client of a practice Exchange over real connections.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use latchkey_domain::{ManualClock, SeededEntropy};
use latchkey_endpoint::outbound::{AddressRule, Dialer, DialerLimits, DialerSettings, load_authorities};
use latchkey_exchange::{
    AcceptedSchemes, Credentials, EwsUrl, ExchangeError, ExchangeRefusal, MailboxAddress, MailboxProof, sign_in,
};
use latchkey_practice::{ExchangeSwitches, PracticeConfig, PracticeServer};

pub(super) const ANN: &str = "ann@contoso.example";
pub(super) const PASSWORD: &str = "Ann-practice-1";
pub(super) const NOW: i64 = 1_800_000_000;

/// A client of a practice Exchange, which it starts.
pub(super) struct PracticeExchangeClient {
    pub(super) practice: PracticeServer,
    pub(super) dialer: Dialer,
}

impl PracticeExchangeClient {
    pub(super) async fn start() -> Self {
        let practice = PracticeServer::start(
            PracticeConfig::default(),
            Arc::new(ManualClock::at(NOW)),
            Arc::new(SeededEntropy::new(3)),
        )
        .await
        .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let authority = folder.path().join("authority.pem");
        std::fs::write(&authority, practice.exchange().ca_pem()).unwrap();
        let port = EwsUrl::parse(&practice.exchange().ews_url()).unwrap().server().port;
        let here = SocketAddr::from(([127, 0, 0, 1], port));
        let hosts = ["localhost", "autodiscover.contoso.example"].map(|host| (host.to_owned(), here));
        let dialer = Dialer::new(DialerSettings {
            rule: AddressRule::listed(&[&format!("localhost:{port}"), "autodiscover.contoso.example"]).unwrap(),
            authorities: load_authorities(&authority).unwrap(),
            hosts: HashMap::from(hosts),
            limits: DialerLimits { answer: Duration::from_secs(3), ..DialerLimits::default() },
            ..DialerSettings::default()
        })
        .unwrap();
        Self { practice, dialer }
    }

    pub(super) fn switch(&self, change: impl FnOnce(&mut ExchangeSwitches)) {
        let mut switches = ExchangeSwitches::default();
        change(&mut switches);
        self.practice.exchange().set_switches(switches);
    }

    pub(super) fn credentials(password: &str) -> Credentials {
        Credentials {
            mailbox: MailboxAddress::parse(ANN).unwrap(),
            user_name: Some("CONTOSO\\ann".into()),
            password: password.into(),
        }
    }

    pub(super) async fn sign_in_with(&self, password: &str) -> Result<MailboxProof, ExchangeRefusal> {
        let address = EwsUrl::parse(&self.practice.exchange().ews_url()).unwrap();
        let credentials = Self::credentials(password);
        sign_in(&self.dialer, &address, &credentials, AcceptedSchemes::default(), &SeededEntropy::new(7), NOW).await
    }

    /// Signs in with the right password. Returns the error, if any, and how often the server got a password.
    pub(super) async fn outcome(&self) -> (Option<ExchangeError>, usize) {
        let before = self.practice.exchange().authentications().len();
        let refused = self.sign_in_with(PASSWORD).await.err();
        let tries = self.practice.exchange().authentications().len() - before;
        if let Some(refused) = &refused {
            assert_eq!(refused.password_was_shown, tries > 0, "{refused:?}");
        }
        (refused.map(|refused| refused.error), tries)
    }
}
