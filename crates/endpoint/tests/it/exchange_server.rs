//! Signing in by password over real connections, at a practice Exchange that counts how often a password was used.

mod client;

use latchkey_domain::SeededEntropy;
use latchkey_exchange::{
    AcceptedSchemes, AuthScheme, AutodiscoverProtocol, AutodiscoverService, CertificateProblem, Credentials,
    DiscoveryOutcome, EwsUrl, ExchangeError, ExchangeRefusal, MailboxAddress, ServerAddress,
    autodiscover_with_password, find_server, sign_in,
};
use latchkey_practice::{Autodiscover, Binding, Condition, EwsAnswers, ServerCertificate, SignInOffer};

use client::{ANN, NOW, PASSWORD, PracticeExchangeClient};

#[tokio::test]
async fn a_password_proves_itself_by_ntlm_over_the_servers_own_channel() {
    let client = PracticeExchangeClient::start().await;
    for certificate in [ServerCertificate::Good, ServerCertificate::SignedWithSha384] {
        client.switch(|switches| (switches.extended_protection, switches.certificate) = (true, certificate));
        let proof = client.sign_in_with(PASSWORD).await.unwrap();
        assert_eq!((proof.scheme, proof.mailbox.address()), (AuthScheme::Ntlm, ANN));
        let seen = client.practice.exchange().authentications().pop().unwrap();
        assert_eq!((seen.user.as_str(), seen.right, seen.binding), ("CONTOSO\\ann", true, Binding::Right));
    }
    client.switch(|switches| switches.offer = SignInOffer::BasicOnly);
    assert_eq!(client.sign_in_with(PASSWORD).await.unwrap().scheme, AuthScheme::Basic);
}

#[tokio::test]
async fn each_condition_of_an_account_has_its_name_and_costs_one_try() {
    let client = PracticeExchangeClient::start().await;
    for (condition, error) in [
        (Condition::PasswordChanged, ExchangeError::PasswordRejected),
        (Condition::PasswordExpired, ExchangeError::PasswordExpired),
        (Condition::PasswordChangeRequired, ExchangeError::PasswordExpired),
        (Condition::AccountLocked, ExchangeError::AccountLocked),
        (Condition::Disabled, ExchangeError::AccountDisabled),
        (Condition::BlockedByPolicy, ExchangeError::MailboxNotAccessible),
        (Condition::MailboxMissing, ExchangeError::MailboxNotAccessible),
    ] {
        for offer in [SignInOffer::Everything, SignInOffer::BasicOnly] {
            client.switch(|switches| switches.offer = offer);
            client.practice.exchange().impose(ANN, condition);
            assert_eq!(client.outcome().await, (Some(error.clone()), 1), "{condition:?} {offer:?}");
            client.practice.exchange().lift(ANN, condition);
        }
    }
    let ben = Credentials {
        mailbox: MailboxAddress::parse("ben@contoso.example").unwrap(),
        ..PracticeExchangeClient::credentials(PASSWORD)
    };
    let address = EwsUrl::parse(&client.practice.exchange().ews_url()).unwrap();
    let refused =
        sign_in(&client.dialer, &address, &ben, AcceptedSchemes::default(), &SeededEntropy::new(7), NOW).await;
    assert_eq!(
        refused.unwrap_err(),
        ExchangeRefusal { error: ExchangeError::MailboxNotAccessible, password_was_shown: true }
    );
}

#[tokio::test]
async fn each_server_behaviour_uses_the_password_at_most_once() {
    let client = PracticeExchangeClient::start().await;
    let busy = |retry_after_s| ExchangeError::Busy { retry_after_s: Some(retry_after_s) };
    for (answers, error, tries) in [
        (EwsAnswers::ServerBusy, busy(45), 1),
        (EwsAnswers::HangUp, ExchangeError::Interrupted, 1),
        (EwsAnswers::EntityBomb, ExchangeError::Unreadable, 1),
        (EwsAnswers::EndlessAfterSignIn, ExchangeError::Unreadable, 1),
        (
            EwsAnswers::Failing,
            ExchangeError::ServerFailed { reference: Some("NoRespondingCASInDestinationSite".into()) },
            1,
        ),
        (EwsAnswers::ExternalEntity, ExchangeError::Unreadable, 1),
        (EwsAnswers::Unavailable, busy(30), 0),
        (EwsAnswers::ErrorPage, ExchangeError::Maintenance, 0),
        (EwsAnswers::Elsewhere, ExchangeError::NotAnEwsAddress, 0),
        (EwsAnswers::HtmlPage, ExchangeError::NotAnEwsAddress, 0),
        (EwsAnswers::Endless, ExchangeError::Unreadable, 0),
        (EwsAnswers::Dripping, ExchangeError::Unreachable, 0),
        (EwsAnswers::HugeHeader, ExchangeError::Unreadable, 0),
    ] {
        client.switch(|switches| switches.answers = answers);
        assert_eq!(client.outcome().await, (Some(error), tries), "{answers:?}");
    }
    for (offer, error) in [
        (SignInOffer::NegotiateOnly, ExchangeError::NoUsableScheme),
        (SignInOffer::ModernAuthOnly, ExchangeError::ModernAuthOnly),
        (SignInOffer::BasicAfterNtlm, ExchangeError::NoUsableScheme),
    ] {
        client.switch(|switches| switches.offer = offer);
        assert_eq!(client.outcome().await, (Some(error), 0), "{offer:?}");
    }
    for (certificate, problem) in [
        (ServerCertificate::Expired, CertificateProblem::Expired),
        (ServerCertificate::OtherName, CertificateProblem::OtherName { presented: vec!["other.example".into()] }),
        (ServerCertificate::UnknownIssuer, CertificateProblem::UnknownIssuer),
    ] {
        client.switch(|switches| switches.certificate = certificate);
        let error = ExchangeError::CertificateRefused(problem);
        assert_eq!(client.outcome().await, (Some(error), 0), "{certificate:?}");
    }
    client.switch(|switches| switches.down = true);
    assert_eq!(client.outcome().await, (Some(ExchangeError::Busy { retry_after_s: None }), 0));
}

#[tokio::test]
async fn a_server_is_found_without_a_password_or_named_to_be_asked_with_one() {
    let client = PracticeExchangeClient::start().await;
    let here = DiscoveryOutcome::Server(EwsUrl::parse(&client.practice.exchange().ews_url()).unwrap());
    let ann = MailboxAddress::parse(ANN).unwrap();
    let server = ServerAddress::https("autodiscover.contoso.example");
    let asks = DiscoveryOutcome::NeedsPassword(AutodiscoverService {
        server: server.clone(),
        kind: AutodiscoverProtocol::Pox,
    });
    for (switch, found) in [
        (Autodiscover::Everything, Ok(here.clone())),
        (Autodiscover::Microsoft365, Ok(DiscoveryOutcome::Cloud)),
        (Autodiscover::Elsewhere, Ok(DiscoveryOutcome::Server(EwsUrl::parse("evil.example").unwrap()))),
        (Autodiscover::WithoutJson, Ok(asks)),
        // The domain itself is not on this installation's list.
        (Autodiscover::Nothing, Err(ExchangeError::AddressForbidden)),
    ] {
        client.switch(|switches| switches.autodiscover = switch);
        assert_eq!(find_server(&client.dialer, &ann).await, found, "{switch:?}");
    }
    assert!(client.practice.exchange().authentications().is_empty());

    client.switch(|switches| switches.autodiscover = Autodiscover::WithoutJson);
    for (kind, tries) in [(AutodiscoverProtocol::Pox, 1), (AutodiscoverProtocol::Soap, 2)] {
        let service = AutodiscoverService { server: server.clone(), kind };
        let credentials = PracticeExchangeClient::credentials(PASSWORD);
        let entropy = SeededEntropy::new(7);
        let found = autodiscover_with_password(
            &client.dialer,
            &service,
            &credentials,
            AcceptedSchemes::default(),
            &entropy,
            NOW,
        )
        .await;
        assert_eq!(found, Ok(here.clone()), "{kind:?}");
        assert_eq!(client.practice.exchange().authentications().len(), tries);
    }
}
