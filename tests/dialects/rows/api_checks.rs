//! What mailboxes and CRMs answer to a good token: who has to act.

use latchkey_wire::ReasonCode::{
    self, AccessRejected, ApiDisabled, ApiLimitReached, BlockedByPolicy, ExtraVerification, LicenceEnded,
    MailboxMissing, Misconfigured, NetworkNotAllowed, OutsideAllowedHours, PermissionsNotGranted,
};

use super::Origin;
use crate::server::ApiAnswer;

/// A refusal by the API, when a person presses **Check now**.
pub struct ApiCheckRow {
    pub origin: Origin,
    pub offer: &'static str,
    pub answer: ApiAnswer,
    /// What the person is told, and who has to act. `None` if the connection works as before.
    pub told: Option<(ReasonCode, &'static str)>,
}

type Headers = &'static [(&'static str, &'static str)];

const CHALLENGE: &str = r#"Bearer realm="", authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize, client_id="00000003-0000-0000-c000-000000000000", error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwgInZhbHVlIjoiMTY1NzgzNDQxNyJ9fX0=", errorDescription="Continuous access evaluation resulted in claims challenge, x""#;

/// The same, as a sync engine reports it. Each is one header with a challenge in it, or the claims alone.
#[rustfmt::skip]
pub fn challenges() -> Vec<(Origin, serde_json::Value)> {
    let row = |what, read_at, report| (Origin { server: "Microsoft", what, read_at }, report);
    let claims = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwgInZhbHVlIjoiMTY1NzgzNDQxNyJ9fX0";
    let docs = "entra-docs claims-challenge";
    vec![
        row("a challenge with a member that is not quoted", "microsoftgraph/msgraph-sdk-dotnet #1416", serde_json::json!({ "status": 401, "www_authenticate": CHALLENGE })),
        row("a challenge without padding and quotes", docs, serde_json::json!({ "www_authenticate": format!("bearer claims={claims}, error=insufficient_claims") })),
        row("a challenge behind another scheme", docs, serde_json::json!({ "www_authenticate": format!("PoP nonce=\"x\", Bearer error=\"insufficient_claims\", claims=\"{claims}=\"") })),
        row("the claims alone", docs, serde_json::json!({ "claims": format!("{claims}=") })),
        row("the claims alone, as JSON", docs, serde_json::json!({ "claims": r#"{"access_token":{"nbf":{"essential":true,"value":"1657834417"}}}"# })),
    ]
}

#[rustfmt::skip]
pub fn api_checks() -> Vec<ApiCheckRow> {
    [graph(), gmail(), salesforce()].into_iter().flatten().collect()
}

fn row(
    (server, offer, at): (&'static str, &'static str, &'static str),
    what: &'static str,
    read_at: &'static str,
    (status, headers, body): (u16, Headers, &'static str),
    told: Option<(ReasonCode, &'static str)>,
) -> ApiCheckRow {
    ApiCheckRow {
        origin: Origin { server, what, read_at },
        offer,
        answer: ApiAnswer { at, status, headers, body },
        told,
    }
}

#[rustfmt::skip]
fn graph() -> Vec<ApiCheckRow> {
    let of = |what, read_at, status, headers: Headers, body, told| row(("Microsoft Graph", "tenants", "/inbox"), what, read_at, (status, headers, body), told);
    let row = |what, read_at, status, body, told| of(what, read_at, status, &[], body, told);
    let admin = |code| Some((code, "admin"));
    let revoked = "microsoftgraph/msgraph-sdk-powershell #1741, #3322";
    vec![
        row("no mailbox, or one on the company's servers", "iyear/E5SubBot #39; microsoftgraph/msgraph-sdk-javascript #1756", 404, r#"{"error":{"code":"MailboxNotEnabledForRESTAPI","message":"The mailbox is either inactive, soft-deleted, or is hosted on-premise.","innerError":{"date":"2023-01-05T03:01:23","request-id":"x"}}}"#, admin(MailboxMissing)),
        row("a mailbox whose licence ended, in older words", "O365/python-o365 #438; microsoftgraph/microsoft-graph-docs-contrib #717", 404, r#"{"error":{"code":"MailboxNotEnabledForRESTAPI","message":"REST API is not yet supported for this mailbox."}}"#, admin(LicenceEnded)),
        row("the same with 403", "microsoftgraph/microsoft-graph-docs-contrib #405", 403, r#"{"error":{"code":"MailboxNotEnabledForRESTAPI"}}"#, admin(MailboxMissing)),
        row("access is denied", "microsoftgraph/microsoft-graph-docs #9429", 403, r#"{"error":{"code":"ErrorAccessDenied","message":"Access is denied. Check credentials and try again."}}"#, admin(BlockedByPolicy)),
        row("access is denied, with little said", "microsoftgraph/msgraph-sdk-php #1094", 403, r#"{"error":{"code":"ErrorAccessDenied"}}"#, admin(BlockedByPolicy)),
        row("our address is outside the allowed places", revoked, 401, r#"{"error":{"code":"InvalidAuthenticationToken","message":"Continuous access evaluation resulted in challenge with result: InteractionRequired and code: LocationConditionEvaluationSatisfied"}}"#, admin(NetworkNotAllowed)),
        row("a licence that ended", "learn.microsoft.com/graph/errors", 403, r#"{"error":{"code":"Forbidden","message":"The tenant does not have a valid license."}}"#, admin(LicenceEnded)),
        row("a token from before a revocation", revoked, 401, r#"{"error":{"code":"InvalidAuthenticationToken","message":"TokenIssuedBeforeRevocationTimestamp"}}"#, Some((AccessRejected, "sign in"))),
        of("a challenge that even a new token meets", "microsoftgraph/msgraph-sdk-dotnet #1416; microsoftgraph/msgraph-sdk-java #2306", 401, &[("www-authenticate", "Bearer realm=\"\""), ("www-authenticate", CHALLENGE)], r#"{"error":{"code":"InvalidAuthenticationToken"}}"#, Some((ExtraVerification, "sign in"))),
        row("a limit of the mailbox", "magodo/terraform-provider-outlook #21; alcionai/corso #3695", 429, r#"{"error":{"code":"ApplicationThrottled","message":"Application is over its MailboxConcurrency limit."}}"#, None),
        row("a limit without a time", "OfficeDev/outlook-dev-docs #144", 429, "", None),
        row("an error of the server", "OfficeDev/outlook-dev-docs #144", 500, "", None),
        row("a page", "RFC 9110, 15.5.4", 403, "<html>", None),
        row("a folder that is not there", "learn.microsoft.com/graph/errors", 404, r#"{"error":{"code":"ErrorItemNotFound"}}"#, None),
    ]
}

const LONG: &str = "Bearer realm=\"https://accounts.google.com/\", error=\"insufficient_scope\", scope=\"https://www.googleapis.com/auth/gmail.modify https://www.googleapis.com/auth/gmail.readonly https://www.googleapis.com/auth/gmail.metadata https://mail.google.com/ https://www.googleapis.com/auth/gmail.addons.current.message.readonly\"";

#[rustfmt::skip]
fn gmail() -> Vec<ApiCheckRow> {
    let of = |what, read_at, status, headers: Headers, body, told| row(("Gmail", "google", "/profile"), what, read_at, (status, headers, body), told);
    let row = |what, read_at, status, body, told| of(what, read_at, status, &[], body, told);
    let docs = "developers.google.com/workspace/gmail/api/guides/handle-errors";
    let admin = |code| Some((code, "admin"));
    vec![
        row("no mail at this account", "WPManageNinja/fluent-smtp #152; FlowCrypt/flowcrypt-browser #435", 400, r#"{"error":{"code":400,"message":"Mail service not enabled","errors":[{"message":"Mail service not enabled","domain":"global","reason":"failedPrecondition"}],"status":"FAILED_PRECONDITION"}}"#, admin(MailboxMissing)),
        row("the same in other words", "googleapis/google-api-java-client #1648", 400, r#"{"error":{"code":400,"message":"Precondition check failed.","errors":[{"reason":"failedPrecondition"}]}}"#, admin(MailboxMissing)),
        row("the API is off in our project", "amd/gaia #2116", 403, r#"{"error":{"code":403,"errors":[{"reason":"accessNotConfigured"}],"status":"PERMISSION_DENIED","message":"Gmail API has not been used in project 1 before or it is disabled"}}"#, Some((Misconfigured, "retrying"))),
        row("a domain that may not use the API", "GAM-team/GAM #137", 403, r#"{"error":{"code":403,"errors":[{"domain":"global","reason":"domainCannotUseApis"}]}}"#, admin(ApiDisabled)),
        of("a missing scope, and a long header", "kwent/react-google-contacts #6; googleworkspace/cli #639", 403, &[("www-authenticate", LONG)], r#"{"error":{"code":403,"message":"Insufficient Permission","errors":[{"domain":"global","reason":"insufficientPermissions"}]}}"#, Some((PermissionsNotGranted, "sign in"))),
        row("a missing scope, in new words", "googleworkspace/cli #282", 403, r#"{"error":{"code":403,"status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}}"#, Some((PermissionsNotGranted, "sign in"))),
        row("a token that is refused although it is new", docs, 401, r#"{"error":{"errors":[{"domain":"global","reason":"authError","message":"Invalid Credentials","locationType":"header","location":"Authorization"}],"code":401}}"#, Some((AccessRejected, "sign in"))),
        row("the day's limit", docs, 403, r#"{"error":{"errors":[{"domain":"usageLimits","reason":"dailyLimitExceeded","message":"Daily Limit Exceeded"}],"code":403}}"#, None),
        row("a person's limit", docs, 403, r#"{"error":{"errors":[{"domain":"usageLimits","reason":"userRateLimitExceeded"}],"code":403}}"#, None),
        row("a reason of the future", docs, 403, r#"{"error":{"errors":[{"reason":"brandNew"}],"code":403}}"#, None),
    ]
}

#[rustfmt::skip]
fn salesforce() -> Vec<ApiCheckRow> {
    let row = |what, read_at, status, body, told| row(("Salesforce REST API", "salesforce-production", "/limits"), what, read_at, (status, &[], body), told);
    let admin = |code| Some((code, "admin"));
    vec![
        row("an edition without API", "restforce/restforce #219; wadewegner/Force.com-Toolkit-for-NET #150", 403, r#"[{"message":"The REST API is not enabled for this Organization.","errorCode":"API_DISABLED_FOR_ORG"}]"#, admin(ApiDisabled)),
        row("a person without API", "forcedotcom/cli #2686; forcedotcom/salesforcedx-vscode #2387", 403, r#"[{"message":"API is disabled for this User","errorCode":"API_DISABLED_FOR_ORG"}]"#, admin(ApiDisabled)),
        row("a session that is not valid here", "NangoHQ/nango #4344; simple-salesforce/simple-salesforce #422", 401, r#"[{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}]"#, admin(ApiDisabled)),
        row("a session that has ended", "jsforce/jsforce #699", 401, r#"[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]"#, Some((AccessRejected, "sign in"))),
        row("a session that has ended, with 403", "jsforce/jsforce #699", 403, r#"[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]"#, Some((AccessRejected, "sign in"))),
        row("no right", "jsforce/jsforce PR #736", 403, r#"[{"errorCode":"INSUFFICIENT_ACCESS","message":"x"}]"#, admin(BlockedByPolicy)),
        row("outside the hours", "theswamis/dataloadercliq #84", 403, r#"[{"errorCode":"LOGIN_DURING_RESTRICTED_TIME","message":"x"}]"#, admin(OutsideAllowedHours)),
        row("the day's limit", "developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm", 403, r#"[{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"TotalRequests Limit exceeded."}]"#, Some((ApiLimitReached, "retrying"))),
        row("a page of maintenance", "restforce/restforce #860; forcedotcom/cli #2487", 503, "<html><body>We are down for maintenance.", None),
        row("a version that is gone", "developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm", 410, "", None),
        row("a code of the future", "developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm", 403, r#"[{"errorCode":"BRAND_NEW","message":"x"}]"#, None),
    ]
}
