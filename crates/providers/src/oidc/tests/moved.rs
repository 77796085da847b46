//! A server whose endpoints move, and documents and keys that age.

use super::*;

const NEW_TOKEN: &str = "https://id.contoso.example/v2/token";
const TOKENS: &str = r#"{"access_token":"a","scope":"mail"}"#;

fn with_clock() -> (Oidc, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(NOW));
    let oidc = OidcSettings { client_auth: Some(ClientAuthSetting::Basic), ..settings() };
    (Oidc::new(oidc, Arc::<ManualClock>::clone(&clock)), clock)
}

async fn renews(oidc: &Oidc, http: &ScriptedHttp) -> bool {
    oidc.refresh(http, &renewal(&[])).await.is_ok()
}

fn moves(http: &ScriptedHttp) {
    http.answer(DOCUMENT, 200, &document(ISSUER, "https://id.contoso.example/v2", ""));
    http.answer(NEW_TOKEN, 200, TOKENS);
}

#[tokio::test]
async fn a_token_endpoint_that_moved_is_found_at_once_when_the_old_address_is_gone() {
    let (oidc, clock) = with_clock();
    let http = server("").answering(TOKEN, 200, TOKENS);
    assert!(renews(&oidc, &http).await);
    clock.advance_s(100);
    moves(&http);
    http.answer(TOKEN, 404, "<html>");
    assert!(renews(&oidc, &http).await);
    assert_eq!((http.count(TOKEN), http.count(NEW_TOKEN)), (2, 1));
    assert!(renews(&oidc, &http).await, "and is remembered");
    assert_eq!((http.count(TOKEN), http.count(NEW_TOKEN)), (2, 2));
}

#[tokio::test]
async fn a_token_endpoint_that_moved_is_found_within_a_day_without_a_refusal() {
    let (oidc, clock) = with_clock();
    let http = server("").answering(TOKEN, 200, TOKENS);
    assert!(renews(&oidc, &http).await);
    moves(&http);
    assert!(renews(&oidc, &http).await);
    assert_eq!((http.count(NEW_TOKEN), http.count(DOCUMENT)), (0, 1));
    clock.advance_s(24 * 3600);
    assert!(renews(&oidc, &http).await);
    assert_eq!((http.count(NEW_TOKEN), http.count(DOCUMENT)), (1, 2));
}

#[tokio::test]
async fn a_refusal_at_an_address_that_has_not_moved_is_not_answered_by_another_try() {
    let (oidc, clock) = with_clock();
    let http = server("").answering(TOKEN, 404, "");
    for times in 1..=3 {
        assert!(!renews(&oidc, &http).await);
        assert_eq!(http.count(TOKEN), times);
        clock.advance_s(10);
    }
    assert!(http.count(DOCUMENT) <= 2, "the document is not fetched for each refusal");
}

#[tokio::test]
async fn a_document_that_cannot_be_fetched_again_stays_in_use() {
    let (oidc, clock) = with_clock();
    let http = server("").answering(TOKEN, 200, TOKENS);
    assert!(renews(&oidc, &http).await);
    for answer in [(503, ""), (200, "<html>"), (404, ""), (200, r#"{"issuer":"https://evil.example"}"#)] {
        clock.advance_s(24 * 3600);
        http.answer(DOCUMENT, answer.0, answer.1);
        assert!(renews(&oidc, &http).await, "{answer:?}");
    }
}

#[tokio::test]
async fn a_document_behind_a_redirect_of_the_same_host_is_found_and_no_other() {
    let whole = document(ISSUER, "https://id.contoso.example", "");
    let asking = SignInRequestFixture::new();
    let at = |to: &str| {
        let http = ScriptedHttp::default().answering(DOCUMENT, 302, to);
        http.answering("https://id.contoso.example/there", 200, &whole)
            .answering("https://evil.example/there", 200, &whole)
            .answering("http://id.contoso.example/there", 200, &whole)
    };
    for to in ["https://id.contoso.example/there", "/there"] {
        assert!(oidc().sign_in_url(&at(to), &asking.request(None)).await.is_ok(), "{to}");
    }
    for to in ["https://evil.example/there", "http://id.contoso.example/there", DOCUMENT, "", "::"] {
        let http = at(to);
        assert!(oidc().sign_in_url(&http, &asking.request(None)).await.is_err(), "{to}");
        assert_eq!((http.count("https://evil.example/there"), http.count("http://id.contoso.example/there")), (0, 0));
    }
}

#[tokio::test]
async fn where_to_revoke_may_stand_in_the_oauth_metadata_of_the_same_issuer_alone() {
    const METADATA: &str = "https://id.contoso.example/.well-known/oauth-authorization-server/realm";
    const REVOKE: &str = "https://id.contoso.example/o/revoke";
    let bare = document(ISSUER, "https://id.contoso.example", "").replace("revocation_endpoint", "x");
    for (issuer, asked) in [(ISSUER, 1), ("https://evil.example/realm", 0)] {
        let metadata = format!(r#"{{"issuer":"{issuer}","revocation_endpoint":"{REVOKE}"}}"#);
        let http = ScriptedHttp::default().answering(DOCUMENT, 200, &bare).answering(METADATA, 200, &metadata);
        http.answer(REVOKE, 200, "");
        oidc().revoke(&http, &RefreshToken::new("r")).await.unwrap();
        assert_eq!(http.count(REVOKE), asked, "{issuer}");
    }
}

#[tokio::test]
async fn the_issuer_may_lack_the_slash_that_the_document_has() {
    let http = ScriptedHttp::default().answering(
        DOCUMENT,
        200,
        &document(&format!("{ISSUER}/"), "https://id.contoso.example", ""),
    );
    assert!(oidc().sign_in_url(&http, &SignInRequestFixture::new().request(None)).await.is_ok());
    assert!(oidc().is_issuer(ISSUER) && oidc().is_issuer(&format!("{ISSUER}/")));
    assert!(!oidc().is_issuer(&format!("{ISSUER}/x")));
}
