//! No secret appears where it must not: after a complete flow, everything that was logged, sent, answered, stored or shown is
//! searched for every secret that was issued.

mod evidence;
mod provider_flow;

use latchkey_practice::{IssuedSecret, SecretKind};
use latchkey_testkit::logged;

use crate::browser_session::BrowserSession;
use crate::recorder::{RecordedRequest, Recorder};
use evidence::{Evidence, SecretLocation};
use provider_flow::ProviderFlow;

/// Whether a secret belongs at this location by design.
fn belongs_at(
    secret: &IssuedSecret,
    location: SecretLocation,
    request: Option<&RecordedRequest>,
    flow: ProviderFlow,
    issuer: &str,
) -> bool {
    let Some(request) = request else { return false };
    let is_providers = request.address.starts_with(issuer);
    match (secret.kind, location) {
        // Once, on its way back: in the provider's redirect and in the address of the callback.
        (SecretKind::Code, SecretLocation::Address) => request.address.contains(&flow.callback()),
        // Between the provider and its own pages.
        (SecretKind::Code, SecretLocation::ResponseHeaders)
        | (SecretKind::Password, SecretLocation::RequestBody)
        | (SecretKind::BrowserCookie, SecretLocation::RequestHeaders | SecretLocation::ResponseHeaders) => is_providers,
        _ => false,
    }
}

async fn assert_no_secret_leaks(flow: ProviderFlow) {
    let recorder = Recorder::start().await;
    let browser = BrowserSession::builder().with_every_provider().through(recorder.address().to_owned()).open().await;
    let mut evidence = Evidence::default();
    flow.run(&browser, &mut evidence).await;
    let token = browser.pane().session_token().await.unwrap();
    let practice = &browser.endpoint().practice;
    let (issuer, secrets) = (flow.provider(&browser).url(), practice.secrets_issued());
    evidence.add(SecretLocation::Log, &logged());
    evidence.add_requests(&recorder.requests());
    browser.console().await.iter().for_each(|said| evidence.add(SecretLocation::Console, said));
    evidence.assert_complete();

    for kind in [SecretKind::AccessToken, SecretKind::RefreshToken, SecretKind::IdToken, SecretKind::ClientSecret] {
        assert!(secrets.iter().any(|secret| secret.kind == kind), "the flow issued no {kind:?}");
    }
    // The search works: the secrets that are sent by design are found.
    for kind in [SecretKind::Code, SecretKind::Password, SecretKind::BrowserCookie] {
        let mut of_kind = secrets.iter().filter(|secret| secret.kind == kind);
        assert!(
            of_kind.any(|secret| !evidence.find_misplaced(&secret.text, |_, _| false).is_empty()),
            "no {kind:?} anywhere"
        );
    }
    for secret in &secrets {
        let wrong = evidence
            .find_misplaced(&secret.text, |location, request| belongs_at(secret, location, request, flow, &issuer));
        assert!(wrong.is_empty(), "{:?} stands in {wrong:#?}", secret.kind);
    }
    let wrong = evidence.find_misplaced(&token, |location, request| {
        let to_endpoint = request.is_some_and(|request| request.address.starts_with(browser.endpoint().url().as_str()));
        match location {
            SecretLocation::RequestHeaders => to_endpoint,
            SecretLocation::ResponseBody => request.is_some_and(|request| request.address.ends_with("/v1/sessions")),
            SecretLocation::Storage => true,
            _ => false,
        }
    });
    assert!(wrong.is_empty(), "the session token stands in {wrong:#?}");
    browser.close().await;
}

#[tokio::test]
async fn no_secret_is_logged_answered_addressed_kept_or_shown() {
    assert_no_secret_leaks(ProviderFlow::Microsoft).await;
}

#[tokio::test]
async fn no_secret_of_google_is_logged_answered_addressed_kept_or_shown() {
    assert_no_secret_leaks(ProviderFlow::Google).await;
}

#[tokio::test]
async fn no_secret_of_salesforce_is_logged_answered_addressed_kept_or_shown() {
    assert_no_secret_leaks(ProviderFlow::Salesforce).await;
}
