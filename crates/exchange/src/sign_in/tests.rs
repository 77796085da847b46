use latchkey_domain::SeededEntropy;

use super::*;
use crate::scripted_server::{ScriptedReply, ScriptedServer, answer, asks, challenges};
use crate::{ConnectError, ConnectionError};

const HOST: &str = "mail.contoso.example";
const EXCHANGE: [&str; 3] = ["Negotiate", "NTLM", "Basic realm=\"mail.contoso.example\""];

fn inbox(own: &str, by_address: &str) -> ScriptedReply {
    let message = |id: &str| {
        format!(
            r#"<GetFolderResponseMessage ResponseClass="Success"><ResponseCode>NoError</ResponseCode><Folders><Folder><FolderId Id="{id}"/></Folder></Folders></GetFolderResponseMessage>"#
        )
    };
    answer(
        200,
        &[("content-type", "text/xml")],
        &format!("<?xml version=\"1.0\"?><a>{}{}</a>", message(own), message(by_address)),
    )
}

fn server(acts: Vec<ScriptedReply>) -> ScriptedServer {
    acts.into_iter().fold(ScriptedServer::default(), |script, act| script.then(HOST, act))
}

async fn try_at(script: &ScriptedServer, accept: AcceptedSchemes) -> Result<MailboxProof, ExchangeError> {
    let credentials = Credentials {
        mailbox: MailboxAddress::parse("ann@contoso.example").unwrap(),
        user_name: Some("CONTOSO\\ann".into()),
        password: "Ann-practice-1".into(),
    };
    let address = EwsUrl::parse(HOST).unwrap();
    let tried = sign_in(script, &address, &credentials, accept, &SeededEntropy::new(1), 1_800_000_000).await;
    tried.map_err(|refused| refused.error)
}

async fn try_once(script: &ScriptedServer) -> Result<MailboxProof, ExchangeError> {
    try_at(script, AcceptedSchemes::NtlmOrBasic).await
}

#[tokio::test]
async fn ntlm_goes_over_one_connection_and_uses_the_password_once() {
    let script = server(vec![asks(&EXCHANGE), challenges(), inbox("A", "A")]);
    let proof = try_once(&script).await.unwrap();
    assert_eq!((proof.scheme, proof.accept_next()), (AuthScheme::Ntlm, AcceptedSchemes::NtlmOnly));
    assert_eq!(
        script.asked(),
        ["1 POST /EWS/Exchange.asmx -", "1 POST /EWS/Exchange.asmx NTLM", "1 POST /EWS/Exchange.asmx NTLM"]
    );
    assert_eq!(script.tries(), 1);
    assert_eq!(script.last().headers()["x-anchormailbox"], "ann@contoso.example");
}

#[tokio::test]
async fn basic_is_used_where_nothing_better_is_offered() {
    let script = server(vec![asks(&["Basic realm=\"x\""]), inbox("A", "A")]);
    assert_eq!(try_once(&script).await.unwrap().scheme, AuthScheme::Basic);
    // CONTOSO\ann:Ann-practice-1
    assert_eq!(script.last().headers()["authorization"], "Basic Q09OVE9TT1xhbm46QW5uLXByYWN0aWNlLTE=");
    assert_eq!(script.tries(), 1);
}

#[tokio::test]
async fn every_refusal_of_the_password_costs_one_try_and_no_more() {
    for (act, error) in [
        (asks(&EXCHANGE), ExchangeError::PasswordRejected),
        (challenges(), ExchangeError::PasswordRejected),
        (asks(&["Basic realm=x"]), ExchangeError::PasswordRejected),
        (
            answer(401, &[], "The referenced account is currently locked out and may not be logged on to."),
            ExchangeError::AccountLocked,
        ),
        (answer(503, &[("retry-after", "9")], ""), ExchangeError::Busy { retry_after_s: Some(9) }),
        (answer(302, &[("location", "/ews/genericerrorpage.htm")], ""), ExchangeError::Maintenance),
        (answer(307, &[("location", "https://evil.example/EWS/Exchange.asmx")], ""), ExchangeError::NotAnEwsAddress),
        (answer(403, &[], ""), ExchangeError::MailboxNotAccessible),
        (inbox("A", "B"), ExchangeError::AnotherMailbox),
        (Err(ConnectionError::Broken), ExchangeError::Interrupted),
        (Err(ConnectionError::TimedOut), ExchangeError::Interrupted),
        (Err(ConnectionError::Unreadable), ExchangeError::Unreadable),
        (
            answer(200, &[], "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"),
            ExchangeError::Unreadable,
        ),
    ] {
        for (ntlm, mut acts) in [(true, vec![asks(&EXCHANGE), challenges()]), (false, vec![asks(&["Basic realm=x"])])] {
            let act = match &act {
                Ok(response) => Ok(response.clone()),
                Err(error) => Err(*error),
            };
            // A second attempt would succeed.
            acts.extend([act, inbox("A", "A"), inbox("A", "A")]);
            let script = server(acts);
            assert_eq!(try_once(&script).await, Err(error.clone()), "NTLM: {ntlm}");
            assert_eq!(script.tries(), 1, "{error:?}, NTLM: {ntlm}");
        }
    }
}

#[tokio::test]
async fn nothing_of_the_password_leaves_before_the_server_asks_as_exchange_does() {
    for (act, error) in [
        (answer(200, &[], ""), ExchangeError::NotAnEwsAddress),
        (answer(404, &[], ""), ExchangeError::NotAnEwsAddress),
        (answer(302, &[("location", "https://evil.example/")], ""), ExchangeError::NotAnEwsAddress),
        (answer(302, &[("location", "/ews/genericerrorpage.htm")], ""), ExchangeError::Maintenance),
        (answer(403, &[], ""), ExchangeError::NotAllowed),
        (answer(503, &[], ""), ExchangeError::Busy { retry_after_s: None }),
        (asks(&[]), ExchangeError::NotAnEwsAddress),
        (asks(&["Negotiate"]), ExchangeError::NoUsableScheme),
        (asks(&["Bearer"]), ExchangeError::ModernAuthOnly),
        (Err(ConnectionError::Broken), ExchangeError::Unreachable),
        (Err(ConnectionError::TimedOut), ExchangeError::Unreachable),
        (Err(ConnectionError::Unreadable), ExchangeError::Unreadable),
    ] {
        let script = server(vec![act, inbox("A", "A")]);
        assert_eq!(try_once(&script).await, Err(error));
        assert_eq!(script.tries(), 0);
    }
}

#[tokio::test]
async fn a_probe_sends_no_credentials() {
    let (address, mailbox) = (EwsUrl::parse(HOST).unwrap(), MailboxAddress::parse("ann@contoso.example").unwrap());
    for (act, accept, outcome) in [
        (asks(&EXCHANGE), AcceptedSchemes::NtlmOnly, Ok(())),
        (asks(&["Basic realm=x"]), AcceptedSchemes::NtlmOrBasic, Ok(())),
        (asks(&["Basic realm=x"]), AcceptedSchemes::NtlmOnly, Err(ExchangeError::NoUsableScheme)),
        (answer(503, &[], ""), AcceptedSchemes::NtlmOrBasic, Err(ExchangeError::Busy { retry_after_s: None })),
        (answer(200, &[], ""), AcceptedSchemes::NtlmOrBasic, Err(ExchangeError::NotAnEwsAddress)),
    ] {
        let script = server(vec![act, inbox("A", "A")]);
        assert_eq!(probe(&script, &address, &mailbox, accept).await, outcome);
        assert_eq!(script.asked(), ["1 POST /EWS/Exchange.asmx -"]);
    }
}

#[tokio::test]
async fn a_server_that_takes_ntlm_back_gets_no_password_instead() {
    for act in [
        asks(&["Basic realm=x"]),
        asks(&["NTLM"]),
        asks(&["NTLM AAAA", "Basic realm=x"]),
        answer(401, &[("www-authenticate", "NTLM TlRM"), ("connection", "close")], ""),
    ] {
        let script = server(vec![asks(&EXCHANGE), act, inbox("A", "A"), inbox("A", "A")]);
        assert_eq!(try_once(&script).await, Err(ExchangeError::NoUsableScheme));
        assert_eq!(script.tries(), 0);
    }
}

#[tokio::test]
async fn a_connection_that_used_ntlm_does_not_fall_back() {
    let script = server(vec![asks(&["Basic realm=x"]), inbox("A", "A")]);
    assert_eq!(try_at(&script, AcceptedSchemes::NtlmOnly).await, Err(ExchangeError::NoUsableScheme));
    assert_eq!(script.tries(), 0);
}

#[tokio::test]
async fn a_connection_that_closes_before_the_password_is_replaced() {
    let closing = answer(401, &[("www-authenticate", "NTLM"), ("connection", "Close")], "");
    let script = server(vec![closing, challenges(), inbox("A", "A")]);
    try_once(&script).await.unwrap();
    assert_eq!(script.asked()[1..], ["2 POST /EWS/Exchange.asmx NTLM", "2 POST /EWS/Exchange.asmx NTLM"]);

    let script = server(vec![asks(&["NTLM"]), Err(ConnectionError::Broken), challenges(), inbox("A", "A")]);
    try_once(&script).await.unwrap();
    assert_eq!((script.connected().len(), script.tries()), (2, 1));

    let closing = answer(401, &[("www-authenticate", "Basic realm=x"), ("connection", "close")], "");
    let script = server(vec![closing, inbox("A", "A")]);
    try_once(&script).await.unwrap();
    assert_eq!((script.connected().len(), script.tries()), (2, 1));
}

#[tokio::test]
async fn a_server_that_always_hangs_up_is_asked_twice_and_no_more() {
    let script = server(vec![asks(&["NTLM"])]);
    assert_eq!(try_once(&script).await, Err(ExchangeError::Unreachable));
    assert_eq!((script.asked().len(), script.tries()), (3, 0));
}

#[tokio::test]
async fn a_connection_that_is_refused_says_why() {
    for (refusal, error) in [
        (ConnectError::NoSuchHost, ExchangeError::ServerNotFound),
        (ConnectError::Forbidden, ExchangeError::AddressForbidden),
        (ConnectError::TimedOut, ExchangeError::Unreachable),
        (
            ConnectError::Insecure(crate::CertificateProblem::Expired),
            ExchangeError::CertificateRefused(crate::CertificateProblem::Expired),
        ),
    ] {
        assert_eq!(try_once(&ScriptedServer::default().refusing(HOST, refusal)).await, Err(error));
    }
}

#[tokio::test]
async fn the_cloud_is_not_even_called() {
    let script = ScriptedServer::default();
    let credentials = Credentials {
        mailbox: MailboxAddress::parse("ann@contoso.example").unwrap(),
        user_name: None,
        password: "x".into(),
    };
    let address = EwsUrl::parse("outlook.office365.com").unwrap();
    let answer = sign_in(&script, &address, &credentials, AcceptedSchemes::default(), &SeededEntropy::new(1), 0).await;
    assert_eq!(answer, Err(ExchangeError::ModernAuthOnly.into()));
    assert!(script.connected().is_empty());
}
