use latchkey_domain::SeededEntropy;

use super::*;
use crate::ConnectError;
use crate::scripted_server::{ScriptedReply, ScriptedServer, answer, asks, challenges};

const RESERVED: &str = "autodiscover.contoso.example";
const DOMAIN: &str = "contoso.example";
const CLOUD: &str = "https://outlook.office365.com/EWS/Exchange.asmx";

fn ann() -> MailboxAddress {
    MailboxAddress::parse("ann@contoso.example").unwrap()
}

fn nothing() -> ScriptedReply {
    answer(404, &[], "")
}

fn publishes(url: &str) -> ScriptedReply {
    answer(200, &[], &format!(r#"{{"Protocol":"Ews","Url":"{url}"}}"#))
}

fn at(host: &str, acts: Vec<ScriptedReply>) -> ScriptedServer {
    acts.into_iter().fold(ScriptedServer::default(), |script, act| script.then(host, act))
}

fn service(host: &str, kind: AutodiscoverProtocol) -> DiscoveryOutcome {
    DiscoveryOutcome::NeedsPassword(AutodiscoverService { server: ServerAddress::https(host), kind })
}

#[tokio::test]
async fn a_published_address_is_found_without_a_password() {
    let script = at(RESERVED, vec![publishes("https://mail.contoso.example/EWS/Exchange.asmx")]);
    let found = find_server(&script, &ann()).await;
    assert_eq!(found, Ok(DiscoveryOutcome::Server(EwsUrl::parse("mail.contoso.example").unwrap())));
    assert_eq!(script.asked(), ["1 GET /autodiscover/autodiscover.json -"]);
    assert_eq!(script.last().uri().query(), Some("Email=ann%40contoso.example&Protocol=EWS"));
}

#[tokio::test]
async fn only_the_domain_and_its_reserved_host_are_asked() {
    let script = ScriptedServer::default();
    let mailbox = MailboxAddress::parse("ann@sales.contoso.example").unwrap();
    assert_eq!(find_server(&script, &mailbox).await, Err(ExchangeError::ServerNotFound));
    assert_eq!(script.connected(), ["autodiscover.sales.contoso.example", "sales.contoso.example"]);
}

#[tokio::test]
async fn a_host_that_wants_a_password_is_named_and_gets_none() {
    let script = at(RESERVED, vec![nothing(), asks(&["Negotiate", "NTLM"])]);
    assert_eq!(find_server(&script, &ann()).await, Ok(service(RESERVED, AutodiscoverProtocol::Pox)));
    let script = at(RESERVED, vec![asks(&["NTLM"]), nothing(), asks(&["Basic realm=x"])]);
    assert_eq!(find_server(&script, &ann()).await, Ok(service(RESERVED, AutodiscoverProtocol::Soap)));
    let script = at(DOMAIN, vec![nothing(), asks(&["NTLM"])]);
    assert_eq!(find_server(&script, &ann()).await, Ok(service(DOMAIN, AutodiscoverProtocol::Pox)));
    assert_eq!(script.tries(), 0);
}

#[tokio::test]
async fn the_cloud_is_recognised_however_it_shows() {
    let presented = vec!["*.outlook.com".to_owned(), "outlook.com".to_owned()];
    let other_name = ConnectError::Insecure(CertificateProblem::OtherName { presented });
    for script in [
        at(RESERVED, vec![publishes(CLOUD)]),
        at(RESERVED, vec![publishes("https://outlook.office365.com/some/thing/new")]),
        at(
            RESERVED,
            vec![answer(302, &[("location", "https://autodiscover-s.outlook.com/autodiscover/autodiscover.json")], "")],
        ),
        at(
            RESERVED,
            vec![
                nothing(),
                answer(302, &[("location", "https://autodiscover-s.outlook.com/autodiscover/autodiscover.xml")], ""),
            ],
        ),
        ScriptedServer::default().refusing(RESERVED, other_name),
    ] {
        assert_eq!(find_server(&script, &ann()).await, Ok(DiscoveryOutcome::Cloud));
    }
    let mailbox = MailboxAddress::parse("ann@contoso.onmicrosoft.com").unwrap();
    assert_eq!(find_server(&ScriptedServer::default(), &mailbox).await, Ok(DiscoveryOutcome::Cloud));
}

#[tokio::test]
async fn what_is_published_must_be_an_address_of_exchange() {
    for url in
        ["http://mail.contoso.example/EWS/Exchange.asmx", "https://mail.contoso.example/owa", "https://a@b.example", ""]
    {
        let script = at(RESERVED, vec![publishes(url), nothing(), nothing()]);
        assert_eq!(find_server(&script, &ann()).await, Err(ExchangeError::ServerNotFound), "{url}");
    }
    let script = at(RESERVED, vec![answer(302, &[("location", "https://evil.example/")], ""), nothing(), nothing()]);
    assert_eq!(find_server(&script, &ann()).await, Err(ExchangeError::ServerNotFound));
    assert!(!script.connected().contains(&"evil.example".to_owned()));
}

#[tokio::test]
async fn what_stands_in_the_way_is_named_if_it_is_about_the_mail_server() {
    let expired = || ConnectError::Insecure(CertificateProblem::Expired);
    let script = ScriptedServer::default().refusing(RESERVED, expired());
    assert_eq!(find_server(&script, &ann()).await, Err(ExchangeError::CertificateRefused(CertificateProblem::Expired)));
    let script = ScriptedServer::default().refusing(DOMAIN, expired());
    assert_eq!(find_server(&script, &ann()).await, Err(ExchangeError::ServerNotFound));
    let script = ScriptedServer::default().refusing(RESERVED, ConnectError::Forbidden);
    assert_eq!(find_server(&script, &ann()).await, Err(ExchangeError::AddressForbidden));
    let script = at(RESERVED, vec![nothing(), asks(&["Negotiate"])]);
    assert_eq!(find_server(&script, &ann()).await, Err(ExchangeError::NoUsableScheme));
    let script = at(RESERVED, vec![nothing(), answer(503, &[], "")]);
    assert_eq!(find_server(&script, &ann()).await, Err(ExchangeError::Busy { retry_after_s: None }));
}

async fn with_password(
    kind: AutodiscoverProtocol,
    act: ScriptedReply,
) -> (Result<DiscoveryOutcome, ExchangeError>, ScriptedServer) {
    let script = at(RESERVED, vec![asks(&["NTLM"]), challenges(), act]);
    let credentials = Credentials { mailbox: ann(), user_name: None, password: "Ann-practice-1".into() };
    let service = AutodiscoverService { server: ServerAddress::https(RESERVED), kind };
    let found = autodiscover_with_password(
        &script,
        &service,
        &credentials,
        AcceptedSchemes::default(),
        &SeededEntropy::new(1),
        0,
    )
    .await;
    (found.map_err(|refused| refused.error), script)
}

fn pox(account: &str) -> ScriptedReply {
    answer(
        200,
        &[],
        &format!(
            r#"<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"><Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a">{account}</Response></Autodiscover>"#
        ),
    )
}

fn soap(response: &str) -> ScriptedReply {
    answer(
        200,
        &[],
        &format!(
            r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetUserSettingsResponseMessage xmlns="http://schemas.microsoft.com/exchange/2010/Autodiscover"><Response xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><ErrorCode>NoError</ErrorCode><UserResponses><UserResponse>{response}</UserResponse></UserResponses></Response></GetUserSettingsResponseMessage></s:Body></s:Envelope>"#
        ),
    )
}

#[tokio::test]
async fn addresses_for_people_outside_are_preferred() {
    let (found, script) = with_password(
        AutodiscoverProtocol::Pox,
        pox("<User><DisplayName>Ann</DisplayName></User><Account><AccountType>email</AccountType><Action>settings</Action><Protocol><Type>EXCH</Type><EwsUrl>https://inside.contoso.example/EWS/Exchange.asmx</EwsUrl></Protocol><Protocol><Type>EXPR</Type><EwsUrl>https://mail.contoso.example/EWS/Exchange.asmx</EwsUrl></Protocol></Account>"),
    )
    .await;
    assert_eq!(found, Ok(DiscoveryOutcome::Server(EwsUrl::parse("mail.contoso.example").unwrap())));
    assert_eq!(script.tries(), 1);
    let body = String::from_utf8(script.last().into_body()).unwrap();
    assert!(body.contains("<EMailAddress>ann@contoso.example</EMailAddress>"));

    let settings = "<ErrorCode>NoError</ErrorCode><UserSettings><UserSetting i:type=\"StringSetting\"><Name>InternalEwsUrl</Name><Value>https://inside.contoso.example/EWS/Exchange.asmx</Value></UserSetting><UserSetting i:type=\"StringSetting\"><Name>ExternalEwsUrl</Name><Value>https://mail.contoso.example/EWS/Exchange.asmx</Value></UserSetting></UserSettings>";
    let (found, script) = with_password(AutodiscoverProtocol::Soap, soap(settings)).await;
    assert_eq!(found, Ok(DiscoveryOutcome::Server(EwsUrl::parse("mail.contoso.example").unwrap())));
    assert!(
        String::from_utf8(script.last().into_body()).unwrap().contains("<a:Mailbox>ann@contoso.example</a:Mailbox>")
    );
}

#[tokio::test]
async fn another_host_is_named_and_not_followed() {
    let url = "https://autodiscover.hoster.example/autodiscover/autodiscover.xml";
    for act in [
        pox(&format!("<Account><Action>redirectUrl</Action><RedirectUrl>{url}</RedirectUrl></Account>")),
        answer(302, &[("location", url)], ""),
    ] {
        let (found, script) = with_password(AutodiscoverProtocol::Pox, act).await;
        assert_eq!(found, Ok(service("autodiscover.hoster.example", AutodiscoverProtocol::Pox)));
        assert_eq!((script.tries(), script.connected()), (1, vec![RESERVED.to_owned()]));
    }
    let plain = answer(302, &[("location", "http://autodiscover.hoster.example/autodiscover/autodiscover.xml")], "");
    assert_eq!(with_password(AutodiscoverProtocol::Pox, plain).await.0, Err(ExchangeError::NotAnEwsAddress));
}

#[tokio::test]
async fn a_mailbox_that_moved_to_the_cloud_is_told_so() {
    for act in [
        pox(
            "<Account><Action>redirectAddr</Action><RedirectAddr>ann@contoso.mail.onmicrosoft.com</RedirectAddr></Account>",
        ),
        pox(&format!("<Account><Protocol><Type>EXPR</Type><EwsUrl>{CLOUD}</EwsUrl></Protocol></Account>")),
        pox(
            "<Account><Action>redirectUrl</Action><RedirectUrl>https://autodiscover-s.outlook.com/autodiscover/autodiscover.xml</RedirectUrl></Account>",
        ),
    ] {
        assert_eq!(with_password(AutodiscoverProtocol::Pox, act).await.0, Ok(DiscoveryOutcome::Cloud));
    }
    let soap =
        soap("<ErrorCode>RedirectAddress</ErrorCode><RedirectTarget>ann@contoso.mail.onmicrosoft.com</RedirectTarget>");
    assert_eq!(with_password(AutodiscoverProtocol::Soap, soap).await.0, Ok(DiscoveryOutcome::Cloud));
}

#[tokio::test]
async fn every_other_answer_has_its_reason_and_costs_one_try() {
    for (act, error) in [
        (asks(&["NTLM"]), ExchangeError::PasswordRejected),
        (
            pox(
                "<Error Time=\"10:00\" Id=\"1\"><ErrorCode>500</ErrorCode><Message>The email address can't be found.</Message></Error>",
            ),
            ExchangeError::MailboxNotAccessible,
        ),
        (
            pox("<Error><ErrorCode>600</ErrorCode></Error>"),
            ExchangeError::ServerFailed { reference: Some("600".into()) },
        ),
        (pox("<Account/>"), ExchangeError::ServerNotFound),
        (
            pox(
                "<Account><Protocol><Type>EXPR</Type><EwsUrl>http://mail.contoso.example/x</EwsUrl></Protocol></Account>",
            ),
            ExchangeError::Unreadable,
        ),
        (answer(200, &[], "<?xml version=\"1.0\"?><a>"), ExchangeError::Unreadable),
        (Err(crate::ConnectionError::Broken), ExchangeError::Interrupted),
    ] {
        let (found, script) = with_password(AutodiscoverProtocol::Pox, act).await;
        assert_eq!(found, Err(error));
        assert_eq!(script.tries(), 1);
    }
}
