//! No secret where it must not be: a whole flow goes by, and everything that was logged, sent, answered, addressed,
//! kept or shown is searched for every secret that was issued meanwhile.

mod evidence;
mod provider_flow;

use latchkey_practice::{Secret, SecretKind};
use latchkey_testkit::logged;

use crate::browser_session::BrowserSession;
use crate::recorder::{Exchange, Recorder};
use evidence::{Evidence, Place};
use provider_flow::At;

/// Where a secret stands by design.
fn belongs_there(secret: &Secret, place: Place, exchange: Option<&Exchange>, at: At, issuer: &str) -> bool {
    let Some(exchange) = exchange else { return false };
    let is_providers = exchange.address.starts_with(issuer);
    match (secret.kind, place) {
        // Once, on its way back: in the provider's redirect and in the address of the callback.
        (SecretKind::Code, Place::Address) => exchange.address.contains(&at.callback()),
        // Between the provider and its own pages.
        (SecretKind::Code, Place::ResponseHeaders)
        | (SecretKind::Password, Place::RequestBody)
        | (SecretKind::BrowserCookie, Place::RequestHeaders | Place::ResponseHeaders) => is_providers,
        _ => false,
    }
}

async fn none_gets_out(at: At) {
    let recorder = Recorder::start().await;
    let browser = BrowserSession::builder().with_every_provider().through(recorder.address().to_owned()).open().await;
    let mut evidence = Evidence::default();
    at.whole_flow(&browser, &mut evidence).await;
    let token = browser.pane().session_token().await.unwrap();
    let practice = &browser.stage().practice;
    let (issuer, secrets) = (at.provider(&browser).url(), practice.secrets_issued());
    evidence.add(Place::Log, &own_lines(&logged()));
    evidence.add_exchanges(&recorder.exchanges());
    browser.console().await.iter().for_each(|said| evidence.add(Place::Console, said));
    evidence.is_complete();

    for kind in [SecretKind::AccessToken, SecretKind::RefreshToken, SecretKind::IdToken, SecretKind::ClientSecret] {
        assert!(secrets.iter().any(|secret| secret.kind == kind), "the flow issued no {kind:?}");
    }
    // The search can find: what travels by design is there.
    for kind in [SecretKind::Code, SecretKind::Password, SecretKind::BrowserCookie] {
        let mut of_kind = secrets.iter().filter(|secret| secret.kind == kind);
        assert!(of_kind.any(|secret| !evidence.finds(&secret.text, |_, _| false).is_empty()), "no {kind:?} anywhere");
    }
    for secret in &secrets {
        let wrong = evidence.finds(&secret.text, |place, exchange| belongs_there(secret, place, exchange, at, &issuer));
        assert!(wrong.is_empty(), "{:?} stands in {wrong:#?}", secret.kind);
    }
    let wrong = evidence.finds(&token, |place, exchange| {
        let to_endpoint = exchange.is_some_and(|exchange| exchange.address.starts_with(browser.stage().url().as_str()));
        match place {
            Place::RequestHeaders => to_endpoint,
            Place::ResponseBody => exchange.is_some_and(|exchange| exchange.address.ends_with("/v1/sessions")),
            Place::Storage => true,
            _ => false,
        }
    });
    assert!(wrong.is_empty(), "the session token stands in {wrong:#?}");
    browser.close().await;
}

#[tokio::test]
async fn no_secret_is_logged_answered_addressed_kept_or_shown() {
    none_gets_out(At::Microsoft).await;
}

#[tokio::test]
async fn no_secret_of_google_is_logged_answered_addressed_kept_or_shown() {
    none_gets_out(At::Google).await;
}

#[tokio::test]
async fn no_secret_of_salesforce_is_logged_answered_addressed_kept_or_shown() {
    none_gets_out(At::Salesforce).await;
}

/// The log without what the library writes that steers the browser: it says what it types.
fn own_lines(log: &str) -> String {
    log.lines().filter(|line| !line.contains("thirtyfour")).collect::<Vec<_>>().join("\n")
}
