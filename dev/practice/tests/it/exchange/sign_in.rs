use super::client::{ANN_BASIC, ANN_LOGIN, ANN_NTLM, As, ExchangeSession, get_folder, ntlm_header};
use super::ntlm_client::{Login, negotiate};
use crate::session::{ANN, BEN};

use latchkey_practice::{
    Authentication, AuthenticationScheme, Binding, EXCHANGE_LOCKOUT_TRIES, ServerCertificate, SignInOffer, Tries,
};

const PATH: &str = "/EWS/Exchange.asmx";

fn ann(password: &str) -> As<'_> {
    As::Ntlm(Login { password, ..ANN_LOGIN })
}

#[tokio::test]
async fn everybody_signs_in_by_address_and_by_domain() {
    let mut session = ExchangeSession::start().await;
    for (domain, user, password) in [
        ("", "ann@contoso.example", "Ann-practice-1"),
        ("contoso.example", "ANN", "Ann-practice-1"),
        ("contoso", "ben", "Ben-practice-2"),
        ("FABRIKAM", "cleo", "Cleo-practice-3"),
    ] {
        session.reconnect();
        let login = Login { domain, user, password, ..ANN_LOGIN };
        assert_eq!(session.inbox(As::Ntlm(login)).await.status, 200, "{domain}\\{user}");
    }
    assert_eq!(session.exchange().counters().passwords_right, 4);
}

#[tokio::test]
async fn ntlm_signs_in_the_connection() {
    let mut session = ExchangeSession::start().await;
    assert_eq!(session.inbox(ANN_NTLM).await.status, 200);
    assert_eq!(session.inbox(As::Anonymous).await.status, 200, "the connection is known");
    session.reconnect();
    assert_eq!(session.inbox(As::Anonymous).await.status, 401, "another one isn't");
    assert_eq!(session.exchange().tries(ANN), Tries { right: 1, wrong: 0 });
}

#[tokio::test]
async fn every_password_that_comes_in_is_on_the_list() {
    let session = ExchangeSession::start().await;
    session.inbox(As::Basic("CONTOSO\\ann", "wrong")).await;
    session.inbox(ann("wrong")).await;
    session.inbox(As::Ntlm(Login { binding: Some(session.binding().await), ..ANN_LOGIN })).await;
    let seen = |scheme, right, binding| Authentication {
        scheme,
        path: "/ews/exchange.asmx".to_owned(),
        user: "CONTOSO\\ann".to_owned(),
        person: Some(ANN.to_owned()),
        right,
        binding,
        connection: 1,
    };
    let expected = [
        seen(AuthenticationScheme::Basic, false, Binding::Missing),
        seen(AuthenticationScheme::Ntlm, false, Binding::Missing),
        seen(AuthenticationScheme::Ntlm, true, Binding::Right),
    ];
    assert_eq!(session.exchange().authentications(), expected);
    assert_eq!(session.exchange().tries(ANN), Tries { right: 1, wrong: 2 });
    assert_eq!(session.exchange().tries(BEN), Tries::default());
    assert_eq!(session.exchange().counters().ntlm_begun, 2);
}

#[tokio::test]
async fn a_wrong_password_and_a_stranger_are_refused_alike() {
    let session = ExchangeSession::start().await;
    let stranger = As::Ntlm(Login { user: "unknown", ..ANN_LOGIN });
    for who in [ann("wrong"), stranger, As::Basic(ANN, "wrong"), As::Basic("unknown", "wrong"), As::Basic("", "")] {
        let answer = session.inbox(who).await;
        assert_eq!((answer.status.as_u16(), answer.ways().len(), answer.body.as_str()), (401, 3, ""));
    }
    assert_eq!(session.exchange().counters().passwords_wrong, 5);
    assert_eq!(session.exchange().counters().ews_calls, 0);
}

#[tokio::test]
async fn too_many_wrong_passwords_lock_the_account_for_the_right_one_too() {
    let session = ExchangeSession::start().await;
    for _ in 0..EXCHANGE_LOCKOUT_TRIES {
        assert_eq!(session.inbox(ann("wrong")).await.body, "");
    }
    for who in [ANN_NTLM, ANN_BASIC, ann("wrong")] {
        let answer = session.inbox(who).await;
        assert_eq!(answer.status, 401);
        assert!(answer.body.contains("The referenced account is currently locked out"), "{}", answer.body);
    }
    let ben = session.inbox(As::Basic(BEN, "Ben-practice-2")).await;
    assert_eq!(ben.status, 200, "other accounts are not locked");
}

#[tokio::test]
async fn a_message_that_was_changed_on_the_way_is_refused() {
    let session = ExchangeSession::start().await;
    assert_eq!(session.inbox(As::Ntlm(Login { tampered: true, ..ANN_LOGIN })).await.status, 401);
    assert_eq!(session.inbox(ANN_NTLM).await.status, 200);
}

#[tokio::test]
async fn an_answer_without_its_challenge_is_refused() {
    let mut session = ExchangeSession::start().await;
    let challenge = session.challenge(PATH).await;
    let answer = ntlm_header(&ANN_LOGIN.authenticate(&challenge));
    session.reconnect();
    let body = get_folder("inbox", None);
    assert_eq!(session.send(PATH, Some(answer.clone()), &body).await.status, 401, "on another connection");
    session.challenge(PATH).await;
    assert_eq!(session.send(PATH, Some(answer), &body).await.status, 401, "after another challenge");
    assert_eq!(session.exchange().tries(ANN), Tries { right: 0, wrong: 1 });
}

#[tokio::test]
async fn nonsense_is_refused_and_counts_as_nothing() {
    let session = ExchangeSession::start().await;
    let short = &negotiate()[..12];
    let headers = ["NTLM", "NTLM ", "NTLM !", "Basic", "Basic bm8gY29sb24=", "Bearer token", "Negotiate YII="];
    let messages = [ntlm_header(b"NTLMSSP\0"), ntlm_header(short), ntlm_header(b"NTLMSSP\0\x03\0\0\0")];
    for header in headers.map(str::to_owned).into_iter().chain(messages) {
        assert_eq!(session.send(PATH, Some(header.clone()), "").await.status, 401, "{header}");
    }
    for at in [12, 20, 28, 36, 52, 60] {
        let mut answer = ANN_LOGIN.authenticate(&session.challenge(PATH).await);
        answer[at..at + 8].fill(0xff);
        assert_eq!(session.send(PATH, Some(ntlm_header(&answer)), "").await.status, 401, "{at}");
    }
    assert_eq!(session.exchange().tries(ANN).right, 0);
}

#[tokio::test]
async fn extended_protection_wants_the_certificate_of_the_connection() {
    let mut session = ExchangeSession::start().await;
    session.switch(|switches| switches.extended_protection = true);
    let bound = |binding| As::Ntlm(Login { binding, ..ANN_LOGIN });
    let right = session.binding().await;
    for (binding, status) in [(None, 401), (Some([7; 16]), 401), (Some(right), 200)] {
        assert_eq!(session.inbox(bound(binding)).await.status, status, "{binding:?}");
        session.reconnect();
    }
    assert_eq!(session.exchange().tries(ANN), Tries { right: 3, wrong: 0 }, "the password was right every time");
    assert_eq!(session.inbox(ANN_BASIC).await.status, 200, "Basic can't be bound");

    session.switch(|switches| switches.certificate = ServerCertificate::SignedWithSha384);
    session.reconnect();
    let (short, long) = (session.binding().await, session.binding_with_sha384().await);
    assert_eq!(session.inbox(bound(Some(short))).await.status, 401);
    assert_eq!(session.inbox(bound(Some(long))).await.status, 200);
}

#[tokio::test]
async fn only_what_is_offered_is_accepted() {
    let mut session = ExchangeSession::start().await;
    for (offer, ways, ntlm, basic) in [
        (SignInOffer::WithoutBasic, vec!["Negotiate", "NTLM"], true, false),
        (SignInOffer::BasicOnly, vec!["Basic realm=\"practice\""], false, true),
        (SignInOffer::NegotiateOnly, vec!["Negotiate"], false, false),
    ] {
        session.switch(|switches| switches.offer = offer);
        session.reconnect();
        assert_eq!(session.inbox(As::Anonymous).await.ways(), ways);
        let begun = session.send(PATH, Some(ntlm_header(&negotiate())), "").await;
        assert_eq!(begun.ways().iter().any(|way| way.starts_with("NTLM T")), ntlm, "{offer:?}");
        session.reconnect();
        assert_eq!(session.inbox(ANN_BASIC).await.status == 200, basic, "{offer:?}");
    }
    assert_eq!(session.exchange().counters().passwords_right, 1, "what isn't offered isn't looked at");
}

#[tokio::test]
async fn modern_authentication_is_announced_as_clients_look_for_it() {
    let session = ExchangeSession::start().await;
    session.switch(|switches| switches.offer = SignInOffer::ModernAuthOnly);
    let answer = session.inbox(As::Anonymous).await;
    assert!(answer.ways()[0].starts_with("Bearer client_id=") && answer.ways().len() == 1);
    assert!(answer.header("ms-diagnostics-public").is_some_and(|reason| reason.contains("Modern Auth")));
}

#[tokio::test]
async fn somebody_in_between_can_ask_for_the_password_after_ntlm_has_begun() {
    let session = ExchangeSession::start().await;
    session.switch(|switches| switches.offer = SignInOffer::BasicAfterNtlm);
    assert_eq!(session.inbox(As::Anonymous).await.ways(), ["Negotiate", "NTLM"]);
    let begun = session.send(PATH, Some(ntlm_header(&negotiate())), "").await;
    assert_eq!((begun.status.as_u16(), begun.ways()), (401, vec!["Basic realm=\"practice\""]));
}
