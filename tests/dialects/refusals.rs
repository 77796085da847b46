//! Refusals at a renewal: whose fault each is, and who is told.

use std::time::Duration;

use latchkey_wire::{ConnectionState, ReasonCode};

use crate::rows::{Answer, Refusal, Told};
use crate::scene::{ANN, BEN, DUE_AFTER_S, OPENID, Person, Scene, cause};

fn row(what: &'static str, read_at: &'static str, status: u16, body: &'static str, becomes: Told) -> Refusal {
    Refusal { what, read_at, status, body, becomes }
}

#[rustfmt::skip]
fn rows() -> Vec<Refusal> {
    use Told::{AfterHours, Never, Person};
    let ended = ReasonCode::SignInEnded;
    let dead = "dexidp/dex #2613; FlowFuse PR #8547";
    let standard = "RFC 6749, 5.2";
    let slack = "api.slack.com and github.com answer refusals with 200";
    let unknown = "kurrent-io/kcap-cli PR #947";
    vec![
        row("invalid_grant", standard, 400, r#"{"error":"invalid_grant"}"#, Person(ended, 1)),
        row("invalid_grant with 200", slack, 200, r#"{"error":"invalid_grant","ok":false}"#, Person(ended, 1)),
        row("invalid_grant with 401", standard, 401, r#"{"error":"invalid_grant"}"#, Person(ended, 1)),
        row("invalid_grant as a form", standard, 400, "error=invalid_grant&error_description=expired", Person(ended, 1)),
        row("invalid_grant with odd members", standard, 400, r#"{"error":"invalid_grant","error_description":{"de":"x"},"error_codes":"1"}"#, Person(ended, 1)),
        row("a dead token as invalid_request", dead, 400, r#"{"error":"invalid_request","error_description":"Refresh token is invalid or has already been claimed by another client."}"#, Person(ended, 2)),
        row("a dead token as unauthorized_client", dead, 400, r#"{"error":"unauthorized_client"}"#, Person(ended, 2)),
        row("a dead token as invalid_client", dead, 401, r#"{"error":"invalid_client"}"#, Person(ended, 2)),
        row("a dead token as invalid_scope", dead, 400, r#"{"error":"invalid_scope"}"#, Person(ended, 2)),
        row("a word that nobody knows", unknown, 400, r#"{"error":"token_is_tired"}"#, AfterHours),
        row("400 with nothing", unknown, 400, "", AfterHours),
        row("403 with a page", unknown, 403, "<html>", AfterHours),
        row("404", unknown, 404, "", AfterHours),
        row("a redirect", unknown, 302, "", AfterHours),
        row("an error that is an object", unknown, 400, r#"{"error":{"code":400}}"#, AfterHours),
        row("200 with a page", "a captive portal; kurrent-io/kcap-cli PR #947", 200, "<!doctype html><title>Welcome</title>", Never),
        row("200 with nothing", "a proxy whose upstream is gone", 200, "", Never),
        row("204", "RFC 9110, 15.3.5", 204, "", Never),
        row("500", "RFC 9110, 15.6", 500, r#"{"error":"invalid_grant"}"#, Never),
        row("503 with a page", "RFC 9110, 15.6", 503, "<html>", Never),
        row("429", "RFC 6585, 4", 429, "", Never),
        row("temporarily_unavailable", "RFC 6749, 4.1.2.1", 400, r#"{"error":"temporarily_unavailable"}"#, Never),
        row("server_error", "RFC 6749, 4.1.2.1", 400, r#"{"error":"server_error"}"#, Never),
    ]
}

fn answer(refusal: &Refusal) -> Answer {
    Answer { status: refusal.status, body: refusal.body, refuses: true, ..Answer::default() }
}

async fn told(ann: &Person) -> Option<(ReasonCode, &'static str)> {
    cause(&ann.pane.connection().await.state)
}

#[tokio::test]
async fn each_refusal_is_told_to_its_own_person_in_its_own_time_and_disturbs_nobody_else() {
    for refusal in rows() {
        let what = &format!("{} ({})", refusal.what, refusal.read_at);
        let (scene, ann, ben) = Scene::open(OPENID).await;
        scene.server.answers(ANN, Some(answer(&refusal)));
        scene.renews(DUE_AFTER_S).await;
        scene.works(what, BEN, &ben).await;
        match refusal.becomes {
            Told::Person(code, times) => {
                for _ in 1..times {
                    assert_eq!(told(&ann).await, Some((ReasonCode::RefusedUnexplained, "retrying")), "{what}");
                    scene.renews(30).await;
                }
                assert_eq!(told(&ann).await, Some((code, "sign in")), "{what}");
            }
            Told::AfterHours => {
                for _ in 0..9 {
                    assert_eq!(told(&ann).await.map(|told| told.1), Some("retrying"), "{what}");
                    scene.renews(20 * 60).await;
                }
                assert_eq!(told(&ann).await, Some((ReasonCode::SignInEnded, "sign in")), "{what}");
            }
            Told::Never => {
                for _ in 0..12 {
                    assert_eq!(told(&ann).await.map(|told| told.1), Some("retrying"), "{what}");
                    scene.renews(DUE_AFTER_S).await;
                }
                scene.server.answers(ANN, None);
                scene.renews(DUE_AFTER_S).await;
                scene.works(what, ANN, &ann).await;
            }
        }
        scene.renews(DUE_AFTER_S).await;
        scene.works(what, BEN, &ben).await;
        assert_eq!(scene.server.reused(), 0, "{what}");
    }
}

#[tokio::test]
async fn what_passes_by_itself_costs_no_grant_although_it_explained_nothing() {
    for refusal in rows().into_iter().filter(|row| row.becomes == Told::AfterHours) {
        let (scene, ann, _ben) = Scene::open(OPENID).await;
        scene.server.answers(ANN, Some(answer(&refusal)));
        scene.renews(DUE_AFTER_S).await;
        scene.renews(DUE_AFTER_S).await;
        scene.server.answers(ANN, None);
        scene.renews(DUE_AFTER_S).await;
        scene.works(refusal.what, ANN, &ann).await;
        assert_eq!(scene.server.reused(), 0, "{}", refusal.what);
    }
}

#[tokio::test]
async fn nobodys_grant_ends_while_nobody_is_served() {
    let (scene, ann, ben) = Scene::open(OPENID).await;
    let tired = Answer { status: 400, body: r#"{"error":"token_is_tired"}"#, refuses: true, ..Answer::default() };
    for person in [ANN, BEN] {
        scene.server.answers(person, Some(tired.clone()));
    }
    for _ in 0..24 {
        scene.renews(DUE_AFTER_S).await;
    }
    for (name, person) in [(ANN, &ann), (BEN, &ben)] {
        assert!(matches!(person.pane.connection().await.state, ConnectionState::Retrying { .. }));
        scene.server.answers(name, None);
    }
    for _ in 0..3 {
        scene.renews(DUE_AFTER_S).await;
    }
    scene.works("after a day", ANN, &ann).await;
    scene.works("after a day", BEN, &ben).await;
}

#[tokio::test]
async fn many_who_are_refused_alike_are_told_that_it_is_our_fault() {
    let scene = Scene::empty(OPENID, "organizations").await;
    let names = ["one@contoso.example", "two@contoso.example", "three@contoso.example", "four@contoso.example"];
    let mut people = Vec::new();
    for name in names {
        people.push(scene.connected(name).await);
        let body = r#"{"error":"invalid_scope"}"#;
        scene.server.answers(name, Some(Answer { status: 400, body, refuses: true, ..Answer::default() }));
    }
    for _ in 0..4 {
        scene.renews(DUE_AFTER_S).await;
    }
    let mut ours = 0;
    for person in &people {
        let told = told(person).await.unwrap();
        ours += usize::from(told == (ReasonCode::Misconfigured, "retrying"));
    }
    assert!(ours >= 2, "only {ours} of {}", names.len());
}

#[tokio::test]
async fn six_dead_tokens_hold_up_no_engine_of_a_healthy_person() {
    let scene = Scene::empty(OPENID, "organizations").await;
    let ben = scene.connected(BEN).await;
    for name in ["a@c.example", "b@c.example", "c@c.example", "d@c.example", "e@c.example", "f@c.example"] {
        scene.connected(name).await;
        let body = r#"{"error":"invalid_request"}"#;
        scene.server.answers(name, Some(Answer { status: 400, body, refuses: true, ..Answer::default() }));
    }
    for _ in 0..60 {
        scene.renews(60).await;
        let engine = scene.stage.engine().await;
        let token = engine.token_for(&ben.connection.id, "?min_life_s=3500").await;
        assert!(token.is_ok(), "{token:?}");
    }
    scene.works("beside six", BEN, &ben).await;
}

/// The server is slow to forget: real time goes on in it.
#[tokio::test]
async fn nothing_is_presented_twice_within_a_second() {
    let (scene, ann, _ben) = Scene::open(OPENID).await;
    let body = r#"{"error":"invalid_request"}"#;
    scene.server.answers(ANN, Some(Answer { status: 400, body, refuses: true, ..Answer::default() }));
    scene.renews(DUE_AFTER_S).await;
    let before = scene.server.refused(ANN);
    for _ in 0..5 {
        scene.stage.renew_due().await;
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!((before, scene.server.refused(ANN)), (1, 1), "{:?}", told(&ann).await);
}
