//! Rows that the product does not get right yet, as it should be. [`crate::open_faults`] asserts that they still fail: a row that
//! passes belongs into the file of its kind.

use latchkey_wire::ReasonCode::{self, AccessRejected, BlockedByPolicy, Misconfigured, ProviderDown};

use super::Origin;
use super::api_checks::ApiCheckRow;
use super::refusals::OwnRefusalRow;
use crate::server::ApiAnswer;

const ENTRA: &str = "entra-docs reference-error-codes";

fn microsoft(what: &'static str, error: &str, number: u32, told: (ReasonCode, &'static str)) -> OwnRefusalRow {
    let body = format!(r#"{{"error":"{error}","error_description":"AADSTS{number}: x","error_codes":[{number}]}}"#);
    let origin = Origin { server: "Microsoft", what, read_at: ENTRA };
    OwnRefusalRow { origin, offer: "tenants", status: 400, body, told: vec![told] }
}

#[rustfmt::skip]
pub fn open_refusals() -> Vec<OwnRefusalRow> {
    let grant = "invalid_grant";
    let (down, ours, blocked) = ((ProviderDown, "retrying"), (Misconfigured, "retrying"), (BlockedByPolicy, "admin"));
    vec![
        // The company's own sign-in agent or identity provider is at fault: the person can't help.
        microsoft("the agent's answer can't be read (80013)", grant, 80_013, down),
        microsoft("the agent took too long (80014)", grant, 80_014, down),
        microsoft("the company's provider of identities answers badly (20012)", grant, 20_012, blocked),
        microsoft("the company's provider of identities can't be read (40008)", grant, 40_008, blocked),
        microsoft("a redirect in disguise (51005)", grant, 51_005, down),
        // The registration or the setting is at fault.
        microsoft("the app asks for what it does not list (65005)", grant, 65_005, ours),
        microsoft("the app does not list this resource (650057)", "invalid_resource", 650_057, ours),
        microsoft("a tenant of another cloud (90038)", grant, 90_038, ours),
        microsoft("an app that may not use /common (9001023)", grant, 9_001_023, ours),
        microsoft("an app that may not use /consumers (90130)", grant, 90_130, ours),
        OwnRefusalRow {
            origin: Origin { server: "Salesforce", what: "too many log-ins, by a word", read_at: "restforce/restforce #412" },
            offer: "salesforce-production",
            status: 400,
            body: r#"{"error":"login_rate_exceeded"}"#.to_owned(),
            told: vec![(ProviderDown, "retrying")],
        },
    ]
}

#[rustfmt::skip]
pub fn open_api_checks() -> Vec<ApiCheckRow> {
    vec![
        ApiCheckRow {
            origin: Origin { server: "Salesforce REST API", what: "a session that has ended, with 403", read_at: "jsforce/jsforce #699" },
            offer: "salesforce-production",
            answer: ApiAnswer { at: "/limits", status: 403, headers: &[], body: r#"[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]"# },
            told: Some((AccessRejected, "sign in")),
        },
    ]
}
