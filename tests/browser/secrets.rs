//! No secret where it must not be: a whole flow goes by, and everything that was logged, sent, answered, addressed,
//! kept or shown is searched for every secret that was issued meanwhile.

mod evidence;

use latchkey_practice::{Secret, SecretKind};
use latchkey_testkit::logged;

use crate::pages::CONNECTED;
use crate::people::{ANN, BEN};
use crate::recorder::{Exchange, Recorder};
use crate::scene::Scene;
use crate::view::Role;
use evidence::{Evidence, Place};

/// Goes through everything that moves secrets: connecting, checking, renewing, losing access, a wrong account, and
/// signing in again.
async fn whole_flow(scene: &Scene, evidence: &mut Evidence) {
    let pane = scene.pane();
    evidence.look(&pane).await;
    pane.set_up_sync().await;
    let window = scene.window().await;
    window.find(Role::Heading, "Sign in").await;
    evidence.look(&window).await;
    evidence.look(&pane).await;
    window.enter_password(ANN).await;
    window.find(Role::Button, "Accept").await;
    evidence.look(&window).await;
    window.press(Role::Button, "Accept").await;
    pane.says(CONNECTED).await;
    window.closes().await;
    evidence.look(&pane).await;

    pane.press(Role::Button, "Check now").await;
    scene.an_hour_passes().await;
    scene.at_control_page("Revoke Microsoft access of ann@contoso.example").await;
    scene.an_hour_passes().await;
    pane.menu_shows_lost().await;
    evidence.look(&pane).await;

    pane.refresh_email().await;
    let window = scene.window().await;
    window.sign_in_and_accept(BEN).await;
    window.says("You signed in as ben@contoso.example.").await;
    evidence.look(&window).await;
    pane.press(Role::Button, "Sign in as ann@contoso.example").await;
    scene.window().await.enter_password(ANN).await;
    pane.says("Working").await;
    evidence.look(&pane).await;
}

/// Where a secret stands by design.
fn belongs_there(secret: &Secret, place: Place, exchange: Option<&Exchange>, issuer: &str) -> bool {
    let Some(exchange) = exchange else { return false };
    let is_providers = exchange.address.starts_with(issuer);
    match (secret.kind, place) {
        // Once, on its way back: in the provider's redirect and in the address of the callback.
        (SecretKind::Code, Place::Address) => exchange.address.contains("/oauth/callback/microsoft?"),
        // Between the provider and its own pages.
        (SecretKind::Code, Place::ResponseHeaders)
        | (SecretKind::Password, Place::RequestBody)
        | (SecretKind::BrowserCookie, Place::RequestHeaders | Place::ResponseHeaders) => is_providers,
        _ => false,
    }
}

#[tokio::test]
async fn no_secret_is_logged_answered_addressed_kept_or_shown() {
    let recorder = Recorder::start().await;
    let scene = Scene::builder().through(recorder.address().to_owned()).open().await;
    let mut evidence = Evidence::default();
    whole_flow(&scene, &mut evidence).await;
    let token = scene.pane().session_token().await.unwrap();
    let practice = &scene.stage().practice;
    let (issuer, secrets) = (practice.microsoft().url(), practice.secrets_issued());
    evidence.add(Place::Log, &own_lines(&logged()));
    evidence.add_exchanges(&recorder.exchanges());
    scene.console().await.iter().for_each(|said| evidence.add(Place::Console, said));
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
        let wrong = evidence.finds(&secret.text, |place, exchange| belongs_there(secret, place, exchange, &issuer));
        assert!(wrong.is_empty(), "{:?} stands in {wrong:#?}", secret.kind);
    }
    let wrong = evidence.finds(&token, |place, exchange| {
        let to_endpoint = exchange.is_some_and(|exchange| exchange.address.starts_with(scene.stage().url().as_str()));
        match place {
            Place::RequestHeaders => to_endpoint,
            Place::ResponseBody => exchange.is_some_and(|exchange| exchange.address.ends_with("/v1/sessions")),
            Place::Storage => true,
            _ => false,
        }
    });
    assert!(wrong.is_empty(), "the session token stands in {wrong:#?}");
    scene.close().await;
}

/// The log without what the library writes that steers the browser: it says what it types.
fn own_lines(log: &str) -> String {
    log.lines().filter(|line| !line.contains("thirtyfour")).collect::<Vec<_>>().join("\n")
}
