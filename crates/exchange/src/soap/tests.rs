use super::*;

fn success(id: &str) -> String {
    format!(
        r#"<m:GetFolderResponseMessage ResponseClass="Success"><m:ResponseCode>NoError</m:ResponseCode><m:Folders><t:Folder><t:FolderId Id="{id}" ChangeKey="AQAAAA=="/></t:Folder></m:Folders></m:GetFolderResponseMessage>"#
    )
}

fn error(code: &str) -> String {
    format!(
        r#"<m:GetFolderResponseMessage ResponseClass="Error"><m:MessageText>…</m:MessageText><m:ResponseCode>{code}</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey><m:Folders/></m:GetFolderResponseMessage>"#
    )
}

fn envelope(messages: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><h:ServerVersionInfo MajorVersion="15" xmlns:h="http://schemas.microsoft.com/exchange/services/2006/types"/></s:Header><s:Body><m:GetFolderResponse xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><m:ResponseMessages>{messages}</m:ResponseMessages></m:GetFolderResponse></s:Body></s:Envelope>"#
    )
}

fn fault(code: &str, detail: &str) -> String {
    format!(
        r#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode xmlns:a="http://schemas.microsoft.com/exchange/services/2006/types">a:{code}</faultcode><faultstring xml:lang="en-US">…</faultstring>{detail}</s:Fault></s:Body></s:Envelope>"#
    )
}

fn both(own: &str, by_address: &str) -> Result<(), ExchangeError> {
    read_inbox(envelope(&format!("{own}{by_address}")).as_bytes())
}

#[test]
fn the_accounts_own_mailbox_is_proof() {
    assert_eq!(both(&success("AAMk1"), &success("AAMk1")), Ok(()));
}

#[test]
fn another_accounts_mailbox_that_opens_is_no_proof() {
    assert_eq!(both(&success("AAMk1"), &success("AAMk2")), Err(ExchangeError::AnotherMailbox));
    assert_eq!(both(&error("ErrorMissingEmailAddress"), &success("AAMk2")), Err(ExchangeError::AnotherMailbox));
    assert_eq!(both(&success("AAMk1"), &error("ErrorAccessDenied")), Err(ExchangeError::MailboxNotAccessible));
    assert_eq!(both(&success(""), &success("")), Err(ExchangeError::Unreadable));
}

#[test]
fn one_answer_to_two_questions_is_no_proof() {
    assert!(read_inbox(envelope(&success("AAMk1")).as_bytes()).is_err());
    assert!(read_inbox(envelope("").as_bytes()).is_err());
    assert!(read_inbox(envelope(&success("AAMk1").repeat(3)).as_bytes()).is_err());
}

#[test]
fn each_code_names_its_cause() {
    for (code, expected) in [
        ("ErrorPasswordExpired", ExchangeError::PasswordExpired),
        ("ErrorPasswordChangeRequired", ExchangeError::PasswordExpired),
        ("ErrorAccountDisabled", ExchangeError::AccountDisabled),
        ("ErrorAccessDenied", ExchangeError::MailboxNotAccessible),
        ("ErrorNonExistentMailbox", ExchangeError::MailboxNotAccessible),
        ("ErrorServerBusy", ExchangeError::Busy { retry_after_s: None }),
        ("ErrorMailboxStoreUnavailable", ExchangeError::Maintenance),
        ("ErrorBrandNew", ExchangeError::ServerFailed { reference: Some("ErrorBrandNew".into()) }),
        ("Not a &amp; code", ExchangeError::ServerFailed { reference: None }),
    ] {
        assert_eq!(both(&error(code), &error(code)), Err(expected.clone()), "{code}");
        if code.starts_with("Error") {
            assert_eq!(read_inbox(fault(code, "").as_bytes()), Err(expected), "fault {code}");
        }
    }
}

#[test]
fn a_busy_server_says_for_how_long() {
    let detail = r#"<detail><e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">ErrorServerBusy</e:ResponseCode><e:Message xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">…</e:Message><t:MessageXml xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><t:Value Name="BackOffMilliseconds">297001</t:Value></t:MessageXml></detail>"#;
    let busy = ExchangeError::Busy { retry_after_s: Some(298) };
    assert_eq!(read_inbox(fault("ErrorServerBusy", detail).as_bytes()), Err(busy));
}

#[test]
fn other_documents_are_no_exchange_server() {
    assert_eq!(read_inbox(b"<html><body/></html>"), Err(ExchangeError::NotAnEwsAddress));
    assert_eq!(read_inbox(b"<html>"), Err(ExchangeError::Unreadable));
}

#[test]
fn an_address_cannot_leave_its_place_in_the_question() {
    let mailbox = MailboxAddress::parse("o'neil&co@contoso.example").unwrap();
    let body = get_inbox_body(&mailbox);
    let document = xml::read(&body).unwrap();
    assert_eq!(xml::text(document.root(), "EmailAddress"), Some("o'neil&co@contoso.example"));
    assert_eq!(xml::all(document.root(), "DistinguishedFolderId").count(), 2);
}
