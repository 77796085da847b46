use latchkey_practice::{Condition, Tries};

use super::client::{ANN_BASIC, ANN_NTLM, As, ExchangeSession, get_folder, operation};
use crate::session::{ANN, BEN, CLEO};

const PATH: &str = "/EWS/Exchange.asmx";

#[tokio::test]
async fn the_inbox_is_found_with_basic_and_with_ntlm() {
    let mut session = ExchangeSession::start().await;
    for who in [ANN_BASIC, As::Basic("contoso\\Ann", "Ann-practice-1"), ANN_NTLM] {
        session.reconnect();
        let answer = session.inbox(who).await;
        assert_eq!(answer.status, 200);
        assert!(answer.body.contains("<m:ResponseCode>NoError</m:ResponseCode>"), "{}", answer.body);
        assert!(answer.body.contains("<t:FolderId Id=\""), "{}", answer.body);
    }
    assert_eq!(session.exchange().tries(ANN), Tries { right: 3, wrong: 0 });
    assert_eq!(session.exchange().counters().ews_calls, 3);
}

#[tokio::test]
async fn whoever_says_nothing_is_told_the_ways_to_sign_in() {
    let session = ExchangeSession::start().await;
    let answer = session.inbox(As::Anonymous).await;
    assert_eq!((answer.status.as_u16(), answer.ways()), (401, vec!["Negotiate", "NTLM", "Basic realm=\"practice\""]));
    assert_eq!(session.exchange().counters().anonymous_probes, 1);
    assert_eq!(session.exchange().authentications(), []);
}

#[tokio::test]
async fn the_path_does_not_depend_on_case_and_others_do_not_exist() {
    let session = ExchangeSession::start().await;
    assert_eq!(session.post("/ews/EXCHANGE.asmx", ANN_BASIC, &get_folder("inbox", None)).await.status, 200);
    for path in ["/", "/EWS/Services.wsdl", "/EWS/Exchange.asmx/more"] {
        assert_eq!(session.post(path, ANN_BASIC, "").await.status, 404, "{path}");
    }
    assert_eq!(session.get(PATH).await.status, 405);
}

#[tokio::test]
async fn only_ones_own_mailbox_opens() {
    let session = ExchangeSession::start().await;
    for (mailbox, code) in [
        (Some("Ann@Contoso.example"), "NoError"),
        (Some(BEN), "ErrorAccessDenied"),
        (Some(CLEO), "ErrorAccessDenied"),
        (Some("unknown@contoso.example"), "ErrorNonExistentMailbox"),
        (None, "NoError"),
    ] {
        let answer = session.post(PATH, ANN_BASIC, &get_folder("inbox", mailbox)).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (200, code), "{mailbox:?}");
    }
    assert_eq!(session.post(PATH, ANN_BASIC, &get_folder("attic", None)).await.code(), "ErrorFolderNotFound");
}

#[tokio::test]
async fn an_account_without_a_mailbox_signs_in_and_finds_none() {
    let session = ExchangeSession::start().await;
    session.exchange().impose(ANN, Condition::MailboxMissing);
    assert_eq!(session.inbox(ANN_BASIC).await.code(), "ErrorMissingEmailAddress");
    let answer = session.post(PATH, ANN_BASIC, &get_folder("inbox", Some(ANN))).await;
    assert_eq!(answer.code(), "ErrorNonExistentMailbox");
    session.exchange().lift(ANN, Condition::MailboxMissing);
    assert_eq!(session.inbox(ANN_BASIC).await.code(), "NoError");
}

#[tokio::test]
async fn nonsense_is_a_fault() {
    let session = ExchangeSession::start().await;
    let bodies = [
        String::new(),
        "<s>".to_owned(),
        "<!DOCTYPE s [<!ENTITY e \"e\">]><s>&e;</s>".to_owned(),
        operation(""),
        operation("<m:DeleteFolder/>"),
        operation("<t:GetFolder/>"),
        operation("<m:GetFolder/>"),
        get_folder("inbox", None).replace("t:DistinguishedFolderId", "t:Unheard"),
    ];
    for body in bodies {
        let answer = session.post(PATH, ANN_BASIC, &body).await;
        let code = if body.contains("Unheard") { (200, "ErrorFolderNotFound") } else { (500, "ErrorSchemaValidation") };
        assert_eq!((answer.status.as_u16(), answer.code()), code, "{body}");
    }
}

#[tokio::test]
async fn a_client_that_looks_for_the_version_finds_it() {
    let session = ExchangeSession::start().await;
    let body = operation("<m:ConvertId DestinationFormat=\"EntryId\"/>");
    let answer = session.post(PATH, ANN_BASIC, &body).await;
    assert_eq!((answer.status.as_u16(), answer.code()), (200, "ErrorInvalidIdMalformed"));
    assert!(answer.body.contains("ServerVersionInfo MajorVersion=\"15\""), "{}", answer.body);
}
