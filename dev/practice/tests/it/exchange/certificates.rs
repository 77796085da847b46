use std::error::Error as _;

use latchkey_practice::{PracticeConfig, ServerCertificate};

use super::client::{ANN_BASIC, As, ExchangeSession};

/// The TLS error of a failed connection.
async fn refusal(session: &ExchangeSession) -> String {
    let error = session.try_send("/EWS/Exchange.asmx", None, "").await.err().unwrap();
    let causes = std::iter::successors(error.source(), |&error| error.source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

#[tokio::test]
async fn a_bad_certificate_is_bad_in_its_own_way() {
    let mut session = ExchangeSession::start().await;
    for (certificate, words) in [
        (ServerCertificate::Expired, "expired"),
        (ServerCertificate::OtherName, "other.example"),
        (ServerCertificate::Microsoft365, "outlook.office365.com"),
        (ServerCertificate::UnknownIssuer, "UnknownIssuer"),
    ] {
        session.switch(|switches| switches.certificate = certificate);
        session.reconnect();
        let refusal = refusal(&session).await;
        assert!(refusal.contains(words), "{certificate:?}: {refusal}");
    }
    session.switch(|switches| switches.certificate = ServerCertificate::Good);
    session.reconnect();
    assert_eq!(session.inbox(As::Anonymous).await.status, 401);
    assert_eq!(session.exchange().counters().anonymous_probes, 1, "no earlier request arrived");
}

#[tokio::test]
async fn an_open_connection_keeps_its_certificate() {
    let session = ExchangeSession::start().await;
    assert_eq!(session.inbox(ANN_BASIC).await.status, 200);
    session.switch(|switches| switches.certificate = ServerCertificate::Expired);
    assert_eq!(session.inbox(ANN_BASIC).await.status, 200);
}

#[tokio::test]
async fn the_company_s_names_are_on_the_good_one() {
    let session = ExchangeSession::start().await;
    for host in ["127.0.0.1", "autodiscover.contoso.example", "mail.fabrikam.example", "exchange.localhost"] {
        assert_eq!(session.at(host).inbox(ANN_BASIC).await.status, 200, "{host}");
    }
}

#[tokio::test]
async fn the_authority_outlives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let config =
        || PracticeConfig { state_file: Some(folder.path().join("practice.json")), ..PracticeConfig::default() };
    let before = ExchangeSession::start_with(config()).await;
    let authority = before.exchange().ca_pem().to_owned();
    before.session.practice.shutdown().await;
    let after = ExchangeSession::start_with(config()).await;
    assert_eq!(after.trusting(&authority).inbox(ANN_BASIC).await.status, 200);
}
