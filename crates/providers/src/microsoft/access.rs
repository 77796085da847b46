//! What Graph's refusals mean (learn.microsoft.com/graph/errors; the codes of Exchange Online are those of
//! learn.microsoft.com/exchange/client-developer/web-service-reference/responsecode).

use latchkey_wire::ReasonCode;
use serde::Deserialize;

use crate::access::{AccessCheck, fails, names_licence};
use crate::oauth::documents::ApiRefusal;

#[derive(Deserialize)]
struct GraphRefusal {
    error: GraphError,
}

#[derive(Deserialize)]
struct GraphError {
    #[serde(default)]
    code: String,
    #[serde(default)]
    message: String,
}

pub(super) fn classify(refusal: &ApiRefusal) -> Option<AccessCheck> {
    let GraphError { code, message } = serde_json::from_slice::<GraphRefusal>(&refusal.body).ok()?.error;
    let reason = match code.as_str() {
        // In these words for a mailbox whose licence has ended (O365/python-o365 #438).
        "MailboxNotEnabledForRESTAPI" if message.contains("not yet supported for this mailbox") => {
            ReasonCode::LicenceEnded
        }
        // No licence, deleted softly, or on the company's own servers; also for guests.
        "MailboxNotEnabledForRESTAPI"
        | "MailboxNotSupportedForRESTAPI"
        | "MailboxNotHostedInExchange"
        | "ErrorNonExistentMailbox"
        | "ErrorMissingEmailAddress" => ReasonCode::MailboxMissing,
        "ErrorAccountDisabled" => ReasonCode::AccountDisabled,
        _ if message.contains("OData is disabled") => ReasonCode::ApiDisabled,
        _ if message.contains("LocationConditionEvaluationSatisfied") => ReasonCode::NetworkNotAllowed,
        _ if refusal.status < 500 && (names_licence(&code) || names_licence(&message)) => ReasonCode::LicenceEnded,
        "ErrorAccessDenied" | "Authorization_RequestDenied" | "AccessDenied" => ReasonCode::BlockedByPolicy,
        _ => return None,
    };
    Some(fails(reason, &code))
}
