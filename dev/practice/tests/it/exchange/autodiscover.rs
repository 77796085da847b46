use latchkey_practice::{Autodiscover, Condition};

use super::client::{ANN_BASIC, ANN_NTLM, As, ExchangeSession};
use crate::session::{ANN, HttpAnswer};

const POX: &str = "/Autodiscover/Autodiscover.xml";
const SVC: &str = "/autodiscover/autodiscover.svc";
const JSON: &str = "/autodiscover/autodiscover.json?Email=ann@contoso.example&Protocol=EWS";

fn pox_question(address: &str) -> String {
    format!(
        "<Autodiscover xmlns=\"http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006\"><Request>\
         <EMailAddress>{address}</EMailAddress><AcceptableResponseSchema>\
         http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema>\
         </Request></Autodiscover>"
    )
}

fn svc_question(address: &str, settings: &[&str]) -> String {
    let settings: Vec<_> = settings.iter().map(|name| format!("<a:Setting>{name}</a:Setting>")).collect();
    let settings = settings.concat();
    format!(
        "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns:a=\"http://schemas.microsoft.com/exchange/2010/Autodiscover\"><s:Body><a:GetUserSettingsRequestMessage>\
         <a:Request><a:Users><a:User><a:Mailbox>{address}</a:Mailbox></a:User></a:Users><a:RequestedSettings>{settings}\
         </a:RequestedSettings></a:Request></a:GetUserSettingsRequestMessage></s:Body></s:Envelope>"
    )
}

/// The text of the first element of this name.
fn element<'a>(answer: &'a HttpAnswer, name: &str) -> &'a str {
    let (_, rest) = answer.body.split_once(&format!("<{name}>")).unwrap_or_else(|| panic!("{name}: {}", answer.body));
    rest.split('<').next().unwrap()
}

#[tokio::test]
async fn json_needs_no_password() {
    let session = ExchangeSession::start().await;
    let ews_url = session.exchange().ews_url();
    for path in [JSON, "/autodiscover/autodiscover.json/v1.0/Ann%40contoso.example?Protocol=EWS"] {
        let answer = session.get(path).await;
        assert_eq!(answer.body, format!("{{\"Protocol\":\"EWS\",\"Url\":\"{ews_url}\"}}"));
    }
    assert_eq!(session.exchange().counters().autodiscover_calls, 2);
    assert_eq!(session.exchange().counters().anonymous_probes, 0);
}

#[tokio::test]
async fn json_refuses_by_name() {
    let session = ExchangeSession::start().await;
    for (query, status, code) in [
        ("Email=unknown@contoso.example&Protocol=EWS", 404, "UserNotFound"),
        ("Protocol=EWS", 400, "MandatoryParameterMissing"),
        ("Email=ann@contoso.example", 400, "MandatoryParameterMissing"),
        ("Email=ann@contoso.example&Protocol=Telepathy", 400, "InvalidProtocol"),
    ] {
        let answer = session.get(&format!("/autodiscover/autodiscover.json?{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.json()["ErrorCode"].as_str()), (status, Some(code)), "{query}");
    }
}

#[tokio::test]
async fn xml_and_soap_want_a_password() {
    let mut session = ExchangeSession::start().await;
    let questions = [(POX, pox_question(ANN)), (SVC, svc_question(ANN, &["ExternalEwsUrl", "Unheard"]))];
    for (path, question) in &questions {
        session.reconnect();
        let refused = session.post(path, As::Anonymous, question).await;
        assert_eq!((refused.status.as_u16(), refused.ways().len()), (401, 3));
        assert_eq!(session.post(path, As::Basic(ANN, "wrong"), question).await.status, 401);
        for who in [ANN_BASIC, ANN_NTLM] {
            session.reconnect();
            let answer = session.post(path, who, question).await;
            assert_eq!(answer.status, 200);
            let name = if *path == POX { "EwsUrl" } else { "Value" };
            assert_eq!(element(&answer, name), session.exchange().ews_url());
        }
    }
    assert_eq!(session.exchange().tries(ANN).wrong, 2);
    assert_eq!(session.exchange().authentications()[0].path, POX.to_ascii_lowercase());
}

#[tokio::test]
async fn nobody_and_nonsense_have_their_errors() {
    let session = ExchangeSession::start().await;
    let ask = async |path, question: &str| session.post(path, ANN_BASIC, question).await;
    let stranger = "unknown@contoso.example";
    assert_eq!(element(&ask(POX, &pox_question(stranger)).await, "ErrorCode"), "500");
    assert_eq!(element(&ask(POX, "<x/>").await, "ErrorCode"), "600");
    let answer = ask(SVC, &svc_question(stranger, &["ExternalEwsUrl"])).await;
    assert!(answer.body.contains("<ErrorCode>InvalidUser</ErrorCode>"), "{}", answer.body);
    assert_eq!(element(&ask(SVC, "<x/>").await, "ErrorCode"), "InvalidRequest");
    session.exchange().impose(ANN, Condition::MailboxMissing);
    assert_eq!(element(&ask(POX, &pox_question(ANN)).await, "ErrorCode"), "500");
    assert_eq!(session.get(JSON).await.status, 404);
}

#[tokio::test]
async fn it_can_be_hard_to_find() {
    let session = ExchangeSession::start().await;
    let pox = async || session.post(POX, ANN_BASIC, &pox_question(ANN)).await;
    let svc = async || session.post(SVC, ANN_BASIC, &svc_question(ANN, &["ExternalEwsUrl"])).await;
    let locate = |place| session.switch(|switches| switches.autodiscover = place);

    locate(Autodiscover::WithoutJson);
    assert_eq!((session.get(JSON).await.status.as_u16(), pox().await.status.as_u16()), (404, 200));

    locate(Autodiscover::Nothing);
    assert_eq!((session.get(JSON).await.status.as_u16(), pox().await.status.as_u16()), (404, 404));

    locate(Autodiscover::Microsoft365);
    assert_eq!(session.get(JSON).await.json()["Url"], "https://outlook.office365.com/EWS/Exchange.asmx");
    let moved = "ann@contoso.mail.onmicrosoft.com";
    assert_eq!(element(&pox().await, "RedirectAddr"), moved);
    assert_eq!(element(&svc().await, "RedirectTarget"), moved);

    locate(Autodiscover::Elsewhere);
    let evil = "https://evil.example/EWS/Exchange.asmx";
    assert_eq!(session.get(JSON).await.json()["Url"], evil);
    assert_eq!((element(&pox().await, "EwsUrl"), element(&svc().await, "Value")), (evil, evil));
}

#[tokio::test]
async fn another_host_of_the_company_can_know_it() {
    let session = ExchangeSession::start().await;
    session.switch(|switches| switches.autodiscover = Autodiscover::AnotherHost);
    assert_eq!(session.get(JSON).await.status, 404);
    let answer = session.post(POX, ANN_BASIC, &pox_question(ANN)).await;
    let target = element(&answer, "RedirectUrl").to_owned();
    let port = session.exchange().url().rsplit_once(':').unwrap().1;
    assert_eq!(target, format!("https://autodiscover.contoso.example:{port}/autodiscover/autodiscover.xml"));
    let answer = session.at("autodiscover.contoso.example").post(POX, ANN_BASIC, &pox_question(ANN)).await;
    assert_eq!(element(&answer, "EwsUrl"), session.exchange().ews_url());
}
