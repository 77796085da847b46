//! The servers that passwords may go to: those that were found and shown, or named. All others get none.

use latchkey_practice::{Autodiscover, ExchangeSwitches};
use latchkey_testkit::TestEndpoint;
use latchkey_wire::{OfferId, PasswordRequest, Phase, ProblemCode, ReasonCode};

use super::{failure_code, request, start_endpoint};
use crate::people::{ANN, phase};

#[tokio::test]
async fn a_server_is_found_shown_and_only_then_used() {
    let endpoint = start_endpoint().await;
    let pane = endpoint.pane().with_session().await;
    let found = pane.looks_up(ANN).await.unwrap();
    assert_eq!(found.offer.as_ref().map(OfferId::as_str), Some("microsoft"), "the cloud knows this domain");
    endpoint.clock.advance_s(5);
    let found = pane.looks_up_for(ANN, Some("exchange")).await.unwrap();
    assert_eq!(found.offer.as_ref().map(OfferId::as_str), Some("exchange"), "the chosen offer is kept");
    assert_eq!(found.server, Some(endpoint.practice.exchange().ews_url()));
    assert_eq!(endpoint.practice.exchange().authentications().len(), 0);
}

#[tokio::test]
async fn a_wrong_choice_is_led_to_the_mailboxs_service() {
    let endpoint = start_endpoint().await;
    let pane = endpoint.pane().with_session().await;
    for autodiscover in [Autodiscover::Nothing, Autodiscover::Microsoft365] {
        endpoint.practice.exchange().set_switches(ExchangeSwitches { autodiscover, ..ExchangeSwitches::default() });
        endpoint.clock.advance_s(5);
        let found = pane.looks_up_for(ANN, Some("exchange")).await.unwrap();
        assert_eq!(found.offer.as_ref().map(OfferId::as_str), Some("microsoft"), "{autodiscover:?}");
        assert_eq!(found.server, None, "{autodiscover:?}");
    }
    endpoint.clock.advance_s(5);
    let nowhere = pane.looks_up_for("ann@nowhere.example", Some("exchange")).await.unwrap();
    assert_eq!((nowhere.offer, nowhere.server), (None, None));
    assert_eq!(endpoint.practice.exchange().authentications().len(), 0);
}

#[tokio::test]
async fn an_offer_that_takes_no_password_or_is_none_changes_nothing_about_a_look_up() {
    let endpoint = start_endpoint().await;
    let pane = endpoint.pane().with_session().await;
    for offer in ["microsoft", "nothing"] {
        endpoint.clock.advance_s(5);
        let found = pane.looks_up_for(ANN, Some(offer)).await.unwrap();
        assert_eq!(found.offer.as_ref().map(OfferId::as_str), Some("microsoft"), "{offer}");
    }
}

#[tokio::test]
async fn an_address_that_no_password_may_go_to_gets_none() {
    let endpoint = start_endpoint().await;
    let pane = endpoint.pane().with_session().await;
    let attempt = pane.connects_through("exchange", None).await;
    for (server, code) in [
        ("http://mail.contoso.example", ProblemCode::SiteNotAllowed),
        ("https://mail.contoso.example/owa", ProblemCode::SiteNotAllowed),
        ("https://ann@mail.contoso.example", ProblemCode::SiteMalformed),
        ("", ProblemCode::SiteMalformed),
    ] {
        let request = PasswordRequest { server: Some(server.into()), ..request(&endpoint, ANN, "secret") };
        assert_eq!(pane.types(&attempt.id, &request).await.unwrap_err().problem.code, code, "{server}");
        assert_eq!(phase(&pane, &attempt).await, Phase::Waiting, "{server}");
    }
    for server in ["https://127.0.0.1/EWS/Exchange.asmx", "https://169.254.169.254", "https://mail.evil.example"] {
        let attempt = pane.connects_through("exchange", None).await;
        endpoint.clock.advance_s(5);
        let request = PasswordRequest { server: Some(server.into()), ..request(&endpoint, ANN, "secret") };
        let phase = pane.types(&attempt.id, &request).await.unwrap().phase;
        assert_eq!(failure_code(&phase), ReasonCode::ServerNotAllowed, "{server}");
    }
    assert_eq!(endpoint.practice.exchange().authentications().len(), 0);
}

#[tokio::test]
async fn with_any_public_server_no_internal_address_is_reached_in_any_spelling() {
    let endpoint = TestEndpoint::builder()
        .with_exchange()
        .with_settings("[providers.open]\nkind = \"exchange\"\nany_public_server = true\n")
        .start()
        .await;
    let pane = endpoint.pane().with_session().await;
    let port = url::Url::parse(endpoint.practice.exchange().url()).unwrap().port().unwrap();
    let here = format!("localhost:{port}");
    for server in [
        "localhost",
        &here,
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "0177.0.0.1",
        "2130706433",
        "①②⑦.0.0.1",
        "%31%32%37.0.0.1",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "[fd00::1]",
        "[fe80::1]",
        "8.8.8.8:8443",
        "8.8.8.8:22",
    ] {
        let attempt = pane.connects_through("open", None).await;
        endpoint.clock.advance_s(5);
        let request =
            PasswordRequest { server: Some(format!("https://{server}")), ..request(&endpoint, ANN, "secret") };
        let phase = pane.types(&attempt.id, &request).await.unwrap().phase;
        assert_eq!(failure_code(&phase), ReasonCode::ServerNotAllowed, "{server}");
    }
    assert_eq!(endpoint.practice.exchange().counters().anonymous_probes, 0);
    assert_eq!(endpoint.practice.exchange().authentications().len(), 0);
}
