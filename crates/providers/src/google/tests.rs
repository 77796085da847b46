//! Google's requests, and how its responses are read.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use latchkey_domain::FailureClass;
use latchkey_wire::Permission;

use super::*;
use crate::scripted_http::{ScriptedHttp, SignInRequestFixture, parameter, registration, renewal};

const TOKEN: &str = "https://oauth2.googleapis.com/token";

fn google() -> Google {
    Google::new(GoogleSettings {
        label: "Google".into(),
        access_type: "Google".into(),
        registration: registration(),
        authority: Url::parse("https://accounts.google.com").unwrap(),
        token_host: Url::parse("https://oauth2.googleapis.com").unwrap(),
        api: Url::parse("https://www.googleapis.com").unwrap(),
        domains: vec!["fabrikam.example".into()],
        gmail: Url::parse("https://gmail.googleapis.com").unwrap(),
        scopes: None,
    })
    .unwrap()
}

fn answer(scopes: &str) -> String {
    format!(r#"{{"access_token":"a","expires_in":3599,"token_type":"Bearer","scope":"{scopes}"}}"#)
}

#[tokio::test]
async fn a_renewal_by_a_person_asks_for_offline_access_and_for_consent_again() {
    let asking = SignInRequestFixture::new();
    let page =
        google().sign_in_url(&ScriptedHttp::default(), &asking.request(Some("ann@contoso.example"))).await.unwrap();
    assert_eq!(parameter(&page, "access_type").as_deref(), Some("offline"));
    assert_eq!(parameter(&page, "prompt").as_deref(), Some("consent"));
    assert_eq!(parameter(&page, "login_hint").as_deref(), Some("ann@contoso.example"));
    assert_eq!(parameter(&page, "code_challenge_method").as_deref(), Some("S256"));
    let choosing = google().sign_in_url(&ScriptedHttp::default(), &asking.request(None)).await.unwrap();
    assert_eq!(parameter(&choosing, "prompt").as_deref(), Some("select_account consent"));
}

#[tokio::test]
async fn a_renewal_without_a_new_refresh_token_is_a_good_one() {
    let all = scopes::DEFAULT.join(" ");
    let http = ScriptedHttp::default().answering(TOKEN, 200, &answer(&all));
    let tokens = google().refresh(&http, &renewal(&[])).await.unwrap();
    assert!(tokens.refresh.is_none());
    assert_eq!(tokens.access_life_s, Some(3599));
}

#[tokio::test]
async fn an_unusable_response_does_not_lose_its_refresh_token() {
    let before = scopes::DEFAULT.map(str::to_owned);
    let renewed = async |body: &str| {
        let http = ScriptedHttp::default().answering(TOKEN, 200, body);
        google().refresh(&http, &renewal(&before)).await.unwrap_err()
    };
    let successor = |body: NotRenewed| body.successor.map(|token| token.expose().to_owned());
    let no_access = renewed(r#"{"refresh_token":"next"}"#).await;
    assert_eq!(no_access.failure.reason.code, ReasonCode::AnswerUnusable);
    assert_eq!(no_access.failure.reason.reference.as_deref(), Some("access_token"));
    assert_eq!(successor(no_access).as_deref(), Some("next"));
    let withdrawn = renewed(r#"{"access_token":"a","refresh_token":"next","scope":"openid"}"#).await;
    assert_eq!(withdrawn.failure.reason.code, ReasonCode::PermissionsNotGranted);
    assert_eq!(successor(withdrawn).as_deref(), Some("next"));
}

#[tokio::test]
async fn an_answer_that_names_another_account_is_not_kept() {
    let claims = |issuer: &str, subject: &str| {
        let claims = format!(r#"{{"iss":"{issuer}","sub":"{subject}","aud":[],"email":["x"]}}"#);
        format!("e30.{}.", URL_SAFE_NO_PAD.encode(claims))
    };
    let all = scopes::DEFAULT.join(" ");
    for (issuer, subject, is_kept) in [
        ("https://accounts.google.com", "1", true),
        ("accounts.google.com", "1", true),
        ("https://accounts.google.com", "2", false),
        ("https://evil.example", "1", false),
    ] {
        let id_token = claims(issuer, subject);
        let body = format!(r#"{{"access_token":"a","refresh_token":"n","scope":"{all}","id_token":"{id_token}"}}"#);
        let http = ScriptedHttp::default().answering(TOKEN, 200, &body);
        let renewed = google().refresh(&http, &renewal(&[])).await;
        assert_eq!(renewed.is_ok(), is_kept, "{issuer} {subject}");
        assert!(is_kept || renewed.unwrap_err().successor.is_none());
    }
}

#[tokio::test]
async fn a_permission_that_was_granted_and_is_no_longer_is_named() {
    let before = scopes::DEFAULT.map(str::to_owned);
    let http = ScriptedHttp::default().answering(TOKEN, 200, &answer(scopes::DEFAULT[0]));
    let failure = google().refresh(&http, &renewal(&before)).await.unwrap_err().failure;
    assert_eq!(failure.reason.code, ReasonCode::PermissionsNotGranted);
    assert_eq!(failure.reason.missing, [Permission::Calendar, Permission::Contacts]);
}

#[tokio::test]
async fn a_grant_that_has_all_that_it_had_works_on_when_more_is_wanted() {
    let mail = scopes::DEFAULT[0].to_owned();
    let http = ScriptedHttp::default().answering(TOKEN, 200, &answer(&mail));
    for before in [vec![mail], vec![]] {
        let renewed = google().refresh(&http, &renewal(&before)).await;
        assert_eq!(renewed.unwrap().scopes, Some(vec![scopes::DEFAULT[0].to_owned()]), "{before:?}");
    }
}

#[tokio::test]
async fn whether_the_client_is_known_is_told_without_a_persons_token() {
    for (status, body, check) in [
        (400, r#"{"error":"invalid_grant","error_description":"Malformed auth code."}"#, ClientAnswer::Accepted),
        (401, r#"{"error":"invalid_client"}"#, ClientAnswer::Refused),
        (400, r#"{"error":"something_new"}"#, ClientAnswer::Unclear),
        (403, "", ClientAnswer::Unclear),
        (200, "<html>", ClientAnswer::Silent { retry_after_s: None }),
        (503, r#"{"error":"invalid_client"}"#, ClientAnswer::Silent { retry_after_s: None }),
    ] {
        let http = ScriptedHttp::default().answering(TOKEN, status, body);
        assert_eq!(google().check_client(&http).await, check, "{status} {body}");
        assert!(http.last_body().contains("grant_type=authorization_code"));
    }
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_is_never_fatal_by_itself() {
    for (status, body) in [(400, ""), (400, "<html>"), (302, "<html>"), (403, "{}"), (400, r#"{"error":"new"}"#)] {
        let http = ScriptedHttp::default().answering(TOKEN, status, body);
        let failure = google().refresh(&http, &renewal(&[])).await.unwrap_err().failure;
        assert_eq!(failure.class, FailureClass::Unexplained, "{status} {body}");
    }
    for (status, body) in [(200, "<html>"), (204, ""), (503, r#"{"error":"invalid_grant"}"#)] {
        let http = ScriptedHttp::default().answering(TOKEN, status, body);
        let failure = google().refresh(&http, &renewal(&[])).await.unwrap_err().failure;
        assert_eq!(failure.class, FailureClass::Transient, "{status} {body}");
    }
    let http = ScriptedHttp::default().answering(TOKEN, 503, r#"{"error":"invalid_grant"}"#);
    let failure = google().refresh(&http, &renewal(&[])).await.unwrap_err().failure;
    assert_eq!(failure.class, FailureClass::Transient);
}

#[tokio::test]
async fn a_mailbox_is_found_by_its_domain_and_only_by_the_whole_of_it() {
    let http = ScriptedHttp::default();
    for (address, here) in [
        ("ann@gmail.com", true),
        ("ann@FABRIKAM.example", true),
        ("ann@mail.fabrikam.example", false),
        ("ann@notgmail.com", false),
        ("gmail.com", false),
    ] {
        assert_eq!(google().has_mailbox(&http, address).await, here, "{address}");
    }
}

#[test]
fn both_spellings_of_the_issuer_are_its_own_and_no_other() {
    assert!(google().is_issuer("https://accounts.google.com") && google().is_issuer("accounts.google.com"));
    assert!(!google().is_issuer("https://accounts.google.com.evil.example") && !google().is_issuer(""));
}
