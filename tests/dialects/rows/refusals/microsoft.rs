//! Microsoft's refusals, by their numbers.

use latchkey_wire::ReasonCode::{
    self, AccountDisabled, AccountLocked, AdminApproval, BlockedByPolicy, ConsentMissing, ExtraVerification,
    Misconfigured, NetworkNotAllowed, OutsideAllowedHours, PasswordExpired, ProviderDown, RefusedUnexplained,
    SignInAgainPolicy, SignInEnded, VerificationSetUpNeeded,
};

use super::OwnRefusalRow;
use crate::rows::Origin;

const ENTRA: &str = "entra-docs reference-error-codes";

fn numbered(what: &'static str, error: &str, number: u32, told: (ReasonCode, &'static str)) -> OwnRefusalRow {
    read_at(ENTRA, what, error, number, told)
}

fn read_at(
    read_at: &'static str,
    what: &'static str,
    error: &str,
    number: u32,
    told: (ReasonCode, &'static str),
) -> OwnRefusalRow {
    let body = format!(
        r#"{{"error":"{error}","error_description":"AADSTS{number}: x. Trace ID: x","error_codes":[{number}],"timestamp":"x"}}"#
    );
    super::row("tenants", Origin { server: "Microsoft", what, read_at }, (400, body), told)
}

fn with_body(what: &'static str, read_at: &'static str, body: &str, told: (ReasonCode, &'static str)) -> OwnRefusalRow {
    super::row("tenants", Origin { server: "Microsoft", what, read_at }, (400, body.to_owned()), told)
}

#[rustfmt::skip]
pub fn microsoft() -> Vec<OwnRefusalRow> {
    let grant = "invalid_grant";
    let again = (SignInEnded, "sign in");
    let blocked = (BlockedByPolicy, "admin");
    let down = (ProviderDown, "retrying");
    let ours = (Misconfigured, "retrying");
    let network = (NetworkNotAllowed, "admin");
    let set_up = (VerificationSetUpNeeded, "sign in");
    let verify = (ExtraVerification, "sign in");
    let disabled = (AccountDisabled, "admin");
    let abuse = "AzureAD/microsoft-authentication-library-for-objc #2290, #2094";
    let doubtful = |row: OwnRefusalRow| OwnRefusalRow { told: vec![(RefusedUnexplained, "retrying"), again], ..row };
    vec![
        numbered("the password was changed (50173)", grant, 50_173, again),
        numbered("unused for too long (700082)", grant, 700_082, again),
        numbered("expired (70008)", grant, 70_008, again),
        numbered("a token of a single-page app (700084)", grant, 700_084, again),
        numbered("sign in again by policy (70043)", grant, 70_043, (SignInAgainPolicy, "sign in")),
        numbered("a second factor (50076)", "interaction_required", 50_076, verify),
        numbered("a second factor to be set up (50079)", "interaction_required", 50_079, verify),
        numbered("another provider's check (50158)", "interaction_required", 50_158, verify),
        numbered("register for verification first (53004)", grant, 53_004, set_up),
        numbered("register from a certain place (53010)", grant, 53_010, set_up),
        numbered("no consent (65001)", grant, 65_001, (ConsentMissing, "sign in")),
        numbered("an administrator has to consent (90094)", grant, 90_094, (AdminApproval, "admin")),
        numbered("nobody assigned the person (50105)", grant, 50_105, (AdminApproval, "admin")),
        numbered("a device that is not managed (53000)", grant, 53_000, blocked),
        numbered("a device that is not joined (53001)", grant, 53_001, blocked),
        numbered("conditional access (53003)", grant, 53_003, blocked),
        numbered("a partner's risk (530034)", grant, 530_034, blocked),
        numbered("a risk at home (53011)", grant, 53_011, blocked),
        numbered("the home's rule for other tenants (500212)", grant, 500_212, blocked),
        numbered("another tenant's rule for guests (500213)", grant, 500_213, blocked),
        numbered("a network that may not see this tenant (500021)", grant, 500_021, network),
        numbered("a network that may not see personal accounts (500022)", grant, 500_022, network),
        numbered("a restricted proxy (50002)", grant, 50_002, network),
        numbered("the wrong kind of account (500208)", grant, 500_208, again),
        numbered("outside the hours (80012)", grant, 80_012, (OutsideAllowedHours, "admin")),
        numbered("the company's agent can't reach its directory (80001)", grant, 80_001, down),
        numbered("the agent can't connect (80002)", grant, 80_002, down),
        numbered("the agent got an odd answer (80005)", grant, 80_005, down),
        numbered("the agent can't check the password (80007)", grant, 80_007, down),
        numbered("the agent can't decrypt (80010)", grant, 80_010, down),
        numbered("the company's server is passing through a fault (40010)", grant, 40_010, down),
        numbered("the agent's answer can't be read (80013)", grant, 80_013, down),
        numbered("the agent took too long (80014)", grant, 80_014, down),
        numbered("the company's provider of identities answers badly (20012)", grant, 20_012, down),
        numbered("the company's provider of identities can't be read (40008)", grant, 40_008, down),
        numbered("a redirect in disguise (51005)", grant, 51_005, down),
        numbered("the app asks for what it does not list (65005)", grant, 65_005, ours),
        numbered("the app does not list this resource (650057)", "invalid_resource", 650_057, ours),
        numbered("a tenant of another cloud (90038)", grant, 90_038, ours),
        numbered("an app that may not use /common (9001023)", grant, 9_001_023, ours),
        numbered("an app that may not use /consumers (90130)", grant, 90_130, ours),
        numbered("a loop (50196)", grant, 50_196, down),
        numbered("a fault at personal accounts (70012)", grant, 70_012, down),
        numbered("a throttled provider of claims (50166)", grant, 50_166, down),
        numbered("a rule that took too long (501621)", grant, 501_621, down),
        numbered("not in this tenant (90072)", grant, 90_072, disabled),
        numbered("a disabled account (50057)", grant, 50_057, disabled),
        numbered("an account that is not there (50034)", grant, 50_034, disabled),
        numbered("a locked account (50053)", grant, 50_053, (AccountLocked, "admin")),
        numbered("an expired password (50055)", grant, 50_055, (PasswordExpired, "sign in")),
        numbered("a password to change for risk (50135)", grant, 50_135, (PasswordExpired, "sign in")),
        numbered("a password to be reset (50125)", grant, 50_125, again),
        numbered("an interrupt of the page (50140)", grant, 50_140, again),
        numbered("no session (50058)", "login_required", 50_058, again),
        numbered("a number of the future", grant, 999_999, again),
        with_body("the number in the text alone", ENTRA, r#"{"error":"invalid_grant","error_description":"AADSTS50057: The user account is disabled.\r\nTrace ID: x"}"#, disabled),
        with_body("only a message", "github.com/AzureAD/microsoft-authentication-library-for-dotnet/blob/02628611e5f0e424f3ea9e586f0a90f967757f8c/src/client/Microsoft.Identity.Client/MsalUiRequiredException.cs", r#"{"error":"invalid_grant","suberror":"message_only"}"#, blocked),
        with_body("numbers as text", ENTRA, r#"{"error":"invalid_grant","error_codes":"50057"}"#, disabled),
        doubtful(read_at("BingAds/BingAds-Python-SDK #279", "fine on a second try (70000)", grant, 70_000, again)),
        doubtful(with_body("service abuse mode (70000)", abuse, r#"{"error":"invalid_grant","error_description":"AADSTS70000: User account is found to be in service abuse mode. Trace ID: x","error_codes":[70000]}"#, again)),
        doubtful(with_body("interaction required (70000)", "MicrosoftDocs/azure-docs #99814; sagarrabadiya/outlook-php #16", r#"{"error":"invalid_grant","error_description":"AADSTS70000: The request was denied because the account could not be authenticated or user interaction is required.","error_codes":[70000]}"#, again)),
    ]
}
