//! SOAP as EWS writes it: envelopes and faults. Values are escaped here and nowhere else.
//! <https://learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode>
//!
//! # To add an error
//! Add a variant to [`EwsErrorCode`] with its name and its words.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::switches::EXCHANGE_BACK_OFF_MS;

pub(super) const MESSAGES: &str = "http://schemas.microsoft.com/exchange/services/2006/messages";
pub(super) const TYPES: &str = "http://schemas.microsoft.com/exchange/services/2006/types";
const ERRORS: &str = "http://schemas.microsoft.com/exchange/services/2006/errors";
const ENVELOPE: &str = "http://schemas.xmlsoap.org/soap/envelope/";

/// EWS response codes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum EwsErrorCode {
    AccessDenied,
    AccountDisabled,
    FolderNotFound,
    InvalidIdMalformed,
    MissingEmailAddress,
    NonExistentMailbox,
    PasswordChangeRequired,
    PasswordExpired,
    SchemaValidation,
    ServerBusy,
}

impl EwsErrorCode {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::AccessDenied => "ErrorAccessDenied",
            Self::AccountDisabled => "ErrorAccountDisabled",
            Self::FolderNotFound => "ErrorFolderNotFound",
            Self::InvalidIdMalformed => "ErrorInvalidIdMalformed",
            Self::MissingEmailAddress => "ErrorMissingEmailAddress",
            Self::NonExistentMailbox => "ErrorNonExistentMailbox",
            Self::PasswordChangeRequired => "ErrorPasswordChangeRequired",
            Self::PasswordExpired => "ErrorPasswordExpired",
            Self::SchemaValidation => "ErrorSchemaValidation",
            Self::ServerBusy => "ErrorServerBusy",
        }
    }

    pub(super) fn text(self) -> &'static str {
        match self {
            Self::AccessDenied => "Access is denied. Check credentials and try again.",
            Self::AccountDisabled => "The account is disabled.",
            Self::FolderNotFound => "The specified folder could not be found in the store.",
            Self::InvalidIdMalformed => "Id is malformed.",
            Self::MissingEmailAddress => {
                "When making a request as an account that does not have a mailbox, you must specify the mailbox \
                 primary SMTP address for any distinguished folder Ids."
            }
            Self::NonExistentMailbox => "The SMTP address has no mailbox associated with it.",
            Self::PasswordChangeRequired => "The password must be changed before signing in for the first time.",
            Self::PasswordExpired => "The password for this account has expired.",
            Self::SchemaValidation => "The request failed schema validation.",
            Self::ServerBusy => "The server cannot service this request right now. Try again later.",
        }
    }
}

/// Text as it may stand in XML, also in attributes.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

pub(super) fn xml(status: StatusCode, document: String) -> Response {
    (status, [(header::CONTENT_TYPE, "text/xml; charset=utf-8"), (header::CACHE_CONTROL, "private")], document)
        .into_response()
}

/// The response of an operation.
pub(super) fn answer(operation: &str, messages: &str) -> Response {
    let document = format!(
        r#"<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{ENVELOPE}"><s:Header><h:ServerVersionInfo MajorVersion="15" MinorVersion="2" MajorBuildNumber="1544" MinorBuildNumber="9" Version="V2017_07_11" xmlns:h="{TYPES}" xmlns="{TYPES}" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/></s:Header><s:Body xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><m:{operation}Response xmlns:m="{MESSAGES}" xmlns:t="{TYPES}"><m:ResponseMessages>{messages}</m:ResponseMessages></m:{operation}Response></s:Body></s:Envelope>"#
    );
    xml(StatusCode::OK, document)
}

/// A response message that reports an error.
pub(super) fn error_message(operation: &str, code: EwsErrorCode) -> String {
    format!(
        r#"<m:{operation}ResponseMessage ResponseClass="Error"><m:MessageText>{}</m:MessageText><m:ResponseCode>{}</m:ResponseCode><m:DescriptiveLinkKey>0</m:DescriptiveLinkKey></m:{operation}ResponseMessage>"#,
        code.text(),
        code.name()
    )
}

/// A SOAP fault: the whole request is refused.
pub(super) fn fault(code: EwsErrorCode) -> Response {
    let (name, text) = (code.name(), code.text());
    let more = if code == EwsErrorCode::ServerBusy {
        format!(
            r#"<t:MessageXml xmlns:t="{TYPES}"><t:Value Name="BackOffMilliseconds">{EXCHANGE_BACK_OFF_MS}</t:Value></t:MessageXml>"#
        )
    } else {
        String::new()
    };
    let document = format!(
        r#"<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{ENVELOPE}"><s:Body><s:Fault><faultcode xmlns:a="{TYPES}">a:{name}</faultcode><faultstring xml:lang="en-US">{text}</faultstring><detail><e:ResponseCode xmlns:e="{ERRORS}">{name}</e:ResponseCode><e:Message xmlns:e="{ERRORS}">{text}</e:Message>{more}</detail></s:Fault></s:Body></s:Envelope>"#
    );
    xml(StatusCode::INTERNAL_SERVER_ERROR, document)
}
