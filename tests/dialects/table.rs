//! The rows: what a server does, the source that documents it, its response, and the expected outcome.

use latchkey_wire::ReasonCode;

use crate::rows::{BodyEncoding, DialectResponse, RefusalOutcome, RefusalRow, SuccessOutcome, SuccessRow};

fn success(what: &'static str, read_at: &'static str, body: &'static str, becomes: SuccessOutcome) -> SuccessRow {
    SuccessRow { what, read_at, answer: DialectResponse { body, ..DialectResponse::default() }, becomes }
}

fn written(what: &'static str, read_at: &'static str, answer: DialectResponse, becomes: SuccessOutcome) -> SuccessRow {
    SuccessRow { what, read_at, answer, becomes }
}

const WHOLE: &str =
    r#"{"access_token":"{a}","token_type":"Bearer","expires_in":3600,"refresh_token":"{r}","id_token":"{i}"}"#;
const EXPIRES_IN: &str = "ramosbugs/oauth2-rs #85, #151; kilork/openid PR #67";
const LARGEST: &str = "wso2/api-manager #114";
const TOKEN_TYPE: &str = "ramosbugs/oauth2-rs #136";
const CONTENT_TYPE: &str = "ramosbugs/oauth2-rs PR #281; dart-lang/tools #306";
const UNREADABLE: &str = "kurrent-io/kcap-cli PR #947";
const SCOPE: &str = "RFC 6749, 3.3 and 5.1; NangoHQ/nango #327";
const MEMBERS: &str = "RFC 6749, 5.1; RFC 8259, 4";
const ENCODING: &str = "RFC 8259, 8.1; RFC 4627, 3";
const BLANKS: &str = "RFC 6749, 5.1; RFC 8259, 2";
const CONFORMS: &str = "RFC 6749, 5.1";
const STATUS: &str = "RFC 9110, 15.3";

#[rustfmt::skip]
pub fn successes() -> Vec<SuccessRow> {
    use SuccessOutcome::{Lost, Salvaged, Works};
    let kind = |kind| DialectResponse { kind, ..DialectResponse::default() };
    let status = |status| DialectResponse { status, ..DialectResponse::default() };
    let as_written = |written, body| DialectResponse { body, written, ..DialectResponse::default() };
    let form = "access_token={a}&token_type=bearer&expires_in=3600&refresh_token={r}&id_token={i}";
    vec![
        success("as it should be", CONFORMS, WHOLE, Works),
        success("a life as text", EXPIRES_IN, r#"{"access_token":"{a}","expires_in":"3600","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a life as text with blanks and a point", EXPIRES_IN, r#"{"access_token":"{a}","expires_in":" 3599.5 ","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a life with a point", EXPIRES_IN, r#"{"access_token":"{a}","expires_in":3600.0,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a life in words", EXPIRES_IN, r#"{"access_token":"{a}","expires_in":"never","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a life of null", EXPIRES_IN, r#"{"access_token":"{a}","expires_in":null,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a life as an object", EXPIRES_IN, r#"{"access_token":"{a}","expires_in":{"s":3600},"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a life of true", EXPIRES_IN, r#"{"access_token":"{a}","expires_in":true,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("no life", "RFC 6749, 5.1; NangoHQ/nango #327", r#"{"access_token":"{a}","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a life of zero", LARGEST, r#"{"access_token":"{a}","expires_in":0,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a life of zero, as text", LARGEST, r#"{"access_token":"{a}","expires_in":"0","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a life below zero", LARGEST, r#"{"access_token":"{a}","expires_in":-3600,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("the largest life", LARGEST, r#"{"access_token":"{a}","expires_in":9223372036854775807,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a life beyond the largest integer", LARGEST, r#"{"access_token":"{a}","expires_in":99999999999999999999999,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a life in powers of ten", LARGEST, r#"{"access_token":"{a}","expires_in":1e300,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("the largest end of the refresh token", LARGEST, r#"{"access_token":"{a}","expires_in":3600,"refresh_token":"{r}","refresh_token_expires_in":9223372036854775807,"id_token":"{i}"}"#, Works),
        success("an end of the refresh token as text", EXPIRES_IN, r#"{"access_token":"{a}","expires_in":3600,"refresh_token":"{r}","refresh_token_expires_in":"8640000","id_token":"{i}"}"#, Works),
        success("an end of the refresh token of zero", EXPIRES_IN, r#"{"access_token":"{a}","expires_in":3600,"refresh_token":"{r}","refresh_token_expires_in":0,"id_token":"{i}"}"#, Works),
        success("no type", TOKEN_TYPE, r#"{"access_token":"{a}","expires_in":3600,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a type of null", TOKEN_TYPE, r#"{"access_token":"{a}","token_type":null,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a type in small letters", TOKEN_TYPE, r#"{"access_token":"{a}","token_type":"bearer","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a type of its own", TOKEN_TYPE, r#"{"access_token":"{a}","token_type":"BearerToken","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a type as a list", TOKEN_TYPE, r#"{"access_token":"{a}","token_type":["Bearer"],"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        written("JSON as a script", CONTENT_TYPE, kind("text/javascript"), Works),
        written("JSON as a page", CONTENT_TYPE, kind("text/html; charset=utf-8"), Works),
        written("JSON as text", CONTENT_TYPE, kind("text/plain"), Works),
        written("JSON as a form", CONTENT_TYPE, kind("application/x-www-form-urlencoded"), Works),
        written("JSON as bytes", CONTENT_TYPE, kind("application/octet-stream"), Works),
        written("JSON as nothing", CONTENT_TYPE, kind(""), Works),
        written("201", STATUS, status(201), Works),
        written("202", STATUS, status(202), Works),
        written("203", STATUS, status(203), Works),
        written("a byte-order mark", ENCODING, as_written(BodyEncoding::Utf8WithMark, WHOLE), Works),
        written("UTF-32", ENCODING, as_written(BodyEncoding::Utf32, WHOLE), Works),
        written("UTF-16", ENCODING, as_written(BodyEncoding::Utf16, WHOLE), Works),
        written("Latin-1 in another member", ENCODING, as_written(BodyEncoding::Latin1, r#"{"name":"Zoé","access_token":"{a}","expires_in":3600,"refresh_token":"{r}","id_token":"{i}"}"#), Works),
        written("a form in place of JSON", "docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps", DialectResponse { kind: "application/x-www-form-urlencoded", body: form, ..DialectResponse::default() }, Works),
        success("blank lines around", BLANKS, "\r\n\r\n{\"access_token\":\"{a}\",\"refresh_token\":\"{r}\",\"id_token\":\"{i}\"}\r\n", Works),
        success("text after the end", BLANKS, r#"{"access_token":"{a}","refresh_token":"{r}","id_token":"{i}"}<!-- 3 ms -->"#, Works),
        success("doubled members", MEMBERS, r#"{"access_token":"x","access_token":"{a}","refresh_token":"x","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("an empty member after a good one", MEMBERS, r#"{"access_token":"{a}","refresh_token":"{r}","refresh_token":"","id_token":"{i}"}"#, Works),
        success("other capitals", MEMBERS, r#"{"Access_Token":"{a}","Refresh_Token":"{r}","Id_Token":"{i}"}"#, Works),
        success("members of no standard", MEMBERS, r#"{"x":{"y":[1,{"z":null}]},"access_token":"{a}","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("an empty error beside tokens", MEMBERS, r#"{"error":"","error_description":null,"access_token":"{a}","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a scope as a list", SCOPE, r#"{"access_token":"{a}","refresh_token":"{r}","scope":["mail"],"id_token":"{i}"}"#, Works),
        success("an empty scope", SCOPE, r#"{"access_token":"{a}","refresh_token":"{r}","scope":"","id_token":"{i}"}"#, Works),
        success("a scope of null", SCOPE, r#"{"access_token":"{a}","refresh_token":"{r}","scope":null,"id_token":"{i}"}"#, Works),
        success("a scope with commas", SCOPE, r#"{"access_token":"{a}","refresh_token":"{r}","scope":"mail,calendar","id_token":"{i}"}"#, Works),
        success("an instance_url that is none", SCOPE, r#"{"access_token":"{a}","refresh_token":"{r}","instance_url":"not an address","id_token":"{i}"}"#, Works),
        success("no end, after all tokens", UNREADABLE, r#"{"access_token":"{a}","refresh_token":"{r}","id_token":"{i}","expires_"#, Works),
        written("broken off after all tokens", UNREADABLE, as_written(BodyEncoding::BreaksOff, r#"{"access_token":"{a}","refresh_token":"{r}","id_token":"{i}","exp"#), Works),
        success("a life that is no JSON, before the refresh token", UNREADABLE, r#"{"access_token":"{a}","expires_in":NaN,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a life with a zero before it", UNREADABLE, r#"{"access_token":"{a}","expires_in":03600,"refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a comment", UNREADABLE, r#"{/* token */"access_token":"{a}","refresh_token":"{r}","id_token":"{i}"}"#, Works),
        success("a guard against scripts", UNREADABLE, ")]}',\n{\"access_token\":\"{a}\",\"refresh_token\":\"{r}\",\"id_token\":\"{i}\"}", Works),
        success("a warning of PHP before it", UNREADABLE, "<br />\n<b>Warning</b>: x\n{\"access_token\":\"{a}\",\"refresh_token\":\"{r}\",\"id_token\":\"{i}\"}", Works),
        success("in a list", UNREADABLE, r#"[{"access_token":"{a}","refresh_token":"{r}","id_token":"{i}"}]"#, Works),
        success("deeper inside", UNREADABLE, r#"{"ok":true,"data":{"access_token":"{a}","refresh_token":"{r}","id_token":"{i}"}}"#, Works),
        success("camels", UNREADABLE, r#"{"accessToken":"{a}","refreshToken":"{r}","idToken":"{i}"}"#, Works),
        success("single quotes", UNREADABLE, "{'access_token':'{a}','refresh_token':'{r}','id_token':'{i}'}", Works),
        written("compressed without being asked", "RFC 9110, 8.4", as_written(BodyEncoding::Gzip, WHOLE), Works),
        success("no access token, deeper inside", UNREADABLE, r#"{"data":{"refresh_token":"{r}"}}"#, Salvaged("access_token")),
        success("no access token", UNREADABLE, r#"{"expires_in":3600,"refresh_token":"{r}"}"#, Salvaged("access_token")),
        success("an empty access token", UNREADABLE, r#"{"access_token":"","refresh_token":"{r}"}"#, Salvaged("access_token")),
        success("an access token that is an object", UNREADABLE, r#"{"access_token":{"of":"{a}"},"refresh_token":"{r}"}"#, Salvaged("access_token")),
        success("an error beside a refresh token", UNREADABLE, r#"{"error":"server_error","refresh_token":"{r}"}"#, Salvaged("access_token")),
        success("no end, in the access token", UNREADABLE, r#"{"refresh_token":"{r}","access_token":"{a}"#, Salvaged("access_token")),
        written("broken off in the access token", UNREADABLE, as_written(BodyEncoding::BreaksOff, r#"{"refresh_token":"{r}","access_tok"#), Salvaged("access_token")),
        success("no end, before the refresh token", UNREADABLE, r#"{"access_token":"{a}","expires_in":3600,"refresh_"#, Lost),
        written("broken off before the refresh token", UNREADABLE, as_written(BodyEncoding::BreaksOff, r#"{"access_token":"{a}","#), Lost),
        written("broken off at once", UNREADABLE, as_written(BodyEncoding::BreaksOff, ""), Lost),
    ]
}

fn refusal(
    what: &'static str,
    read_at: &'static str,
    status: u16,
    body: &'static str,
    becomes: RefusalOutcome,
    at_sign_in: ReasonCode,
) -> RefusalRow {
    RefusalRow { what, read_at, status, body, becomes, at_sign_in }
}

#[rustfmt::skip]
pub fn refusals() -> Vec<RefusalRow> {
    use RefusalOutcome::{AfterHours, Never, SignIn};
    let ended = ReasonCode::SignInEnded;
    let (again, blames_us, down) = (ReasonCode::SignInNotFinished, ReasonCode::Misconfigured, ReasonCode::ProviderDown);
    let dead = "dexidp/dex #2613; FlowFuse/flowfuse PR #8547";
    let standard = "RFC 6749, 5.2";
    let github = "octokit/auth-oauth-app.js #13; docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors";
    let unknown = "kurrent-io/kcap-cli PR #947";
    vec![
        refusal("invalid_grant", standard, 400, r#"{"error":"invalid_grant"}"#, SignIn(ended, 1), again),
        refusal("invalid_grant with 200", github, 200, r#"{"error":"invalid_grant","ok":false}"#, SignIn(ended, 1), again),
        refusal("invalid_grant with 401", standard, 401, r#"{"error":"invalid_grant"}"#, SignIn(ended, 1), again),
        refusal("invalid_grant as a form", standard, 400, "error=invalid_grant&error_description=expired", SignIn(ended, 1), again),
        refusal("invalid_grant with odd members", standard, 400, r#"{"error":"invalid_grant","error_description":{"de":"x"},"error_codes":"1"}"#, SignIn(ended, 1), again),
        refusal("a dead token as invalid_request", dead, 400, r#"{"error":"invalid_request","error_description":"Refresh token is invalid or has already been claimed by another client."}"#, SignIn(ended, 2), blames_us),
        refusal("a dead token as unauthorized_client", dead, 400, r#"{"error":"unauthorized_client"}"#, SignIn(ended, 2), blames_us),
        refusal("a dead token as invalid_client", dead, 401, r#"{"error":"invalid_client"}"#, SignIn(ended, 2), blames_us),
        refusal("a dead token as invalid_scope", dead, 400, r#"{"error":"invalid_scope"}"#, SignIn(ended, 2), blames_us),
        refusal("an unknown error code", unknown, 400, r#"{"error":"token_is_tired"}"#, AfterHours, again),
        refusal("400 with nothing", unknown, 400, "", AfterHours, again),
        refusal("403 with a page", unknown, 403, "<html>", AfterHours, again),
        refusal("404", unknown, 404, "", AfterHours, again),
        refusal("a redirect", unknown, 302, "", AfterHours, again),
        refusal("an error that is an object", unknown, 400, r#"{"error":{"code":400}}"#, AfterHours, again),
        refusal("200 with a page", "kurrent-io/kcap-cli PR #947; RFC 8952, 1", 200, "<!doctype html><title>Welcome</title>", Never, down),
        refusal("200 with nothing", "kurrent-io/kcap-cli PR #947; RFC 9112, 6.3", 200, "", Never, down),
        refusal("204", "RFC 9110, 15.3.5", 204, "", Never, down),
        refusal("500", "RFC 9110, 15.6", 500, r#"{"error":"invalid_grant"}"#, Never, down),
        refusal("503 with a page", "RFC 9110, 15.6", 503, "<html>", Never, down),
        refusal("429", "RFC 6585, 4", 429, "", Never, down),
        refusal("temporarily_unavailable", "RFC 6749, 4.1.2.1", 400, r#"{"error":"temporarily_unavailable"}"#, Never, down),
        refusal("server_error", "RFC 6749, 4.1.2.1", 400, r#"{"error":"server_error"}"#, Never, down),
    ]
}

pub const TENANTS_READ_AT: &str = "Worklytics/psoxy PR #74; Azure/go-autorest #626; entra-docs reference-error-codes";
pub const DECISIONS: [(&str, u32); 11] = [
    ("unauthorized_client", 700_016),
    ("unauthorized_client", 700_011),
    ("unauthorized_client", 7_000_112),
    ("unauthorized_client", 90_099),
    ("unauthorized_client", 1_000_031),
    ("invalid_resource", 500_011),
    ("invalid_resource", 650_052),
    ("invalid_resource", 650_054),
    ("invalid_client", 500_011),
    ("invalid_client", 650_052),
    ("invalid_client", 650_054),
];

pub fn decision(error: &str, number: u32) -> DialectResponse {
    let body = format!(r#"{{"error":"{error}","error_description":"AADSTS{number}: x","error_codes":[{number}]}}"#);
    DialectResponse { status: 400, body: body.leak(), refuses: true, ..DialectResponse::default() }
}
