//! Salesforce's refusals: its words and its texts.

use latchkey_wire::ReasonCode::{
    self, AccountDisabled, AccountLocked, AdminApproval, AppNotInstalled, BlockedByPolicy, NetworkNotAllowed,
    OutsideAllowedHours, ProviderDown, SignInEnded,
};

use super::OwnRefusalRow;
use crate::rows::Origin;

/// No public report of these is known. The standard lets a server refuse in words of its own.
const OWN_WORDS: &str = "RFC 6749, 5.2; RFC 6749, 8.5";
const PLACE_OR_HOUR: &str = "help.salesforce.com/apex/HTViewHelpDoc?id=xcloud.remoteaccess_errorcodes.htm";

fn worded(
    what: &'static str,
    read_at: &'static str,
    error: &str,
    text: &str,
    told: (ReasonCode, &'static str),
) -> OwnRefusalRow {
    let body = format!(r#"{{"error":"{error}","error_description":"{text}"}}"#);
    super::row("salesforce-production", Origin { server: "Salesforce", what, read_at }, (400, body), told)
}

#[rustfmt::skip]
pub fn salesforce() -> Vec<OwnRefusalRow> {
    let grant = |what, read_at, text, told| worded(what, read_at, "invalid_grant", text, told);
    let texts = "salesforcedictionary.com/errors/invalid-oauth-grant";
    let again = (SignInEnded, "sign in");
    vec![
        grant("expired, revoked or pushed out by a sixth approval", "jsforce/jsforce #1656, #1170", "expired access/refresh token", again),
        grant("an inactive person", "restforce/restforce #303", "inactive user", (AccountDisabled, "admin")),
        grant("an inactive organisation", OWN_WORDS, "inactive organization", (AccountDisabled, "admin")),
        worded("an inactive person, by a word", OWN_WORDS, "inactive_user", "user is inactive", (AccountDisabled, "admin")),
        grant("a locked person", texts, "user is locked", (AccountLocked, "admin")),
        grant("an address that is not allowed", "sfdx-actions/setup-sfdx #17", "ip restricted", (NetworkNotAllowed, "admin")),
        grant("an address or an hour that is not allowed", PLACE_OR_HOUR, "ip restricted or invalid login hours", (NetworkNotAllowed, "admin")),
        grant("an hour that is not allowed", PLACE_OR_HOUR, "invalid login hours", (OutsideAllowedHours, "admin")),
        grant("an approval that was taken back", "omniphx/forrest #278", "user hasn't approved this consumer", (AdminApproval, "admin")),
        grant("an unknown text", "restforce/restforce #826", "activation secret invalid", again),
        grant("an expired password", texts, "password expired", again),
        grant("too many log-ins, by a text", "restforce/restforce #412", "Login Rate Exceeded", (ProviderDown, "retrying")),
        super::row("salesforce-production", Origin { server: "Salesforce", what: "too many log-ins, by a word", read_at: "restforce/restforce #412" }, (400, r#"{"error":"login_rate_exceeded"}"#.to_owned()), (ProviderDown, "retrying")),
        worded("the same request twice at once", "github.com/segmentio/action-destinations/blob/main/packages/destination-actions/src/destinations/pardot/index.ts", "invalid_request", "token request is already being processed", (ProviderDown, "retrying")),
        worded("too many requests", OWN_WORDS, "rate_limit_exceeded", "x", (ProviderDown, "retrying")),
        worded("an app that is not installed", "github.com/ComposioHQ/composio/blob/000f5a6528cf76c52738dc82cce983ce93e6f4f4/docs/content/toolkits/faq/salesforce.md", "invalid_client", "app must be installed into org", (AppNotInstalled, "admin")),
        worded("an app that is blocked", "n8n-io/n8n #21589", "OAUTH_APP_BLOCKED", "this app is blocked by admin", (BlockedByPolicy, "admin")),
        worded("an app that is not approved", "abisek/salesforce-elf-browser #9", "OAUTH_APP_ACCESS_DENIED", "user is not admin approved", (AdminApproval, "admin")),
    ]
}
