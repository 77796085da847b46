//! Google's refusals.

use latchkey_wire::ReasonCode::{
    self, AccountDisabled, AdminApproval, BlockedByPolicy, ProviderDown, SignInAgainPolicy, SignInEnded,
};

use super::OwnRefusalRow;
use crate::rows::Origin;

#[rustfmt::skip]
pub fn google() -> Vec<OwnRefusalRow> {
    let row = |what, read_at, body: &str, told: (ReasonCode, &'static str)| {
        super::row("google", Origin { server: "Google", what, read_at }, (400, body.to_owned()), told)
    };
    vec![
        row("expired or revoked", "workos.com/blog/invalid-grant-oauth-errors-by-provider", r#"{"error":"invalid_grant","error_description":"Token has been expired or revoked."}"#, (SignInEnded, "sign in")),
        row("sign in again by policy", "support.google.com/a/answer/9368756", r#"{"error":"invalid_grant","error_description":"reauth related error (invalid_rapt)","error_subtype":"invalid_rapt"}"#, (SignInAgainPolicy, "sign in")),
        row("a deleted account", "FlowCrypt/flowcrypt-browser #2269; GAM-team/GAM PR #1171", r#"{"error":"invalid_grant","error_description":"Account has been deleted"}"#, (AccountDisabled, "admin")),
        row("a deleted account, in other words", "GAM-team/GAM PR #1171", r#"{"error":"invalid_grant","error_description":"The account has been deleted"}"#, (AccountDisabled, "admin")),
        row("a policy, with the company's own text", "GAM-team/got-your-back #284; FlowCrypt/flowcrypt-browser #1409", r#"{"error":"admin_policy_enforced","error_description":"This application is currently blocked.\nIf you require access &lt;call&gt; us"}"#, (AdminApproval, "admin")),
        row("an app of one organisation", "cloudyr/googleCloudStorageR #138", r#"{"error":"org_internal","error_description":"x"}"#, (BlockedByPolicy, "admin")),
        row("a limit", "support.google.com/cloud/answer/9028764", r#"{"error":"rate_limit_exceeded"}"#, (ProviderDown, "retrying")),
        row("a fault of its own", "googleads/google-ads-java #117; googleapis/google-auth-library-python PR #368", r#"{"error":"internal_failure"}"#, (ProviderDown, "retrying")),
    ]
}
