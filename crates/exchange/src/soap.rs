//! The one question that is put to EWS, and its answers.
//!
//! `GetFolder` is asked for two inboxes at once: the account's own and the mailbox's by address. Both must open and be the
//! same folder. Opening a mailbox proves little by itself, because colleagues and assistants are given access to each
//! other's; that the mailbox is the account's own proves who signed in.

use roxmltree::Node;

use crate::error::ExchangeError;
use crate::mailbox_address::Mailbox;
use crate::refusal;
use crate::xml;

/// Exchange asks for patience in milliseconds.
const MS_IN_A_SECOND: u32 = 1000;

/// `GetFolder` for the account's own inbox and the mailbox's. The schema's version is one that every server still in use
/// knows; nothing newer is needed.
pub(crate) fn get_inbox(mailbox: &Mailbox) -> Vec<u8> {
    let address = xml::escaped(mailbox.address());
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Header><t:RequestServerVersion Version="Exchange2010_SP2"/></s:Header><s:Body><m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox"/><t:DistinguishedFolderId Id="inbox"><t:Mailbox><t:EmailAddress>{address}</t:EmailAddress></t:Mailbox></t:DistinguishedFolderId></m:FolderIds></m:GetFolder></s:Body></s:Envelope>"#
    )
    .into_bytes()
}

/// What the answer to [`get_inbox`] proves, whatever its status.
pub(crate) fn read_inbox(body: &[u8]) -> Result<(), ExchangeError> {
    let document = xml::read(body).ok_or(ExchangeError::Unreadable)?;
    let root = document.root_element();
    let messages: Vec<_> = xml::all(root, "GetFolderResponseMessage").collect();
    let [own, by_address] = messages[..] else { return Err(refused(root)) };
    // If both fail it is for the same reason; if one fails, the account and the mailbox are two.
    match (folder(own), folder(by_address)) {
        (Ok(own), Ok(by_address)) if own == by_address => Ok(()),
        (Ok(_) | Err(ExchangeError::MailboxNotAccessible), Ok(_)) => Err(ExchangeError::AnotherMailbox),
        (_, Err(error)) | (Err(error), _) => Err(error),
    }
}

/// A folder's id, or why there is none.
fn folder<'a>(message: Node<'a, '_>) -> Result<&'a str, ExchangeError> {
    if message.attribute("ResponseClass") != Some("Success") {
        return Err(refused(message));
    }
    let id = xml::all(message, "FolderId").next().and_then(|node| node.attribute("Id"));
    id.filter(|id| !id.is_empty()).ok_or(ExchangeError::Unreadable)
}

/// A message or a fault that refuses. Its code may stand in an element, or behind a prefix in the fault's own.
fn refused(node: Node<'_, '_>) -> ExchangeError {
    let code = xml::text(node, "ResponseCode").or_else(|| {
        let code = xml::text(node, "faultcode")?;
        Some(code.rsplit_once(':').map_or(code, |(_, local)| local))
    });
    let Some(code) = code else { return ExchangeError::NotAnEwsAddress };
    of_code(code, back_off_s(node))
}

/// `<t:Value Name="BackOffMilliseconds">`.
fn back_off_s(node: Node<'_, '_>) -> Option<u32> {
    let value = xml::all(node, "Value").find(|value| value.attribute("Name") == Some("BackOffMilliseconds"))?;
    Some(value.text()?.trim().parse::<u32>().ok()?.div_ceil(MS_IN_A_SECOND))
}

/// The codes of EWS's `ResponseCodeType` that can be met here.
fn of_code(code: &str, retry_after_s: Option<u32>) -> ExchangeError {
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
        // The server answers, the one behind it with the mailbox does not.
        "ErrorMailboxMoveInProgress"
        | "ErrorMailboxStoreUnavailable"
        | "ErrorMailboxFailover"
        | "ErrorNoRespondingCASInDestinationSite"
        | "ErrorADUnavailable" => ExchangeError::Maintenance,
        other => ExchangeError::ServerFailed { reference: refusal::reference(other) },
    }
}

#[cfg(test)]
#[path = "soap/tests.rs"]
mod tests;
