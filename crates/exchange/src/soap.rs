//! The one request that is sent to EWS, and how its responses are read.
//!
//! `GetFolder` asks for two inboxes at once: the account's own and the mailbox's by address. Both must open and be the
//! same folder. Access to a mailbox proves little by itself, because colleagues and assistants have access to each
//! other's mailboxes; only the account's own mailbox proves who signed in.

use roxmltree::Node;

use crate::error::ExchangeError;
use crate::mailbox_address::MailboxAddress;
use crate::refusal;
use crate::xml;

/// Exchange gives the back-off time in milliseconds.
const MS_IN_A_SECOND: u32 = 1000;

/// The body of a `GetFolder` request for the account's own inbox and the mailbox's. Every server in use knows this
/// version of the schema.
pub(crate) fn get_inbox_body(mailbox: &MailboxAddress) -> Vec<u8> {
    let address = xml::escape(mailbox.address());
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Header><t:RequestServerVersion Version="Exchange2010_SP2"/></s:Header><s:Body><m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox"/><t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId></m:FolderIds></m:GetFolder></s:Body></s:Envelope>"#
    )
    .into_bytes()
}

/// What the response to [`get_inbox_body`] proves, regardless of its status.
pub(crate) fn read_inbox(body: &[u8]) -> Result<(), ExchangeError> {
    let document = xml::read(body).ok_or(ExchangeError::Unreadable)?;
    let root = document.root_element();
    let messages: Vec<_> = xml::all(root, "GetFolderResponseMessage").collect();
    let [own, by_address] = messages[..] else { return Err(classify_fault(root)) };
    // If both fail, the reason is the same. If only one fails, the mailbox is not the account's own.
    match (read_folder_id(own), read_folder_id(by_address)) {
        (Ok(own), Ok(by_address)) if own == by_address => Ok(()),
        (Ok(_) | Err(ExchangeError::MailboxNotAccessible), Ok(_)) => Err(ExchangeError::AnotherMailbox),
        (_, Err(error)) | (Err(error), _) => Err(error),
    }
}

/// The folder's id, or why there is none.
fn read_folder_id<'a>(message: Node<'a, '_>) -> Result<&'a str, ExchangeError> {
    if message.attribute("ResponseClass") != Some("Success") {
        return Err(classify_fault(message));
    }
    let id = xml::all(message, "FolderId").next().and_then(|node| node.attribute("Id"));
    id.filter(|id| !id.is_empty()).ok_or(ExchangeError::Unreadable)
}

/// Classifies an error message or a SOAP fault. The code stands in an element, or behind a prefix in `faultcode`.
fn classify_fault(node: Node<'_, '_>) -> ExchangeError {
    let code = xml::text(node, "ResponseCode").or_else(|| {
        let code = xml::text(node, "faultcode")?;
        Some(code.rsplit_once(':').map_or(code, |(_, local)| local))
    });
    let Some(code) = code else { return ExchangeError::NotAnEwsAddress };
    classify_response_code(code, read_back_off_s(node))
}

/// `<t:Value Name="BackOffMilliseconds">`.
fn read_back_off_s(node: Node<'_, '_>) -> Option<u32> {
    let value = xml::all(node, "Value").find(|value| value.attribute("Name") == Some("BackOffMilliseconds"))?;
    Some(value.text()?.trim().parse::<u32>().ok()?.div_ceil(MS_IN_A_SECOND))
}

/// The codes of EWS's `ResponseCodeType` that `GetFolder` can answer with.
fn classify_response_code(code: &str, retry_after_s: Option<u32>) -> ExchangeError {
    match code {
        "ErrorPasswordExpired" | "ErrorPasswordChangeRequired" => ExchangeError::PasswordExpired,
        "ErrorAccountDisabled" => ExchangeError::AccountDisabled,
        "ErrorServerBusy"
        | "ErrorTimeoutExpired"
        | "ErrorExceededConnectionCount"
        | "ErrorExceededSubscriptionCount" => ExchangeError::Busy { retry_after_s },
        "ErrorAccessDenied"
        | "ErrorNonExistentMailbox"
        | "ErrorMissingEmailAddress"
        | "ErrorInvalidSmtpAddress"
        | "ErrorImpersonateUserDenied"
        | "ErrorFolderNotFound"
        | "ErrorItemNotFound" => ExchangeError::MailboxNotAccessible,
        // The server answers, but the back-end server that holds the mailbox does not.
        "ErrorMailboxMoveInProgress"
        | "ErrorMailboxStoreUnavailable"
        | "ErrorMailboxFailover"
        | "ErrorNoRespondingCASInDestinationSite"
        | "ErrorADUnavailable" => ExchangeError::Maintenance,
        other => ExchangeError::ServerFailed { reference: refusal::code_reference(other) },
    }
}

#[cfg(test)]
#[path = "soap/tests.rs"]
mod tests;
